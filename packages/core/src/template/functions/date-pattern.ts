import { dateParts } from './locale.ts'
import { dayLength, localOf, type Moment, offsetText } from './moment.ts'
import { offsetAt, utc } from './zones.ts'

/** What a letter of a pattern becomes, given how often it is repeated; null when it may not be that often. */
type Letter = (shown: Shown, count: number) => string | null

interface Shown {
  readonly moment: Moment
  readonly local: Date
  readonly locale: string
}

const numberOf =
  (value: (local: Date) => number): Letter =>
  ({ local }, count) =>
    String(value(local)).padStart(count, '0')

const names: Readonly<Record<number, 'short' | 'long' | 'narrow'>> = { 3: 'short', 4: 'long', 5: 'narrow' }

/** Beside a day, some languages write the month in another case than alone. */
const month =
  (beside: 'day' | null): Letter =>
  (shown, count) => {
    if (count < 3) return String(shown.local.getUTCMonth() + 1).padStart(count, '0')
    const style = names[count]
    if (!style) return null
    const name = beside && part(shown, 'month', { [beside]: 'numeric', month: style })
    // Where months have numbers, what makes one a name does not belong to the number.
    return name && !/^\d+$/.test(name)
      ? name
      : partsOf(shown, { month: style })
          .map(({ value }) => value)
          .join('')
  }

const zoneName: Letter = (shown, count) => {
  const { zone, instant } = shown.moment
  if (zone === 'UTC') return 'UTC'
  if (/^[+-]/.test(zone)) return `GMT${offsetText(offsetAt(zone, instant), ':')}`
  const options = { timeZone: zone, timeZoneName: count > 3 ? 'long' : 'short' } as const
  return dateParts(instant, shown.locale, options).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

const offset =
  (zulu: boolean): Letter =>
  ({ moment: { zone, instant } }, count) => {
    const ahead = offsetAt(zone, instant)
    if (zulu && ahead === 0) return 'Z'
    if (count === 1) return offsetText(ahead, '').replace(/00$/, '')
    return count > 3 ? null : offsetText(ahead, count === 2 ? '' : ':')
  }

/** The letters of java.time.format.DateTimeFormatter that messages have a use for. */
const letters: Readonly<Record<string, Letter>> = {
  y: ({ local }, count) => {
    const year = local.getUTCFullYear()
    return String(count === 2 ? year % 100 : year).padStart(count, '0')
  },
  M: month('day'),
  L: month(null),
  d: numberOf((local) => local.getUTCDate()),
  D: numberOf((local) => dayOfYear(+local)),
  w: numberOf((local) => weekOfYear(+local)),
  Q: (shown, count) =>
    count > 2 ? null : numberOf((local) => Math.floor(local.getUTCMonth() / 3) + 1)(shown, count),
  E: (shown, count) => {
    const style = names[Math.max(3, count)]
    return style ? part(shown, 'weekday', { weekday: style }) : null
  },
  a: (shown) => part(shown, 'dayPeriod', { hour: 'numeric', hour12: true }),
  H: numberOf((local) => local.getUTCHours()),
  k: numberOf((local) => local.getUTCHours() || 24),
  h: numberOf((local) => local.getUTCHours() % 12 || 12),
  K: numberOf((local) => local.getUTCHours() % 12),
  m: numberOf((local) => local.getUTCMinutes()),
  s: numberOf((local) => local.getUTCSeconds()),
  S: ({ local }, count) =>
    String(local.getUTCMilliseconds()).padStart(3, '0').padEnd(count, '0').slice(0, count),
  z: zoneName,
  Z: ({ moment: { zone, instant } }, count) => {
    const ahead = offsetAt(zone, instant)
    if (count < 4) return offsetText(ahead, '')
    return count === 4 ? `GMT${offsetText(ahead, ':')}` : offsetText(ahead, ':')
  },
  X: offset(true),
  x: offset(false),
}

/** The shown local time, whatever its zone: Intl is given that time as one of UTC. */
const partsOf = ({ local, locale }: Shown, options: Intl.DateTimeFormatOptions) =>
  dateParts(+local, locale, { ...options, timeZone: 'UTC' })

const part = (
  shown: Shown,
  type: Intl.DateTimeFormatPartTypes,
  options: Intl.DateTimeFormatOptions,
): string => partsOf(shown, options).find((candidate) => candidate.type === type)?.value ?? ''

const piece = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/y
/** No date needs more, and each letter costs. */
export const maxPattern = 200

/** The moment by a Java pattern, or null when the pattern has a letter that is none, or an open quote. */
export function byPattern(moment: Moment, pattern: string, locale: string): string | null {
  if (pattern.length > maxPattern) return null
  const shown: Shown = { moment, local: new Date(localOf(moment)), locale }
  let out = ''
  piece.lastIndex = 0
  while (piece.lastIndex < pattern.length) {
    const found = piece.exec(pattern)
    if (!found) return null
    const [all, quoted, letter] = found
    if (quoted !== undefined) out += quoted === '' ? "'" : quoted.replaceAll("''", "'")
    else if (letter === undefined) out += all
    else {
      const written = Object.hasOwn(letters, letter) ? letters[letter]!(shown, all.length) : null
      if (written === null) return null
      out += written
    }
  }
  return out
}

export const dayOfYear = (local: number): number => {
  const year = new Date(local).getUTCFullYear()
  return Math.floor((local - utc(year, 1, 1)) / dayLength) + 1
}

/** 1 is Monday, 7 Sunday (ISO 8601). */
export const dayOfWeek = (local: number): number => new Date(local).getUTCDay() || 7

/** The week that holds the year's first Thursday is week 1 (ISO 8601). */
export const weekOfYear = (local: number): number => {
  const thursday = local + (4 - dayOfWeek(local)) * dayLength
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1
}
