import { z } from 'zod'
import { CampaignFilter } from './filter.ts'
import { Tags } from './schema.ts'

/** How many campaigns one command is for at most. */
export const bulkLimits = { campaigns: 1_000, duplicates: 100 } as const

/** Which campaigns, by id or by filter: one of the two. */
const which = {
  ids: z.array(z.uuid()).min(1).max(bulkLimits.campaigns).optional(),
  filter: CampaignFilter.optional(),
  /** Says what would come of it, and does nothing. */
  dryRun: z.boolean().default(false),
}
const plain = <C extends string>(command: C) => z.object({ command: z.literal(command), ...which })

export const BulkCommand = z
  .discriminatedUnion('command', [
    plain('archive'),
    plain('unarchive'),
    plain('delete'),
    plain('stop'),
    plain('duplicate'),
    plain('add_tags').extend({ tags: Tags.min(1) }),
    plain('remove_tags').extend({ tags: Tags.min(1) }),
    plain('move').extend({ folderId: z.uuid().nullable() }),
  ])
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    path: ['ids'],
    error: 'Name campaigns by ids or by a filter: one of the two',
  })
export type BulkCommand = z.infer<typeof BulkCommand>
export type BulkAsked = z.input<typeof BulkCommand>

/** `unchanged`: it was so already, so that a command may be repeated. */
const bulkOutcomes = ['done', 'unchanged', 'refused'] as const

export const BulkItem = z.object({
  id: z.uuid(),
  /** Empty when there is no such campaign. */
  name: z.string(),
  outcome: z.enum(bulkOutcomes),
  /** Of a refused one: why, as the same command for it alone would say. */
  problem: z
    .object({ type: z.string(), title: z.string(), detail: z.string(), reason: z.string().optional() })
    .nullable(),
  /** Of a duplicated one: its copy. */
  copyId: z.uuid().nullable(),
})
export type BulkItem = z.infer<typeof BulkItem>

export const BulkResult = z.object({
  done: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** In the order of the ids; of a filter, newest first. */
  items: z.array(BulkItem),
  /** The commands that take back what was done, as far as it can be: what was stopped or deleted stays so. */
  undo: z.array(BulkCommand),
})
export type BulkResult = z.infer<typeof BulkResult>
