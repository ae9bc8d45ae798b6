import type { Wall } from '../civil.ts'

export const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]

export const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** A weekday of a rule; `nth` is 0 for every one, 1 for the first, -1 for the last of the month or year. */
export interface NthWeekday {
  readonly nth: number
  /** 1 (Monday) to 7. */
  readonly weekday: number
}

/** Where a rule ends: an instant (epoch milliseconds), or a local date-time; both are still part of it. */
export type Until = { readonly instant: number } | { readonly local: Wall }

/** What an RFC 5545 recurrence rule says (3.3.10); a list that is empty was not given. */
export interface Rule {
  readonly frequency: Frequency
  readonly interval: number
  readonly count: number | null
  readonly until: Until | null
  readonly bySecond: readonly number[]
  readonly byMinute: readonly number[]
  readonly byHour: readonly number[]
  readonly byDay: readonly NthWeekday[]
  readonly byMonthDay: readonly number[]
  readonly byYearDay: readonly number[]
  readonly byWeekNo: readonly number[]
  readonly byMonth: readonly number[]
  readonly bySetPos: readonly number[]
  /** 1 (Monday) to 7. */
  readonly weekStart: number
}

export const everyTime = (frequency: Frequency, interval = 1): Rule => ({
  frequency,
  interval,
  count: null,
  until: null,
  bySecond: [],
  byMinute: [],
  byHour: [],
  byDay: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNo: [],
  byMonth: [],
  bySetPos: [],
  weekStart: 1,
})

export const isDaily = (frequency: Frequency): boolean => frequencies.indexOf(frequency) >= 3
