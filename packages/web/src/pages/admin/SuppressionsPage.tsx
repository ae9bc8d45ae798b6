import './admin.css'
import {
  addSuppression,
  listSuppressions,
  removeSuppression,
  type Suppression,
} from '@chappe/core/api/profiles'
import { Button, DialogContainer, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import UserLock from '@react-spectrum/s2/icons/UserLock'
import { useMemo, useState } from 'react'
import { useAction, useEndpointPages } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import type { Column } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { notify } from '../../parts/toast.ts'
import { When } from '../../parts/When.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { AddDialog } from './suppressions/AddDialog.tsx'

export function SuppressionsPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('suppressions:write')
  const [search, setSearch] = useState('')
  const [adding, setAdding] = useState(false)
  const list = useEndpointPages(listSuppressions, { query: { search } })
  const add = useAction(addSuppression, { makesStale: [listSuppressions] })
  const remove = useAction(removeSuppression, { makesStale: [listSuppressions] })

  const columns = useMemo<Column<Suppression>[]>(
    () => [
      { id: 'value', label: t('admin.suppressions.value'), width: 280, render: ({ value }) => value },
      {
        id: 'type',
        label: t('admin.suppressions.type'),
        width: 110,
        render: ({ type }) => t(`admin.suppressions.${type}`),
      },
      {
        id: 'category',
        label: t('inventory.column.category'),
        width: 120,
        render: ({ category }) => t(`admin.suppressions.category.${category}`),
      },
      {
        id: 'reason',
        label: t('admin.suppressions.reason'),
        width: 230,
        // A manual entry has no reason beyond its comment.
        render: ({ category, reason }) => category !== 'manual' && <span title={reason}>{reason}</span>,
      },
      {
        id: 'comment',
        label: t('admin.suppressions.comment'),
        width: 200,
        render: ({ comment }) => <span title={comment}>{comment}</span>,
      },
      {
        id: 'createdAt',
        label: t('admin.suppressions.since'),
        width: 180,
        render: ({ createdAt }) => <When instant={createdAt} />,
      },
    ],
    [t],
  )

  const menuOf = ({ value, type, category, comment }: Suppression) => [
    {
      id: 'remove',
      label: t('admin.suppressions.remove'),
      icon: Delete,
      run: async () => {
        const sure = await confirm({
          title: t('admin.suppressions.remove.title', { value }),
          body: t(
            category === 'manual' ? 'admin.suppressions.remove.manual' : 'admin.suppressions.remove.body',
          ),
          action: t('admin.suppressions.remove'),
          tone: 'destructive',
        })
        if (!sure) return
        remove.mutate(
          { params: { value } },
          {
            // What bounced is put there by the relay's answers; only a manual entry can be put back as it was.
            onSuccess: () =>
              notify.positive(
                t('admin.suppressions.removed', { value }),
                category === 'manual'
                  ? { label: t('common.undo'), run: () => add.mutate({ body: { value, type, comment } }) }
                  : undefined,
              ),
          },
        )
      },
    },
  ]

  const isEmpty = list.isSuccess && list.total === 0
  return (
    <Page
      title={t('nav.suppressions')}
      lead={t('admin.suppressions.lead')}
      fill
      actions={
        mayWrite && (
          <Button variant="accent" onPress={() => setAdding(true)}>
            <Add />
            <Text>{t('admin.suppressions.add')}</Text>
          </Button>
        )
      }
    >
      <div className="admin-stack">
        <div className="admin-toolbar">
          <SearchWords label={t('admin.suppressions.search')} value={search} onSearch={setSearch} />
          <span className="admin-hint" role="status">
            {list.isSuccess && t('admin.suppressions.total', { count: list.total })}
          </span>
        </div>
        <ProblemNote problem={list.error ?? remove.error ?? add.error} />
        {list.isPending && <Loading />}
        {isEmpty && (
          <EmptyState
            title={t(search ? 'admin.suppressions.noResult' : 'admin.suppressions.empty')}
            picture={<UserLock />}
          >
            {t(search ? 'inventory.noResult.body' : 'admin.suppressions.empty.body')}
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
      </div>
      <DialogContainer onDismiss={() => setAdding(false)}>
        {adding && <AddDialog onClose={() => setAdding(false)} />}
      </DialogContainer>
    </Page>
  )
}
