import { day, dayOf, parseTime, weekdayOf } from '../civil.ts'
import { instantOf, wallAt } from '../zones.ts'
import type { DailyWindow } from './schema.ts'

/** A time in which messages may leave: `from` included, `to` not, epoch milliseconds. */
export interface Open {
  readonly from: number
  readonly to: number
  /** The day (since 1970-01-01, in the window's zone) that it belongs to. */
  readonly day: number
}

/**
 * The times in which messages may leave, in order and one a day, beginning with the one that the instant is in or
 * the next. Without a window each day is open from midnight to midnight in the zone. A window that a change of
 * clocks leaves nothing of is left out that day; of one that it repeats, both turns are open.
 */
export function* openTimes(window: DailyWindow | null, zone: string, at: number): Generator<Open> {
  const inZone = window?.timeZone ?? zone
  const begins = window === null ? 0 : parseTime(window.from)!
  const ends = window === null ? day : parseTime(window.to)!
  const length = ends > begins ? ends : ends + day
  const days = window?.days ?? []
  // Two days back: a window over midnight, and a day that a change of clocks may have moved.
  for (let number = dayOf(wallAt(at, inZone)) - 2; ; number++) {
    if (days.length > 0 && !days.includes(weekdayOf(number))) continue
    const from = instantOf(number * day + begins, inZone)
    const to = instantOf(number * day + length, inZone)
    if (to > at && to > from) yield { from, to, day: number }
  }
}

/** The time that is open at the instant, or the next one to open. */
export function openAt(window: DailyWindow | null, zone: string, at: number): Open {
  for (const open of openTimes(window, zone, at)) return open
  throw new Error('A window never ends')
}
