import { parseLocal, type Wall } from '../schedule/civil.ts'
import { dueOccurrence, openings, seenAtActivation } from '../schedule/due.ts'
import { nextOccurrence } from '../schedule/occurrences.ts'
import type { CampaignSchedule } from '../schedule/schema.ts'
import { wallAt } from '../schedule/zones.ts'

/** Milliseconds after its time in which an occurrence of a recurring campaign still begins; later it is left out. */
export const grace = 3_600_000

/**
 * When a campaign sends first, if it is activated now: at once when it is to or when its one time has passed. Null:
 * never, as all its times have passed. By people's own time zones, when the first clock on earth shows the time; that
 * may have been already.
 */
export function firstTime(trigger: CampaignSchedule, now: number): number | null {
  if (trigger.kind === 'now') return now
  const next = nextOccurrence(openings(trigger), seenAtActivation(trigger, now))?.at ?? null
  return trigger.kind === 'at' ? (next ?? now) : next
}

/** When a campaign that was sent at `sent`, or whose version changes then, sends next; null: never again. */
export const timeAfter = (trigger: CampaignSchedule, sent: number): number | null =>
  trigger.kind === 'recurring' ? (nextOccurrence(openings(trigger), sent)?.at ?? null) : null

/**
 * When an active campaign sends next after a version with this schedule went live; null: never again. A time that has
 * come and was not seen to yet (the campaign is paused, or it is this very moment) stays due if the schedule still has it.
 */
export function timeFrom(
  trigger: CampaignSchedule,
  campaign: { readonly occurrences: number; readonly nextAt: number | null },
  now: number,
): number | null {
  const { occurrences, nextAt } = campaign
  if (nextAt !== null && nextAt <= now && timeAfter(trigger, nextAt - 1) === nextAt) return nextAt
  return (occurrences > 0 ? timeAfter : firstTime)(trigger, now)
}

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

/** What people's clocks are to show when they get the occurrence of this slot; null when it has one time for all. */
export function localTimeOf(trigger: CampaignSchedule, slot: number): Wall | null {
  const opening = openings(trigger)
  if (trigger.kind === 'now' || opening.kind === 'now' || opening === trigger) return null
  return trigger.kind === 'at' ? parseLocal(trigger.at) : wallAt(slot, opening.timeZone)
}
