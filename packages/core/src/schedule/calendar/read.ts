import { day, type Wall } from '../civil.ts'
import { type Budget, expand } from '../rrule/expand.ts'
import { parseRule } from '../rrule/parse.ts'
import { instantOf, longestChange, wallAt } from '../zones.ts'
import {
  type ExternalCalendar,
  type ExternalEvent,
  externalLimits,
  kept,
  tidied,
  type Wanted,
  type Warn,
  warningList,
} from './external.ts'
import { type ContentLine, contentLine, unescaped, unfolded } from './lines.ts'
import { readDuration, readStamp, type Stamp, stampAt, wallIn, zonesOfFile } from './times.ts'

/** A VEVENT: the line that it begins on, and those of its properties that are read, by name. */
interface Component {
  readonly line: number
  readonly properties: Map<string, ContentLine[]>
}

const read = new Set([
  'UID',
  'SUMMARY',
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'RDATE',
  'EXDATE',
  'RECURRENCE-ID',
  'STATUS',
])
// What all rules of a file together may cost; an ordinary one asks for some hundreds.
const work = 500_000

/**
 * The events of an iCalendar file (RFC 5545) that touch the range, what recurs expanded (RRULE, RDATE, EXDATE, single
 * changes by RECURRENCE-ID; cancelled ones left out). Written for files of strangers: sizes and work are bounded,
 * what cannot be read is left out with a warning, and nothing in the file is ever followed or executed.
 */
export function readCalendar(text: string, wanted: Wanted): ExternalCalendar {
  if (text.length > externalLimits.size) return { problem: 'too-large' }
  const { warnings, warn } = warningList()
  const components = eventsIn(text, warn)
  if (components === null) return { problem: 'not-a-calendar' }
  const zoneOf = zonesOfFile(wanted.zone, (id) => warn('unknown-zone', id))
  const parsed = components.flatMap((component) => parsedEvent(component, wanted, zoneOf, warn) ?? [])
  const changed = changesBy(parsed)
  const budget: Budget = { left: work }
  const events: ExternalEvent[] = []
  for (const event of parsed) {
    if (event.cancelled) continue
    if (events.length > externalLimits.events) break
    for (const found of turnsOf(event, changed.get(event.uid), wanted, budget)) {
      events.push(found)
      if (events.length > externalLimits.events) break
    }
  }
  if (budget.left < 0 || events.length > externalLimits.events)
    warn('too-many', 'Not all repetitions are shown')
  return { events: kept(events, wanted, warn), total: parsed.length, warnings }
}

function eventsIn(text: string, warn: Warn): Component[] | null {
  const events: Component[] = []
  const open: string[] = []
  let current: Component | null = null
  let isCalendar = false
  for (const line of unfolded(text)) {
    const parsed = contentLine(line.text)
    if (parsed === null) continue
    const { name, value } = parsed
    const component = value.trim().toUpperCase()
    if (name === 'BEGIN') {
      if (component === 'VCALENDAR') isCalendar = true
      if (component === 'VEVENT' && isCalendar) current = { line: line.number, properties: new Map() }
      if (open.length < 20) open.push(component)
    } else if (name === 'END') {
      if (open.at(-1) === component) open.pop()
      if (component !== 'VEVENT' || current === null) continue
      events.push(current)
      current = null
      if (events.length === externalLimits.events) {
        warn('too-many', `Only the first ${externalLimits.events} events are read`)
        break
      }
    } else if (current !== null && open.at(-1) === 'VEVENT' && read.has(name)) {
      const same = current.properties.get(name)
      if (same === undefined) current.properties.set(name, [parsed])
      else if (same.length < 1000) same.push(parsed)
    }
  }
  return isCalendar ? events : null
}

interface ParsedEvent {
  readonly uid: string
  readonly summary: string
  readonly start: Stamp
  /** On the clock of the start's zone. */
  readonly length: number
  readonly rule: string | null
  readonly more: readonly Wall[]
  readonly except: ReadonlySet<Wall>
  /** Which turn of the event of this UID it stands for. */
  readonly instead: Stamp | null
  readonly cancelled: boolean
}

