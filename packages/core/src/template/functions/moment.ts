import { instantOf, isZone, offsetAt, utc } from './zones.ts'

/**
 * A date or a date-time. `zone` is where its clock hangs. Of the precisions, `day` has no time (and midnight
 * UTC as instant), `local` a time but no offset (read as UTC).
 */
export interface Moment {
  readonly instant: number
  readonly zone: string
  readonly precision: 'day' | 'local' | 'zoned'
}

export const dayLength = 86_400_000
const first = utc(1, 1, 1)
const last = utc(10_000, 1, 1) - 1

const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?(?:\[([\w+/:-]{1,60})\])?)?$/

/** A Date, milliseconds since 1970, or an ISO 8601 text (RFC 3339, RFC 9557), in the years 1 to 9999; else null. */
export function momentOf(value: unknown): Moment | null {
  if (typeof value === 'string') return value.length > 120 ? null : read(value.trim())
  if (typeof value !== 'number' && !(value instanceof Date)) return null
  return within({ instant: Math.trunc(Number(value)), zone: 'UTC', precision: 'zoned' })
}

function read(text: string): Moment | null {
  const found = written.exec(text)
  if (!found) return null
  const [year, month, day, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number]
  const midnight = utc(year, month, day)
  const isDay = year > 0 && month <= 12 && new Date(midnight).getUTCDate() === day
  if (!isDay || month === 0 || hour > 23 || minute > 59 || second > 59) return null
  const fraction = Number((found[7] ?? '').padEnd(3, '0').slice(0, 3))
  const local = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
  if (found[4] === undefined) return { instant: midnight, zone: 'UTC', precision: 'day' }
  const [offset, name] = [found[8], found[9]]
  if (offset === undefined && name === undefined) return { instant: local, zone: 'UTC', precision: 'local' }
  const fixed = offset === undefined ? undefined : zoneOfOffset(offset)
  if (![fixed, name].every((zone) => zone === undefined || isZone(zone))) return null
  const instant = fixed === undefined ? instantOf(local, name!) : local - offsetAt(fixed, local)
  return within({ instant, zone: name ?? fixed!, precision: 'zoned' })
}

function zoneOfOffset(offset: string): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? []
  return !sign || (hours === '00' && minutes === '00') ? 'UTC' : `${sign}${hours}:${minutes}`
}

/** The moment, unless it lies outside the years 1 to 9999. */
export const within = (moment: Moment): Moment | null =>
  moment.instant >= first && moment.instant <= last ? moment : null

/** What its clock shows, as milliseconds of a clock in UTC. */
export const localOf = ({ instant, zone }: Moment): number => instant + offsetAt(zone, instant)

/** The same zone and precision at another local time. */
export function atLocal(moment: Moment, local: number): Moment | null {
  if (!(local >= first && local <= last)) return null
  const offset = offsetAt(moment.zone, moment.instant)
  return within({ ...moment, instant: instantOf(local, moment.zone, offset) })
}

/** As text: `2026-03-29`, `2026-03-29T10:00:00`, `2026-03-29T10:00:00+02:00[Europe/Paris]`. */
export function textOfMoment(moment: Moment): string {
  const { instant, zone, precision } = moment
  const iso = new Date(localOf(moment)).toISOString()
  if (precision === 'day') return iso.slice(0, 10)
  const local = iso.endsWith('.000Z') ? iso.slice(0, 19) : iso.slice(0, 23)
  if (precision === 'local') return local
  if (zone === 'UTC') return `${local}Z`
  const offset = offsetText(offsetAt(zone, instant), ':')
  return /^[+-]/.test(zone) ? local + offset : `${local}${offset}[${zone}]`
}

/** An offset in milliseconds as `+02:00` or, with another separator, `+0200`. */
export function offsetText(offset: number, separator: string): string {
  const minutes = Math.abs(Math.round(offset / 60_000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`
}
