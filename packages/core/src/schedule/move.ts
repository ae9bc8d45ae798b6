import {
  day,
  dayOf,
  formatLocal,
  modulo,
  parseLocal,
  parseTime,
  timeOf,
  type Wall,
  weekdayOf,
} from './civil.ts'
import { occurrencesBetween } from './occurrences.ts'
import { CampaignSchedule, type RecurringSchedule } from './schema.ts'
import { instantOf } from './zones.ts'

/**
 * The schedule whose occurrence at the local time `from` is at `to` instead, both on clocks of its zone. Of a
 * recurring one the whole series moves by as many days, and the time of day of that occurrence changes wherever it
 * comes again. Null where the schedule has no way to say it: a custom rule, a day that not every month has.
 */
export function movedSchedule(schedule: CampaignSchedule, from: string, to: string): CampaignSchedule | null {
  const [before, after] = [parseLocal(from), parseLocal(to)]
  if (before === null || after === null || schedule.kind === 'now') return null
  const moved = schedule.kind === 'at' ? { ...schedule, at: to } : movedSeries(schedule, before, after)
  const parsed = CampaignSchedule.safeParse(moved)
  return parsed.success && comesAt(parsed.data, after) ? parsed.data : null
}

/** Whether anything of it can be moved at all. */
export const isMovable = (schedule: CampaignSchedule): boolean =>
  schedule.kind === 'at' || (schedule.kind === 'recurring' && schedule.recurrence.every !== 'rule')

function comesAt(schedule: CampaignSchedule, wall: Wall): boolean {
  if (schedule.kind === 'now') return false
  const at = instantOf(wall, schedule.timeZone)
  return occurrencesBetween(schedule, at, at + 1, 1).length > 0
}

function movedSeries(schedule: RecurringSchedule, before: Wall, after: Wall) {
  const days = dayOf(after) - dayOf(before)
  const start = parseLocal(schedule.start)!
  const recurrence = movedRecurrence(schedule.recurrence, days, before, after)
  if (recurrence === null) return null
  // The start says the time of day where the recurrence names none, and must not shut out the new one.
  const own = timeOf(start) === timeOf(before) ? timeOf(after) : Math.min(timeOf(start), timeOf(after))
  return { ...schedule, recurrence, start: formatLocal((dayOf(start) + days) * day + own) }
}

function movedRecurrence(
  recurrence: RecurringSchedule['recurrence'],
  days: number,
  before: Wall,
  after: Wall,
): RecurringSchedule['recurrence'] | null {
  if (recurrence.every === 'rule') return null
  const times = recurrence.times.map((time) =>
    parseTime(time) === timeOf(before) ? formatLocal(after).split('T')[1]! : time,
  )
  if (recurrence.every === 'day') return { ...recurrence, times }
  if (recurrence.every === 'week') {
    const { interval, days: named } = recurrence
    // Every second week on Monday and Friday, two days later, is on days of two different weeks.
    if (interval > 1 && named.length > 1 && named.some((one) => one + days < 1 || one + days > 7)) return null
    const moved = named.map((one) => modulo(one - 1 + days, 7) + 1)
    return { ...recurrence, times, days: moved }
  }
  const { on } = recurrence
  if (on.by === 'day') {
    const moved = on.days.map((one) => (one === -1 && days === 0 ? one : one + days))
    return isEveryMonths(moved, on.days, days) ? { ...recurrence, times, on: { ...on, days: moved } } : null
  }
  // The second Tuesday, a week later, is the third one.
  if (days === 0) return { ...recurrence, times }
  if (days % 7 !== 0 || weekdayOf(dayOf(before)) !== on.day) return null
  const nth = on.nth === -1 ? 0 : on.nth + days / 7
  return nth >= 1 && nth <= 4 ? { ...recurrence, times, on: { ...on, nth: nth as 1 | 2 | 3 | 4 } } : null
}

/** Days that all months have can be moved to each other. */
const isEveryMonths = (moved: readonly number[], before: readonly number[], days: number): boolean =>
  days === 0 || [...moved, ...before].every((one) => one >= 1 && one <= 28)
