import { z } from 'zod'
import { PausedReason } from './watch.ts'

/** What the log of a campaign can say: of the campaign, or of one of its occurrences. */
const logged = [
  'scheduled',
  'activated',
  'begun',
  'paused',
  'resumed',
  'completed',
  'stopped',
  'failed',
  'archived',
  'unarchived',
  'occurrence_planned',
  'occurrence_started',
  'occurrence_finished',
  'occurrence_stopped',
  'occurrence_failed',
] as const

export const LogEntry = z.object({
  id: z.int(),
  at: z.iso.datetime({ offset: true }),
  what: z.enum(logged),
  /** Number of the occurrence that it is about; null: the campaign. */
  occurrence: z.int().nullable(),
  /** Number of the occurrence that this one resends. */
  resends: z.int().nullable(),
  /** Null: nobody; it happened by itself. */
  who: z.string().nullable(),
  failure: z.string().nullable(),
  pausedReason: PausedReason.nullable(),
})
export type LogEntry = z.infer<typeof LogEntry>
