import { importLimits } from './schema.ts'

export type Newline = '\n' | '\r'

/** What is wrong with a record as such. */
export type RecordFault = 'unclosed-quote' | 'text-after-quote' | 'too-long' | 'too-many-columns'

export interface CsvRecord {
  /** As they stand in the file, quotes resolved; empty where there is a fault. */
  readonly cells: readonly string[]
  readonly fault: RecordFault | null
  /** Number of the line that it begins on, within the text, from 0. */
  readonly line: number
  /** Where it begins and where the next one does, in characters of the text. */
  readonly start: number
  readonly end: number
}

export interface CsvShape {
  readonly separator: string
  readonly newline: Newline
}

/**
 * Takes records off the beginning of `text` for `take`, in the way of RFC 4180, with the liberties that files take:
 * any separator, lines that end with CR LF, LF or CR, blanks around quoted cells, quotes inside unquoted ones. A
 * record that cannot be read costs its first line only: reading goes on with the line after it. Records that are not
 * complete yet are left, unless the text is the `last` one; so are those for which `take` answers false, and all after
 * them. Answers how many characters and lines were taken.
 */
export function readCsv(
  text: string,
  { separator, newline }: CsvShape,
  last: boolean,
  take: (record: CsvRecord) => boolean,
): { taken: number; lines: number } {
  let start = 0
  let line = 0
  let quote = text.indexOf('"')
  while (start < text.length) {
    let found = text.indexOf(newline, start)
    if (found < 0) {
      if (!last) break
      found = text.length
    }
    const end = Math.min(found + 1, text.length)
    if (quote >= 0 && quote < start) quote = text.indexOf('"', start)
    let record: CsvRecord | undefined
    let lines = 1
    if (found - start > importLimits.line) record = faulty('too-long', line, start, end)
    else if (quote < 0 || quote > found) {
      const stop = newline === '\n' && text.charCodeAt(found - 1) === 13 && found > start ? found - 1 : found
      const cells = text.slice(start, stop).split(separator)
      record = { cells, fault: null, line, start, end }
    } else {
      const read = readQuoted(text, start, separator, newline, last)
      if (read === 'incomplete') break
      if (typeof read === 'string') record = faulty(read, line, start, end)
      else {
        record = { cells: read.cells, fault: null, line, start, end: read.end }
        lines = read.lines
      }
    }
    if (record.cells.length > importLimits.columns)
      record = faulty('too-many-columns', line, start, record.end)
    if (!take(record)) break
    start = record.end
    line += lines
  }
  return { taken: start, lines: line }
}

const faulty = (fault: RecordFault, line: number, start: number, end: number): CsvRecord => ({
  cells: [],
  fault,
  line,
  start,
  end,
})

/** Reads a record with quotes in it, which may go on over several lines. */
function readQuoted(
  text: string,
  start: number,
  separator: string,
  newline: Newline,
  last: boolean,
): { cells: string[]; end: number; lines: number } | RecordFault | 'incomplete' {
  const cells: string[] = []
  let lines = 1
  let at = start
  const blank = (index: number) =>
    text[index] === ' ' || (text[index] === '\t' && separator !== '\t') || text[index] === '\u00a0'
  for (;;) {
    let open = at
    while (blank(open)) open++
    if (text[open] === '"') {
      let cell = ''
      let from = open + 1
      for (;;) {
        const close = text.indexOf('"', from)
        // The last character may be the first half of a doubled quote.
        if (close < 0 || (close === text.length - 1 && !last)) {
          if (text.length - start > importLimits.line || (last && close < 0)) return 'unclosed-quote'
          return 'incomplete'
        }
        if (close - start > importLimits.line) return 'unclosed-quote'
        cell += text.slice(from, close)
        from = close + 1
        if (text[from] !== '"') break
        cell += '"'
        from++
      }
      lines += count(cell, newline)
      cells.push(cell)
      at = from
      while (blank(at)) at++
      if (newline === '\n' && text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) {
        if (at + 1 === text.length && !last) return 'incomplete'
        at++
      }
      if (at >= text.length) return last ? { cells, end: text.length, lines } : 'incomplete'
      if (text[at] === newline) return { cells, end: at + 1, lines }
      if (text[at] !== separator) return 'text-after-quote'
      at++
      if (at >= text.length && last) return { cells: [...cells, ''], end: at, lines }
      continue
    }
    const comma = text.indexOf(separator, at)
    let stop = text.indexOf(newline, at)
    if (stop < 0) {
      if (!last) return 'incomplete'
      stop = text.length
    }
    if (comma < 0 || comma > stop) {
      const tail = newline === '\n' && text[stop - 1] === '\r' && stop > at ? stop - 1 : stop
      cells.push(text.slice(at, tail))
      return { cells, end: Math.min(stop + 1, text.length), lines }
    }
    cells.push(text.slice(at, comma))
    at = comma + 1
  }
}

function count(text: string, newline: Newline): number {
  let found = 0
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) found++
  return found
}

/** Whether nothing stands in a record: such lines are no lines. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')
