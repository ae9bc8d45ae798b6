import { type AllowedAddress, addAllowed, listAllowed, removeAllowed } from '@chappe/core/api/suppressions'
import Delete from '@react-spectrum/s2/icons/Delete'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
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
import { AllowSwitch } from './AllowSwitch.tsx'
import { ListFilters } from './ListFilters.tsx'
import { isFiltered, type SuppressionsSearch } from './search.ts'

interface Props {
  search: SuppressionsSearch
  onChange: (changes: SuppressionsSearch) => void
  actions?: ReactNode
}

/** The allow list, and its switch. */
export function AllowedTab({ search, onChange, actions }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('suppressions:write')
  const { q, type } = search
  const list = useEndpointPages(listAllowed, {
    query: { search: q, type: type === undefined ? undefined : [type] },
  })
  const add = useAction(addAllowed, { makesStale: [listAllowed] })
  const remove = useAction(removeAllowed, { makesStale: [listAllowed] })

  const columns = useMemo<Column<AllowedAddress>[]>(
    () => [
      { id: 'value', label: t('admin.suppressions.value'), width: 300, render: ({ value }) => value },
      {
        id: 'type',
        label: t('admin.suppressions.type'),
        width: 110,
        render: (one) => t(`admin.suppressions.${one.type}`),
      },
      {
        id: 'comment',
        label: t('admin.suppressions.comment'),
        width: 260,
        render: ({ comment }) => <span title={comment}>{comment}</span>,
      },
      {
        id: 'createdAt',
        label: t('admin.suppressions.since'),
        width: 180,
        render: ({ createdAt }) => <When instant={createdAt} />,
      },
      {
        id: 'createdBy',
        label: t('admin.suppressions.by'),
        width: 160,
        render: ({ createdBy }) => createdBy,
      },
    ],
    [t],
  )
  const takeOff = async ({ value, type, comment }: AllowedAddress) => {
    const sure = await confirm({
      title: t('admin.suppressions.remove.title', { value }),
      body: t('admin.allowed.remove.body'),
      action: t('admin.suppressions.remove'),
      tone: 'destructive',
    })
    if (!sure) return
    const undo = { label: t('common.undo'), run: () => add.mutate({ body: { value, type, comment } }) }
    remove.mutate(
      { params: { value } },
      { onSuccess: () => notify.positive(t('admin.allowed.removed', { value }), undo) },
    )
  }
  const menuOf = (one: AllowedAddress) => [
    { id: 'remove', label: t('admin.suppressions.remove'), icon: Delete, run: () => takeOff(one) },
  ]

  const filtered = isFiltered({ q, type })
  return (
    <>
      <AllowSwitch />
      <ListFilters search={{ q, type }} total={list.isSuccess ? list.total : undefined} onChange={onChange} />
      <ProblemNote problem={list.error ?? remove.error ?? add.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && list.total === 0 && (
        <EmptyState
          title={t(filtered ? 'admin.suppressions.noResult' : 'admin.allowed.empty')}
          picture={<UserGroup />}
          actions={!filtered && actions}
        >
          {t(filtered ? 'inventory.noResult.body' : 'admin.allowed.empty.body')}
        </EmptyState>
      )}
      {list.total > 0 && (
        <DataGrid
          label={t('admin.suppressions.tab.allowed')}
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
