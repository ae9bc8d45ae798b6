import { civilDate, dayOf, hour, minute, timeOf, type Wall, weekdayOf } from './civil.ts'
import type { Rule } from './rrule/rule.ts'
import type { Unit, Words } from './sentence-words.ts'

const units: Partial<Record<Rule['frequency'], Unit>> = {
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
}
const mostTimes = 12

/** A custom rule in words, its end left out; null for one that no short sentence says. */
export function ruleSaid(rule: Rule, start: Wall, w: Words): string | null {
  const unit = units[rule.frequency]
  const odd = [rule.bySetPos, rule.byWeekNo, rule.byYearDay, rule.bySecond].some(({ length }) => length > 0)
  const times = timesOf(rule, start)
  if (unit === undefined || odd || times.length > mostTimes) return null
  const days = daysSaid(rule, start, w)
  if (days === null) return null
  const months = rule.byMonth.length > 0 && days.monthSaid !== true ? w.inMonths(rule.byMonth) : ''
  return [w.every(unit, rule.interval), months, days.text, w.atTimes(w.list(times.map(w.time)))]
    .filter((part) => part !== '')
    .join(' ')
}

function timesOf({ byHour, byMinute }: Rule, start: Wall): number[] {
  const time = timeOf(start)
  const hours = byHour.length > 0 ? byHour : [Math.floor(time / hour)]
  const minutes = byMinute.length > 0 ? byMinute : [Math.floor((time % hour) / minute)]
  return hours.flatMap((one) => minutes.map((other) => one * hour + other * minute))
}

interface Days {
  readonly text: string
  readonly monthSaid?: boolean
}

function daysSaid({ frequency, byDay, byMonthDay, byMonth }: Rule, start: Wall, w: Words): Days | null {
  const { month, monthDay } = civilDate(dayOf(start))
  if (byDay.length > 0) {
    if (byMonthDay.length > 0) return null
    const weekdays = byDay.map(({ weekday }) => weekday).sort()
    if (byDay.every(({ nth }) => nth === 0)) return { text: w.onWeekdays(weekdays) }
    // The first Monday of a year would be taken for the first of a month.
    const inMonth = frequency === 'MONTHLY' || byMonth.length > 0
    const sayable = byDay.every(({ nth }) => nth === -1 || (nth >= 1 && nth <= 5))
    return inMonth && sayable ? { text: w.onNths(byDay) } : null
  }
  if (byMonthDay.length > 0)
    return byMonthDay.every((one) => one >= -1) ? { text: w.onMonthDays(byMonthDay, false) } : null
  if (frequency === 'DAILY') return { text: '' }
  if (frequency === 'WEEKLY') return { text: w.onWeekdays([weekdayOf(dayOf(start))]) }
  if (frequency === 'MONTHLY' || byMonth.length > 0) return { text: w.onMonthDays([monthDay], false) }
  return { text: w.onDayOfYear(month, monthDay), monthSaid: true }
}
