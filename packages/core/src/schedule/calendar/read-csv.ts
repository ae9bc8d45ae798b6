import { day, parseDate, parseLocal } from '../civil.ts'
import { instantOf } from '../zones.ts'
import {
  type ExternalCalendar,
  type ExternalEvent,
  externalLimits,
  kept,
  tidied,
  type Wanted,
  warningList,
} from './external.ts'

const headers = {
  summary: [
    'summary',
    'title',
    'subject',
    'name',
    'event',
    'event name',
    'titre',
    'objet',
    'nom',
    'intitulé',
    'événement',
    'nom de l’événement',
    "nom de l'événement",
  ],
  start: ['start', 'start date', 'from', 'date', 'début', 'debut', 'date de début'],
  end: ['end', 'end date', 'to', 'fin', 'date de fin'],
} as const

/** How `03/04/26` is meant: the 4th of March, or the 3rd of April. */
export const slashedDates = ['mdy', 'dmy'] as const
export type SlashedDates = (typeof slashedDates)[number]

/**
 * The events of a CSV file (RFC 4180; comma, semicolon or tab) with the columns summary, start and end, named in
 * English or French in its first line. Dates are ISO 8601: `2026-03-29` is a whole day (as an end: included),
 * `2026-03-29 09:30` a local time in the zone asked for, `2026-03-29T09:30:00Z` or with an offset an instant. `03/04/26`
 * is one day here and another there: it is read as `slashed` says, and without that refused with a warning rather
 * than guessed.
 */
export function readCsvCalendar(text: string, wanted: Wanted, slashed?: SlashedDates): ExternalCalendar {
  if (text.length > externalLimits.size) return { problem: 'too-large' }
  const { warnings, warn } = warningList()
  const rows = records(text)
  const first = rows.next()
  const header = first.done ? [] : first.value.cells.map((cell) => cell.trim().toLowerCase())
  const column = (names: readonly string[]) => header.findIndex((cell) => names.includes(cell))
  const [summary, start, end] = [column(headers.summary), column(headers.start), column(headers.end)]
  if (summary === -1 || start === -1) return { problem: 'not-a-calendar' }
  const events: ExternalEvent[] = []
  for (const { cells, line } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const from = moment(cells[start] ?? '', wanted.zone, slashed)
    const written = end === -1 ? '' : (cells[end] ?? '').trim()
    const to = written === '' ? from : moment(written, wanted.zone, slashed)
    if (from === null || to === null) {
      warn('bad-date', `${cells[start] ?? ''} ${written}`, line)
      continue
    }
    if (to.at < from.at) {
      warn('end-before-start', cells[summary] ?? '', line)
      continue
    }
    if (events.length === externalLimits.events) {
      warn('too-many', `Only the first ${externalLimits.events} events are read`, line)
      break
    }
    events.push({
      summary: tidied(cells[summary] ?? ''),
      start: from.at,
      end: to.until,
      allDay: from.allDay && to.allDay,
    })
  }
  return { events: kept(events, wanted, warn), total: events.length, warnings }
}

interface Moment {
  readonly at: number
  /** Where something ends that ends then: of a day, its end. */
  readonly until: number
  readonly allDay: boolean
}

function moment(text: string, zone: string, slashed: SlashedDates | undefined): Moment | null {
  const tidy = withIsoDate(text.trim(), slashed).replace(/^(\S+) (\d)/, '$1T$2')
  const number = parseDate(tidy)
  if (number !== null)
    return { at: instantOf(number * day, zone), until: instantOf((number + 1) * day, zone), allDay: true }
  const offset = /(Z|[+-]\d\d:\d\d)$/i.exec(tidy)
  const wall = parseLocal(offset === null ? tidy : tidy.slice(0, offset.index))
  if (wall === null) return null
  const at = offset === null ? instantOf(wall, zone) : Date.parse(tidy.toUpperCase())
  return Number.isNaN(at) ? null : { at, until: at, allDay: false }
}

/** A year of two digits is one of this century. */
const withIsoDate = (text: string, slashed: SlashedDates | undefined): string =>
  slashed === undefined
    ? text
    : text.replace(
        /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})(?!\d)/,
        (_, one: string, two: string, year: string) => {
          const [month, day] = slashed === 'mdy' ? [one, two] : [two, one]
          return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
        },
      )

/** The records of the file with the line that each begins on; walks once, whatever the quotes say. */
function* records(text: string): Generator<{ cells: string[]; line: number }> {
  const delimiter = delimiterOf(text)
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; at++) {
    const letter = text[at]!
    if (letter === '\n') line++
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[++at]!
      else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === delimiter) {
      cells.push(cell)
      cell = ''
    } else if (letter === '\n') {
      yield { cells: [...cells, cell.replace(/\r$/, '')], line: began }
      cells = []
      cell = ''
      began = line
    } else cell += letter
  }
  if (cell !== '' || cells.length > 0) yield { cells: [...cells, cell], line: began }
}

function delimiterOf(text: string): string {
  const first = text.slice(0, Math.max(0, text.search(/\r?\n/)) || 1000)
  const count = (letter: string) => first.split(letter).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}