type ZoneOf = (line: ContentLine) => string

function parsedEvent(
  { line, properties }: Component,
  { zone }: Wanted,
  zoneOf: ZoneOf,
  warn: Warn,
): ParsedEvent | null {
  const one = (name: string) => properties.get(name)?.[0]
  const stamps = (name: string): Stamp[] =>
    (properties.get(name) ?? []).flatMap((line) =>
      // Of a period (`start/end`) its start.
      line.value.split(',', 1000).flatMap((text) => readStamp(text.split('/')[0]!, zoneOf(line), zone) ?? []),
    )
  const summary = tidied(unescaped(one('SUMMARY')?.value ?? ''))
  const [start] = stamps('DTSTART')
  if (start === undefined) {
    warn('bad-date', summary || (one('DTSTART')?.value ?? 'DTSTART'), line)
    return null
  }
  const [end] = stamps('DTEND')
  const duration = readDuration(one('DURATION')?.value ?? '')
  const length =
    end === undefined ? (duration ?? (start.allDay ? day : 0)) : wallIn(end, start.zone) - start.wall
  if (length < 0) warn('end-before-start', summary, line)
  const rule = one('RRULE')?.value ?? null
  const mistake = rule === null ? null : parseRule(rule)
  if (mistake !== null && 'mistake' in mistake) warn('bad-rule', `${summary}: ${mistake.mistake}`, line)
  return {
    uid: one('UID')?.value ?? '',
    summary,
    start,
    length: Math.max(0, length),
    rule,
    more: stamps('RDATE').map((stamp) => wallIn(stamp, start.zone)),
    except: new Set(stamps('EXDATE').map((stamp) => wallIn(stamp, start.zone))),
    instead: stamps('RECURRENCE-ID')[0] ?? null,
    cancelled: one('STATUS')?.value.trim().toUpperCase() === 'CANCELLED',
  }
}

/** The turns that single changes replace, as instants, by the UID of their event. */
function changesBy(events: readonly ParsedEvent[]): Map<string, Set<number>> {
  const changed = new Map<string, Set<number>>()
  for (const { uid, instead } of events) {
    if (instead === null || uid === '') continue
    const turns = changed.get(uid) ?? new Set()
    changed.set(uid, turns.add(stampAt(instead)))
  }
  return changed
}

function* turnsOf(
  event: ParsedEvent,
  changed: ReadonlySet<number> | undefined,
  wanted: Wanted,
  budget: Budget,
): Generator<ExternalEvent> {
  const { start, length, summary, except, instead } = event
  const early = wallAt(wanted.from, start.zone) - length - longestChange
  const seen = new Set<Wall>()
  for (const wall of wallsOf(event, wanted, budget)) {
    if (wall < early || except.has(wall) || seen.has(wall)) continue
    seen.add(wall)
    const at = instantOf(wall, start.zone)
    if (instead === null && changed?.has(at)) continue
    const end = instantOf(wall + length, start.zone)
    if (at < wanted.to && (end > wanted.from || at >= wanted.from))
      yield { summary, start: at, end: Math.max(at, end), allDay: start.allDay }
  }
}

/** The start, what the rule adds to it, and the dates named one by one. */
function* wallsOf(event: ParsedEvent, wanted: Wanted, budget: Budget): Generator<Wall> {
  const { start, length, rule, more, instead } = event
  yield start.wall
  yield* more
  const parsed = rule === null || instead !== null ? null : parseRule(rule)
  if (parsed === null || 'mistake' in parsed) return
  const { count, until } = parsed.rule
  const last =
    until === null
      ? Number.POSITIVE_INFINITY
      : 'local' in until
        ? until.local
        : wallAt(until.instant, start.zone)
  const range = {
    // Who counts has to begin at the beginning.
    ...(count === null && { from: wallAt(wanted.from, start.zone) - length - longestChange }),
    to: Math.min(last, wallAt(wanted.to, start.zone) + longestChange),
  }
  let left = count ?? Number.POSITIVE_INFINITY
  for (const wall of expand(parsed.rule, start.wall, range, { budget })) {
    if (left-- <= 0 || --budget.left < 0) return
    yield wall
  }
}
