import * as Calendar from 'temporal-polyfill/fns/Calendar'
import * as Instant from 'temporal-polyfill/fns/Instant'
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'
import { civilDate, dayOf, hour, minute, timeOf, type Wall } from './civil.ts'
import { zoneAliases } from './zone-aliases.ts'

/** Clocks on earth are from 12 hours behind UTC to 14 hours ahead, and none was ever changed by more than a day. */
export const mostAhead = 14 * hour
export const mostBehind = 12 * hour
export const longestChange = 26 * hour
/** So far from any change of clocks a wall time taken for an instant is on the same side of it. */
const clear = longestChange + mostAhead

const known = new Map<string, string>()

/**
 * Today's IANA name of a time zone, from any of its names in any case of letters: `Europe/Kiev` is `Europe/Kyiv`,
 * `us/eastern` is `America/New_York`. Null when there is no such zone; offsets such as `+02:00` are none.
 */
export function canonicalZone(name: string): string | null {
  const key = name.toLowerCase()
  const found = known.get(key)
  if (found !== undefined) return found
  if (!/^[a-z][a-z0-9_+/-]{1,59}$/.test(key)) return null
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    const canonical = zoneAliases.get(key) ?? zoneAliases.get(timeZone.toLowerCase()) ?? timeZone
    known.set(key, canonical)
    return canonical
  } catch {
    return null
  }
}

export const isZone = (name: string): boolean => canonicalZone(name) !== null

/** A time between two changes of a zone's clocks, `from` included and `to` not; epoch milliseconds. */
interface Span {
  readonly from: number
  readonly to: number
  readonly offset: number
}

// Asking the time zone database takes microseconds and a year of occurrences asks often: the spans asked about last
// are remembered, a few of each zone. To find where one ends takes milliseconds, so it is done for zones that are
// asked about again and again, not for every zone of the earth once.
const spans = new Map<string, { asked: number; kept: Span[] }>()
const spansKept = 16
const askedOften = 8

const zonedAt = (at: number, zone: string) =>
  Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(at), zone)
const offsetOf = (zoned: ZonedDateTime.Record): number =>
  Math.round(ZonedDateTime.offsetNanoseconds(zoned) / 1_000_000)

function spanAt(at: number, zone: string): Span | null {
  const known = spans.get(zone) ?? { asked: 0, kept: [] }
  spans.set(zone, known)
  if (known.asked++ < askedOften) return null
  const found = known.kept.find(({ from, to }) => at >= from && at < to)
  if (found !== undefined) return found
  const zoned = zonedAt(at, zone)
  // `previous` is strictly before: at the very instant of a change it would name the one before.
  const before = ZonedDateTime.getTimeZoneTransition(zonedAt(at + 1, zone), 'previous')
  const after = ZonedDateTime.getTimeZoneTransition(zoned, 'next')
  const span = {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: offsetOf(zoned),
  }
  known.kept = [span, ...known.kept].slice(0, spansKept)
  return span
}

/** Milliseconds that clocks in the zone are ahead of UTC at the instant (epoch milliseconds). */
export const offsetAt = (at: number, zone: string): number =>
  spanAt(at, zone)?.offset ?? offsetOf(zonedAt(at, zone))

/** What clocks in the zone show at the instant. */
export const wallAt = (at: number, zone: string): Wall => at + offsetAt(at, zone)

export interface Placed {
  readonly at: number
  /** The wall time does not exist: a gap moved it forward. */
  readonly moved: boolean
}

/**
 * The instant at which clocks in the zone show the wall time. The two rules of RFC 5545, 3.3.5, for all we do:
 * a wall time that a change of clocks leaves out is moved forward by the length of the gap (02:30 is 03:30 on the
 * night that Paris goes to summer time; the 30th is the 31st in Apia, which left a day out in 2011), and of one that
 * comes twice the first is meant.
 */
export function placeOf(wall: Wall, zone: string): Placed {
  const span = spanAt(wall, zone)
  if (span !== null && wall - clear > span.from && wall + clear < span.to)
    return { at: wall - span.offset, moved: false }
  const { year, month, monthDay } = civilDate(dayOf(wall))
  const time = timeOf(wall)
  const local = PlainDateTime.create(
    year,
    month,
    monthDay,
    Math.floor(time / hour),
    Math.floor((time % hour) / minute),
    Math.floor((time % minute) / 1000),
    time % 1000,
    0,
    0,
    Calendar.getISO(),
  )
  const zoned = PlainDateTime.toZonedDateTime(local, zone, { disambiguation: 'compatible' })
  const at = zoned.epochMilliseconds
  return { at, moved: at + offsetOf(zoned) !== wall }
}

export const instantOf = (wall: Wall, zone: string): number => placeOf(wall, zone).at
