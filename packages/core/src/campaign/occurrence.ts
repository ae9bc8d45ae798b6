import { z } from 'zod'

export const occurrenceStatuses = ['planned', 'sending', 'done', 'stopped', 'failed'] as const
export type OccurrenceStatus = (typeof occurrenceStatuses)[number]

const instant = z.iso.datetime({ offset: true })

/** One time that a campaign is sent to its audience. */
export const Occurrence = z.object({
  id: z.uuid(),
  /** Counted from 1 within the campaign. */
  number: z.int(),
  version: z.int(),
  status: z.enum(occurrenceStatuses),
  /** The slot of the schedule that it stands for. */
  plannedAt: instant,
  /** When the snapshot of the audience was taken, and when the last person of it was done with. */
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  failure: z.string().nullable(),
  /** People in the snapshot. Those whom no worker has begun with are left to send. */
  targeted: z.int(),
  left: z.int(),
  /** Of the others: what the ledger says of them now; `pending` are under way or wait for another attempt. */
  sent: z.int(),
  excluded: z.int(),
  failed: z.int(),
  uncertain: z.int(),
  pending: z.int(),
  /** People done with per second since it started, and seconds left at that rate; null when it is not being sent. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
})
export type Occurrence = z.infer<typeof Occurrence>
