import {
  civilDate,
  day,
  dayNumber,
  dayOf,
  hour,
  lastYear,
  minute,
  modulo,
  timeOf,
  type Wall,
  weekdayOf,
} from '../civil.ts'
import { type DateRule, fits } from './dates.ts'
import { isDaily, type Rule } from './rule.ts'

export interface Range {
  /** First wall time wanted; the start of the rule when later. */
  readonly from?: Wall
  /** No wall time after this one is wanted. */
  readonly to?: Wall
}

/** How many days and turns may be looked at; taken from as they are. Empty, the expansion ends early. */
export interface Budget {
  left: number
}

export interface Ways {
  /** For rules of strangers: one that looks at each second of a century and names none is no burden then. */
  readonly budget?: Budget
  /** Times of day in milliseconds; instead of what BYHOUR, BYMINUTE and BYSECOND make of each other. */
  readonly times?: readonly number[]
  /** Days of the month beyond its end mean its last day. Without it such months are left out, as the RFC says. */
  readonly clamp?: boolean
}

const horizon = dayNumber(lastYear + 1, 1, 1) * day

/**
 * The wall times of a rule in order, none twice, from its start on (RFC 5545, 3.3.10; COUNT and UNTIL are left to
 * the caller, who knows the zone). What the rule does not say it takes from the start: the hour of a daily one, the
 * weekday of a weekly one. The start itself is one of them only if the rule says so. Ends with the year 2199 at the
 * latest, so that a rule that never comes (30 February) ends too.
 */
export function* expand(rule: Rule, start: Wall, range: Range = {}, ways: Ways = {}): Generator<Wall> {
  const from = Math.max(start, range.from ?? start)
  const to = Math.min(range.to ?? horizon, horizon - 1)
  for (const period of periods(rule, start, from, to, ways)) {
    for (const wall of rule.bySetPos.length > 0 ? chosen(period, rule.bySetPos) : all(period, from)) {
      if (wall > to) return
      if (wall >= from) yield wall
    }
  }
}

/** Every one of the times on every one of the days, both in order; a year of seconds is never written out. */
interface Period {
  readonly days: readonly number[]
  readonly times: readonly number[]
}

function* all({ days, times }: Period, from: Wall): Generator<Wall> {
  const first = dayOf(from)
  for (const number of days) if (number >= first) for (const time of times) yield number * day + time
}

function* chosen({ days, times }: Period, positions: readonly number[]): Generator<Wall> {
  const length = days.length * times.length
  const places = positions.map((one) => (one < 0 ? length + one : one - 1))
  for (const place of [...new Set(places)].sort((a, b) => a - b)) {
    if (place < 0 || place >= length) continue
    yield days[Math.floor(place / times.length)]! * day + times[place % times.length]!
  }
}

function* periods(rule: Rule, start: Wall, from: Wall, to: Wall, ways: Ways): Generator<Period> {
  const dates = withDefaults(rule, start, ways.clamp ?? false)
  const budget = ways.budget ?? { left: Number.POSITIVE_INFINITY }
  if (isDaily(rule.frequency)) {
    const times = ways.times ?? timesOfDay(rule, start)
    budget.left -= times.length
    for (const { first, length } of spans(rule, dayOf(start), dayOf(from), dayOf(to))) {
      if ((budget.left -= length) < 0) return
      const days: number[] = []
      for (let number = first; number < first + length; number++) if (fits(dates, number)) days.push(number)
      if (days.length > 0) yield { days, times }
    }
  } else {
    for (let number = dayOf(from); number <= dayOf(to); number++) {
      if (--budget.left < 0) return
      if (fits(dates, number))
        yield* withinDay(rule, start, number, number === dayOf(from) ? timeOf(from) : 0, budget)
    }
  }
}

/** The days of each year, month, week or day that the interval picks, beginning with the one that `from` is in. */
function* spans(
  { frequency, interval, weekStart }: Rule,
  start: number,
  from: number,
  to: number,
): Generator<{ first: number; length: number }> {
  const firstOf = firstDays[frequency as keyof typeof firstDays]
  const base = firstOf.index(start, weekStart)
  const skipped = Math.floor((firstOf.index(from, weekStart) - base) / interval)
  for (let index = base + skipped * interval; ; index += interval) {
    const first = firstOf.day(index, weekStart)
    if (first > to) return
    yield { first, length: firstOf.day(index + 1, weekStart) - first }
  }
}

