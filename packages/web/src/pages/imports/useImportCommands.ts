import { cancelImport, removeImport, resumeImport } from '@chappe/core/api/imports'
import { importLifecycle } from '@chappe/core/import/lifecycle'
import type { Import } from '@chappe/core/import/schema'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Play from '@react-spectrum/s2/icons/Play'
import StopProcessing from '@react-spectrum/s2/icons/StopProcessing'
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
import { stopUpload } from './upload/uploads.ts'

export type ImportCommand = 'open' | 'cancel' | 'resume' | 'remove'

/** What can be done with an import, each asking first where something could be lost. */
export function useImportCommands() {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const mayWrite = useMay('profiles:write')

  return useCallback(
    (one: Import): ReadonlyMap<ImportCommand, MenuEntry> => {
      const { id, name, status, dryRun, fileKept } = one
      const params = { id }
      const may = importLifecycle.actionsFrom(status)
      const act = async (work: () => Promise<unknown>) => {
        try {
          await work()
        } catch (error) {
          complain(t, error)
        }
        await queryClient.invalidateQueries()
      }
      const open = () => void navigate({ to: '/imports/$id', params, search: {} })
      const cancel = async () => {
        const isSure = await confirm({
          title: t(dryRun ? 'imports.giveUp.title' : 'imports.cancel.title', { name }),
          body: t(dryRun ? 'imports.giveUp.body' : 'imports.cancel.body'),
          action: t(dryRun ? 'imports.giveUp' : 'imports.cancel'),
          tone: 'warning',
        })
        if (isSure) await act(() => call(cancelImport, { params }))
      }
      const remove = async () => {
        const isSure = await confirm({
          title: t('imports.remove.title', { name }),
          body: t(
            status === 'uploading' || status === 'ready'
              ? 'imports.remove.body.unused'
              : 'imports.remove.body',
          ),
          action: t('imports.remove'),
          tone: 'destructive',
        })
        if (!isSure) return
        stopUpload(id)
        await act(async () => {
          await call(removeImport, { params })
          notify.positive(t('imports.removed', { name }))
          await navigate({ to: '/imports', search: {} })
        })
      }
      const entries: [ImportCommand, boolean, MenuEntry][] = [
        ['open', true, { id: 'open', label: t('imports.open'), icon: Edit, run: open }],
        [
          'cancel',
          mayWrite && may.includes(dryRun ? 'giveUp' : 'cancel'),
          {
            id: 'cancel',
            label: t(dryRun ? 'imports.giveUp' : 'imports.cancel'),
            icon: StopProcessing,
            run: () => void cancel(),
          },
        ],
        [
          'resume',
          mayWrite && fileKept && may.includes('resume'),
          {
            id: 'resume',
            label: t('imports.resume'),
            icon: Play,
            run: () => void act(() => call(resumeImport, { params })),
          },
        ],
        [
          'remove',
          mayWrite,
          { id: 'remove', label: t('imports.remove'), icon: Delete, run: () => void remove() },
        ],
      ]
      return new Map(entries.filter(([, isPossible]) => isPossible).map(([id, , entry]) => [id, entry]))
    },
    [t, confirm, navigate, mayWrite],
  )
}
