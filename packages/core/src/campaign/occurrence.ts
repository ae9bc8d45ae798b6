import { z } from 'zod'
import { PausedReason } from './watch.ts'

const occurrenceStatuses = ['planned', 'sending', 'done', 'stopped', 'failed'] as const
export type OccurrenceStatus = (typeof occurrenceStatuses)[number]

/** `slot`: a time of the schedule; `resend`: those whom such a one did not reach, once more. */
const occurrenceKinds = ['slot', 'resend'] as const

const instant = z.iso.datetime({ offset: true })

/** A part of an occurrence that begins at its own time. Its messages, and those no worker has begun with. */
export const OccurrenceWave = z.object({
  /** Counted from 1 within the occurrence. */
  number: z.int(),
  startsAt: instant,
  targeted: z.int(),
  left: z.int(),
})
export type OccurrenceWave = z.infer<typeof OccurrenceWave>

/**
 * What an occurrence waits for while nothing of it leaves: a worker; the next wave; its hours; the next day of its
 * warm-up; its turn at a slow rate; a channel configuration that is not active; a relay that cannot be reached; or the
 * next attempt for those whom the relay put off.
 */
export const waitReasons = [
  'worker',
  'wave',
  'window',
  'warm_up',
  'rate',
  'configuration',
  'relay',
  'retry',
] as const
export const OccurrenceWait = z.object({
  reason: z.enum(waitReasons),
  /** When it goes on, or when that is tried; null: when somebody does something about it. */
  until: instant.nullable(),
  /** What the relay said last. */
  reply: z.string().nullable(),
})
export type OccurrenceWait = z.infer<typeof OccurrenceWait>

/** A wave with what the ledger says of its messages; `pending` are under way or wait for another attempt. */
export const WaveCounts = OccurrenceWave.extend({
  sent: z.int(),
  excluded: z.int(),
  failed: z.int(),
  uncertain: z.int(),
  pending: z.int(),
})
export type WaveCounts = z.infer<typeof WaveCounts>

/** One time that a campaign is sent to its audience. */
export const Occurrence = z.object({
  id: z.uuid(),
  /** Counted from 1 within the campaign. */
  number: z.int(),
  version: z.int(),
  kind: z.enum(occurrenceKinds),
  /** Of a resend: the number of the occurrence, and who asked for it. */
  resends: z.int().nullable(),
  askedBy: z.string().nullable(),
  /** Who stopped it alone. */
  stoppedBy: z.string().nullable(),
  /** Of a resend that stopped itself, its campaign being over: why. */
  stoppedReason: PausedReason.nullable(),
  status: z.enum(occurrenceStatuses),
  /** The slot of the schedule that it stands for. */
  plannedAt: instant,
  /** When the snapshot of the audience was taken, and when the last person of it was done with. */
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  failure: z.string().nullable(),
  /** Messages to people in the snapshot, one for each action. Those that no worker has begun with are left to send. */
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
  /** Null: it goes on, is over, or its campaign is paused. */
  waits: OccurrenceWait.nullable(),
  /** In order; one when it is not sent in parts, none before its snapshot is taken. */
  waves: z.array(OccurrenceWave),
})
export type Occurrence = z.infer<typeof Occurrence>
