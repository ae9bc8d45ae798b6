import type { Scope } from '../access/scopes.ts'
import { type CampaignAction, type CampaignStatus, campaignLifecycle } from './lifecycle.ts'
import { type CampaignCommand, type CampaignKind, campaignCommands } from './schema.ts'

/** What decides which commands a campaign takes. */
export interface CommandSubject {
  readonly kind: CampaignKind
  readonly status: CampaignStatus
  readonly draftVersion: number | null
  readonly liveVersion: number | null
}

type Held = readonly Scope[]

/** Whether the campaign is before its end: it sends, will, or would if it were resumed. */
export const isRunning = ({ status }: { readonly status: string | null }): boolean =>
  status === 'scheduled' || status === 'live' || status === 'paused'

/** What these scopes may do with the campaign now. Calls cannot wait: a campaign that is called is stopped, not paused. */
export const actionsFrom = ({ kind, status }: Pick<CommandSubject, 'kind' | 'status'>, held: Held) =>
  campaignLifecycle
    .actionsFrom(status, held)
    .filter((action) => action !== 'pause' || kind !== 'api_triggered')

const may = (action: CampaignAction, campaign: CommandSubject, held: Held) =>
  actionsFrom(campaign, held).includes(action)

/** Drafts are edited in place; beside a scheduled, live or paused version a draft version is edited. */
export const isEditable = (campaign: CommandSubject): boolean =>
  campaign.status === 'draft' || isRunning(campaign)

const rules: Record<CampaignCommand, (campaign: CommandSubject, held: Held) => boolean> = {
  activate: (campaign, held) =>
    campaign.draftVersion !== null &&
    held.includes('campaigns:publish') &&
    (isRunning(campaign) || may('start', campaign, held)),
  edit: (campaign, held) => isEditable(campaign) && held.includes('campaigns:write'),
  discard_draft: (campaign, held) =>
    isRunning(campaign) && campaign.draftVersion !== null && held.includes('campaigns:write'),
  pause: (campaign, held) => may('pause', campaign, held),
  resume: (campaign, held) => may('resume', campaign, held),
  stop: (campaign, held) => may('stop', campaign, held),
  duplicate: (_campaign, held) => held.includes('campaigns:write'),
  // Archiving what runs ends it, so it takes the permission to stop as well.
  archive: (campaign, held) =>
    may('archive', campaign, held) && (!isRunning(campaign) || may('stop', campaign, held)),
  unarchive: (campaign, held) => may('unarchive', campaign, held),
  delete: ({ status }, held) => status === 'draft' && held.includes('campaigns:write'),
  edit_tags: (_campaign, held) => held.includes('campaigns:write'),
}

export const isAvailable = (command: CampaignCommand, campaign: CommandSubject, held: Held): boolean =>
  rules[command](campaign, held)

/** Every command, and whether the holder of these scopes can give it now. */
export const commandsOf = (campaign: CommandSubject, held: Held) =>
  campaignCommands.map((command) => ({ command, available: rules[command](campaign, held) }))
