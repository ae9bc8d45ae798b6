import {
  type DateValue,
  parseAbsolute,
  toCalendarDateTime,
  toZoned,
  type ZonedDateTime,
} from '@internationalized/date'

/** An RFC 3339 instant as a date and time of day in a zone. */
export const inZone = (instant: string | null, timeZone: string): ZonedDateTime | null =>
  instant === null ? null : parseAbsolute(instant, timeZone)

/**
 * The instant of a date and time of day, to the minute (RFC 3339, UTC). One that is being entered for the first
 * time has no zone of its own yet: it is meant in `timeZone`.
 */
export const asInstant = (date: DateValue, timeZone: string): string =>
  ('timeZone' in date ? date : toZoned(toCalendarDateTime(date), timeZone))
    .set({ second: 0, millisecond: 0 })
    .toAbsoluteString()

/** The same time of day in another zone: 9:00 stays 9:00, so the instant moves. */
export const movedTo = (instant: string | null, from: string, to: string): string | null =>
  instant === null ? null : asInstant(toCalendarDateTime(parseAbsolute(instant, from)), to)

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
