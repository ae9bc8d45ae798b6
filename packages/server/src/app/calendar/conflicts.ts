import { type CalendarConflict, calendarLimits } from '@chappe/core/api/calendar'
import { type Band, conflicts } from '@chappe/core/schedule/calendar/events'
import type { Placed } from './bands.ts'

const apart = calendarLimits.hoursApart * 3_600_000

/**
 * What is in conflict among campaigns that are sent, where both are still to end: the same audience is written to twice
 * within a day, which comes first, or two are sent at the same time. In the order of the bands, which is by start.
 */
export function conflictsOf(placed: readonly Placed[], now: number): CalendarConflict[] {
  const open = placed.filter(
    ({ band, told }) => told.phase !== 'window' && told.kind === 'action' && band.end >= now,
  )
  const byBand = new Map<Band, Placed>(open.map((one) => [one.band, one]))
  const bands = open.map(({ band }) => band)
  const found: Record<CalendarConflict['kind'], CalendarConflict[]> = { audience: [], hours: [] }
  for (const [index, { band, told, audienceId }] of open.entries()) {
    const later = bands.slice(index + 1)
    const atOnce = new Set(conflicts(band, later))
    for (const other of conflicts(band, later, apart)) {
      const { told: otherTold, audienceId: otherAudience } = byBand.get(other)!
      const isSame = audienceId !== null && audienceId === otherAudience
      if (!isSame && !atOnce.has(other)) continue
      const kind = isSame ? 'audience' : 'hours'
      if (found[kind].length < calendarLimits.conflicts)
        found[kind].push({ bands: [told.id, otherTold.id], kind })
    }
  }
  return [...found.audience, ...found.hours].slice(0, calendarLimits.conflicts)
}
