import { day } from './civil.ts'
import { type Occurrence, occurrencesBetween, occurrencesFrom } from './occurrences.ts'
import type { CampaignSchedule } from './schema.ts'
import { mostAhead, mostBehind } from './zones.ts'

export interface Due {
  /** The one to begin now; null when none is due. */
  readonly occurrence: Occurrence | null
  /** Those whose time went by and that are left out for the next one, `mostMissed` at most. */
  readonly missed: readonly Occurrence[]
}

const mostMissed = 1000

/**
 * The same schedule by the clock that is the first on earth to show a time (14 hours ahead of UTC), where it delivers
 * by profile time zone: its occurrences are when people there get it, so when sending begins. Any other stays as it is.
 */
export const openings = (schedule: CampaignSchedule): CampaignSchedule =>
  schedule.kind === 'now' || schedule.profileTimeZone === null
    ? schedule
    : { ...schedule, timeZone: 'Etc/GMT-14' }

const aroundTheEarth = mostAhead + mostBehind

/**
 * What has been dealt with when a campaign is activated: all that was before. By profile time zone not yet what has
 * begun on some clocks and is to come on others.
 */
export const seenAtActivation = (schedule: CampaignSchedule, activatedAt: number): number =>
  activatedAt - (openings(schedule) === schedule ? 1 : aroundTheEarth)

/**
 * What is to be done now when everything up to `seen` has been dealt with: the latest occurrence in `(seen, now]`
 * when its time was no longer than `grace` milliseconds ago, and never more than that one. After a pause, a late
 * activation or a night off there is no burst of what was missed.
 *
 * By profile time zone `at` is the opening (`openings`), and an occurrence is missed only when its time was over on
 * the last clock on earth: before that some people are in time, and of the others `passed` decides.
 */
export function dueOccurrence(schedule: CampaignSchedule, seen: number, now: number, grace: number): Due {
  const opening = openings(schedule)
  const patience = opening === schedule ? grace : aroundTheEarth + grace
  const passed = occurrencesBetween(opening, seen + 1, now + 1, mostMissed + 1)
  const latest = passed.length > mostMissed ? lastOccurrence(opening, now) : (passed.at(-1) ?? null)
  const due = latest !== null && now - latest.at <= patience ? latest : null
  return { occurrence: due, missed: passed.filter(({ at }) => at !== due?.at).slice(0, mostMissed) }
}

/** The latest occurrence at or before the instant; null when there is none. */
export function lastOccurrence(schedule: CampaignSchedule, at: number): Occurrence | null {
  // Looks back a little, then further and further: most schedules come again within weeks.
  for (let span = 8 * day; ; span *= 8) {
    const all = at - span < Date.UTC(1899, 0, 1)
    let found: Occurrence | null = null
    for (const occurrence of occurrencesFrom(schedule, all ? Number.NEGATIVE_INFINITY : at - span, at + 1))
      found = occurrence
    if (found !== null || all) return found
  }
}
