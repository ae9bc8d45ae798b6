import './admin.css'
import { deleteEventType, listEventTypes } from '@chappe/core/api/event-types'
import type { KnownEventType } from '@chappe/core/profile/event'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Flag from '@react-spectrum/s2/icons/Flag'
import { useMemo, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import type { Column } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { EventTypeDialog } from './event-types/EventTypeDialog.tsx'

/** What people do, as connected systems tell it: the types declared here, and those of which events came in. */
export function EventTypesPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('profiles:write')
  const list = useEndpoint(listEventTypes, {})
  const remove = useAction(deleteEventType, { makesStale: [listEventTypes] })
  const [open, setOpen] = useState<'create' | KnownEventType>()

  const columns = useMemo<Column<KnownEventType>[]>(
    () => [
      { id: 'name', label: t('eventTypes.name'), width: 240, render: ({ name, key }) => name || key },
      { id: 'key', label: t('eventTypes.key'), width: 220, render: ({ key }) => <code>{key}</code> },
      {
        id: 'declared',
        label: t('eventTypes.status'),
        width: 180,
        render: ({ declared }) => t(declared ? 'eventTypes.declared' : 'eventTypes.seen'),
      },
      {
        id: 'schema',
        label: t('eventTypes.schema'),
        width: 220,
        render: ({ schema }) =>
          schema === null
            ? t('eventTypes.schema.none')
            : t('eventTypes.schema.fields', { count: Object.keys(schema.properties ?? {}).length }),
      },
    ],
    [t],
  )
  const forget = async ({ key, name }: KnownEventType) => {
    const called = name || key
    const sure = await confirm({
      title: t('eventTypes.delete.title', { name: called }),
      body: t('eventTypes.delete.body'),
      action: t('common.delete'),
      tone: 'destructive',
    })
    if (!sure) return
    remove.mutate(
      { params: { key } },
      { onSuccess: () => notify.positive(t('eventTypes.deleted', { name: called })) },
    )
  }
  const menuOf = (one: KnownEventType): MenuEntry[] => {
    if (!mayWrite) return []
    const edit: MenuEntry = {
      id: 'edit',
      label: t(one.declared ? 'eventTypes.edit' : 'eventTypes.declare'),
      icon: one.declared ? Edit : Add,
      run: () => setOpen(one),
    }
    return one.declared
      ? [edit, { id: 'delete', label: t('common.delete'), icon: Delete, run: () => void forget(one) }]
      : [edit]
  }
  const create = mayWrite && (
    <Button variant="accent" onPress={() => setOpen('create')}>
      <Add />
      <Text>{t('eventTypes.create')}</Text>
    </Button>
  )
  const items = list.data?.items ?? []
  const close = () => setOpen(undefined)
  return (
    <Page title={t('eventTypes.title')} lead={t('eventTypes.lead')} fill actions={items.length > 0 && create}>
      <ProblemNote problem={list.error ?? remove.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('eventTypes.empty')} picture={<Flag />} actions={create}>
          {t('eventTypes.empty.body')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DataGrid
          label={t('eventTypes.title')}
          columns={columns}
          items={items}
          total={items.length}
          keyOf={({ key }) => key}
          nameOf={({ key }) => key}
          menuOf={menuOf}
          isBusy={list.isFetching}
        />
      )}
      <DialogContainer onDismiss={close}>
        {open && (
          <EventTypeDialog
            key={open === 'create' ? '' : open.key}
            type={open === 'create' ? undefined : open}
            onClose={close}
          />
        )}
      </DialogContainer>
    </Page>
  )
}
