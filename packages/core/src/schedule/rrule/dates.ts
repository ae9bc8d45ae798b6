import { type CivilDate, civilDate, dayNumber, daysInMonth, daysInYear, modulo, weekdayOf } from '../civil.ts'
import type { NthWeekday, Rule } from './rule.ts'

/** What is read of a rule to tell its days; `clamp` moves a day beyond the end of its month to the last one. */
export type DateRule = Pick<
  Rule,
  'frequency' | 'byDay' | 'byMonthDay' | 'byYearDay' | 'byWeekNo' | 'byMonth' | 'weekStart'
> & { readonly clamp: boolean }

/**
 * Whether the day is one of the rule's, as far as its BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY say
 * (RFC 5545, 3.3.10): each limits the days of the period, and together they are what the table there calls expanding.
 */
export function fits(rule: DateRule, number: number): boolean {
  const date = civilDate(number)
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(date.month)) return false
  if (rule.byMonthDay.length > 0 && !fitsMonthDay(rule, date)) return false
  if (rule.byYearDay.length > 0 && !fitsYearDay(rule, number, date)) return false
  if (rule.byWeekNo.length > 0 && !fitsWeek(rule, number)) return false
  return rule.byDay.length === 0 || rule.byDay.some((one) => fitsWeekday(rule, one, number, date))
}

function fitsMonthDay({ byMonthDay, clamp }: DateRule, { year, month, monthDay }: CivilDate): boolean {
  const length = daysInMonth(year, month)
  return byMonthDay.some((one) => {
    if (one < 0) return length + 1 + one === monthDay
    return (clamp ? Math.min(one, length) : one) === monthDay
  })
}

function fitsYearDay({ byYearDay }: DateRule, number: number, { year }: CivilDate): boolean {
  const place = number - dayNumber(year, 1, 1) + 1
  return byYearDay.some((one) => (one < 0 ? daysInYear(year) + 1 + one : one) === place)
}

function fitsWeek({ byWeekNo, weekStart }: DateRule, number: number): boolean {
  const { week, weeks } = weekOf(number, weekStart)
  return byWeekNo.some((one) => (one < 0 ? weeks + 1 + one : one) === week)
}

function fitsWeekday(rule: DateRule, { nth, weekday }: NthWeekday, number: number, date: CivilDate): boolean {
  if (weekdayOf(number) !== weekday) return false
  if (nth === 0) return true
  const inMonth = rule.frequency === 'MONTHLY' || rule.byMonth.length > 0
  const first = dayNumber(date.year, inMonth ? date.month : 1, 1)
  const length = inMonth ? daysInMonth(date.year, date.month) : daysInYear(date.year)
  const before = number - first
  return nth > 0 ? Math.floor(before / 7) + 1 === nth : -Math.floor((length - 1 - before) / 7) - 1 === nth
}

/**
 * The number of the week that the day is in, and how many its year has: the first week is the one with four days
 * or more in the year (RFC 5545, ISO 8601), weeks beginning on `weekStart`.
 */
function weekOf(number: number, weekStart: number): { week: number; weeks: number } {
  const middle = number - modulo(weekdayOf(number) - weekStart, 7) + 3
  const { year } = civilDate(middle)
  const january = dayNumber(year, 1, 1)
  const firstMiddle = january + modulo(weekdayOf(middle) - weekdayOf(january), 7)
  return {
    week: (middle - firstMiddle) / 7 + 1,
    weeks: Math.floor((january + daysInYear(year) - 1 - firstMiddle) / 7) + 1,
  }
}
