import './admin.css'
import {
  type ApiClient,
  type ApiClientWithSecret,
  listClients,
  revokeClient,
  rotateClientSecret,
} from '@chappe/core/api/clients'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Code from '@react-spectrum/s2/icons/Code'
import Key from '@react-spectrum/s2/icons/Key'
import Refresh from '@react-spectrum/s2/icons/Refresh'
import RemoveCircle from '@react-spectrum/s2/icons/RemoveCircle'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
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
import { StatusDot } from '../../parts/StatusDot.tsx'
import { notify } from '../../parts/toast.ts'
import { When } from '../../parts/When.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { CreateClientDialog } from './clients/CreateClientDialog.tsx'
import { HowToDialog } from './clients/HowToDialog.tsx'
import { SecretDialog } from './clients/SecretDialog.tsx'

type WithSecret = z.output<typeof ApiClientWithSecret>
type Open = { dialog: 'create' } | { dialog: 'token'; client: ApiClient }

export function ClientsPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('clients:write')
  const list = useEndpoint(listClients, {})
  const rotate = useAction(rotateClientSecret, { makesStale: [listClients] })
  const revoke = useAction(revokeClient, { makesStale: [listClients] })
  const [open, setOpen] = useState<Open | null>(null)
  /** Each is shown once in its life: the next waits until the one before was read. */
  const [secrets, setSecrets] = useState<readonly WithSecret[]>([])
  const close = () => setOpen(null)
  const tell = (client: WithSecret) => {
    close()
    // Enter pressed twice gets one answer twice.
    setSecrets((now) => (now.includes(client) ? now : [...now, client]))
  }

  const columns = useMemo<Column<ApiClient>[]>(
    () => [
      { id: 'name', label: t('admin.clients.name'), width: 220, render: ({ name }) => name },
      { id: 'id', label: t('admin.clients.id'), width: 320, render: ({ id }) => <code>{id}</code> },
      {
        id: 'status',
        label: t('inventory.column.status'),
        width: 110,
        render: ({ revokedAt }) => (
          <StatusDot tone={revokedAt ? 'negative' : 'positive'}>
            {t(revokedAt ? 'admin.clients.revoked' : 'admin.clients.active')}
          </StatusDot>
        ),
      },
      {
        id: 'scopes',
        label: t('admin.clients.scopes'),
        width: 160,
        render: ({ scopes }) => (
          <span title={scopes.map((scope) => t(`scope.${scope}`)).join(', ')}>
            {scopes.map((scope) => t(`scope.${scope}`)).join(', ')}
          </span>
        ),
      },
      {
        id: 'lastUsedAt',
        label: t('admin.clients.lastUsed'),
        width: 150,
        render: ({ lastUsedAt }) =>
          lastUsedAt ? <When instant={lastUsedAt} as="relative" /> : t('admin.clients.never'),
      },
      {
        id: 'createdAt',
        label: t('inventory.column.createdAt'),
        width: 180,
        render: ({ createdAt }) => <When instant={createdAt} />,
      },
    ],
    [t],
  )

  const menuOf = (client: ApiClient): MenuEntry[] => {
    const { id, name } = client
    if (client.revokedAt) return []
    const token: MenuEntry = {
      id: 'token',
      label: t('admin.clients.token.show'),
      icon: Code,
      run: () => setOpen({ dialog: 'token', client }),
    }
    if (!mayWrite) return [token]
    return [
      token,
      {
        id: 'rotate',
        label: t('admin.clients.rotate'),
        icon: Refresh,
        run: async () => {
          const title = t('admin.clients.rotate.title', { name })
          const body = t('admin.clients.rotate.body')
          if (!(await confirm({ title, body, action: t('admin.clients.rotate'), tone: 'warning' }))) return
          // Not a callback of the action: those are forgotten when the next one is renewed.
          rotate.mutateAsync({ params: { id } }).then(tell, () => {})
        },
      },
      {
        id: 'revoke',
        label: t('admin.clients.revoke'),
        icon: RemoveCircle,
        run: async () => {
          const title = t('admin.clients.revoke.title', { name })
          const body = t('admin.clients.revoke.body')
          if (!(await confirm({ title, body, action: t('admin.clients.revoke'), tone: 'destructive' })))
            return
          revoke.mutate(
            { params: { id } },
            { onSuccess: () => notify.positive(t('admin.clients.revoke.done', { name })) },
          )
        },
      },
    ]
  }

  const create = mayWrite && (
    <Button variant="accent" onPress={() => setOpen({ dialog: 'create' })}>
      <Add />
      <Text>{t('admin.clients.create')}</Text>
    </Button>
  )
  const items = list.data?.items ?? []
  return (
    <Page title={t('nav.clients')} lead={t('admin.clients.lead')} fill actions={items.length > 0 && create}>
      <ProblemNote problem={list.error ?? rotate.error ?? revoke.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('admin.clients.empty')} picture={<Key />} actions={create}>
          {t('admin.clients.lead')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DataGrid
          label={t('nav.clients')}
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
        {secrets[0] ? (
          <SecretDialog client={secrets[0]} onClose={() => setSecrets((now) => now.slice(1))} />
        ) : open?.dialog === 'create' ? (
          <CreateClientDialog onCreated={tell} onClose={close} />
        ) : open?.dialog === 'token' ? (
          <HowToDialog client={open.client} onClose={close} />
        ) : null}
      </DialogContainer>
    </Page>
  )
}
