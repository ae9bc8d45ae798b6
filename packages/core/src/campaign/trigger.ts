import { dueOccurrence } from '../schedule/due.ts'
import { nextOccurrence } from '../schedule/occurrences.ts'
import type { CampaignSchedule } from '../schedule/schema.ts'

/** Milliseconds after its time in which an occurrence of a recurring campaign still begins; later it is left out. */
export const grace = 3_600_000

/**
 * When a campaign sends first, if it is activated now: at once when it is to or when its one time has passed. Null:
 * never, as all its times have passed.
 */
export function firstTime(trigger: CampaignSchedule, now: number): number | null {
  if (trigger.kind === 'now') return now
  const next = nextOccurrence(trigger, now - 1)?.at ?? null
  return trigger.kind === 'at' ? (next ?? now) : next
}

/** When a campaign that was sent at `sent`, or whose version changes then, sends next; null: never again. */
export const timeAfter = (trigger: CampaignSchedule, sent: number): number | null =>
  trigger.kind === 'recurring' ? (nextOccurrence(trigger, sent)?.at ?? null) : null

export interface Plan {
  /** The slot to begin now; null when its time has gone by. */
  readonly slot: number | null
  readonly next: number | null
}

/** What to do about a campaign that was to be sent at `due`, which has come. One that sends once is never too late. */
export function planAt(trigger: CampaignSchedule, due: number, now: number): Plan {
  if (trigger.kind !== 'recurring') return { slot: due, next: null }
  const { occurrence } = dueOccurrence(trigger, due - 1, now, grace)
  return { slot: occurrence?.at ?? null, next: timeAfter(trigger, now) }
}
