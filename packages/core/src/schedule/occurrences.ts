import { formatLocal, parseLocal, type Wall } from './civil.ts'
import { type Pattern, patternOf, wallsOf } from './recurrence.ts'
import type { CampaignSchedule, RecurringSchedule } from './schema.ts'
import { instantOf, longestChange, placeOf, wallAt } from './zones.ts'

/** One time that a campaign is sent. Its instant tells it from every other of the campaign. */
export interface Occurrence {
  /** Epoch milliseconds, in the schedule's zone. */
  readonly at: number
  /** The local date and time that the schedule names; on the night of a gap clocks show a later one. */
  readonly local: string
}

/**
 * How wall times become instants is said at `placeOf`: a gap moves forward, of an overlap the first is meant. Two
 * wall times that a gap brings together are one occurrence, as RFC 5545 (3.8.5.3) ignores duplicates. So each wall
 * time has its occurrence, each instant has one at most, and an end after ten occurrences is after ten starts.
 */
export function* occurrencesFrom(
  schedule: CampaignSchedule,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Generator<Occurrence> {
  if (schedule.kind === 'now') return
  if (schedule.kind === 'at') {
    const at = instantOf(parseLocal(schedule.at)!, schedule.timeZone)
    if (at >= from && at < to) yield { at, local: schedule.at }
    return
  }
  const { pattern, start, most, last } = seriesOf(schedule)
  const limits = {
    // Who counts has to begin at the beginning.
    ...(most === null && { from: wallNear(from, schedule.timeZone) - longestChange }),
    ...(to !== Number.POSITIVE_INFINITY && { to: wallNear(to, schedule.timeZone) + longestChange }),
  }
  let count = 0
  for (const { at, wall } of inOrder(wallsOf(pattern, start, limits), schedule.timeZone)) {
    if (at >= to || at > last) return
    if (at >= from) yield { at, local: formatLocal(wall) }
    if (++count === most) return
  }
}

// Years that no calendar of ours knows are far beyond what a zone can be asked about.
const farthest = Date.UTC(2300, 0, 1)
const wallNear = (at: number, zone: string): Wall => wallAt(Math.min(Math.max(at, -farthest), farthest), zone)

interface Series {
  readonly pattern: Pattern
  readonly start: Wall
  readonly most: number | null
  /** The last instant at which it may begin. */
  readonly last: number
}

function seriesOf({ recurrence, start, end, timeZone }: RecurringSchedule): Series {
  const from = parseLocal(start)!
  const pattern = patternOf(recurrence, from)
  const { count, until } = pattern.rule
  const ends = [
    ...(end.kind === 'until' ? [instantOf(parseLocal(end.at)!, timeZone)] : []),
    ...(until === null ? [] : ['instant' in until ? until.instant : instantOf(until.local, timeZone)]),
  ]
  return {
    pattern,
    start: from,
    most: end.kind === 'after' ? end.occurrences : count,
    last: Math.min(...ends, Number.POSITIVE_INFINITY),
  }
}

/** Wall times as instants in order, each once: what a gap moved may come after what stands behind the gap. */
function* inOrder(walls: Iterable<Wall>, zone: string): Generator<{ at: number; wall: Wall }> {
  let moved: { at: number; wall: Wall }[] = []
  for (const wall of walls) {
    const place = placeOf(wall, zone)
    if (place.moved) {
      moved.push({ at: place.at, wall })
      continue
    }
    if (moved.length > 0) {
      yield* moved.filter(({ at }) => at < place.at)
      moved = moved.filter(({ at }) => at > place.at)
    }
    yield { at: place.at, wall }
  }
  yield* moved
}

/** The first occurrence after the instant; null when there is none, or when the campaign starts at its activation. */
export function nextOccurrence(schedule: CampaignSchedule, after: number): Occurrence | null {
  for (const occurrence of occurrencesFrom(schedule, after + 1)) return occurrence
  return null
}

/** The occurrences from an instant on and before another, in order, `limit` at most. */
export function occurrencesBetween(
  schedule: CampaignSchedule,
  from: number,
  to: number,
  limit = 1000,
): Occurrence[] {
  const found: Occurrence[] = []
  if (limit < 1) return found
  for (const occurrence of occurrencesFrom(schedule, from, to)) {
    found.push(occurrence)
    if (found.length >= limit) break
  }
  return found
}
