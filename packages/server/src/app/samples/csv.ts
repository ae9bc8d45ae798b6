import { type CsvError, parse } from 'csv-parse/sync'
import { cellValue, columnPath, put, withoutHoles } from './columns.ts'
import type { Entry } from './json.ts'
import { Unreadable } from './json.ts'

/**
 * The rows of a CSV text as objects, by the paths that its first line names. Separated by comma, semicolon or tab,
 * whichever that line holds most of; quotes as in RFC 4180. Empty cells say nothing.
 */
export function csvEntries(text: string): (Entry | Unreadable)[] {
  const unreadable: Unreadable[] = []
  const rows = parse(text, {
    bom: true,
    delimiter: separatorOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
    on_skip(error: CsvError | undefined) {
      const line = (error as { lines?: number } | undefined)?.lines ?? 1
      unreadable.push(new Unreadable(line, error?.message ?? 'This line cannot be read.'))
      return undefined
    },
  }) as unknown as { record: string[]; info: { lines: number } }[]
  const [head, ...body] = rows
  if (!head) return unreadable
  const columns = head.record.map((name) => ({ name, path: columnPath(name) }))
  for (const { name, path } of columns)
    if (!path) unreadable.push(new Unreadable(head.info.lines, `“${name}” is not the name of a value.`))
  return [
    ...unreadable,
    ...body.map(({ record, info }): Entry | Unreadable => {
      const value = {}
      // The parser counts the line that a record ends on.
      const line = info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      if (record.length > columns.length)
        return new Unreadable(line, `This line has ${record.length} cells; the first has ${columns.length}.`)
      for (const [n, cell] of record.entries()) {
        const path = columns[n]?.path
        if (path && cell !== '' && !put(value, path, isText(path) ? cell : cellValue(cell)))
          return new Unreadable(line, `“${columns[n]!.name}” has no place beside the other columns.`)
      }
      return { line, value: withoutHoles(value) }
    }),
  ]
}

/** Names and identities are never numbers. */
const isText = ([root]: readonly (string | number)[]) => root === 'name' || root === 'identity'

function separatorOf(text: string): string {
  const first = /^(?:"(?:[^"]|"")*"|[^\r\n])*/.exec(text.replace(/^\ufeff?\s*/, ''))![0]
  const bare = first.replace(/"(?:[^"]|"")*"/g, '')
  const count = (separator: string) => bare.split(separator).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}
