import { setImmediate as breathe } from 'node:timers/promises'
import { isBlank, type RecordFault, readCsv } from '@chappe/core/import/csv'
import { type Encoding, importLimits } from '@chappe/core/import/schema'
import type { Head } from './head.ts'
import { decodeCell, shownText, textOf, unitsOf } from './text.ts'

/** Bytes that are read at once. */
const block = 1024 * 1024
/** Lines that are taken apart before others get their turn: delivery shares the process. */
const atOnce = 500

/** A line of the file that has something in it. */
export interface FileRecord {
  /** As an editor counts, from 1: the line that it begins on. */
  readonly line: number
  /** Decoded; of NDJSON one cell. */
  readonly cells: readonly string[]
  readonly fault: RecordFault | 'undecodable' | 'unstorable' | null
  /** As it stands in the file, for those who look for a mistake. */
  readonly raw: () => string
}

export interface Place {
  readonly offset: number
  /** Lines before it. */
  readonly lines: number
}

export type ReadBytes = (offset: number, length: number) => Promise<Buffer | undefined>

/** Goes through a file by pieces; only the line at hand and the block it is in are held. */
export class Records {
  readonly #read: ReadBytes
  readonly #head: Head
  readonly #isCsv: boolean
  readonly #size: number
  readonly #encoding: Encoding
  #text = ''
  /** The first half of a character of UTF-16. */
  #half: Buffer = Buffer.alloc(0)
  /** Byte that the text begins on, lines before it, and byte that is read next. */
  #offset: number
  #lines: number
  #next: number
  /** Characters of a line that is too long, and has been dropped so far. */
  #dropped = 0

  constructor(
    read: ReadBytes,
    { head, isCsv, size, at }: { head: Head; isCsv: boolean; size: number; at: Place },
  ) {
    this.#read = read
    this.#head = head
    this.#isCsv = isCsv
    this.#size = size
    this.#encoding = head.encoding
    this.#offset = at.offset
    this.#next = at.offset
    this.#lines = at.lines
  }

  /** Everything before is read. */
  get place(): Place {
    return { offset: this.#offset, lines: this.#lines }
  }

  /** Calls `take` for the next lines, at most `most`; answers whether the file has more of them. */
  async each(most: number, take: (record: FileRecord) => void): Promise<boolean> {
    let left = most
    while (left > 0) {
      const taken = this.#take(Math.min(left, atOnce), take)
      left -= taken
      if (taken === 0 && !(await this.#more())) return false
      else if (taken > 0) await breathe()
    }
    return true
  }

  async #more(): Promise<boolean> {
    if (this.#next >= this.#size) return false
    const bytes = await this.#read(this.#next, Math.min(block, this.#size - this.#next))
    if (!bytes) throw new Error(`The file ends at byte ${this.#next} of ${this.#size}.`)
    this.#next += bytes.length
    const all = this.#half.length > 0 ? Buffer.concat([this.#half, bytes]) : bytes
    const whole = this.#next >= this.#size ? all.length : all.length - (all.length % unitsOf(this.#encoding))
    this.#half = all.subarray(whole)
    this.#text += textOf(all.subarray(0, whole), this.#encoding)
    return true
  }

  #take(most: number, take: (record: FileRecord) => void): number {
    const { newline, separator } = this.#head
    const isLast = this.#next >= this.#size
    if (this.#dropped > 0) return this.#endLongLine(isLast, take)
    const text = this.#text
    let count = 0
    const record = (
      start: number,
      end: number,
      line: number,
      cells: readonly string[],
      fault: RecordFault | null,
    ) => {
      if (fault === null && isBlank(cells)) return
      count++
      take(this.#made(text, start, end, this.#lines + line + 1, cells, fault))
    }
    const { taken, lines } = this.#isCsv
      ? readCsv(text, { separator, newline }, isLast, (one) => {
          if (count >= most) return false
          record(one.start, one.end, one.line, one.cells, one.fault)
          return true
        })
      : readLines(text, isLast, (one) => {
          if (count >= most) return false
          record(
            one.start,
            one.end,
            one.line,
            [one.text],
            one.text.length > importLimits.line ? 'too-long' : null,
          )
          return true
        })
    this.#text = text.slice(taken)
    this.#offset += taken * unitsOf(this.#encoding)
    this.#lines += lines
    if (taken === 0 && count === 0 && this.#text.length > importLimits.line) {
      this.#dropped = this.#text.length
      this.#text = ''
    }
    return count > 0 ? count : taken > 0 ? this.#take(most, take) : 0
  }

  /** A line that was longer than what is held: one mistake, once its end is found. */
  #endLongLine(isLast: boolean, take: (record: FileRecord) => void): number {
    const found = this.#text.indexOf(this.#head.newline)
    if (found < 0 && !isLast) {
      this.#dropped += this.#text.length
      this.#text = ''
      return 0
    }
    const end = found < 0 ? this.#text.length : found + 1
    this.#offset += (this.#dropped + end) * unitsOf(this.#encoding)
    this.#text = this.#text.slice(end)
    this.#dropped = 0
    this.#lines++
    take({ line: this.#lines, cells: [], fault: 'too-long', raw: () => '' })
    return 1
  }

  #made(
    text: string,
    start: number,
    end: number,
    line: number,
    cells: readonly string[],
    fault: RecordFault | null,
  ): FileRecord {
    const encoding = this.#encoding
    const raw = () => shownText(text.slice(start, Math.min(end, start + shown)), encoding).trimEnd()
    if (fault) return { line, cells, fault, raw }
    let decoded: string[] | undefined
    for (const [n, cell] of cells.entries()) {
      const meant = decodeCell(cell, encoding)
      if (meant === undefined) return { line, cells: [], fault: 'undecodable', raw }
      if (meant !== cell) {
        decoded ??= [...cells]
        decoded[n] = meant
      }
      if (meant.includes('\0')) return { line, cells: [], fault: 'unstorable', raw }
    }
    return { line, cells: decoded ?? cells, fault: null, raw }
  }
}

/** Characters of a line that are kept beside its mistake. */
const shown = 2_000

function readLines(
  text: string,
  last: boolean,
  take: (line: { start: number; end: number; line: number; text: string }) => boolean,
): { taken: number; lines: number } {
  let start = 0
  let lines = 0
  while (start < text.length) {
    const found = text.indexOf('\n', start)
    if (found < 0 && !last) break
    const end = found < 0 ? text.length : found + 1
    if (!take({ start, end, line: lines, text: text.slice(start, found < 0 ? end : found) })) break
    start = end
    lines++
  }
  return { taken: start, lines }
}

/** What is wrong with a line as such, in a sentence. */
export const faults: Record<NonNullable<FileRecord['fault']>, string> = {
  'unclosed-quote': 'A quote is opened and not closed',
  'text-after-quote': 'Text stands after a closing quote: double the quotes that belong to the text',
  'too-long': `The line is longer than ${importLimits.line / 1024 / 1024} MB`,
  'too-many-columns': `The line has more than ${importLimits.columns} cells`,
  undecodable: 'The line is not in the encoding of the file: say which one it has',
  unstorable: 'Holds the character U+0000, which cannot be stored',
}
