import './admin.css'
import { deleteNamespace, listNamespaces } from '@chappe/core/api/namespaces'
import type { IdentityNamespace } from '@chappe/core/profile/namespaces'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import { useMemo, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import type { Column } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { useNamespaces } from '../../parts/namespaces.ts'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { CallingCode } from './namespaces/CallingCode.tsx'
import { NamespaceDialog } from './namespaces/NamespaceDialog.tsx'

/** The kinds of identities: the standard ones, and those of this sandbox. */
export function NamespacesPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('profiles:write')
  const list = useEndpoint(listNamespaces, {})
  const { items } = useNamespaces()
  const remove = useAction(deleteNamespace, { makesStale: [listNamespaces] })
  const [open, setOpen] = useState<'create' | IdentityNamespace>()

  const columns = useMemo<Column<IdentityNamespace>[]>(
    () => [
      { id: 'name', label: t('namespaces.name'), width: 220, render: ({ name }) => name },
      { id: 'key', label: t('namespaces.key'), width: 180, render: ({ key }) => <code>{key}</code> },
      {
        id: 'kind',
        label: t('namespaces.kind'),
        width: 200,
        render: ({ kind }) => t(`namespaces.kind.${kind}`),
      },
      {
        id: 'standard',
        label: t('namespaces.origin'),
        width: 160,
        render: ({ standard }) => t(standard ? 'namespaces.standard' : 'namespaces.own'),
      },
    ],
    [t],
  )
  const forget = async ({ key, name }: IdentityNamespace) => {
    const sure = await confirm({
      title: t('namespaces.delete.title', { name }),
      body: t('namespaces.delete.body'),
      action: t('common.delete'),
      tone: 'destructive',
    })
    if (!sure) return
    remove.mutate(
      { params: { key } },
      { onSuccess: () => notify.positive(t('namespaces.deleted', { name })) },
    )
  }
  const menuOf = (one: IdentityNamespace): MenuEntry[] =>
    mayWrite && !one.standard
      ? [
          { id: 'rename', label: t('namespaces.rename'), icon: Edit, run: () => setOpen(one) },
          { id: 'delete', label: t('common.delete'), icon: Delete, run: () => void forget(one) },
        ]
      : []
  const close = () => setOpen(undefined)
  return (
    <Page
      title={t('namespaces.title')}
      lead={t('namespaces.lead')}
      fill
      actions={
        mayWrite && (
          <Button variant="accent" onPress={() => setOpen('create')}>
            <Add />
            <Text>{t('namespaces.create')}</Text>
          </Button>
        )
      }
    >
      <ProblemNote problem={list.error ?? remove.error} />
      <CallingCode mayWrite={mayWrite} />
      {list.isPending && <Loading />}
      {list.isSuccess && (
        <DataGrid
          label={t('namespaces.title')}
          columns={columns}
          items={items}
          total={items.length}
          keyOf={({ key }) => key}
          nameOf={({ name }) => name}
          menuOf={menuOf}
          isBusy={list.isFetching}
        />
      )}
      <DialogContainer onDismiss={close}>
        {open && (
          <NamespaceDialog
            key={open === 'create' ? '' : open.key}
            namespace={open === 'create' ? undefined : open}
            onClose={close}
          />
        )}
      </DialogContainer>
    </Page>
  )
}
