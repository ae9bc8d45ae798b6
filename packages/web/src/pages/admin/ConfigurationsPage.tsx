import './admin.css'
import {
  actOnConfiguration,
  deleteConfiguration,
  listConfigurations,
  listProviders,
} from '@chappe/core/api/configurations'
import type { ChannelConfiguration } from '@chappe/core/configuration/schema'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import PauseCircle from '@react-spectrum/s2/icons/PauseCircle'
import Play from '@react-spectrum/s2/icons/Play'
import PluginGear from '@react-spectrum/s2/icons/PluginGear'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useAction, useEndpoint, useEndpointPages } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import type { Column } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { When } from '../../parts/When.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { ConfigurationStatus } from './configuration/ConfigurationStatus.tsx'

export function ConfigurationsPage() {
  const t = useText()
  const navigate = useNavigate()
  const confirm = useConfirm()
  const mayWrite = useMay('configurations:write')
  const list = useEndpointPages(listConfigurations, {})
  const providers = useEndpoint(listProviders, {}, { staleTime: Number.POSITIVE_INFINITY }).data?.items
  const act = useAction(actOnConfiguration)
  const remove = useAction(deleteConfiguration)
  const open = (id: string) => void navigate({ to: '/admin/configurations/$id', params: { id } })

  const columns = useMemo<Column<ChannelConfiguration>[]>(() => {
    const labelOf = (kind: string) => providers?.find((one) => one.kind === kind)?.label[t.locale] ?? kind
    return [
      {
        id: 'name',
        label: t('admin.name'),
        width: 280,
        render: ({ id, name }) => (
          <Link to="/admin/configurations/$id" params={{ id }}>
            {name}
          </Link>
        ),
      },
      {
        id: 'status',
        label: t('inventory.column.status'),
        width: 130,
        render: ({ status }) => <ConfigurationStatus status={status} />,
      },
      {
        id: 'category',
        label: t('inventory.column.category'),
        width: 150,
        render: ({ category }) => t(`category.${category}`),
      },
      {
        id: 'provider',
        label: t('admin.provider'),
        width: 200,
        render: ({ provider }) => labelOf(provider.kind),
      },
      {
        id: 'sender',
        label: t('admin.settings.senderEmail'),
        width: 240,
        render: ({ settings }) => settings.senderEmail,
      },
      {
        id: 'modifiedAt',
        label: t('admin.modified'),
        width: 190,
        render: ({ modifiedAt }) => <When instant={modifiedAt} />,
      },
    ]
  }, [t, providers])

  const menuOf = ({ id, name, actions }: ChannelConfiguration): MenuEntry[] => [
    { id: 'edit', label: t('inventory.edit'), icon: Edit, run: () => open(id) },
    ...actions.map((action) => ({
      id: action,
      label: t(`admin.${action}`),
      icon: action === 'activate' ? Play : PauseCircle,
      run: async () => {
        const body = t('admin.deactivate.body')
        if (
          action === 'deactivate' &&
          !(await confirm({
            title: t('admin.deactivate.title', { name }),
            body,
            action: t('admin.deactivate'),
            tone: 'warning',
          }))
        )
          return
        act.mutate(
          { params: { id, action } },
          { onSuccess: () => notify.positive(t(`admin.${action}.done`, { name })) },
        )
      },
    })),
    {
      id: 'delete',
      label: t('common.delete'),
      icon: Delete,
      run: async () => {
        if (
          !(await confirm({
            title: t('admin.delete.title', { name }),
            body: t('admin.delete.body'),
            action: t('common.delete'),
            tone: 'destructive',
          }))
        )
          return
        remove.mutate(
          { params: { id } },
          { onSuccess: () => notify.positive(t('admin.delete.done', { name })) },
        )
      },
    },
  ]

  const create = mayWrite && (
    <Button variant="accent" onPress={() => open('new')}>
      <Add />
      <Text>{t('admin.configuration.create')}</Text>
    </Button>
  )
  return (
    <Page
      title={t('nav.configurations')}
      lead={t('admin.configurations.lead')}
      fill
      actions={list.total > 0 && create}
    >
      <ProblemNote problem={list.error ?? act.error ?? remove.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && list.total === 0 && (
        <EmptyState title={t('admin.configurations.empty')} picture={<PluginGear />} actions={create}>
          {t('admin.configurations.lead')}
        </EmptyState>
      )}
      {list.total > 0 && (
        <DataGrid
          label={t('nav.configurations')}
          columns={columns}
          items={list.items}
          total={list.total}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          {...(mayWrite && { menuOf })}
          onNearEnd={() => void list.fetchNextPage()}
          isBusy={list.isFetching}
        />
      )}
    </Page>
  )
}