/** Periods counted through, and the first day of each. */
const firstDays = {
  DAILY: { index: (number: number) => number, day: (index: number) => index },
  WEEKLY: {
    // Day 0 was a Thursday, so the Monday of its week is day -3.
    index: (number: number, weekStart: number) => Math.floor((number + 4 - weekStart) / 7),
    day: (index: number, weekStart: number) => index * 7 - 4 + weekStart,
  },
  MONTHLY: {
    index: (number: number) => {
      const { year, month } = civilDate(number)
      return year * 12 + month - 1
    },
    day: (index: number) => dayNumber(Math.floor(index / 12), modulo(index, 12) + 1, 1),
  },
  YEARLY: {
    index: (number: number) => civilDate(number).year,
    day: (index: number) => dayNumber(index, 1, 1),
  },
} as const

const units = { HOURLY: hour, MINUTELY: minute, SECONDLY: 1000 } as const

/** The hours, minutes or seconds of a day that the interval picks. */
function* withinDay(
  rule: Rule,
  start: Wall,
  number: number,
  after: number,
  budget: Budget,
): Generator<Period> {
  const unit = units[rule.frequency as keyof typeof units]
  const step = rule.interval * unit
  const phase = modulo(Math.floor(start / unit) * unit - number * day, step)
  const skipped = Math.max(0, Math.floor((after - phase) / step)) * step
  for (let time = phase + skipped; time < day; time += step) {
    if (--budget.left < 0) return
    const times = timesWithin(rule, start, time)
    if (times.length > 0) yield { days: [number], times }
  }
}

const allowed = (list: readonly number[], value: number): boolean => list.length === 0 || list.includes(value)

function timesWithin(rule: Rule, start: Wall, time: number): number[] {
  const [hours, minutes] = [Math.floor(time / hour), Math.floor((time % hour) / minute)]
  if (!allowed(rule.byHour, hours)) return []
  if (rule.frequency === 'SECONDLY')
    return allowed(rule.byMinute, minutes) && allowed(rule.bySecond, (time % minute) / 1000) ? [time] : []
  if (rule.frequency === 'MINUTELY')
    return allowed(rule.byMinute, minutes) ? seconds(rule, start).map((second) => time + second) : []
  return minutesOf(rule, start).flatMap((one) => seconds(rule, start).map((second) => time + one + second))
}

const seconds = ({ bySecond }: Rule, start: Wall): number[] =>
  bySecond.length > 0 ? bySecond.map((one) => one * 1000) : [start - Math.floor(start / minute) * minute]

const minutesOf = ({ byMinute }: Rule, start: Wall): number[] =>
  byMinute.length > 0
    ? byMinute.map((one) => one * minute)
    : [Math.floor(modulo(start, hour) / minute) * minute]

function timesOfDay(rule: Rule, start: Wall): number[] {
  const hours = rule.byHour.length > 0 ? rule.byHour : [Math.floor(timeOf(start) / hour)]
  return hours.flatMap((one) =>
    minutesOf(rule, start).flatMap((minutes) =>
      seconds(rule, start).map((second) => one * hour + minutes + second),
    ),
  )
}

/** The days that a rule leaves unsaid are those of its start. */
function withDefaults(rule: Rule, start: Wall, clamp: boolean): DateRule {
  const { month, monthDay } = civilDate(dayOf(start))
  const weekday = [{ nth: 0, weekday: weekdayOf(dayOf(start)) }]
  const said =
    rule.byDay.length > 0 ||
    rule.byMonthDay.length > 0 ||
    rule.byYearDay.length > 0 ||
    rule.byWeekNo.length > 0
  if (rule.frequency === 'WEEKLY')
    return { ...rule, clamp, byDay: rule.byDay.length > 0 ? rule.byDay : weekday }
  if (rule.frequency === 'MONTHLY' && !said) return { ...rule, clamp, byMonthDay: [monthDay] }
  if (rule.frequency !== 'YEARLY') return { ...rule, clamp }
  if (!said)
    return {
      ...rule,
      clamp,
      byMonthDay: [monthDay],
      byMonth: rule.byMonth.length > 0 ? rule.byMonth : [month],
    }
  const onlyWeeks =
    rule.byWeekNo.length > 0 && rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length === 0
  return { ...rule, clamp, byDay: onlyWeeks ? weekday : rule.byDay }
}
