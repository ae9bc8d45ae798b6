import {
  archiveFragment,
  deleteFragment,
  discardFragmentDraft,
  duplicateFragment,
  unarchiveFragment,
} from '@chappe/core/api/fragments'
import type { Fragment, FragmentSummary } from '@chappe/core/content/schema'
import Archive from '@react-spectrum/s2/icons/Archive'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import Edit from '@react-spectrum/s2/icons/Edit'
import Folder from '@react-spectrum/s2/icons/FolderOpen'
import Revert from '@react-spectrum/s2/icons/Revert'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { call } from '../../api.ts'
import { queryClient } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { complain } from '../../parts/complain.ts'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'

interface OnPage {
  /** Saves what is being written; answers whether it is safe. */
  save: () => Promise<boolean>
}

/**
 * What can be done with a fragment besides writing and publishing it. The server says what is possible; on the
 * fragment's own page, what is written is saved before.
 */
export function useFragmentCommands(onPage?: OnPage) {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const mayWrite = useMay('content:write')

  return useCallback(
    (fragment: FragmentSummary | Fragment): MenuEntry[] => {
      const { id, name, uses, actions } = fragment
      const params = { id }
      const act = async (work: () => Promise<string>) => {
        try {
          notify.positive(await work())
        } catch (error) {
          complain(t, error)
        }
        await queryClient.invalidateQueries()
      }
      const commands: Record<string, MenuEntry & { isPossible: boolean }> = {
        open: {
          id: 'open',
          label: t('templates.edit'),
          icon: Edit,
          isPossible: !onPage,
          run: () => void navigate({ to: '/fragments/$id', params }),
        },
        duplicate: {
          id: 'duplicate',
          label: t('fragments.command.duplicate'),
          icon: Duplicate,
          isPossible: mayWrite,
          run: () =>
            void act(async () => {
              await onPage?.save()
              const copy = await call(duplicateFragment, { params })
              await navigate({ to: '/fragments/$id', params: { id: copy.id } })
              return t('fragments.duplicate.done', { name: copy.name })
            }),
        },
        discard: {
          id: 'discard',
          label: t('fragments.command.discard'),
          icon: Revert,
          isPossible: mayWrite && 'draft' in fragment && fragment.draft !== null && fragment.live !== null,
          run: async () => {
            const isSure = await confirm({
              title: t('fragments.discard.title', { name }),
              body: t('fragments.discard.body'),
              action: t('fragments.command.discard'),
              tone: 'destructive',
            })
            if (!isSure) return
            await act(async () => {
              await call(discardFragmentDraft, { params })
              return t('fragments.discard.done')
            })
          },
        },
        archive: {
          id: 'archive',
          label: t('fragments.command.archive'),
          icon: Archive,
          isPossible: actions.includes('archive'),
          run: async () => {
            const isSure = await confirm({
              title: t('fragments.archive.title', { name }),
              body: t('fragments.archive.body', { count: uses }),
              action: t('fragments.command.archive'),
            })
            if (!isSure) return
            await act(async () => {
              await onPage?.save()
              await call(archiveFragment, { params })
              return t('fragments.archive.done', { name })
            })
          },
        },
        unarchive: {
          id: 'unarchive',
          label: t('fragments.command.unarchive'),
          icon: Folder,
          isPossible: actions.includes('unarchive'),
          run: () =>
            void act(async () => {
              await call(unarchiveFragment, { params })
              return t('fragments.unarchive.done', { name })
            }),
        },
        delete: {
          id: 'delete',
          label: t('fragments.command.delete'),
          icon: Delete,
          isPossible: actions.includes('delete'),
          run: async () => {
            const isSure = await confirm({
              title: t('fragments.delete.title', { name }),
              body: t('fragments.delete.body'),
              action: t('fragments.command.delete'),
              tone: 'destructive',
            })
            if (!isSure) return
            await act(async () => {
              await call(deleteFragment, { params })
              if (onPage) await navigate({ to: '/fragments', search: {}, ignoreBlocker: true })
              return t('fragments.delete.done', { name })
            })
          },
        },
      }
      return Object.values(commands).filter(({ isPossible }) => isPossible)
    },
    [t, confirm, navigate, mayWrite, onPage],
  )
}
