import './admin.css'
import {
  deleteFeedbackSource,
  type FeedbackSource,
  listFeedbackSources,
  switchFeedbackSource,
} from '@chappe/core/api/feedback-sources'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Copy from '@react-spectrum/s2/icons/Copy'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import ListBulleted from '@react-spectrum/s2/icons/ListBulleted'
import Play from '@react-spectrum/s2/icons/Play'
import Settings from '@react-spectrum/s2/icons/Settings'
import Undo from '@react-spectrum/s2/icons/Undo'
import { useMemo, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { copyText } from '../../parts/copy.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { columnsOf } from './feedback-sources/columns.tsx'
import { isMailbox } from './feedback-sources/form.ts'
import { NoticesDialog } from './feedback-sources/NoticesDialog.tsx'
import { SourceDialog } from './feedback-sources/SourceDialog.tsx'
import { TrialDialog } from './feedback-sources/TrialDialog.tsx'

type Opened = { what: 'create' } | { what: 'edit' | 'notices' | 'try'; source: FeedbackSource }

/** Milliseconds between two looks at what came in. */
const pace = 15_000

/** Who tells us of bounces and complaints besides the relay itself. */
export function FeedbackSourcesPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('configurations:write')
  const list = useEndpoint(listFeedbackSources, {}, { refetchInterval: pace })
  const change = useAction(switchFeedbackSource, { makesStale: [listFeedbackSources] })
  const remove = useAction(deleteFeedbackSource, { makesStale: [listFeedbackSources] })
  const [opened, setOpened] = useState<Opened>()
  const columns = useMemo(() => columnsOf(t), [t])

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
  const menuOf = (source: FeedbackSource): MenuEntry[] => {
    const { id, url, kind, active } = source
    const show = (what: 'edit' | 'notices' | 'try') => () => setOpened({ what, source })
    return [
      { id: 'notices', label: t('admin.sources.notices'), icon: ListBulleted, run: show('notices') },
      ...(url === null
        ? []
        : [
            {
              id: 'copy',
              label: t('admin.sources.copy'),
              icon: Copy,
              run: () => void copyText(url).then((done) => done && notify.info(t('admin.sources.copied'))),
            },
          ]),
      ...(mayWrite
        ? [
            ...(isMailbox(kind)
              ? [{ id: 'try', label: t('admin.sources.try'), icon: Play, run: show('try') }]
              : []),
            { id: 'edit', label: t('admin.sources.edit'), icon: Edit, run: show('edit') },
            {
              id: 'switch',
              label: t(active ? 'admin.sources.off' : 'admin.sources.on'),
              icon: Settings,
              run: () => change.mutate({ params: { id }, body: { active: !active } }),
            },
            { id: 'delete', label: t('common.delete'), icon: Delete, run: () => void erase(source) },
          ]
        : []),
    ]
  }

  const create = mayWrite && (
    <Button variant="accent" onPress={() => setOpened({ what: 'create' })}>
      <Add />
      <Text>{t('admin.sources.create')}</Text>
    </Button>
  )
  const items = list.data?.items ?? []
  const close = () => setOpened(undefined)
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
          isBusy={change.isPending || remove.isPending}
        />
      )}
      <DialogContainer onDismiss={close}>
        {opened && (
          <OpenedDialog
            key={opened.what}
            opened={opened}
            onClose={close}
            onEdit={(source) => setOpened({ what: 'edit', source })}
            onMade={(source) => setOpened({ what: 'try', source })}
          />
        )}
      </DialogContainer>
    </Page>
  )
}

interface DialogProps {
  opened: Opened
  onClose: () => void
  onEdit: (source: FeedbackSource) => void
  onMade: (source: FeedbackSource) => void
}

function OpenedDialog({ opened, onClose, onEdit, onMade }: DialogProps) {
  switch (opened.what) {
    case 'notices':
      return <NoticesDialog source={opened.source} onClose={onClose} />
    case 'try':
      return <TrialDialog source={opened.source} onClose={onClose} onEdit={onEdit} />
    default:
      return (
        <SourceDialog
          source={opened.what === 'edit' ? opened.source : undefined}
          onClose={onClose}
          onMade={onMade}
        />
      )
  }
}
