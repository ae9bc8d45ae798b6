import {
  addSuppression,
  listSuppressions,
  removeSuppression,
  type Suppression,
} from '@chappe/core/api/suppressions'
import { suppressionCategories, suppressionReasons } from '@chappe/core/suppression/schema'
import Delete from '@react-spectrum/s2/icons/Delete'
import UserLock from '@react-spectrum/s2/icons/UserLock'
import { type ReactNode, useMemo } from 'react'
import { useAction, useEndpointPages } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import type { Column } from '../../../parts/grid/column.ts'
import { DataGrid } from '../../../parts/grid/DataGrid.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { ListFilters, PickOne } from './ListFilters.tsx'
import { isFiltered, type SuppressionsSearch } from './search.ts'
import { sayWho, sayWhy } from './words.ts'

interface Props {
  search: SuppressionsSearch
  onChange: (changes: SuppressionsSearch) => void
  /** What an empty list offers. */
  actions?: ReactNode
}

/** The suppression list, and the way off it. */
export function SuppressedTab({ search, onChange, actions }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('suppressions:write')
  const { q, type, category, reason } = search
  const many = <T,>(value: T | undefined) => (value === undefined ? undefined : [value])
  const list = useEndpointPages(listSuppressions, {
    query: { search: q, type: many(type), category: many(category), reason: many(reason) },
  })
  const add = useAction(addSuppression, { makesStale: [listSuppressions] })
  const remove = useAction(removeSuppression, { makesStale: [listSuppressions] })

  const columns = useMemo<Column<Suppression>[]>(
    () => [
      { id: 'value', label: t('admin.suppressions.value'), width: 240, render: ({ value }) => value },
      {
        id: 'type',
        label: t('admin.suppressions.type'),
        width: 90,
        render: (one) => t(`admin.suppressions.${one.type}`),
      },
      {
        id: 'category',
        label: t('admin.suppressions.category'),
        width: 100,
        render: (one) => t(`admin.suppressions.category.${one.category}`),
      },
      {
        id: 'reason',
        label: t('admin.suppressions.reason'),
        width: 150,
        render: (one) => <span title={sayWhy(t, one.reason)}>{sayWhy(t, one.reason)}</span>,
      },
      {
        id: 'comment',
        label: t('admin.suppressions.comment'),
        width: 160,
        render: ({ comment }) => <span title={comment}>{comment}</span>,
      },
      {
        id: 'createdAt',
        label: t('admin.suppressions.since'),
        width: 160,
        render: ({ createdAt }) => <When instant={createdAt} />,
      },
      {
        id: 'expiresAt',
        label: t('admin.suppressions.until'),
        width: 160,
        render: ({ expiresAt }) =>
          expiresAt ? <When instant={expiresAt} /> : t('admin.suppressions.until.never'),
      },
      {
        id: 'createdBy',
        label: t('admin.suppressions.by'),
        width: 130,
        render: ({ createdBy }) => <span title={createdBy}>{sayWho(t, createdBy)}</span>,
      },
    ],
    [t],
  )

  const takeOff = async ({ value, type, category, comment, expiresAt }: Suppression) => {
    const isManual = category === 'manual'
    const sure = await confirm({
      title: t('admin.suppressions.remove.title', { value }),
      body: t(isManual ? 'admin.suppressions.remove.manual' : 'admin.suppressions.remove.body'),
      action: t('admin.suppressions.remove'),
      tone: 'destructive',
    })
    if (!sure) return
    // What bounced is put there by the relay's answers; only a manual entry can be put back as it was.
    const undo = { run: () => add.mutate({ body: { value, type, comment, expiresAt } }) }
    remove.mutate(
      { params: { value } },
      {
        onSuccess: () =>
          notify.positive(
            t('admin.suppressions.removed', { value }),
            isManual ? { label: t('common.undo'), ...undo } : undefined,
          ),
      },
    )
  }
  const menuOf = (one: Suppression) => [
    { id: 'remove', label: t('admin.suppressions.remove'), icon: Delete, run: () => takeOff(one) },
  ]

  const filtered = isFiltered(search)
  return (
    <>
      <ListFilters search={search} total={list.isSuccess ? list.total : undefined} onChange={onChange}>
        <PickOne
          label={t('admin.suppressions.category')}
          options={suppressionCategories.map((id) => ({ id, label: t(`admin.suppressions.category.${id}`) }))}
          value={category}
          onChange={(chosen) => onChange({ category: chosen })}
        />
        <PickOne
          label={t('admin.suppressions.reason')}
          options={suppressionReasons.map((id) => ({ id, label: sayWhy(t, id) }))}
          value={reason}
          onChange={(chosen) => onChange({ reason: chosen })}
        />
      </ListFilters>
      <ProblemNote problem={list.error ?? remove.error ?? add.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && list.total === 0 && (
        <EmptyState
          title={t(filtered ? 'admin.suppressions.noResult' : 'admin.suppressions.empty')}
          picture={<UserLock />}
          actions={!filtered && actions}
        >
          {t(filtered ? 'inventory.noResult.body' : 'admin.suppressions.empty.body')}
        </EmptyState>
      )}
      {list.total > 0 && (
        <DataGrid
          label={t('nav.suppressions')}
          columns={columns}
          items={list.items}
          total={list.total}
          keyOf={({ value }) => value}
          nameOf={({ value }) => value}
          {...(mayWrite && { menuOf })}
          onNearEnd={() => void list.fetchNextPage()}
          isBusy={list.isFetching}
        />
      )}
    </>
  )
}
