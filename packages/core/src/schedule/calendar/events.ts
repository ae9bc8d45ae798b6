import { day, hour, parseLocal } from '../civil.ts'
import { type Occurrence, occurrencesBetween } from '../occurrences.ts'
import { plan, type Volume } from '../rate/plan.ts'
import type { Pace } from '../rate/schema.ts'
import type { CampaignSchedule } from '../schema.ts'
import { planZones, type ZoneCount } from '../time-zones.ts'
import { type Waves, waveSizes, waveStarts } from '../waves.ts'

/** What a calendar has to know of a campaign. */
export interface Planned {
  readonly campaignId: string
  readonly schedule: CampaignSchedule
  readonly waves: Waves | null
  readonly pace: Pace
  /** Estimated; null: not known, so no volumes either. */
  readonly people: number | null
  /** When it was activated, or would be (epoch milliseconds); null shows nothing of what is sent at once. */
  readonly activatedAt: number | null
  /** Where the hours and dates of a schedule are that names no zone. */
  readonly zone?: string
  /** Of an audience sent to by profile time zone, who is where; none: all in the schedule's zone. */
  readonly zones?: readonly ZoneCount[]
  /** Messages per second that the installation manages. */
  readonly capacity?: number
  /** Occurrences before this instant are none: they are known otherwise, or will not be. */
  readonly since?: number
  /** Until when it is of interest how many are reached. A band that is longer ends at `Infinity`. */
  readonly horizon?: number
}

/** A stretch of the calendar: one occurrence, or one wave of it, from its start to its last message. */
export interface Band {
  readonly campaignId: string
  /** The local date and time of the occurrence. */
  readonly occurrence: string
  /** From 0; null: not in waves. */
  readonly wave: number | null
  readonly start: number
  /** The same as the start when nothing is known of how many; `Infinity`: beyond the horizon. */
  readonly end: number
  readonly people: number | null
  readonly hours: readonly Volume[]
}

// An occurrence that began earlier than this is not looked for: the calendar shows what is coming.
const lookBack = 62 * day
const mostOccurrences = 1000

/** The bands of a campaign that touch `[from, to)`, by start; those of its first occurrences when they are `most`. */
export function campaignBands(
  campaign: Planned,
  from: number,
  to: number,
  most = Number.POSITIVE_INFINITY,
): Band[] {
  const bands: Band[] = []
  for (const occurrence of occurrencesOf(campaign, from, to)) {
    if (bands.length >= most) break
    const ours = bandsOf(campaign, occurrence)
    bands.push(...ours.filter(({ start, end }) => start < to && (end > from || start >= from)))
  }
  return bands.sort((a, b) => a.start - b.start)
}

function occurrencesOf({ schedule, activatedAt, since }: Planned, from: number, to: number): Occurrence[] {
  if (schedule.kind === 'now')
    return activatedAt === null
      ? []
      : [{ at: activatedAt, local: new Date(activatedAt).toISOString().slice(0, 16) }]
  const lead = schedule.profileTimeZone === null ? 0 : day
  const earliest = schedule.kind === 'at' ? Number.NEGATIVE_INFINITY : from - lookBack
  return occurrencesBetween(schedule, Math.max(earliest, since ?? earliest), to + lead, mostOccurrences)
}

function bandsOf(campaign: Planned, occurrence: Occurrence): Band[] {
  const { schedule, waves, people } = campaign
  const zone = schedule.kind === 'now' ? (campaign.zone ?? 'UTC') : schedule.timeZone
  if (waves === null) return [band(campaign, occurrence, zone, null, people, 0)]
  const starts = waveStarts(waves, occurrence.at, zone)
  const sizes = people === null ? null : waveSizes(waves, people).sizes
  return starts.map((start, wave) =>
    band(campaign, occurrence, zone, wave, sizes?.[wave] ?? null, start - occurrence.at),
  )
}

