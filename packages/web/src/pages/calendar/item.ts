import type { CalendarBand, ExternalCalendar, listExternalEvents } from '@chappe/core/api/calendar'
import type { Reply } from '../../api.ts'

type ExternalEvent = Reply<typeof listExternalEvents>['items'][number]

interface Shown {
  readonly id: string
  readonly name: string
  /** Epoch milliseconds; an end that nobody knows is `Infinity`. */
  readonly start: number
  readonly end: number
}

export interface BandItem extends Shown {
  readonly kind: 'band'
  readonly band: CalendarBand
}
export interface EventItem extends Shown {
  readonly kind: 'event'
  readonly calendar: ExternalCalendar
  readonly allDay: boolean
}

/** What stands in the calendar: a band of a campaign, or an event of somebody else's calendar. */
export type Item = BandItem | EventItem

export const bandItem = (band: CalendarBand): BandItem => ({
  kind: 'band',
  band,
  id: band.id,
  name: band.name,
  start: Date.parse(band.start),
  end: band.end === null ? Number.POSITIVE_INFINITY : Date.parse(band.end),
})

export const eventItem = (calendar: ExternalCalendar, event: ExternalEvent, index: number): EventItem => ({
  kind: 'event',
  calendar,
  allDay: event.allDay,
  id: `${calendar.id}#${index}`,
  name: event.summary,
  start: Date.parse(event.start),
  end: Date.parse(event.end),
})

/** By start; of those that begin together the longer one first. */
export const inOrder = (items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
