import { z } from 'zod'
import type { ExclusionReason } from '../message/schema.ts'
import type { CampaignStatus } from './lifecycle.ts'

/**
 * What became of people whom an occurrence meant and who did not get its message: it failed on our side, or was refused;
 * it was left out because its time was over; or nobody knows whether it arrived.
 */
export const resendGroups = ['error', 'bounced', 'not_reached', 'uncertain'] as const
export const ResendGroup = z.enum(resendGroups)
export type ResendGroup = z.infer<typeof ResendGroup>

/** Whoever may have got the message gets it once more only when that is asked for. */
export const resentByDefault: readonly ResendGroup[] = ['error', 'bounced', 'not_reached']

/** Reasons to be left out that are about time; the others would be the same again. */
export const notReached = [
  'campaign-stopped',
  'deadline-passed',
  'time-passed',
] as const satisfies readonly ExclusionReason[]

/** Campaigns whose occurrences can be resent. One that was stopped or failed sends that occurrence and nothing else. */
export const resendable: readonly CampaignStatus[] = ['live', 'paused', 'completed', 'stopped', 'failed']

/** Messages that an occurrence, with what was resent of it so far, did not bring to their people. */
export const ResendPreview = z.object({
  groups: z.array(
    z.object({
      group: ResendGroup,
      count: z.int(),
      /** How many of them go to an address that is on the suppression list by now: they are left out again. */
      suppressed: z.int(),
      reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
    }),
  ),
  /** Number of the last occurrence that the counts know; send it back, so that what is asked twice is done once. */
  after: z.int(),
  /** Number of the occurrence that resends at this moment; null: none does. */
  running: z.int().nullable(),
})
export type ResendPreview = z.infer<typeof ResendPreview>
