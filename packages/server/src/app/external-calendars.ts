import type {
  CalendarWarning,
  createExternalCalendar,
  ExternalCalendar,
  editExternalCalendar,
  listExternalEvents,
  replaceExternalCalendar,
} from '@chappe/core/api/calendar'
import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import { Problem } from '@chappe/core/kit/problem'
import {
  externalLimits,
  type ExternalCalendar as Read,
  type Wanted,
} from '@chappe/core/schedule/calendar/external'
import { readCalendar } from '@chappe/core/schedule/calendar/read'
import { readCsvCalendar, type SlashedDates } from '@chappe/core/schedule/calendar/read-csv'
import type { Ctx } from '../context.ts'
import * as store from '../store/external-calendars.ts'
import { windowFrom } from './calendar.ts'
import { by, stale } from './campaigns.ts'

interface Uploaded {
  calendar: ExternalCalendar
  warnings: CalendarWarning[]
}

interface File {
  readonly format: ExternalCalendar['format']
  readonly dates: SlashedDates
  readonly source: string
}

export async function list(ctx: Ctx): Promise<{ items: ExternalCalendar[] }> {
  return { items: (await store.list(ctx.db, ctx.sandboxId)).map(present) }
}

/** Throws calendar/unusable with what is wrong by line, and calendar/too-many. */
export async function create(
  ctx: Ctx,
  { name, color, ...file }: BodyOf<typeof createExternalCalendar>,
): Promise<Uploaded> {
  const { events, warnings } = checked(ctx, file)
  const calendar = { id: ctx.newId(), name, color, ...file, events }
  const row = await store.create(ctx.db, ctx.sandboxId, calendar, externalLimits.calendars, by(ctx))
  if (!row)
    throw new Problem(
      'calendar/too-many',
      `There can be ${externalLimits.calendars} external calendars. Delete or replace one.`,
    )
  return { calendar: present(row), warnings }
}

/** Throws calendar/not-found and request/stale. */
export async function edit(
  ctx: Ctx,
  id: string,
  { revision, name, color }: BodyOf<typeof editExternalCalendar>,
): Promise<ExternalCalendar> {
  const values = { ...(name !== undefined && { name }), ...(color !== undefined && { color }) }
  return present(await changed(ctx, id, revision, values))
}

/** Throws calendar/not-found, request/stale, and calendar/unusable as `create` does. */
export async function replace(
  ctx: Ctx,
  id: string,
  { revision, ...file }: BodyOf<typeof replaceExternalCalendar>,
): Promise<Uploaded> {
  await found(ctx, id)
  const { events, warnings } = checked(ctx, file)
  return { calendar: present(await changed(ctx, id, revision, { ...file, events })), warnings }
}

/** Throws calendar/not-found. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.remove(ctx.db, ctx.sandboxId, id))) missing()
}

/** Throws calendar/not-found, and request/invalid for a window that is none. */
export async function events(
  ctx: Ctx,
  id: string,
  { from, to, timeZone }: QueryOf<typeof listExternalEvents>,
) {
  const { format, dates } = await found(ctx, id)
  const window = windowFrom(from, to)
  const source = (await store.sourceOf(ctx.db, ctx.sandboxId, id)) ?? missing()
  const wanted = { from: window.from.getTime(), to: window.to.getTime(), zone: timeZone }
  const parsed = parse({ format, dates, source }, wanted)
  if ('problem' in parsed) throw new Error(`A stored calendar cannot be read: ${parsed.problem}`)
  return {
    items: parsed.events.map(({ start, end, ...event }) => ({
      ...event,
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    })),
  }
}

const parse = ({ format, dates, source }: File, wanted: Wanted): Read =>
  format === 'ics' ? readCalendar(source, wanted) : readCsvCalendar(source, wanted, dates)

const year = 366 * 86_400_000

/** How many events there are in the file and what is wrong in it, seen around today. */
function checked(ctx: Ctx, file: File): { events: number; warnings: CalendarWarning[] } {
  const now = ctx.now().getTime()
  // A NUL, which no text of ours may hold, is in no calendar.
  const parsed: Read = file.source.includes('\0')
    ? { problem: 'not-a-calendar' }
    : parse(file, { from: now - year, to: now + year, zone: 'UTC' })
  if ('problem' in parsed)
    throw new Problem('calendar/unusable', unusable[file.format], {
      reason: file.format === 'ics' ? 'not-ics' : 'not-csv',
    })
  if (parsed.total > 0) return { events: parsed.total, warnings: [...parsed.warnings] }
  throw new Problem('calendar/unusable', 'There is no event in the file that can be read.', {
    reason: 'no-events',
    warnings: parsed.warnings,
    errors: parsed.warnings.map(({ code, text, line }) => ({
      pointer: '/source',
      detail: `${line === undefined ? '' : `Line ${line}: `}${said[code]} (${text})`,
    })),
  })
}

const unusable = {
  ics: 'This is no iCalendar file: it has no VCALENDAR in it.',
  csv: 'This is no list of events: its first line has to name the columns, such as “event name”, “start” and “end”.',
}

const said: Record<CalendarWarning['code'], string> = {
  'bad-date': 'the date cannot be read',
  'bad-rule': 'the rule of repetition cannot be read',
  'unknown-zone': 'the time zone is not known',
  'end-before-start': 'the end is before the start',
  'too-many': 'there are more events than are read',
  'bad-row': 'the row cannot be read',
}

async function changed(ctx: Ctx, id: string, revision: number, values: Parameters<typeof store.change>[4]) {
  const row = await store.change(ctx.db, ctx.sandboxId, id, revision, values, by(ctx))
  if (!row) throw stale(await found(ctx, id))
  return row
}

const found = async (ctx: Ctx, id: string): Promise<store.CalendarRow> =>
  (await store.find(ctx.db, ctx.sandboxId, id)) ?? missing()

function missing(): never {
  throw new Problem(
    'calendar/not-found',
    'No external calendar of this sandbox has this id. It may be deleted.',
  )
}

function present({ sandboxId: _sandbox, ...row }: store.CalendarRow): ExternalCalendar {
  return { ...row, createdAt: row.createdAt.toISOString(), modifiedAt: row.modifiedAt.toISOString() }
}
