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

// Asking the time zone database takes microseconds and a year of occurrences asks often: the spans asked about
// last are remembered, a few of each zone.
const spans = new Map<string, Span[]>()
const spansKept = 16

function spanAt(at: number, zone: string): Span {
  const kept = spans.get(zone) ?? []
  const found = kept.find(({ from, to }) => at >= from && at < to)
  if (found !== undefined) return found
  const zoned = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(at), zone)
  const changed = (direction: 'previous' | 'next', instant = zoned) =>
    ZonedDateTime.getTimeZoneTransition(instant, direction)?.epochMilliseconds
  const asked = {
    // `previous` is strictly before: at the very instant of a change it would name the one before.
    from: changed('previous', Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(at + 1), zone)),
    to: changed('next'),
  }
  const span = {
    from: asked.from ?? Number.NEGATIVE_INFINITY,
    to: asked.to ?? Number.POSITIVE_INFINITY,
    offset: Math.round(ZonedDateTime.offsetNanoseconds(zoned) / 1_000_000),
  }
  spans.set(zone, [span, ...kept].slice(0, spansKept))
  return span
}

/** Milliseconds that clocks in the zone are ahead of UTC at the instant (epoch milliseconds). */
export const offsetAt = (at: number, zone: string): number => spanAt(at, zone).offset

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
  const simple = wall - span.offset
  if (simple - longestChange > span.from && simple + longestChange < span.to)
    return { at: simple, moved: false }
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
  const offset = Math.round(ZonedDateTime.offsetNanoseconds(zoned) / 1_000_000)
  const at = zoned.epochMilliseconds
  return { at, moved: at + offset !== wall }
}

export const instantOf = (wall: Wall, zone: string): number => placeOf(wall, zone).at
