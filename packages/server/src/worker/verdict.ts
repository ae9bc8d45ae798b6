import type { uncertainPolicies } from '@chappe/core/campaign/schema'
import type { Outcome } from '../channels/outcome.ts'
import type { EventType } from '../store/events.ts'
import type { Settled } from '../store/messages.ts'
import type { Delta } from '../store/tallies.ts'

/** What came of a message in this worker: the channel's answer, or why it never got there. */
export type Result =
  | Exclude<Outcome, { kind: 'not-sent' }>
  | { readonly kind: 'excluded'; readonly reason: string }
  | { readonly kind: 'error'; readonly reason: string; readonly reply?: string | null }
  /** Nothing can be sent now; it stays in its batch, which waits. */
  | { readonly kind: 'waits'; readonly reason: string; readonly reply: string }

/** What a result means for the ledger, the counters, the timeline and the address. */
export interface Verdict extends Omit<Settled, 'id' | 'batchId'> {
  readonly deltas: readonly Delta[]
  /** Milliseconds until the next attempt, for a message that goes out again. */
  readonly again?: number
  readonly event?: { readonly type: EventType; readonly detail: string | null }
  /** `soft` counts towards the threshold, `hard` suppresses the address at once, `reset` ends its count. */
  readonly address?: 'soft' | 'hard' | 'reset'
}

export interface Circumstances {
  readonly attempts: number
  readonly resends: number
  readonly reply: string | null
  readonly expiresAt: Date
  readonly now: Date
  readonly policy: (typeof uncertainPolicies)[number]
  /** Between 0 and 1: spreads retries, so that they do not come all at once. */
  readonly jitter: number
}

const minute = 60_000
const backoff = [1, 2, 5, 10, 20, 30, 60].map((minutes) => minutes * minute)
/** With less than this left of the window there is no further attempt; the last one comes this long before its end. */
const lastMoment = 5_000

/** The time until the attempt after attempt number `attempts`, within the window; null when it is over. */
export function retryIn(attempts: number, { now, expiresAt, jitter }: Circumstances): number | null {
  const left = expiresAt.getTime() - now.getTime() - lastMoment
  if (left <= lastMoment) return null
  const step = backoff[Math.min(attempts, backoff.length) - 1] ?? minute
  return Math.min(step * (0.8 + 0.4 * jitter), left)
}

const nothing = { failure: null, reason: null, reply: null, attempted: 0, resent: 0 } as const
const attempted = { ...nothing, attempted: 1 } as const

/**
 *   accepted   sent                          deferred   later; at the end of the window bounced when the
 *   refused    bounced                                  recipient's side said so, else an error of ours
 *   excluded   excluded                      uncertain  once more with the same Message-ID if the policy
 *   error      error                                    says so and it is the first time, else uncertain
 *
 * Who was resent to because the first time is uncertain, and is left out or given up now, stays uncertain: that they
 * heard nothing is more than we know.
 */
export function verdictOf(result: Result, on: Circumstances): Verdict {
  switch (result.kind) {
    case 'accepted':
      return {
        ...attempted,
        status: 'sent',
        reply: result.reply,
        deltas: [{ metric: 'sent', count: 1 }],
        address: 'reset',
      }
    case 'refused':
      return {
        ...bounced(result.reason, result.reply),
        ...(result.bounce === 'hard' || result.bounce === 'soft' ? { address: result.bounce } : {}),
      }
    case 'deferred': {
      const again = retryIn(on.attempts + 1, on)
      const counts = result.counts ? ({ address: 'soft' } as const) : {}
      if (again === null)
        return result.counts
          ? { ...bounced(result.reason, result.reply), ...counts }
          : on.resends > 0
            ? { ...doubtful('retry-window-over', result.reply), attempted: 1 }
            : { ...failed('retry-window-over', result.reply), attempted: 1 }
      return {
        ...attempted,
        status: 'deferred',
        reason: result.reason,
        reply: result.reply,
        deltas: [{ metric: 'retry', count: 1 }],
        again,
        event: { type: 'deferred', detail: result.reply },
        ...counts,
      }
    }
    case 'uncertain':
      if (on.policy === 'resend_once' && on.resends === 0 && on.now < on.expiresAt)
        return {
          ...attempted,
          status: 'deferred',
          reason: 'uncertain',
          reply: result.reply,
          resent: 1,
          deltas: [{ metric: 'retry', count: 1 }],
          again: 0,
          event: { type: 'resend', detail: result.reply },
        }
      return {
        ...attempted,
        status: 'uncertain',
        reply: result.reply,
        deltas: [{ metric: 'uncertain', count: 1 }],
        event: { type: 'uncertain', detail: result.reply },
      }
    case 'excluded':
      if (on.resends > 0) return doubtful(result.reason, null)
      return {
        ...nothing,
        status: 'excluded',
        reason: result.reason,
        deltas: [{ metric: 'excluded', reason: result.reason, count: 1 }],
      }
    case 'error':
      return (on.resends > 0 ? doubtful : failed)(result.reason, result.reply ?? null)
    case 'waits':
      return {
        ...nothing,
        status: 'deferred',
        reason: result.reason,
        reply: result.reply,
        deltas: [],
        ...(result.reply === on.reply ? {} : { event: { type: 'deferred', detail: result.reply } as const }),
      }
  }
}

/** A message whose address reached the soft threshold: its own retries end too. */
export const bounced = (reason: string, reply: string): Verdict => ({
  ...attempted,
  status: 'failed',
  failure: 'bounced',
  reason,
  reply,
  deltas: [{ metric: 'bounced', reason, count: 1 }],
})

const failed = (reason: string, reply: string | null): Verdict => ({
  ...nothing,
  status: 'failed',
  failure: 'error',
  reason,
  reply,
  deltas: [{ metric: 'error', reason, count: 1 }],
})

/** Sent once without an answer that reached us, and no more. */
const doubtful = (why: string, reply: string | null): Verdict => ({
  ...nothing,
  status: 'uncertain',
  reply,
  deltas: [{ metric: 'uncertain', count: 1 }],
  event: { type: 'uncertain', detail: why },
})
