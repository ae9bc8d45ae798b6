import './admin.css'
import { deleteField, listFields } from '@chappe/core/api/profile-fields'
import { listAttributes } from '@chappe/core/api/profiles'
import type { ProfileField } from '@chappe/core/profile/fields'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Properties from '@react-spectrum/s2/icons/Properties'
import { useMemo, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { labelIn } from '../../parts/attributes.ts'
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
import { FieldDialog } from './fields/FieldDialog.tsx'

/** What profiles may hold in this sandbox, beyond the standard attributes. */
export function FieldsPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('profiles:write')
  const list = useEndpoint(listFields, {})
  const remove = useAction(deleteField, { makesStale: [listFields, listAttributes] })
  const [open, setOpen] = useState<'create' | ProfileField>()

  const columns = useMemo<Column<ProfileField>[]>(
    () => [
      {
        id: 'label',
        label: t('fields.label'),
        width: 220,
        render: ({ labels, path }) => labelIn(t.locale, labels) ?? path,
      },
      { id: 'path', label: t('fields.path'), width: 220, render: ({ path }) => <code>{path}</code> },
      {
        id: 'type',
        label: t('fields.type'),
        width: 130,
        render: ({ type }) => t(`fields.type.${type}`),
      },
      {
        id: 'required',
        label: t('fields.required'),
        width: 120,
        render: ({ required }) => (required ? t('profiles.yes') : t('profiles.no')),
      },
      {
        id: 'pii',
        label: t('fields.pii.column'),
        width: 160,
        render: ({ pii }) => (pii ? t('profiles.yes') : t('profiles.no')),
      },
      {
        id: 'options',
        label: t('fields.options'),
        width: 220,
        render: ({ options }) => {
          const text = (options ?? []).join(', ')
          return <span title={text}>{text}</span>
        },
      },
    ],
    [t],
  )
  const forget = async ({ path, labels }: ProfileField) => {
    const name = labelIn(t.locale, labels) ?? path
    const sure = await confirm({
      title: t('fields.delete.title', { name }),
      body: t('fields.delete.body'),
      action: t('common.delete'),
      tone: 'destructive',
    })
    if (!sure) return
    remove.mutate({ params: { path } }, { onSuccess: () => notify.positive(t('fields.deleted', { name })) })
  }
  const menuOf = (field: ProfileField): MenuEntry[] =>
    mayWrite
      ? [
          { id: 'edit', label: t('fields.edit'), icon: Edit, run: () => setOpen(field) },
          { id: 'delete', label: t('common.delete'), icon: Delete, run: () => void forget(field) },
        ]
      : []
  const create = mayWrite && (
    <Button variant="accent" onPress={() => setOpen('create')}>
      <Add />
      <Text>{t('fields.create')}</Text>
    </Button>
  )
  const items = list.data?.items ?? []
  const close = () => setOpen(undefined)
  return (
    <Page title={t('fields.title')} lead={t('fields.lead')} fill actions={items.length > 0 && create}>
      <ProblemNote problem={list.error ?? remove.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('fields.empty')} picture={<Properties />} actions={create}>
          {t('fields.empty.body')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DataGrid
          label={t('fields.title')}
          columns={columns}
          items={items}
          total={items.length}
          keyOf={({ path }) => path}
          nameOf={({ path }) => path}
          menuOf={menuOf}
          isBusy={list.isFetching}
        />
      )}
      <DialogContainer onDismiss={close}>
        {open && (
          <FieldDialog
            key={open === 'create' ? '' : open.path}
            field={open === 'create' ? undefined : open}
            onClose={close}
          />
        )}
      </DialogContainer>
    </Page>
  )
}
