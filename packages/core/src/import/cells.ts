import type { CellType, ImportSettings } from './schema.ts'

type Manner = Pick<ImportSettings, 'dateOrder' | 'decimal'>

/** Reads a cell, trimmed and not empty; undefined when it is no such thing. */
export type ReadCell = (text: string) => unknown

/** Accents, capitals and what is no letter or digit make no difference between two words. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const yes = 'true yes y 1 on vrai oui o ok in optin subscribed accepted inscrit accepte x'
const no = 'false no n 0 off faux non out optout unsubscribed refused desinscrit refuse'
const words = new Map<string, boolean>([
  ...yes.split(' ').map((word) => [word, true] as const),
  ...no.split(' ').map((word) => [word, false] as const),
])

/** Yes or no, in English or French; undefined for anything else. */
export const readYes: (text: string) => boolean | undefined = (text) =>
  words.get(text) ?? words.get(folded(text))

/** Spaces of any width, and the marks between thousands that the other decimal mark leaves. */
const grouping = { '.': /[\s'’_,]/g, ',': /[\s'’_.]/g } as const
const groups = {
  '.': /^[+-]?(\d+|\d{1,3}([\s'’_,]\d{3})+)(\.\d+)?$/,
  ',': /^[+-]?(\d+|\d{1,3}([\s'’_.]\d{3})+)(,\d+)?$/,
} as const

const readNumber =
  ({ decimal }: Manner): ReadCell =>
  (text) => {
    if (!groups[decimal].test(text)) {
      // What programs write: 1.5e3. Without this, files of machines in a French setting lose their numbers.
      return /^[+-]?\d+\.\d+(e[+-]?\d+)?$/i.test(text) && !/^[+-]?\d{1,3}\.\d{3}$/.test(text)
        ? finite(Number(text))
        : undefined
    }
    return finite(Number(text.replace(grouping[decimal], '').replace(',', '.')))
  }
const finite = (value: number) => (Number.isFinite(value) ? value : undefined)

const readInteger = (manner: Manner): ReadCell => {
  const read = readNumber(manner)
  return (text) => {
    const value = read(text)
    return Number.isSafeInteger(value) ? value : undefined
  }
}

const isoDay = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/
const yearLast = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/
const two = (text: string) => text.padStart(2, '0')

/** `2026-11-21`, or undefined. Days that no month has are none. */
function readDay(text: string, order: 'dmy' | 'mdy'): string | undefined {
  const first = isoDay.exec(text) ?? yearFirst.exec(text)
  if (first) return day(first[1]!, first[2]!, first[3]!)
  const last = yearLast.exec(text)
  if (!last) return undefined
  const [, a, b, year] = last as unknown as [string, string, string, string]
  return order === 'dmy' ? day(year, b, a) : day(year, a, b)
}

function day(year: string, month: string, date: string): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(date)]
  if (y === 0 || m < 1 || m > 12 || d < 1) return undefined
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
  const longest = m === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31
  return d > longest ? undefined : `${year}-${two(month)}-${two(date)}`
}

const readDate =
  ({ dateOrder }: Manner): ReadCell =>
  (text) => {
    const found = readDay(text, dateOrder)
    if (found) return found
    // A spreadsheet shows a date as the midnight that begins it.
    const midnight = /^(\S+)[T ]00:00(:00(\.0+)?)?Z?$/.exec(text)
    return midnight ? readDay(midnight[1]!, dateOrder) : undefined
  }

const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,6})?)?\s*(Z|[+-]\d\d:?\d\d)?$/

/** RFC 3339, the offset left out where the file has none. */
const readInstant =
  ({ dateOrder }: Manner): ReadCell =>
  (text) => {
    const cut = text.search(/[T ]/)
    const date = readDay(cut < 0 ? text : text.slice(0, cut), dateOrder)
    if (!date) return undefined
    if (cut < 0) return `${date}T00:00:00`
    const time = clock.exec(text.slice(cut + 1).trim())
    if (!time) return undefined
    const [, hour, minute, second = '00', fraction = '', offset = ''] = time as unknown as string[]
    const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset
    if (/^[+-](2[4-9]|[3-9]\d|\d\d:[6-9])/.test(zone)) return undefined
    return `${date}T${two(hour!)}:${minute}:${second}${fraction}${zone}`
  }

const readArray: ReadCell = (text) => {
  if (!text.startsWith('['))
    return text
      .split('|')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const readers: Record<CellType, (manner: Manner) => ReadCell> = {
  string: () => (text) => text,
  integer: readInteger,
  number: readNumber,
  boolean: () => readYes,
  date: readDate,
  'date-time': readInstant,
  array: () => readArray,
}

/** How cells of a type are read. */
export const cellReader = (type: CellType, manner: Manner): ReadCell => readers[type](manner)

/** What a cell of each type must be, after “Must be”. */
export const wantedCells: Record<CellType, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date like 2026-11-21',
  'date-time': 'an instant like 2026-11-21T07:00:00Z',
  array: 'a JSON array, or values between |',
}
