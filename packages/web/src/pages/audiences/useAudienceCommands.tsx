import {
  archiveAudience,
  deleteAudience,
  evaluateAudience,
  restoreAudience,
} from '@chappe/core/api/audiences'
import type { Audience } from '@chappe/core/audience/schema'
import Archive from '@react-spectrum/s2/icons/Archive'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Refresh from '@react-spectrum/s2/icons/Refresh'
import Undo from '@react-spectrum/s2/icons/Undo'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import { call } from '../../api.ts'
import { queryClient } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { tell } from '../../parts/tell.ts'
import { notify } from '../../parts/toast.ts'
import { ApiProblem } from '../../problem.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'

const isNamed = (one: unknown): one is { name: string } =>
  typeof one === 'object' && one !== null && typeof (one as { name?: unknown }).name === 'string'

/** What can be done with an audience, from its row or from its own page. */
export function useAudienceCommands(onPage = false) {
  const t = useText()
  const intl = useIntl()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const mayWrite = useMay('audiences:write')

  /** Why it could not be done; of an audience in use, the names of those that use it. */
  const say = useCallback(
    (error: unknown) => {
      const users = error instanceof ApiProblem ? error.members.users : undefined
      if (Array.isArray(users) && users.length > 0)
        return t('audiences.inUse', {
          names: intl.formatList(users.filter(isNamed).map(({ name }) => t('audiences.quoted', { name }))),
        })
      const { title, detail } = tell(t, error)
      return [title, detail].filter(Boolean).join('. ')
    },
    [t, intl],
  )

  return useCallback(
    ({ id, name, kind, status }: Audience): MenuEntry[] => {
      const params = { id }
      const act = async (work: () => Promise<string>) => {
        try {
          notify.positive(await work())
        } catch (error) {
          notify.negative(say(error))
        }
        await queryClient.invalidateQueries()
      }
      const isLive = mayWrite && status !== 'archived'
      const commands: Record<string, MenuEntry & { isPossible: boolean }> = {
        open: {
          id: 'open',
          label: t('audiences.command.open'),
          icon: Edit,
          isPossible: !onPage,
          run: () => void navigate({ to: '/audiences/$id', params, search: {} }),
        },
        evaluate: {
          id: 'evaluate',
          label: t('audiences.command.evaluate'),
          icon: Refresh,
          isPossible: !onPage && isLive && kind !== 'list',
          run: () =>
            void act(async () => {
              const { members } = await call(evaluateAudience, { params })
              return t('audiences.evaluate.done', { name, count: members ?? 0 })
            }),
        },
        archive: {
          id: 'archive',
          label: t('audiences.command.archive'),
          icon: Archive,
          isPossible: isLive,
          run: async () => {
            const isSure = await confirm({
              title: t('audiences.archive.title', { name }),
              body: t('audiences.archive.body'),
              action: t('audiences.command.archive'),
            })
            if (!isSure) return
            await act(async () => {
              await call(archiveAudience, { params })
              return t('audiences.archive.done', { name })
            })
          },
        },
        restore: {
          id: 'restore',
          label: t('audiences.command.restore'),
          icon: Undo,
          isPossible: mayWrite && status === 'archived',
          run: () =>
            void act(async () => {
              await call(restoreAudience, { params })
              return t('audiences.restore.done', { name })
            }),
        },
        delete: {
          id: 'delete',
          label: t('audiences.command.delete'),
          icon: Delete,
          isPossible: mayWrite,
          run: async () => {
            const isSure = await confirm({
              title: t('audiences.delete.title', { name }),
              body: t('audiences.delete.body'),
              action: t('audiences.command.delete'),
              tone: 'destructive',
            })
            if (!isSure) return
            await act(async () => {
              await call(deleteAudience, { params })
              if (onPage) await navigate({ to: '/audiences', search: {}, ignoreBlocker: true })
              return t('audiences.delete.done', { name })
            })
          },
        },
      }
      return Object.values(commands).filter(({ isPossible }) => isPossible)
    },
    [t, say, confirm, navigate, mayWrite, onPage],
  )
}
