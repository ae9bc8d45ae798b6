import './admin.css'
import {
  deleteFeedbackSource,
  type FeedbackSource,
  listFeedbackSources,
  switchFeedbackSource,
} from '@chappe/core/api/feedback-sources'
import { Button, DialogContainer, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Copy from '@react-spectrum/s2/icons/Copy'
import Delete from '@react-spectrum/s2/icons/Delete'
import ListBulleted from '@react-spectrum/s2/icons/ListBulleted'
import Settings from '@react-spectrum/s2/icons/Settings'
import Undo from '@react-spectrum/s2/icons/Undo'
import { useMemo, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { copyText } from '../../parts/copy.ts'
import { EmptyState } from '../../parts/EmptyState.tsx'
import type { Column } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { StatusDot } from '../../parts/StatusDot.tsx'
import { notify } from '../../parts/toast.ts'
import { When } from '../../parts/When.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { CreateDialog } from './feedback-sources/CreateDialog.tsx'
import { NoticesDialog } from './feedback-sources/NoticesDialog.tsx'

/** Who tells us of bounces and complaints besides the relay itself. */
export function FeedbackSourcesPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('configurations:write')
  const list = useEndpoint(listFeedbackSources, {})
  const change = useAction(switchFeedbackSource, { makesStale: [listFeedbackSources] })
  const remove = useAction(deleteFeedbackSource, { makesStale: [listFeedbackSources] })
  const [open, setOpen] = useState<'create' | FeedbackSource>()

  const columns = useMemo<Column<FeedbackSource>[]>(
    () => [
      { id: 'name', label: t('admin.sources.name'), width: 200, render: ({ name }) => name },
      {
        id: 'kind',
        label: t('admin.sources.kind'),
        width: 160,
        render: ({ kind }) => t(`admin.sources.kind.${kind}`),
      },
      {
        id: 'status',
        label: t('admin.sources.status'),
        width: 110,
        render: ({ active }) => (
          <StatusDot tone={active ? 'positive' : 'neutral'}>
            {t(active ? 'admin.sources.status.on' : 'admin.sources.status.off')}
          </StatusDot>
        ),
      },
      {
        id: 'last',
        label: t('admin.sources.last'),
        width: 170,
        render: ({ lastAt }) => (lastAt ? <When instant={lastAt} /> : t('admin.sources.last.never')),
      },
      {
        id: 'problem',
        label: t('admin.sources.problem'),
        width: 180,
        render: ({ problem }) => <span title={problem ?? ''}>{problem}</span>,
      },
      {
        id: 'url',
        label: t('admin.sources.url'),
        width: 260,
        render: ({ url }) => url !== null && <code title={url}>{url}</code>,
      },
    ],
    [t],
  )
  const erase = async ({ id, name }: FeedbackSource) => {
    const sure = await confirm({
      title: t('admin.sources.delete.title', { name }),
      body: t('admin.sources.delete.body'),
      action: t('common.delete'),
      tone: 'destructive',
    })
    if (!sure) return
    remove.mutate(
      { params: { id } },
      { onSuccess: () => notify.positive(t('admin.sources.deleted', { name })) },
    )
  }
  const copyOf = (url: string): MenuEntry => ({
    id: 'copy',
    label: t('admin.sources.copy'),
    icon: Copy,
    run: () => void copyText(url).then((done) => done && notify.info(t('admin.sources.copied'))),
  })
  const menuOf = (one: FeedbackSource): MenuEntry[] => [
    { id: 'notices', label: t('admin.sources.notices'), icon: ListBulleted, run: () => setOpen(one) },
    ...(one.url === null ? [] : [copyOf(one.url)]),
    ...(mayWrite
      ? [
          {
            id: 'switch',
            label: t(one.active ? 'admin.sources.off' : 'admin.sources.on'),
            icon: Settings,
            run: () => change.mutate({ params: { id: one.id }, body: { active: !one.active } }),
          },
          { id: 'delete', label: t('common.delete'), icon: Delete, run: () => void erase(one) },
        ]
      : []),
  ]

  const create = mayWrite && (
    <Button variant="accent" onPress={() => setOpen('create')}>
      <Add />
      <Text>{t('admin.sources.create')}</Text>
    </Button>
  )
  const items = list.data?.items ?? []
  const close = () => setOpen(undefined)
  return (
    <Page
      title={t('admin.sources.title')}
      lead={t('admin.sources.lead')}
      fill
      actions={items.length > 0 && create}
    >
      <ProblemNote problem={list.error ?? change.error ?? remove.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('admin.sources.empty')} picture={<Undo />} actions={create}>
          {t('admin.sources.empty.body')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DataGrid
          label={t('admin.sources.title')}
          columns={columns}
          items={items}
          total={items.length}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          menuOf={menuOf}
          isBusy={list.isFetching}
        />
      )}
      <DialogContainer onDismiss={close}>
        {open === 'create' && <CreateDialog onClose={close} />}
        {open && open !== 'create' && <NoticesDialog source={open} onClose={close} />}
      </DialogContainer>
    </Page>
  )
}
