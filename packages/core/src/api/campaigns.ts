import { z } from 'zod'
import { FolderChoice } from '../campaign/filter.ts'
import { campaignStatuses } from '../campaign/lifecycle.ts'
import { ListedCampaign } from '../campaign/listed.ts'
import {
  Campaign,
  CampaignKey,
  CampaignName,
  campaignKinds,
  campaignLimits,
  categories,
  channels,
  Definition,
  emptyDefinition,
  Tags,
} from '../campaign/schema.ts'
import { campaignSorts } from '../campaign/view.ts'
import { FolderName, folderLimits } from '../folder/schema.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Campaigns'
const read = 'campaigns:read' as const
const write = 'campaigns:write' as const
const publish = 'campaigns:publish' as const
/** Where one campaign is; what belongs to it is below. */
export const campaignAt = '/v1/campaigns/:id'
const keyed = z.object({ key: CampaignKey })
const byKey = '/v1/campaigns/by-key/:key'

export const listCampaigns = endpoint({
  id: 'listCampaigns',
  summary: 'Campaigns, filtered, sorted and paged by the server',
  tag,
  method: 'GET',
  path: '/v1/campaigns',
  access: read,
  query: z.object({
    ...paging,
    kind: z.enum(campaignKinds).optional(),
    status: listParam(z.enum(campaignStatuses)),
    category: listParam(z.enum(categories)),
    channel: listParam(z.enum(channels)),
    tag: listParam(z.string().max(campaignLimits.tag)),
    key: listParam(CampaignKey),
    search: z.string().max(200).optional(),
    createdByMe: z.stringbool().optional(),
    createdFrom: z.iso.datetime({ offset: true }).optional(),
    createdTo: z.iso.datetime({ offset: true }).optional(),
    /** With the folders in it; `none`: in no folder. */
    folder: FolderChoice.optional(),
    /** Those that nobody else has changed since. */
    modifiedByMe: z.stringbool().optional(),
    modifiedFrom: z.iso.datetime({ offset: true }).optional(),
    modifiedTo: z.iso.datetime({ offset: true }).optional(),
    /** Named by the version that counts (live, or else draft): included, left out, of a wave, or in its content. */
    audience: listParam(z.uuid()),
    /** That this version sends by: its own, or that of a variant. */
    configuration: listParam(z.uuid()),
    /** The planned start: from an instant on, and before another. */
    startFrom: z.iso.datetime({ offset: true }).optional(),
    startTo: z.iso.datetime({ offset: true }).optional(),
    /** When it ended, or else its planned end. */
    endFrom: z.iso.datetime({ offset: true }).optional(),
    endTo: z.iso.datetime({ offset: true }).optional(),
    sort: z.enum(campaignSorts).default('modifiedAt'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  reply: pageOf(ListedCampaign),
})
export const listTags = endpoint({
  id: 'listTags',
  summary: 'Every tag in use, with the number of campaigns that carry it',
  tag,
  method: 'GET',
  path: '/v1/tags',
  access: read,
  reply: z.object({ items: z.array(z.object({ tag: z.string(), campaigns: z.int() })) }),
})
export const createCampaign = endpoint({
  id: 'createCampaign',
  summary: 'Create a draft campaign',
  tag,
  method: 'POST',
  path: '/v1/campaigns',
  access: write,
  status: 201,
  body: z.object({
    kind: z.enum(['action', 'api_triggered']),
    category: z.enum(categories),
    channel: z.enum(channels).default('email'),
    name: CampaignName,
    key: CampaignKey.nullable().optional(),
    description: z.string().max(campaignLimits.description).default(''),
    tags: Tags.default([]),
    highThroughput: z.boolean().default(false),
    folderId: z.uuid().nullable().optional(),
    definition: Definition.optional(),
  }),
  reply: Campaign,
})
export const getCampaign = endpoint({
  id: 'getCampaign',
  summary: 'One campaign',
  tag,
  method: 'GET',
  path: campaignAt,
  access: read,
  params: one,
  reply: Campaign,
})
export const editCampaign = endpoint({
  id: 'editCampaign',
  summary: 'Change the name, the description (drafts only), the tags or the key (any status)',
  tag,
  method: 'PATCH',
  path: campaignAt,
  access: write,
  params: one,
  body: z.object({
    revision: z.int32(),
    name: CampaignName.optional(),
    description: z.string().max(campaignLimits.description).optional(),
    tags: Tags.optional(),
    key: CampaignKey.nullable().optional(),
    highThroughput: z.boolean().optional(),
  }),
  reply: Campaign,
})
export const getCampaignByKey = endpoint({
  id: 'getCampaignByKey',
  summary: 'The campaign of a key; a campaign without one is known by its id',
  tag,
  method: 'GET',
  path: byKey,
  access: read,
  params: keyed,
  reply: Campaign,
})
export const putCampaign = endpoint({
  id: 'putCampaign',
  summary:
    'Make the campaign of a key what is sent: it is created, its draft is saved, or a draft version begins beside the live one. All of it or nothing; doing it again changes nothing',
  tag,
  method: 'PUT',
  path: byKey,
  access: write,
  params: keyed,
  query: z.object({
    /** Answers what would come of it, and does nothing. */
    dryRun: z.stringbool().default(false),
    /** The draft goes live, or nothing is changed; needs the scope campaigns:publish too. */
    activate: z.stringbool().default(false),
  }),
  body: z.object({
    kind: z.enum(['action', 'api_triggered']),
    category: z.enum(categories),
    channel: z.enum(channels).default('email'),
    name: CampaignName,
    description: z.string().max(campaignLimits.description).default(''),
    tags: Tags.default([]),
    /** Names of folders from the outermost, made where there are none; left out: it stays where it is. */
    folder: z.array(FolderName).max(folderLimits.depth).optional(),
    highThroughput: z.boolean().default(false),
    definition: Definition.default(emptyDefinition),
  }),
  reply: z.object({
    /** `discarded`: what was sent is what is live, so the draft beside it is gone. */
    outcome: z.enum(['created', 'changed', 'discarded', 'unchanged']),
    activated: z.boolean(),
    /** Against the draft, or else the live version, that was there. */
    changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
    campaign: Campaign,
  }),
})
export const deleteCampaign = endpoint({
  id: 'deleteCampaign',
  summary: 'Delete a draft campaign for good',
  tag,
  method: 'DELETE',
  path: campaignAt,
  access: write,
  params: one,
  status: 204,
  reply: nothing,
})
export const activateCampaign = endpoint({
  id: 'activateCampaign',
  summary:
    'Activate the draft version: the campaign goes live or is scheduled, or its live version is replaced',
  tag,
  method: 'POST',
  path: `${campaignAt}/activate`,
  access: publish,
  params: one,
  body: z.object({ revision: z.int32().optional() }).default({}),
  reply: Campaign,
})
export const pauseCampaign = endpoint({
  id: 'pauseCampaign',
  summary: 'Pause a live campaign with an audience: nothing leaves and nothing is lost until it is resumed',
  tag,
  method: 'POST',
  path: `${campaignAt}/pause`,
  access: publish,
  params: one,
  reply: Campaign,
})
export const resumeCampaign = endpoint({
  id: 'resumeCampaign',
  summary: 'Go on with a paused campaign where it was',
  tag,
  method: 'POST',
  path: `${campaignAt}/resume`,
  access: publish,
  params: one,
  reply: Campaign,
})
export const stopCampaign = endpoint({
  id: 'stopCampaign',
  summary: 'Stop for good: calls are refused and what has not left yet does not leave',
  tag,
  method: 'POST',
  path: `${campaignAt}/stop`,
  access: publish,
  params: one,
  reply: Campaign,
})
export const archiveCampaign = endpoint({
  id: 'archiveCampaign',
  summary: 'Archive: hidden from the inventory, deleted 30 days after the last modification',
  tag,
  method: 'POST',
  path: `${campaignAt}/archive`,
  access: write,
  params: one,
  reply: Campaign,
})
export const unarchiveCampaign = endpoint({
  id: 'unarchiveCampaign',
  summary:
    'Take a campaign out of the archive: it is what it was when it came there, and stopped if it was running',
  tag,
  method: 'POST',
  path: `${campaignAt}/unarchive`,
  access: write,
  params: one,
  reply: Campaign,
})
export const duplicateCampaign = endpoint({
  id: 'duplicateCampaign',
  summary: 'Make a new draft campaign from this one',
  tag,
  method: 'POST',
  path: `${campaignAt}/duplicate`,
  access: write,
  params: one,
  status: 201,
  body: z.object({ name: CampaignName.optional() }).default({}),
  reply: Campaign,
})
