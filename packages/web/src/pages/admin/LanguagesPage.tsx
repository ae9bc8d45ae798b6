import './admin.css'
import { deleteLanguageSetting, listLanguageSettings } from '@chappe/core/api/languages'
import type { LanguageSetting } from '@chappe/core/content/schema'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Translate from '@react-spectrum/s2/icons/Translate'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
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
import { localeName } from './languages/locales.ts'

/** The groups of locales that campaigns can speak. */
export function LanguagesPage() {
  const t = useText()
  const navigate = useNavigate()
  const confirm = useConfirm()
  const mayWrite = useMay('content:write')
  const list = useEndpoint(listLanguageSettings, {})
  const remove = useAction(deleteLanguageSetting, { makesStale: [listLanguageSettings] })
  const open = (id: string) => void navigate({ to: '/admin/languages/$id', params: { id } })

  const columns = useMemo<Column<LanguageSetting>[]>(
    () => [
      {
        id: 'name',
        label: t('languages.name'),
        width: 240,
        render: ({ id, name }) => (
          <Link to="/admin/languages/$id" params={{ id }}>
            {name}
          </Link>
        ),
      },
      {
        id: 'default',
        label: t('languages.default'),
        width: 190,
        render: ({ defaultLocale }) => localeName(defaultLocale, t.locale),
      },
      {
        id: 'locales',
        label: t('languages.locales'),
        width: 320,
        render: ({ locales }) => {
          const names = locales.map((one) => localeName(one, t.locale)).join(', ')
          return <span title={names}>{names}</span>
        },
      },
      {
        id: 'attribute',
        label: t('languages.attribute'),
        width: 180,
        render: ({ attribute }) => <code>{attribute}</code>,
      },
      {
        id: 'modifiedAt',
        label: t('admin.modified'),
        width: 180,
        render: ({ modifiedAt }) => <When instant={modifiedAt} />,
      },
    ],
    [t],
  )
  const menuOf = ({ id, name }: LanguageSetting): MenuEntry[] => [
    { id: 'edit', label: t('inventory.edit'), icon: Edit, run: () => open(id) },
    {
      id: 'delete',
      label: t('common.delete'),
      icon: Delete,
      run: async () => {
        const sure = await confirm({
          title: t('languages.delete.title', { name }),
          body: t('languages.delete.body'),
          action: t('common.delete'),
          tone: 'destructive',
        })
        if (!sure) return
        remove.mutate(
          { params: { id } },
          { onSuccess: () => notify.positive(t('languages.delete.done', { name })) },
        )
      },
    },
  ]

  const create = mayWrite && (
    <Button variant="accent" onPress={() => open('new')}>
      <Add />
      <Text>{t('languages.create')}</Text>
    </Button>
  )
  const items = list.data?.items ?? []
  return (
    <Page title={t('nav.languages')} lead={t('languages.lead')} fill actions={items.length > 0 && create}>
      <ProblemNote problem={list.error ?? remove.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('languages.empty')} picture={<Translate />} actions={create}>
          {t('languages.empty.body')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DataGrid
          label={t('nav.languages')}
          columns={columns}
          items={items}
          total={items.length}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          {...(mayWrite && { menuOf })}
          isBusy={list.isFetching}
        />
      )}
    </Page>
  )
}
