/** Time zones, by what Intl knows of them. */

/** No place is further from UTC than these can say. */
const fixed = /^([+-])([01]\d):([0-5]\d)$/
/** More zones than exist, fewer than would fill a memory. */
const maxKept = 600
const formats = new Map<string, Intl.DateTimeFormat | null>()

/** Whether this names a zone: `UTC`, an offset such as `+02:00`, or an IANA name such as `Europe/Paris`. */
export const isZone = (zone: string): boolean =>
  zone === 'UTC' || fixed.test(zone) || (zone.length <= 60 && formatOf(zone) !== null)

/** How far local time is ahead of UTC at an instant; both in milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0
  const [, sign, hours, minutes] = fixed.exec(zone) ?? []
  if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const second = Math.floor(instant / 1000) * 1000
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of formatOf(zone)?.formatToParts(second) ?? []) fields[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = fields
  return utc(year, month, day) + ((hour * 60 + minute) * 60 + seconds) * 1000 - second
}

/**
 * The instant at which clocks of the zone show a local time (milliseconds as if it were UTC). A time that is
 * skipped in spring counts on from before the change (02:30 becomes 03:30); of a time that comes twice in
 * autumn the first is meant, unless `offset` says which.
 */
export function instantOf(local: number, zone: string, offset?: number): number {
  const day = 86_400_000
  const before = offsetAt(zone, local - day)
  const after = offsetAt(zone, local + day)
  const shows = (candidate: number) => offsetAt(zone, local - candidate) === candidate
  if (offset !== undefined && shows(offset)) return local - offset
  if (shows(before)) return local - (shows(after) ? Math.max(before, after) : before)
  return local - (shows(after) ? after : before)
}

/** Midnight UTC of a day, for years below 100 too. */
export const utc = (year: number, month: number, day: number): number =>
  new Date(0).setUTCFullYear(year, month - 1, day)

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  if (formats.size >= maxKept) formats.clear()
  const format = made(zone)
  formats.set(zone, format)
  return format
}

function made(timeZone: string): Intl.DateTimeFormat | null {
  if (!/^[a-z][\w+/-]*$/i.test(timeZone)) return null
  const numeric = 'numeric' as const
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  }
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone, hourCycle: 'h23', calendar: 'iso8601' })
  } catch {
    return null
  }
}
