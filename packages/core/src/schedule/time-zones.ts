import type { Wall } from './civil.ts'
import type { ProfileTimeZone } from './schema.ts'
import { canonicalZone, instantOf } from './zones.ts'

/** How many people have this in their profile as their time zone; null: nothing. */
export interface ZoneCount {
  readonly zone: string | null
  readonly people: number
}

/** People who get an occurrence at the same instant, because their clocks show its time together. */
export interface ZoneGroup {
  /** Epoch milliseconds; what is planned, also when it has passed. */
  readonly at: number
  /** The profiles' values, as they stand there, so that people can be found by them. */
  readonly values: readonly (string | null)[]
  /** Today's names of these zones. */
  readonly zones: readonly string[]
  readonly people: number
  /** It passed before the occurrence began to be sent: they get it at once, or are skipped, by policy. */
  readonly passed: 'send' | 'skip' | null
}

export interface ZonePlan {
  /** In order of time. */
  readonly groups: readonly ZoneGroup[]
  /** The first and the last instant at which somebody is sent to; null when nobody is. */
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** People without a zone, or with one that does not exist: they are in the group of the fallback. */
  readonly fellBack: { readonly missing: number; readonly unknown: number }
  /** People whose time had passed and who are skipped for it. */
  readonly skipped: number
}

/**
 * Delivery at a local time on each person's own clock. `local` is what clocks are to show (gap and overlap as at
 * `placeOf`, in each zone by its own clocks), `zone` the schedule's, `began` the instant at which the occurrence
 * began to be sent: an activation late in the day, or a campaign that was made for today.
 *
 * Who is later than `began` waits; who is not gets it at once (`send`, so that nobody is left out) or not at all
 * (`skip`). Values that are no time zone are counted and fall back; nobody is dropped for them.
 */
export function planZones(
  counts: readonly ZoneCount[],
  { fallback, passed }: ProfileTimeZone,
  local: Wall,
  zone: string,
  began: number,
): ZonePlan {
  const groups = new Map<number, { values: Set<string | null>; zones: Set<string>; people: number }>()
  const fellBack = { missing: 0, unknown: 0 }
  const otherwise = fallback ?? zone
  for (const { zone: value, people } of counts) {
    const named = value === null || value.trim() === '' ? null : value
    const own = named === null ? null : canonicalZone(named)
    if (own === null) fellBack[named === null ? 'missing' : 'unknown'] += people
    const used = own ?? otherwise
    const at = instantOf(local, used)
    const group = groups.get(at) ?? { values: new Set(), zones: new Set(), people: 0 }
    group.values.add(value)
    group.zones.add(used)
    group.people += people
    groups.set(at, group)
  }
  const planned = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, { values, zones, people }]) => ({
      at,
      values: [...values],
      zones: [...zones].sort(),
      people,
      passed: at < began ? passed : null,
    }))
  const sentTo = planned.filter((group) => group.passed !== 'skip').map(({ at }) => Math.max(at, began))
  return {
    groups: planned,
    firstAt: sentTo[0] ?? null,
    lastAt: sentTo.at(-1) ?? null,
    fellBack,
    skipped: planned.reduce((sum, group) => sum + (group.passed === 'skip' ? group.people : 0), 0),
  }
}
