import { z } from 'zod'
import { campaignStatuses } from './lifecycle.ts'
import { campaignKinds, campaignLimits, categories, channels } from './schema.ts'

/** A folder, with those in it; or the campaigns that are in none. */
export const FolderChoice = z.union([z.uuid(), z.literal('none')])

const instant = z.iso.datetime({ offset: true })

/** Nothing fits a list of nothing: whoever sends one means something else. */
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(100)

/** Which campaigns: all that fit everything that is said. Of a list, any one has to fit. */
export const CampaignFilter = z
  .object({
    kind: z.enum(campaignKinds),
    status: some(z.enum(campaignStatuses)),
    category: some(z.enum(categories)),
    channel: some(z.enum(channels)),
    /** Whatever the case of their letters, as `search`. */
    tag: some(z.string().max(campaignLimits.tag)),
    /** Part of the name. */
    search: z.string().max(200),
    folder: FolderChoice,
    createdByMe: z.boolean(),
    createdFrom: instant,
    createdTo: instant,
    /** Those that nobody else has changed since. */
    modifiedByMe: z.boolean(),
    modifiedFrom: instant,
    modifiedTo: instant,
    /** That the version that counts (live, or else draft) names: included, left out, of a wave, or in its content. */
    audience: some(z.uuid()),
    /** That this version sends by: its own, or that of a variant. */
    configuration: some(z.uuid()),
    /** The planned start. */
    startFrom: instant,
    startTo: instant,
    /** When it ended, or else its planned end. */
    endFrom: instant,
    endTo: instant,
  })
  .partial()
export type CampaignFilter = z.infer<typeof CampaignFilter>
