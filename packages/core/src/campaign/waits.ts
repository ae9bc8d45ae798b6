import { holdUp } from '../schedule/rate/hold-up.ts'
import { newPacer, type PacerState } from '../schedule/rate/pacer.ts'
import type { Pace } from '../schedule/rate/schema.ts'
import type { waitReasons } from './occurrence.ts'

/** A batch that the workers may have and that is not done with; instants in epoch milliseconds. */
export interface OpenBatch {
  readonly isLeased: boolean
  readonly dueAt: number
  /** Those in it whom the relay put off before. */
  readonly isRetry: boolean
  /** Why the last attempt at it came to nothing, and what the relay said; null: there was none. */
  readonly reason: string | null
  readonly reply: string | null
}

/** What is known of an occurrence that is being sent. */
export interface Standing {
  readonly now: number
  readonly pace: Pace
  readonly zone: string
  readonly pacer: PacerState | null
  readonly isConfigured: boolean
  /** Starts of the waves that have people no worker may have yet. */
  readonly held: readonly number[]
  readonly open: readonly OpenBatch[]
}

export interface Wait {
  readonly reason: (typeof waitReasons)[number]
  readonly until: number | null
  readonly reply: string | null
}

/** Milliseconds that are no wait worth a word: workers look every second, and campaigns take turns. */
const patience = 30_000
/** A rate that lets one leave within so many milliseconds is a rate, and no wait. */
const soon = 10_000

const wait = (reason: Wait['reason'], until: number | null = null, reply: string | null = null): Wait => ({
  reason,
  until,
  reply,
})

/** Why nothing of an occurrence leaves at this moment; null when something does. */
export function waitOf({ now, pace, zone, pacer, isConfigured, held, open }: Standing): Wait | null {
  const cut = open.filter(({ reason }) => reason === 'connection')
  if (open.some((batch) => batch.isLeased && !cut.includes(batch))) return null
  const first = (batches: readonly OpenBatch[]) => Math.min(...batches.map(({ dueAt }) => dueAt))
  if (open.length > 0 && !isConfigured) return wait('configuration')
  if (cut.length > 0) return wait('relay', Math.max(now, first(cut)), cut[0]!.reply)
  const retries = open.filter(({ isRetry, dueAt }) => isRetry && dueAt > now)
  if (open.length > retries.length)
    return open.every(({ dueAt }) => dueAt < now - patience) ? wait('worker') : null
  if (held.length > 0) {
    const next = Math.min(...held)
    if (next > now) return wait('wave', next)
    const up = holdUp(pace, zone, pacer ?? newPacer(pace, now), now)
    if (up === null) return null
    if (up.reason !== 'rate' || up.until - now > soon) return wait(up.reason, up.until)
    return null
  }
  return retries.length > 0 ? wait('retry', first(retries), retries[0]!.reply) : null
}

/** An occurrence whose time has come and whose snapshot nobody takes. */
export const waitOfPlanned = (plannedAt: number, now: number): Wait | null =>
  now - plannedAt > patience ? wait('worker') : null
