const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The time zone of this device, as an IANA name. */
export const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** An instant with day, time and zone: `21 nov. 2026, 14:30 UTC+1`. */
export const absolute = (instant: string, tag: string, timeZone: string = deviceTimeZone()): string =>
  new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(instant))

/** An instant without its zone, for tables. */
export const shortly = (instant: string, tag: string, timeZone: string = deviceTimeZone()): string =>
  new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  )

/** How far an instant is from `now`, in the largest unit that fits: `3 minutes ago`, `il y a 3 minutes`. */
export function relative(instant: string, tag: string, now: number): string {
  const format = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const difference = Date.parse(instant) - now
  const size = Math.abs(difference)
  if (size < minute) return format.format(0, 'second')
  if (size < hour) return format.format(Math.trunc(difference / minute), 'minute')
  if (size < day) return format.format(Math.trunc(difference / hour), 'hour')
  if (size < 30 * day) return format.format(Math.trunc(difference / day), 'day')
  if (size < 365 * day) return format.format(Math.trunc(difference / (30 * day)), 'month')
  return format.format(Math.trunc(difference / (365 * day)), 'year')
}
