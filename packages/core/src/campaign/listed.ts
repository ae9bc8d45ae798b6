import type { z } from 'zod'
import { OccurrenceWait } from './occurrence.ts'
import { Campaign } from './schema.ts'

/** A campaign as lists show it. */
export const ListedCampaign = Campaign.extend({
  /** Of a live campaign that stands still: what it waits for. Null: something leaves, or nothing has to. */
  waits: OccurrenceWait.nullable(),
})
export type ListedCampaign = z.infer<typeof ListedCampaign>
