import type { LineError, ListedType, UploadError } from '@chappe/core/suppression/schema'
import { type CsvError, parse } from 'csv-parse/sync'
import type { House } from '../context.ts'
import { listedValue } from './listed.ts'

export interface FileEntry {
  readonly value: string
  readonly type: ListedType
  readonly comment: string
}

export interface ReadFile {
  /** Values all different. */
  readonly entries: FileEntry[]
  readonly errors: UploadError[]
  /** Lines with something in them, the heading left out. */
  readonly lines: number
}

const typeOf: Record<string, ListedType> = { email: 'address', address: 'address', domain: 'domain' }

/**
 * Reads a file `TYPE,VALUE,COMMENT` (spec section 8.2): with or without that heading, separated by comma, semicolon
 * or tab, quotes as in RFC 4180, any line ends, byte order mark or not. Each mistake costs its own line only.
 */
export function readUpload(house: Pick<House, 'mail'>, text: string): ReadFile {
  const errors: UploadError[] = []
  const entries = new Map<string, FileEntry>()
  const fail = (line: number, cells: readonly string[], reason: LineError) => {
    const [type = '', value = '', comment = ''] = cells.map((cell) => cell.slice(0, 500))
    errors.push({ line, type, value, comment, reason })
  }
  const rows = parse(text, {
    bom: true,
    delimiter: separatorOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 100_000,
    on_skip(error: CsvError | undefined) {
      fail((error as { lines?: number } | undefined)?.lines ?? 1, [], 'unreadable')
      return undefined
    },
  }) as unknown as { record: string[]; info: { lines: number } }[]

  for (const [n, { record, info }] of rows.entries()) {
    const cells = record.map((cell) => cell.trim())
    if (cells.every((cell) => cell === '') || (n === 0 && isHeading(cells))) continue
    // The parser counts the line that a record ends on.
    const line = info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    const read = entryOf(house, cells)
    if (typeof read === 'string') fail(line, cells, read)
    else if (entries.has(read.value)) fail(line, cells, 'duplicate')
    else entries.set(read.value, read)
  }
  errors.sort((a, b) => a.line - b.line)
  return { entries: [...entries.values()], errors, lines: entries.size + errors.length }
}

const isHeading = ([type = '', value = '']: readonly string[]) =>
  type.toLowerCase() === 'type' && value.toLowerCase() === 'value'

function entryOf(house: Pick<House, 'mail'>, cells: readonly string[]): FileEntry | LineError {
  const [kind = '', text = '', comment = '', ...more] = cells
  if (more.some((cell) => cell !== '')) return 'too-many-cells'
  const type = typeOf[kind.toLowerCase()]
  if (!type) return 'unknown-type'
  const value = listedValue(house, type, text)
  if (value === undefined) return `malformed-${type}`
  // PostgreSQL holds no half of a character.
  if (comment.length > 500 || !/^[^\p{Cc}\p{Cs}]*$/u.test(comment)) return 'malformed-comment'
  return { type, value, comment }
}

/** Comma, semicolon or tab, whichever the first line holds first. */
const separatorOf = (text: string): string => /^[^\r\n"]*?([,;\t])/.exec(text.trimStart())?.[1] ?? ','
