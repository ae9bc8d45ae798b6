import type { TimeUnit, Window } from './rule.ts'

/** The value at a dotted path, by own properties and places in lists; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value
  for (const name of path.split('.')) {
    if (Array.isArray(at)) at = /^-?\d{1,9}$/.test(name) ? at.at(Number(name)) : undefined
    else if (typeof at === 'object' && at !== null && Object.hasOwn(at, name))
      at = (at as Record<string, unknown>)[name]
    else return undefined
  }
  return at
}

const written =
  /^(?!0000)(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/

/** Milliseconds of a date or date-time (RFC 3339; without an offset: UTC); null for anything else. */
export function instantOf(value: unknown): number | null {
  const [, year, month, day, time, offset] = (typeof value === 'string' && written.exec(value)) || []
  if (year === undefined) return null
  // The 31st of a month of 30 days is no date.
  if (Number(day) > new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate())
    return null
  return Date.parse(`${year}-${month}-${day}${time ? `${time}${offset ? '' : 'Z'}` : 'T00:00Z'}`)
}

const fixed: Partial<Record<TimeUnit, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** `amount` units before (or, negative, after) an instant; months and years by the calendar, kept within their month (UTC). */
export function before(now: Date, amount: number, unit: TimeUnit): Date {
  const length = fixed[unit]
  if (length !== undefined) return new Date(now.getTime() - amount * length)
  const months = unit === 'year' ? amount * 12 : amount
  const moved = new Date(now)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() - months)
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(now.getUTCDate(), last))
  return moved
}

/** First instant inside and first instant outside; null: open. */
export function boundsOf(window: Window, now: Date): { from: Date | null; to: Date | null } {
  switch (window.kind) {
    case 'ever':
      return { from: null, to: null }
    case 'last':
      return { from: before(now, window.amount, window.unit), to: null }
    case 'between':
      return { from: new Date(instantOf(window.from) ?? 0), to: new Date(instantOf(window.to) ?? 0) }
  }
}

/** The days (MM-DD, UTC) on which an anniversary counts. */
export function anniversaryDays(now: Date, days: number): string[] {
  const listed: string[] = []
  for (let n = 0; n <= days; n++) {
    const day = new Date(now.getTime() + n * 86_400_000)
    const name = day.toISOString().slice(5, 10)
    listed.push(name)
    const next = new Date(day.getTime() + 86_400_000).toISOString().slice(5, 10)
    if (name === '02-28' && next === '03-01') listed.push('02-29')
  }
  return listed
}

/** Letter by letter, as databases do: no letter becomes several, and a sigma does not look at its neighbours. */
export const lowered = (text: string): string =>
  /^[\0-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : [...text]
        .map((letter) => {
          const low = letter.toLowerCase()
          return [...low].length === 1 ? low : letter
        })
        .join('')
