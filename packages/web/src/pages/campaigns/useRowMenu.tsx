import {
  archiveCampaign,
  deleteCampaign,
  duplicateCampaign,
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
  unarchiveCampaign,
} from '@chappe/core/api/campaigns'
import { createDraft, discardDraft } from '@chappe/core/api/versions'
import { isRunning } from '@chappe/core/campaign/commands'
import { archivedForDays } from '@chappe/core/campaign/lifecycle'
import type { Campaign, CampaignCommand } from '@chappe/core/campaign/schema'
import Archive from '@react-spectrum/s2/icons/Archive'
import ChartTrend from '@react-spectrum/s2/icons/ChartTrend'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import Edit from '@react-spectrum/s2/icons/Edit'
import FolderMoveTo from '@react-spectrum/s2/icons/FolderMoveTo'
import Pause from '@react-spectrum/s2/icons/Pause'
import Play from '@react-spectrum/s2/icons/Play'
import Publish from '@react-spectrum/s2/icons/Publish'
import Revert from '@react-spectrum/s2/icons/Revert'
import StopProcessing from '@react-spectrum/s2/icons/StopProcessing'
import Tag from '@react-spectrum/s2/icons/Tag'
import Undo from '@react-spectrum/s2/icons/Undo'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { call } from '../../api.ts'
import { queryClient } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { complain } from '../../parts/complain.ts'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { notify } from '../../parts/toast.ts'
import { useText } from '../../text.ts'
import { forgetDraft } from '../campaign/header/useCommands.tsx'

/** The menu of a campaign's row. The server decides what is in it. */
export function useRowMenu(onEditTags: (campaign: Campaign) => void, onMove: (campaign: Campaign) => void) {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()

  return useCallback(
    (campaign: Campaign): MenuEntry[] => {
      const { id, name } = campaign
      const params = { id }

      /** Does it, says so, shows the list as it is now; a refusal is said in the server's words. */
      const act = async (
        work: () => Promise<string | undefined>,
        undo?: () => (() => Promise<unknown>) | undefined,
      ) => {
        try {
          const said = await work()
          const back = undo?.()
          if (said !== undefined)
            notify.positive(
              said,
              back && { label: t('common.undo'), run: () => void act(async () => void (await back())) },
            )
        } catch (error) {
          complain(t, error)
        }
        await queryClient.invalidateQueries()
      }
      const sure = (command: 'stop' | 'archive' | 'delete' | 'discard_draft', body: string) =>
        confirm({
          title: t(`campaign.${command}.title`, { name }),
          body,
          action: t(`campaign.command.${command}`),
          tone: command === 'archive' && !isRunning(campaign) ? 'confirmation' : 'destructive',
        })

      const commands: Record<CampaignCommand, Omit<MenuEntry, 'id'>> = {
        edit: {
          label: t(
            campaign.status === 'draft'
              ? 'inventory.edit'
              : campaign.draftVersion === null
                ? 'campaign.command.edit'
                : 'inventory.openDraft',
          ),
          icon: Edit,
          run: () =>
            void act(async () => {
              if (campaign.draftVersion === null) await call(createDraft, { params })
              await navigate({ to: '/campaigns/$id', params, search: { view: 'draft' } })
              return undefined
            }),
        },
        activate: {
          label: t('inventory.review'),
          icon: Publish,
          run: () => void navigate({ to: '/campaigns/$id/review', params }),
        },
        edit_tags: { label: t('inventory.editTags'), icon: Tag, run: () => onEditTags(campaign) },
        duplicate: {
          label: t('campaign.command.duplicate'),
          icon: Duplicate,
          run: () => {
            let copy: Campaign | undefined
            void act(
              async () => {
                copy = await call(duplicateCampaign, { params, body: {} })
                return t('campaign.duplicate.done', { name: copy.name })
              },
              () => async () => copy && call(deleteCampaign, { params: { id: copy.id } }),
            )
          },
        },
        discard_draft: {
          label: t('campaign.command.discard_draft'),
          icon: Revert,
          run: async () => {
            if (!(await sure('discard_draft', t('campaign.discard_draft.body')))) return
            await act(async () => {
              await call(discardDraft, { params })
              forgetDraft(queryClient, campaign)
              return t('campaign.discard_draft.done')
            })
          },
        },
        pause: {
          label: t('campaign.command.pause'),
          icon: Pause,
          run: () =>
            void act(
              async () => {
                await call(pauseCampaign, { params })
                return t('campaign.pause.done', { name })
              },
              () => () => call(resumeCampaign, { params }),
            ),
        },
        resume: {
          label: t('campaign.command.resume'),
          icon: Play,
          run: () =>
            void act(async () => {
              await call(resumeCampaign, { params })
              return t('campaign.resume.done', { name })
            }),
        },
        stop: {
          label: t('campaign.command.stop'),
          icon: StopProcessing,
          run: async () => {
            if (!(await sure('stop', t('campaign.stop.body')))) return
            await act(async () => {
              await call(stopCampaign, { params })
              return t('campaign.stop.done', { name })
            })
          },
        },
        archive: {
          label: t('campaign.command.archive'),
          icon: Archive,
          run: async () => {
            const body = isRunning(campaign) ? 'campaign.archive.bodyRunning' : 'campaign.archive.body'
            if (!(await sure('archive', t(body, { days: archivedForDays })))) return
            await act(
              async () => {
                await call(archiveCampaign, { params })
                return t('campaign.archive.done', { name })
              },
              // What ran would come back as stopped, and what is in review as a draft: that is no undoing.
              isRunning(campaign) || campaign.status === 'in_review'
                ? undefined
                : () => () => call(unarchiveCampaign, { params }),
            )
          },
        },
        unarchive: {
          label: t('campaign.command.unarchive'),
          icon: Undo,
          run: () => {
            let back: Campaign | undefined
            void act(
              async () => {
                back = await call(unarchiveCampaign, { params })
                return t('campaign.unarchive.done', { name, status: t(`status.${back.status}`) })
              },
              // A draft cannot be archived.
              () => (back?.status === 'draft' ? undefined : () => call(archiveCampaign, { params })),
            )
          },
        },
        delete: {
          label: t('campaign.command.delete'),
          icon: Delete,
          run: async () => {
            if (!(await sure('delete', t('campaign.delete.body')))) return
            await act(async () => {
              await call(deleteCampaign, { params })
              return t('campaign.delete.done', { name })
            })
          },
        },
      }
      const report: MenuEntry = {
        id: 'report',
        label: t('inventory.report'),
        icon: ChartTrend,
        run: () => void navigate({ to: '/campaigns/$id', params, search: { view: 'live' } }),
      }
      const possible = Object.entries(commands)
        .filter(([command]) => campaign.actions.some((one) => one.command === command && one.available))
        .map(([command, entry]) => ({ id: command, ...entry }))
      const move: MenuEntry = {
        id: 'move',
        label: t('folders.move'),
        icon: FolderMoveTo,
        run: () => onMove(campaign),
      }
      // Whoever may change the tags may change the folder: neither changes what the campaign does.
      const at = possible.findIndex(({ id: command }) => command === 'edit_tags')
      const entries = at < 0 ? possible : [...possible.slice(0, at + 1), move, ...possible.slice(at + 1)]
      return campaign.liveVersion === null ? entries : [report, ...entries]
    },
    [t, confirm, navigate, onEditTags, onMove],
  )
}
