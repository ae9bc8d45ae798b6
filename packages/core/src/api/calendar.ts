import { z } from 'zod'
import { campaignStatuses } from '../campaign/lifecycle.ts'
import { campaignKinds, campaignLimits, categories, channels } from '../campaign/schema.ts'
import { externalLimits } from '../schedule/calendar/external.ts'
import { slashedDates } from '../schedule/calendar/read-csv.ts'
import { Zone } from '../schedule/parts.ts'
import { endpoint, listParam, nothing, one } from './endpoint.ts'

const tag = 'Calendar'
const instant = z.iso.datetime({ offset: true })
const calendars = '/v1/external-calendars'
const feed = '/v1/calendar-feed'

/** What one answer holds at most; beyond it `truncated` is true and a filter helps. */
export const calendarLimits = {
  days: 62,
  campaigns: 300,
  bands: 2_000,
  conflicts: 500,
  /** Two campaigns to the same audience are in conflict when they are closer together than this. */
  hoursApart: 24,
} as const

/**
 * How a band comes to be: sent and over, being sent (its end is an estimate), to come by the schedule of what is
 * active, to come if the draft were activated, or the window in which a campaign takes calls.
 */
export const bandPhases = ['sent', 'sending', 'planned', 'draft', 'window'] as const
export type BandPhase = (typeof bandPhases)[number]

export const CalendarBand = z.object({
  /** Unique in the answer, and the same the next time. */
  id: z.string(),
  phase: z.enum(bandPhases),
  campaignId: z.uuid(),
  name: z.string(),
  status: z.enum(campaignStatuses),
  kind: z.enum(campaignKinds),
  category: z.enum(categories),
  channel: z.enum(channels),
  tags: z.array(z.string()),
  version: z.int(),
  /** The revision of a draft, to save it with another time; null where nothing can be moved. */
  revision: z.int32().nullable(),
  /** Which occurrence it is once it was begun. */
  occurrence: z.object({ id: z.uuid(), number: z.int() }).nullable(),
  /** The local time that the schedule names, and its zone; null for the window of a campaign that is called. */
  local: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** From 0, of so many; null: not in waves. */
  wave: z.object({ index: z.int(), of: z.int() }).nullable(),
  start: instant,
  /** The same as the start where nothing is known of how many; null: later than the window asked for, or never. */
  end: instant.nullable(),
  /** As many as there were; or as the audience had when it was last evaluated; null: not known. */
  people: z.int().nullable(),
  recurring: z.boolean(),
  audience: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Whether who asks may move it: a draft that is sent by date, or a window with dates. */
  editable: z.boolean(),
})
export type CalendarBand = z.infer<typeof CalendarBand>

export const CalendarConflict = z.object({
  /** Ids of the two bands. */
  bands: z.tuple([z.string(), z.string()]),
  /** `audience`: the same audience is written to twice within 24 hours; `hours`: both are sent at the same time. */
  kind: z.enum(['audience', 'hours']),
})
export type CalendarConflict = z.infer<typeof CalendarConflict>

export const getCalendar = endpoint({
  id: 'getCalendar',
  summary:
    'What was, is and will be sent between two instants (62 days apart at most), how much in which hour, and what is in conflict',
  tag,
  method: 'GET',
  path: '/v1/calendar',
  access: 'campaigns:read',
  query: z.object({
    from: instant,
    to: instant,
    /** Without it all but drafts, what is in review, and archived ones. */
    status: listParam(z.enum(campaignStatuses)),
    kind: listParam(z.enum(campaignKinds)),
    channel: listParam(z.enum(channels)),
    tag: listParam(z.string().max(campaignLimits.tag)),
    /** Drafts and what is in review, too. */
    drafts: z.stringbool().optional(),
  }),
  reply: z.object({
    /** By start. */
    bands: z.array(CalendarBand),
    /** People in each hour from `from` on: sent in those that are over, planned in those to come. */
    hours: z.array(z.int()),
    conflicts: z.array(CalendarConflict),
    truncated: z.boolean(),
  }),
})

export const calendarColors = ['blue', 'green', 'orange', 'purple', 'red', 'gray'] as const
export type CalendarColor = (typeof calendarColors)[number]
export const calendarFormats = ['ics', 'csv'] as const

