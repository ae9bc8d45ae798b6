import { civilDate, day, dayNumber, formatDate, modulo, parseDate, weekdayOf } from '../civil.ts'
import { instantOf } from '../zones.ts'

export interface CalendarDay {
  readonly date: string
  /** Epoch milliseconds: 23 to 25 hours, by the clocks of the zone. */
  readonly from: number
  readonly to: number
  /** Not of the month that is shown. */
  readonly outside: boolean
}

export interface CalendarRange {
  readonly from: number
  readonly to: number
  readonly days: readonly CalendarDay[]
}

/**
 * What a calendar shows around a date (`2026-03-29`): its week, or the whole weeks of its month. `weekStart` is 1
 * (Monday) to 7.
 */
export function calendarRange(
  view: 'week' | 'month',
  date: string,
  zone: string,
  weekStart = 1,
): CalendarRange {
  const shown = parseDate(date)
  if (shown === null) throw new TypeError(`${date} is no date`)
  const { year, month } = civilDate(shown)
  const firstDay = view === 'week' ? shown : dayNumber(year, month, 1)
  const lastDay = view === 'week' ? shown : dayNumber(year, month + 1, 1) - 1
  const first = firstDay - modulo(weekdayOf(firstDay) - weekStart, 7)
  const last = lastDay + modulo(weekStart - 1 - weekdayOf(lastDay), 7)
  const days: CalendarDay[] = []
  for (let number = first; number <= last; number++)
    days.push({
      date: formatDate(number),
      from: instantOf(number * day, zone),
      to: instantOf((number + 1) * day, zone),
      outside: view === 'month' && civilDate(number).month !== month,
    })
  return { from: days[0]!.from, to: days.at(-1)!.to, days }
}
