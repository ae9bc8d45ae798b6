import { escaped, folded } from './lines.ts'

/** An event of a feed; instants in epoch milliseconds. */
export interface FeedEvent {
  /** The same for the same occurrence for ever, so that calendars move it rather than show it twice. */
  readonly uid: string
  readonly summary: string
  readonly description?: string
  readonly url?: string
  readonly start: number
  /** The same as the start, or earlier: a moment. */
  readonly end: number
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'
  readonly categories?: readonly string[]
  /** When what it says was last changed. */
  readonly changed: number
}

/**
 * An iCalendar file (RFC 5545) of occurrences, each as it is: instants in UTC, which every calendar shows in its own
 * zone, so it needs neither the time zones nor the rules that they came from.
 */
export function writeCalendar(name: string, events: readonly FeedEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Chappe//Campaigns//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    // RFC 7986, and what programs knew before it.
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map(folded).join('')
}

function eventLines(event: FeedEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${utc(event.changed)}`,
    `LAST-MODIFIED:${utc(event.changed)}`,
    `DTSTART:${utc(event.start)}`,
    ...(event.end > event.start ? [`DTEND:${utc(event.end)}`] : []),
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escaped(event.description)}`] : []),
    // A URI is no text: it is not escaped, and a line break in it would be a line of its own.
    ...(event.url ? [`URL:${event.url.replace(/[\s\p{Cc}]/gu, '')}`] : []),
    ...(event.categories?.length ? [`CATEGORIES:${event.categories.map(escaped).join(',')}`] : []),
    `STATUS:${event.status}`,
    // A campaign does not make anybody busy.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
