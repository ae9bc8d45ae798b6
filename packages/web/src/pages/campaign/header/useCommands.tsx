import {
  archiveCampaign,
  deleteCampaign,
  duplicateCampaign,
  getCampaign,
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
  unarchiveCampaign,
} from '@chappe/core/api/campaigns'
import { createDraft, discardDraft, getVersion } from '@chappe/core/api/versions'
import { isRunning } from '@chappe/core/campaign/commands'
import { archivedForDays } from '@chappe/core/campaign/lifecycle'
import type { Campaign, CampaignCommand } from '@chappe/core/campaign/schema'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { keyOf } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { tabOf } from '../../campaigns/search.ts'

/** The commands that act at once, as opposed to those that only open a page. */
export type Act = Exclude<CampaignCommand, 'activate' | 'edit_tags'>

export const isAvailable = ({ actions }: Campaign, command: CampaignCommand): boolean =>
  actions.some((one) => one.command === command && one.available)

/** Forgets a draft that was thrown away: the next one has its number, and nothing else of it. */
export function forgetDraft(client: QueryClient, { id, draftVersion }: Campaign): void {
  client.setQueryData<Campaign>(
    keyOf(getCampaign, { params: { id } }),
    (now) => now && { ...now, draftVersion: null },
  )
  if (draftVersion !== null)
    client.removeQueries({ queryKey: keyOf(getVersion, { params: { id, number: draftVersion } }) })
}

/** Runs the commands of a campaign: asks where something ends for good, does it, says so and goes on. */
export function useCommands(campaign: Campaign) {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [running, setRunning] = useState<Act>()
  const [problem, setProblem] = useState<unknown>()
  const { id, name } = campaign
  const params = { id }
  const runs = isRunning(campaign)

  const sure = (command: 'stop' | 'archive' | 'delete' | 'discard_draft', body: string) =>
    confirm({
      title: t(`campaign.${command}.title`, { name }),
      body,
      action: t(`campaign.command.${command}`),
      tone: command === 'archive' && !runs ? 'confirmation' : 'destructive',
    })

  const acts: Record<Act, () => Promise<void>> = {
    async edit() {
      await call(createDraft, { params })
      await client.invalidateQueries()
      await navigate({ to: '/campaigns/$id', params, search: { view: 'draft' } })
    },
    async discard_draft() {
      if (!(await sure('discard_draft', t('campaign.discard_draft.body')))) return
      await call(discardDraft, { params })
      forgetDraft(client, campaign)
      await navigate({ to: '/campaigns/$id', params, search: {}, ignoreBlocker: true })
      await client.invalidateQueries()
      notify.positive(t('campaign.discard_draft.done'))
    },
    async pause() {
      await call(pauseCampaign, { params })
      await client.invalidateQueries()
      notify.positive(t('campaign.pause.done', { name }))
    },
    async resume() {
      await call(resumeCampaign, { params })
      await client.invalidateQueries()
      notify.positive(t('campaign.resume.done', { name }))
    },
    async stop() {
      if (!(await sure('stop', t('campaign.stop.body')))) return
      await call(stopCampaign, { params })
      await client.invalidateQueries()
      notify.positive(t('campaign.stop.done', { name }))
    },
    async duplicate() {
      const copy = await call(duplicateCampaign, { params, body: {} })
      await client.invalidateQueries()
      notify.positive(t('campaign.duplicate.done', { name: copy.name }))
      await navigate({ to: '/campaigns/$id', params: { id: copy.id }, search: {} })
    },
    async archive() {
      const body = runs ? 'campaign.archive.bodyRunning' : 'campaign.archive.body'
      if (!(await sure('archive', t(body, { days: archivedForDays })))) return
      await call(archiveCampaign, { params })
      await client.invalidateQueries()
      notify.positive(t('campaign.archive.done', { name }))
    },
    async unarchive() {
      const { status } = await call(unarchiveCampaign, { params })
      await client.invalidateQueries()
      notify.positive(t('campaign.unarchive.done', { name, status: t(`status.${status}`) }))
    },
    async delete() {
      if (!(await sure('delete', t('campaign.delete.body')))) return
      await call(deleteCampaign, { params })
      await navigate({ to: '/campaigns', search: { tab: tabOf(campaign.kind) }, ignoreBlocker: true })
      await client.invalidateQueries()
      notify.positive(t('campaign.delete.done', { name }))
    },
  }

  const run = async (command: Act) => {
    // What is on its way already is not asked for once more.
    if (running === command) return
    setRunning(command)
    setProblem(undefined)
    try {
      await acts[command]()
    } catch (error) {
      setProblem(error)
    } finally {
      setRunning(undefined)
    }
  }
  return { run, running, problem }
}
