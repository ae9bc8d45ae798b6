import { parseAbsolute, toCalendarDateTime, toZoned, type ZonedDateTime } from '@internationalized/date'

/** An RFC 3339 instant as a date and time of day in a zone. */
export const inZone = (instant: string | null, timeZone: string): ZonedDateTime | null =>
  instant === null ? null : parseAbsolute(instant, timeZone)

/** The instant that a date and time of day in a zone stands for, to the second (RFC 3339, UTC). */
export const asInstant = (date: ZonedDateTime): string =>
  date.set({ second: 0, millisecond: 0 }).toAbsoluteString()

/** The same time of day in another zone: 9:00 stays 9:00, so the instant moves. */
export const movedTo = (instant: string | null, from: string, to: string): string | null =>
  instant === null ? null : asInstant(toZoned(toCalendarDateTime(parseAbsolute(instant, from)), to))

/** Every time zone that this browser knows, with the ones that are wanted first; UTC is not in its list. */
export function timeZones(first: readonly string[]): string[] {
  return [...new Set([...first, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}

/** Whether a name is one of a time zone here. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}
