import { type RowMistake, rowReader } from '@chappe/core/import/rows'
import type { ImportFormat, ImportSettings } from '@chappe/core/import/schema'
import type { Mistake } from '@chappe/core/kit/problem'
import type { Line } from '../profiles/at-hand.ts'
import { readItem } from '../profiles/items.ts'
import type { ProfileRules } from '../profiles/rules.ts'
import type { Head } from './head.ts'
import type { Place } from './records.ts'
import { type FileRecord, faults, type Records } from './records.ts'

/** A mistake of a line of the file. */
export interface LineMistake {
  readonly line: number
  /** Heading of the column; empty where it is about the line as a whole. */
  readonly column: string
  readonly reason: string
  readonly raw: string
}

/** A part of a file, read: everything up to `to` is in it. */
export interface Part {
  readonly from: Place
  readonly to: Place
  /** Lines of the file with something in them. */
  readonly read: number
  readonly lines: readonly Line[]
  /** Mistakes of the lines that are not among `lines`; `faulty` counts those lines. */
  readonly mistakes: readonly LineMistake[]
  readonly faulty: number
  /** What the mistakes of a line that is among them are called in the file. */
  mistakesOf(index: number, mistakes: readonly Mistake[]): LineMistake[]
}

export interface Reading {
  readonly format: ImportFormat
  readonly settings: ImportSettings
  readonly rules: ProfileRules
  readonly head: Head
  readonly newId: () => string
}

type Read = (
  record: FileRecord,
) => { line: Line } | { mistakes: readonly { column: string; reason: string }[] }

/** Reads the next part of a file, at most `most` lines; undefined at its end. */
export function partReader(
  reading: Reading,
  records: Records,
  most: number,
): () => Promise<Part | undefined> {
  const { format, settings, head } = reading
  const read = format === 'csv' ? csvReader(reading) : jsonReader(reading)
  return async () => {
    const from = records.place
    const lines: Line[] = []
    const about: Pick<FileRecord, 'line' | 'raw'>[] = []
    const mistakes: LineMistake[] = []
    let faulty = 0
    await records.each(most, (record) => {
      const said = record.fault ? { mistakes: [{ column: '', reason: faults[record.fault] }] } : read(record)
      if ('line' in said) {
        lines.push(said.line)
        // Without the cells: thousands of them would outlive many collections of garbage.
        about.push({ line: record.line, raw: record.raw })
        return
      }
      faulty++
      const raw = record.raw()
      for (const one of said.mistakes) mistakes.push({ ...one, line: record.line, raw })
    })
    const to = records.place
    if (to.offset === from.offset) return undefined
    return {
      from,
      to,
      read: lines.length + faulty,
      lines,
      mistakes,
      faulty,
      mistakesOf: (index, found) => {
        const { line, raw } = about[index]!
        const shown = raw()
        return found.map(({ pointer, detail }) => ({
          line,
          column: format === 'csv' ? columnOf(pointer, lines[index]!, settings, head) : pointer,
          reason: detail,
          raw: shown,
        }))
      },
    }
  }
}

function csvReader({ settings, rules, head, newId }: Reading): Read {
  const readRow = rowReader(settings, rules)
  const patches = settings.emptyCells === 'remove'
  return ({ cells }) => {
    const found: RowMistake[] = []
    if (cells.length > head.width && cells.some((cell, n) => n >= head.width && cell.trim() !== ''))
      found.push({
        column: null,
        detail: `Has ${cells.length} cells, and the file has ${head.width} columns`,
      })
    const row = readRow(cells, found)
    if (found.length > 0)
      return {
        mistakes: found.map(({ column, detail }) => ({
          column: column === null ? '' : nameOf(head, column),
          reason: detail,
        })),
      }
    // What takes nothing away is what it makes of nothing: it can be written as it is.
    const attributes = patches ? row.attributes : JSON.stringify(row.attributes)
    return { line: { ...row, id: newId(), attributes } }
  }
}

function jsonReader({ rules, newId }: Reading): Read {
  return ({ cells: [text = ''] }) => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return { mistakes: [{ column: '', reason: 'Is not JSON' }] }
    }
    const item = readItem(rules, value, newId())
    return 'line' in item
      ? item
      : { mistakes: item.mistakes.map(({ pointer, detail }) => ({ column: pointer, reason: detail })) }
  }
}

const nameOf = ({ names }: Head, column: number): string => names[column] || `Column ${column + 1}`

/** The heading of the column that a pointer into a line is about. */
function columnOf(pointer: string, line: Line, { mapping }: ImportSettings, head: Head): string {
  const [, kind, ...rest] = pointer.split('/')
  const namespace = kind === 'identities' && rest[0] ? line.identities[Number(rest[0])]?.namespace : undefined
  const target = namespace
    ? `identity:${namespace}`
    : kind === 'attributes'
      ? `attribute:${rest.join('.')}`
      : ''
  const column = mapping.find((one) => one.target === target)?.column
  return column === undefined ? (kind === 'attributes' ? rest.join('.') : '') : nameOf(head, column)
}
