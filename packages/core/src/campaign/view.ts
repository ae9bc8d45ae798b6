import { z } from 'zod'
import { FolderChoice } from './filter.ts'
import { campaignStatuses } from './lifecycle.ts'
import { campaignKinds, campaignLimits, categories, channels } from './schema.ts'

export const viewLimits = {
  name: 100,
  /** Of one person, in a sandbox. */
  views: 50,
} as const

/** The columns that a list of campaigns can be sorted by. */
export const campaignSorts = [
  'name',
  'status',
  'category',
  'startAt',
  'endAt',
  'nextAt',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'modifiedBy',
  'activatedAt',
] as const

const many = <T extends z.ZodType>(item: T) => z.array(item).max(100)

/** How an inventory looks: what of it is shown, in which order, with which columns. What is left out is as usual. */
export const ViewState = z
  .object({
    search: z.string().max(200),
    /** Empty: every status. Left out: those that are in somebody's hands. */
    status: many(z.enum(campaignStatuses)),
    category: many(z.enum(categories)),
    channel: many(z.enum(channels)),
    tag: many(z.string().max(campaignLimits.tag)),
    folder: FolderChoice,
    /** Mine: of whoever looks. */
    createdByMe: z.boolean(),
    /** Modified last by whoever looks, within the last 30 days. */
    recentlyByMe: z.boolean(),
    /** Days of whoever looks; both are counted in. */
    createdFrom: z.iso.date(),
    createdTo: z.iso.date(),
    audience: many(z.uuid()),
    configuration: many(z.uuid()),
    startFrom: z.iso.date(),
    startTo: z.iso.date(),
    endFrom: z.iso.date(),
    endTo: z.iso.date(),
    sort: z.enum(campaignSorts),
    order: z.enum(['asc', 'desc']),
    columns: many(z.string().max(60)),
  })
  .partial()
export type ViewState = z.infer<typeof ViewState>

const instant = z.iso.datetime({ offset: true })

export const SavedView = z.object({
  id: z.uuid(),
  kind: z.enum(campaignKinds),
  name: z.string(),
  owner: z.string(),
  /** Whether it is one's own: others look at it only. */
  own: z.boolean(),
  /** With everybody of the sandbox. */
  shared: z.boolean(),
  /** Whether one's own inventory begins with it. */
  default: z.boolean(),
  state: ViewState,
  revision: z.int(),
  createdAt: instant,
  modifiedAt: instant,
})
export type SavedView = z.infer<typeof SavedView>

export const ViewName = z.string().trim().min(1).max(viewLimits.name)