export const ExternalCalendar = z.object({
  id: z.uuid(),
  name: z.string(),
  color: z.enum(calendarColors),
  format: z.enum(calendarFormats),
  /** In a CSV file, how `03/04/26` is meant: `mdy` is the 4th of March, `dmy` the 3rd of April. */
  dates: z.enum(slashedDates),
  /** Events in the file; what recurs counts once. */
  events: z.int(),
  revision: z.int32(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
})
export type ExternalCalendar = z.infer<typeof ExternalCalendar>

/** What was left out of a file, or guessed; `line` from 1, where there is one. */
export const CalendarWarning = z.object({
  code: z.enum(['bad-date', 'bad-rule', 'unknown-zone', 'end-before-start', 'too-many', 'bad-row']),
  text: z.string(),
  line: z.int().optional(),
})
export type CalendarWarning = z.infer<typeof CalendarWarning>

const Name = z.string().trim().min(1).max(externalLimits.name)
const File = {
  format: z.enum(calendarFormats),
  dates: z.enum(slashedDates).default('mdy'),
  /** The file as text: iCalendar (RFC 5545), or CSV with the columns event name, start and end. */
  source: z.string().min(1).max(externalLimits.size),
}
/** A letter takes three bytes at most, and JSON makes two of a quote. */
const fileLimit = 3 * externalLimits.size + 4_096
const Uploaded = z.object({ calendar: ExternalCalendar, warnings: z.array(CalendarWarning) })

export const listExternalCalendars = endpoint({
  id: 'listExternalCalendars',
  summary: 'Calendars of others that are laid under that of the campaigns: three at most, by name',
  tag,
  method: 'GET',
  path: calendars,
  access: 'campaigns:read',
  reply: z.object({ items: z.array(ExternalCalendar) }),
})
export const createExternalCalendar = endpoint({
  id: 'createExternalCalendar',
  summary: 'Lay a calendar under ours, from an ICS or a CSV file; what cannot be read in it is told by line',
  tag,
  method: 'POST',
  path: calendars,
  access: 'campaigns:write',
  status: 201,
  bodyLimit: fileLimit,
  body: z.object({ name: Name, color: z.enum(calendarColors).default('gray'), ...File }),
  reply: Uploaded,
})
export const editExternalCalendar = endpoint({
  id: 'editExternalCalendar',
  summary: 'Change the name or the colour of an external calendar',
  tag,
  method: 'PATCH',
  path: `${calendars}/:id`,
  access: 'campaigns:write',
  params: one,
  body: z.object({ revision: z.int32(), name: Name.optional(), color: z.enum(calendarColors).optional() }),
  reply: ExternalCalendar,
})
export const replaceExternalCalendar = endpoint({
  id: 'replaceExternalCalendar',
  summary: 'Put another file in the place of the one that an external calendar came from',
  tag,
  method: 'PUT',
  path: `${calendars}/:id`,
  access: 'campaigns:write',
  params: one,
  bodyLimit: fileLimit,
  body: z.object({ revision: z.int32(), ...File }),
  reply: Uploaded,
})
export const deleteExternalCalendar = endpoint({
  id: 'deleteExternalCalendar',
  summary: 'Take an external calendar away',
  tag,
  method: 'DELETE',
  path: `${calendars}/:id`,
  access: 'campaigns:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const listExternalEvents = endpoint({
  id: 'listExternalEvents',
  summary: 'The events of an external calendar between two instants (62 days apart at most), by start',
  tag,
  method: 'GET',
  path: `${calendars}/:id/events`,
  access: 'campaigns:read',
  params: one,
  query: z.object({
    from: instant,
    to: instant,
    /** Of whole days, and of times that name no zone. */
    timeZone: Zone.default('UTC'),
  }),
  reply: z.object({
    items: z.array(z.object({ summary: z.string(), start: instant, end: instant, allDay: z.boolean() })),
  }),
})

export const CalendarFeed = z.object({
  createdAt: instant,
  /** When a calendar program last asked for it. */
  readAt: instant.nullable(),
})
export type CalendarFeed = z.infer<typeof CalendarFeed>

export const getCalendarFeed = endpoint({
  id: 'getCalendarFeed',
  summary:
    'Whether there is an address at which one’s own calendar program reads the campaigns of this sandbox',
  tag,
  method: 'GET',
  path: feed,
  access: 'signed-in',
  reply: z.object({ feed: CalendarFeed.nullable() }),
})
export const renewCalendarFeed = endpoint({
  id: 'renewCalendarFeed',
  summary: 'Make the address of one’s feed, which is told this once; the one before it ends',
  tag,
  method: 'POST',
  path: feed,
  access: 'signed-in',
  status: 201,
  reply: z.object({ url: z.string(), feed: CalendarFeed }),
})
export const revokeCalendarFeed = endpoint({
  id: 'revokeCalendarFeed',
  summary: 'End one’s feed: its address leads nowhere any more',
  tag,
  method: 'DELETE',
  path: feed,
  access: 'signed-in',
  status: 204,
  reply: nothing,
})
