import type { Definition } from '@chappe/core/campaign/schema'
import { type DateValue, now, parseDateTime, toCalendarDateTime } from '@internationalized/date'

export type Trigger = Definition['trigger']
export type Recurring = Extract<Trigger, { kind: 'recurring' }>
export type Every = 'day' | 'week' | 'month'

/** `2026-03-29T09:30` as the date field holds it, and back. */
export const asDate = (local: string) => parseDateTime(local)
export const asLocal = (date: DateValue): string => toCalendarDateTime(date).toString().slice(0, 16)

/** Tomorrow at nine, in the zone. */
export const tomorrow = (timeZone: string): string =>
  asLocal(
    toCalendarDateTime(now(timeZone).add({ days: 1 }).set({ hour: 9, minute: 0, second: 0, millisecond: 0 })),
  )

/** The same campaign sent in another way: what was said about times is kept where it can be. */
export function inKind(trigger: Trigger, kind: Trigger['kind'], timeZone: string): Trigger {
  if (kind === trigger.kind) return trigger
  if (kind === 'now') return { kind }
  const zone = trigger.kind === 'now' ? timeZone : trigger.timeZone
  const start = trigger.kind === 'now' ? tomorrow(zone) : trigger.kind === 'at' ? trigger.at : trigger.start
  if (kind === 'at') return { kind, at: start, timeZone: zone, profileTimeZone: null }
  return {
    kind,
    recurrence: recurrenceOf('week', start),
    start,
    timeZone: zone,
    end: { kind: 'never' },
    profileTimeZone: null,
    evergreen: false,
    missed: 'next',
  }
}

/** What comes again as the start says: its weekday, its day of the month, its time. */
export function recurrenceOf(every: Every, start: string, interval = 1): Recurring['recurrence'] {
  if (every === 'day') return { every, interval, times: [] }
  if (every === 'week') return { every, interval, days: [], times: [] }
  return { every, interval, on: { by: 'day', days: [asDate(start).day] }, times: [] }
}