function band(
  campaign: Planned,
  occurrence: Occurrence,
  zone: string,
  wave: number | null,
  people: number | null,
  delay: number,
): Band {
  const parts = startsOf(campaign, occurrence, zone, people).map(({ at, people }) => ({
    at: at + delay,
    people,
  }))
  const planned = parts.map(({ at, people }) => {
    const { pace, isCut } = paceUntil(campaign, at)
    const { hours, endsAt, left } = plan({
      people: people ?? 0,
      pace,
      start: at,
      zone,
      ...(campaign.capacity !== undefined && { capacity: campaign.capacity }),
    })
    return { hours, endsAt: isCut && left > 0 ? Number.POSITIVE_INFINITY : endsAt }
  })
  const start = Math.min(...parts.map(({ at }) => at))
  return {
    campaignId: campaign.campaignId,
    occurrence: occurrence.local,
    wave,
    start,
    end: Math.max(start, ...parts.map(({ at }, index) => planned[index]!.endsAt ?? at)),
    people,
    hours: planned.flatMap(({ hours }) => hours).sort((a, b) => a.at - b.at),
  }
}

/** The pace as far as the horizon: nobody pays for ten years of hours to see a week of them. */
function paceUntil({ pace, horizon }: Planned, start: number): { pace: Pace; isCut: boolean } {
  if (horizon === undefined) return { pace, isCut: false }
  const hours = Math.max(1, Math.ceil((horizon - start) / hour))
  const isCut = hours < (pace.deadlineHours ?? Number.POSITIVE_INFINITY)
  return { pace: isCut ? { ...pace, deadlineHours: hours } : pace, isCut }
}

/** When how many of the people begin: all at once, or by the clocks where they are. */
function startsOf(
  { schedule, zones = [] }: Planned,
  { at, local }: Occurrence,
  zone: string,
  people: number | null,
): { at: number; people: number | null }[] {
  if (schedule.kind === 'now' || schedule.profileTimeZone === null || zones.length === 0)
    return [{ at, people }]
  const { groups } = planZones(
    zones,
    schedule.profileTimeZone,
    parseLocal(local)!,
    zone,
    Number.NEGATIVE_INFINITY,
  )
  const known = groups.reduce((sum, group) => sum + group.people, 0)
  let before = 0
  let given = 0
  return groups.map((group) => {
    before += group.people
    if (people === null || known === 0) return { at: group.at, people: null }
    const until = Math.round((people * before) / known)
    const here = until - given
    given = until
    return { at: group.at, people: here }
  })
}

/** People by the hour over all bands, for `[from, to)` in steps of an hour from `from` on. */
export function hourlyVolume(bands: readonly Band[], from: number, to: number): number[] {
  const volume = new Array<number>(Math.max(0, Math.ceil((to - from) / hour))).fill(0)
  for (const { hours } of bands)
    for (const { at, people } of hours) {
      const index = Math.floor((at - from) / hour)
      if (index >= 0 && index < volume.length) volume[index]! += people
    }
  return volume
}

/** The bands of other campaigns that are sent at the same time as this one, or less than `apart` ms before or after. */
export function conflicts(band: Band, others: readonly Band[], apart = 0): Band[] {
  // What has no length yet still is at its start.
  const over = ({ start, end }: Band) => Math.max(end, start + 1) + apart
  return others.filter(
    (other) => other.campaignId !== band.campaignId && other.start < over(band) && band.start < over(other),
  )
}

/**
 * Rows for bands, so that no two in a row overlap, as few as can be: a row number for each band, in the order given
 * (by start). `least` is how long in milliseconds the shortest is drawn.
 */
export function rowsOf(bands: readonly Pick<Band, 'start' | 'end'>[], least = 0): number[] {
  const free: number[] = []
  return bands.map(({ start, end }) => {
    const found = free.findIndex((until) => until <= start)
    const row = found === -1 ? free.length : found
    free[row] = Math.max(end, start + least)
    return row
  })
}
