import { chooseView, deleteView, listViews, saveView } from '@chappe/core/api/inventory'
import type { CampaignKind } from '@chappe/core/campaign/schema'
import type { SavedView } from '@chappe/core/campaign/view'
import {
  ActionButton,
  Header,
  Heading,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Text,
} from '@react-spectrum/s2'
import Bookmark from '@react-spectrum/s2/icons/Bookmark'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { queryClient } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { complain } from '../../../parts/complain.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { useSearchState } from '../useSearchState.ts'
import { useViews } from './useViews.ts'
import { ViewDialog } from './ViewDialog.tsx'
import { stateOf } from './view-state.ts'

interface Props {
  kind: CampaignKind
  /** The columns that are shown. */
  columns: readonly string[]
}

/** Saved views: to look through one, to keep what one looks at, to look after one’s own. */
export function ViewsMenu({ kind, columns }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const { search, change } = useSearchState()
  const { views, current, show } = useViews(kind)
  const [editing, setEditing] = useState<SavedView | 'new' | null>(null)
  const state = stateOf(search, columns)

  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work()
      notify.positive(done)
    } catch (error) {
      complain(t, error)
    }
    await queryClient.invalidateQueries({ queryKey: [listViews.id] })
  }
  const remove = async ({ id, name, shared }: SavedView) => {
    const yes = await confirm({
      title: t('views.delete.title', { name }),
      body: t(shared ? 'views.delete.shared' : 'views.delete.body'),
      action: t('views.delete'),
      tone: 'destructive',
    })
    if (!yes) return
    await act(() => call(deleteView, { params: { id } }), t('views.deleted', { name }))
    change({ view: 'none' }, true)
  }
  const run = (key: string, view: SavedView | undefined) => {
    if (key === 'new') return setEditing('new')
    const chosen = views.find(({ id }) => id === key)
    if (chosen) return show(chosen)
    if (!view) return
    const { id, name, revision } = view
    const params = { id }
    if (key === 'edit') setEditing(view)
    else if (key === 'delete') void remove(view)
    else if (key === 'update')
      void act(() => call(saveView, { params, body: { revision, state } }), t('views.saved', { name }))
    else
      void act(
        () => call(chooseView, { params, body: { default: !view.default } }),
        t(view.default ? 'views.default.unset' : 'views.default.set', { name }),
      )
  }

  const own = views.filter((view) => view.own)
  const others = views.filter((view) => !view.own)
  const section = (label: string, some: readonly SavedView[]) =>
    some.length > 0 && (
      <MenuSection>
        <Header>
          <Heading>{label}</Heading>
        </Header>
        {some.map(({ id, name, owner, own: isOwn, default: isDefault, shared }) => (
          <MenuItem key={id} id={id} textValue={name}>
            <Text slot="label">{name}</Text>
            <Text slot="description">
              {[!isOwn && owner, isOwn && shared && t('views.shared'), isDefault && t('views.default')]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </MenuItem>
        ))}
      </MenuSection>
    )
  return (
    <>
      <MenuTrigger align="end">
        <ActionButton>
          <Bookmark />
          <Text>{current?.name ?? t('views.title')}</Text>
        </ActionButton>
        <Menu aria-label={t('views.title')} onAction={(key) => run(String(key), current)}>
          {section(t('views.own'), own)}
          {section(t('views.others'), others)}
          <MenuSection aria-label={t('views.actions')}>
            <MenuItem id="new">{t('views.new')}</MenuItem>
            {current?.own && <MenuItem id="update">{t('views.update', { name: current.name })}</MenuItem>}
            {current?.own && <MenuItem id="edit">{t('views.edit')}</MenuItem>}
            {current && (
              <MenuItem id="default">{t(current.default ? 'views.unbegin' : 'views.begin')}</MenuItem>
            )}
            {current?.own && <MenuItem id="delete">{t('views.delete')}</MenuItem>}
          </MenuSection>
        </Menu>
      </MenuTrigger>
      <DialogContainer onDismiss={() => setEditing(null)}>
        {editing && (
          <ViewDialog
            kind={kind}
            state={state}
            view={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(null)}
            onCreated={(view) => change({ view: view.id }, true)}
          />
        )}
      </DialogContainer>
    </>
  )
}
