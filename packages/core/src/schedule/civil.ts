/**
 * Dates and times as a calendar and a clock on the wall show them, with no zone: the proleptic Gregorian calendar
 * in whole numbers. A `Wall` is milliseconds since 1970-01-01T00:00 *on that clock*; a day is a number of days
 * since 1970-01-01. Weekdays are 1 (Monday) to 7 (ISO 8601).
 */
export type Wall = number

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const modulo = (value: number, by: number): number => ((value % by) + by) % by

export const dayOf = (wall: Wall): number => Math.floor(wall / day)
export const timeOf = (wall: Wall): number => modulo(wall, day)

/** The number of the day; months from 1, and months or days beyond the end run over into the next. */
export const dayNumber = (year: number, month: number, monthDay: number): number =>
  Date.UTC(year, month - 1, monthDay) / day

export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly monthDay: number
}

export function civilDate(number: number): CivilDate {
  const date = new Date(number * day)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, monthDay: date.getUTCDate() }
}

export const weekdayOf = (number: number): number => modulo(number + 3, 7) + 1
export const daysInMonth = (year: number, month: number): number =>
  dayNumber(year, month + 1, 1) - dayNumber(year, month, 1)
export const daysInYear = (year: number): number => dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1)

/** Years that schedules know. */
const firstYear = 1900
export const lastYear = 2199

/** Reads `2026-03-29`; null when it is no date. */
export function parseDate(text: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  return found === null ? null : checkedDay(Number(found[1]), Number(found[2]), Number(found[3]))
}

/** The day's number, or null where the calendar has no such day or schedules do not know the year. */
export function checkedDay(year: number, month: number, monthDay: number): number | null {
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return null
  return monthDay < 1 || monthDay > daysInMonth(year, month) ? null : dayNumber(year, month, monthDay)
}

/** Reads `09:30` or `09:30:15` as milliseconds of the day; null when it is no time. */
export function parseTime(text: string): number | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  return found === null
    ? null
    : Number(found[1]) * hour + Number(found[2]) * minute + Number(found[3] ?? 0) * 1000
}

/** Reads `2026-03-29T02:30` or with seconds; null when it is no local date-time. */
export function parseLocal(text: string): Wall | null {
  const [date, time, ...rest] = text.split('T')
  if (date === undefined || time === undefined || rest.length > 0) return null
  const [number, ms] = [parseDate(date), parseTime(time)]
  return number === null || ms === null ? null : number * day + ms
}

export const formatDate = (number: number): string => new Date(number * day).toISOString().slice(0, 10)

/** `09:30`, with seconds only where there are some. */
const formatTime = (ms: number): string => new Date(ms).toISOString().slice(11, ms % minute === 0 ? 16 : 19)

export const formatLocal = (wall: Wall): string => `${formatDate(dayOf(wall))}T${formatTime(timeOf(wall))}`
