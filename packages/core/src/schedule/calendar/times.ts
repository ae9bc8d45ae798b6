import { checkedDay, day, hour, minute, parseTime, type Wall } from '../civil.ts'
import { canonicalZone, instantOf, wallAt } from '../zones.ts'
import type { ContentLine } from './lines.ts'
import { windowsZones } from './windows-zones.ts'

/** A date or a date-time of a property, on the clock of its zone. */
export interface Stamp {
  readonly wall: Wall
  readonly zone: string
  readonly allDay: boolean
}

/** Reads `20260329`, `20260329T090000` or `20260329T090000Z`; null when it is none of them. */
export function readStamp(value: string, zone: string, zoneOfDays: string): Stamp | null {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/i.exec(value.trim())
  if (found === null) return null
  const number = checkedDay(Number(found[1]), Number(found[2]), Number(found[3]))
  if (number === null) return null
  if (found[4] === undefined) return { wall: number * day, zone: zoneOfDays, allDay: true }
  // A leap second is the one before it here.
  const time = parseTime(`${found[4]}:${found[5]}:${found[6] === '60' ? '59' : found[6]}`)
  if (time === null) return null
  return { wall: number * day + time, zone: found[7] === undefined ? zone : 'UTC', allDay: false }
}

export const stampAt = ({ wall, zone }: Stamp): number => instantOf(wall, zone)

/** What the clock of another stamp's zone shows when it is this time. */
export const wallIn = (stamp: Stamp, zone: string): Wall =>
  stamp.zone === zone ? stamp.wall : wallAt(stampAt(stamp), zone)

/** `P1DT2H30M`, `P2W` in milliseconds (RFC 5545, 3.3.6); null when it is no duration. */
export function readDuration(value: string): number | null {
  const found =
    /^([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/i.exec(
      value.trim(),
    )
  if (found === null) return null
  const part = (index: number) => Number(found[index] ?? 0)
  const length = (part(2) * 7 + part(3)) * day + part(4) * hour + part(5) * minute + part(6) * 1000
  return found[1] === '-' ? -length : length
}

/**
 * Today's name of the zone that a TZID means, null when nobody knows: an IANA name, a path that ends with one (as
 * libical writes), or what Windows calls it.
 */
function zoneOfId(id: string): string | null {
  const parts = id.split('/').slice(-3)
  const windows = windowsZones.get(id)
  if (windows !== undefined) return windows
  for (let from = 0; from < parts.length; from++) {
    const zone = canonicalZone(parts.slice(from).join('/'))
    if (zone !== null) return zone
  }
  return null
}

/** The zones of a file, each looked up once; what is unknown is told once and read in the zone asked for. */
export function zonesOfFile(fallback: string, unknown: (id: string) => void) {
  const seen = new Map<string, string>()
  return ({ params }: ContentLine): string => {
    const id = params.get('TZID')
    if (id === undefined) return fallback
    const found = seen.get(id)
    if (found !== undefined) return found
    const zone = zoneOfId(id)
    if (zone === null) unknown(id)
    seen.set(id, zone ?? fallback)
    return zone ?? fallback
  }
}
