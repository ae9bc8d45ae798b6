import type { CalendarBand } from '@chappe/core/api/calendar'
import type { Definition } from '@chappe/core/campaign/schema'
import {
  day,
  dayOf,
  formatLocal,
  hour,
  minute,
  parseLocal,
  timeOf,
  type Wall,
} from '@chappe/core/schedule/civil'
import { movedSchedule } from '@chappe/core/schedule/move'
import { instantOf, wallAt } from '@chappe/core/schedule/zones'
import type { CalendarView } from './search.ts'

/** Minutes that a band snaps to when it is dragged. */
const snap = 15

/** The definition of a draft whose band begins at another instant; null where its schedule cannot say so. */
export function movedDefinition(definition: Definition, band: CalendarBand, to: number): Definition | null {
  const from = Date.parse(band.start)
  if (band.local === null || band.timeZone === null) {
    const { startAt, endAt, ...rest } = definition.schedule
    const later = (instant: string | null) =>
      instant === null ? null : new Date(Date.parse(instant) + to - from).toISOString()
    return startAt === null
      ? null
      : { ...definition, schedule: { ...rest, startAt: later(startAt), endAt: later(endAt) } }
  }
  // By as much as the clocks there show: 9:00 stays 9:00 when it goes over a change of clocks.
  const by = toMinute(wallAt(to, band.timeZone)) - toMinute(wallAt(from, band.timeZone))
  const moved = (local: string) => formatLocal(parseLocal(local)! + by)
  const trigger = movedSchedule(definition.trigger, band.local, moved(band.local))
  if (trigger === null) return null
  const { waves } = definition
  return {
    ...definition,
    trigger,
    waves: waves && {
      ...waves,
      waves: waves.waves.map((wave) => ({ ...wave, at: wave.at === null ? null : moved(wave.at) })),
    },
  }
}

const toMinute = (wall: Wall): Wall => Math.floor(wall / minute) * minute

/** The id that the band has once it is moved: its local time is part of it. */
export function movedId(band: CalendarBand, to: number): string {
  if (band.local === null || band.timeZone === null) return band.id
  const by = toMinute(wallAt(to, band.timeZone)) - toMinute(wallAt(Date.parse(band.start), band.timeZone))
  return band.id.replace(band.local, formatLocal(parseLocal(band.local)! + by))
}

/** Where an arrow leads a band that is being moved: by days, and by hours in a week or by weeks in a month. */
export function nudged(at: number, key: string, view: CalendarView, zone: string): number | null {
  const wall = wallAt(at, zone)
  const by: Record<string, number> = {
    ArrowLeft: -day,
    ArrowRight: day,
    ArrowUp: view === 'week' ? -hour : -7 * day,
    ArrowDown: view === 'week' ? hour : 7 * day,
  }
  const step = by[key]
  return step === undefined ? null : instantOf(wall + step, zone)
}

/** The instant of a band that is dropped on a day, and at a time of day where that says one. */
export function droppedAt(
  start: number,
  zone: string,
  { days, minutes }: { readonly days: number; readonly minutes: number | null },
): number {
  const wall = wallAt(start, zone)
  const time = minutes === null ? timeOf(wall) : snapped(minutes) * minute
  return instantOf((dayOf(wall) + days) * day + time, zone)
}

const snapped = (minutes: number): number =>
  Math.min(1440 - snap, Math.max(0, Math.round(minutes / snap) * snap))
