import { type CsvShape, isBlank, type Newline, readCsv } from '@chappe/core/import/csv'
import { type Encoding, type Separator, separators } from '@chappe/core/import/schema'
import { looksLikeEmail } from '@chappe/core/import/suggest'
import { bomOf, guessEncoding, shownText, textOf, unitsOf } from './text.ts'

/** Bytes of a file that are looked at before it is read. */
export const headBytes = 256 * 1024
const looked = 200

/** What a file is, as far as its beginning tells. */
export interface Head extends CsvShape {
  readonly encoding: Encoding
  readonly separator: Separator
  readonly header: boolean
  readonly newline: Newline
  /** Headings, as they stand; empty where the file has none. */
  readonly names: readonly string[]
  /** Columns of the heading, or of the longest line that was looked at. */
  readonly width: number
  /** Byte on which the data begin, and how many lines stand before it. */
  readonly start: number
  readonly lines: number
  /** The first lines of data, decoded; of NDJSON one cell each. */
  readonly rows: readonly (readonly string[])[]
}

export interface Said {
  readonly encoding?: Encoding | undefined
  readonly separator?: Separator | undefined
  readonly header?: boolean | undefined
}

/** Reads the beginning of a CSV file; what is said is not guessed. `others`: bytes from further on, for the encoding. */
export function readHead(
  bytes: Buffer,
  whole: boolean,
  said: Said = {},
  others: readonly Buffer[] = [],
): Head {
  const encoding = said.encoding ?? guessEncoding(bytes, others)
  const mark = bomOf(bytes, encoding)
  const units = unitsOf(encoding)
  const text = textOf(bytes.subarray(mark), encoding)
  const newline: Newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
  const hint = /^"?sep=(.)"?\r?(\n|\r)/i.exec(text)
  const skipped = hint ? hint[0].length - (newline === '\r' && hint[0].endsWith('\r\r') ? 1 : 0) : 0
  const body = text.slice(skipped)
  const hinted = separators.find((one) => one === hint?.[1])
  const separator = said.separator ?? hinted ?? guessSeparator(body, newline)
  const records: { cells: readonly string[]; end: number; line: number }[] = []
  readCsv(body, { separator, newline }, whole, ({ cells, fault, end, line }) => {
    if (!fault && !isBlank(cells))
      records.push({ cells: cells.map((cell) => shownText(cell, encoding)), end, line })
    return records.length <= looked
  })
  const [first] = records
  const header = said.header ?? (first !== undefined && isHeading(first.cells, records.length))
  const names = header && first ? first.cells.map((name) => name.trim()) : []
  const rows = (header ? records.slice(1) : records).map(({ cells }) => cells)
  const before = header && first ? body.slice(0, first.end) : ''
  return {
    encoding,
    separator,
    newline,
    header,
    names,
    width: header ? names.length : Math.max(0, ...rows.map((cells) => cells.length)),
    start: mark + (skipped + before.length) * units,
    lines: (hint ? 1 : 0) + before.split(newline).length - 1,
    rows,
  }
}

/** The beginning of NDJSON: where it begins, and its first lines. */
export function readLinesHead(bytes: Buffer, said: Said = {}): Head {
  const encoding = said.encoding ?? guessEncoding(bytes, [])
  const start = bomOf(bytes, encoding)
  const text = textOf(bytes.subarray(start), encoding)
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, looked)
    .map((line) => [shownText(line, encoding)])
  return {
    encoding,
    separator: ',',
    newline: '\n',
    header: false,
    names: [],
    width: 1,
    start,
    lines: 0,
    rows,
  }
}

/** The separator by which the first lines have the most columns, all alike. */
function guessSeparator(text: string, newline: Newline): Separator {
  let best: { separator: Separator; score: number } = { separator: ',', score: 0 }
  for (const separator of separators) {
    const widths: number[] = []
    readCsv(text, { separator, newline }, true, ({ cells, fault }) => {
      if (!fault && !isBlank(cells)) widths.push(cells.length)
      return widths.length < 50
    })
    const [width = 1] = widths
    if (width < 2) continue
    const alike = widths.filter((one) => one === width).length / widths.length
    const score = alike * alike * (1 + Math.log(width))
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

/** Headings are names: all there and different, and none is an address, a number or a date. */
function isHeading(cells: readonly string[], lines: number): boolean {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (names.length === 0 || names.some((name) => looksLikeEmail(name) || /^[+-]?[\d\s.,/:-]+$/.test(name)))
    return false
  return lines === 1 || names.length * 2 > cells.length
}
