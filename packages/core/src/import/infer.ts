import { cellReader, readYes } from './cells.ts'
import type { CellType, ImportSettings } from './schema.ts'

type Manner = Pick<ImportSettings, 'dateOrder' | 'decimal'>

const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}/
const onlyDigits = /^[01]$/

/** How the numbers and dates of a file are written, as far as some of its cells tell. */
export function inferManner(cells: readonly string[]): Manner {
  let comma = 0
  let point = 0
  let american = 0
  let european = 0
  for (const cell of cells) {
    if (/^[+-]?[\d\s.]*\d,(\d{1,2}|\d{4,})$/.test(cell)) comma++
    else if (/^[+-]?[\d\s,]*\d\.(\d{1,2}|\d{4,})$/.test(cell)) point++
    const [, a, b] = dayFirst.exec(cell) ?? []
    if (a !== undefined && Number(a) > 12) european++
    else if (b !== undefined && Number(b) > 12) american++
  }
  return { decimal: comma > point ? ',' : '.', dateOrder: american > european ? 'mdy' : 'dmy' }
}

/** The narrowest type that all these cells (trimmed, not empty) can be read as; text when there are none. */
export function inferType(cells: readonly string[], manner: Manner): CellType {
  if (cells.length === 0) return 'string'
  const all = (type: CellType) => {
    const read = cellReader(type, manner)
    return cells.every((cell) => read(cell) !== undefined)
  }
  // Codes are no numbers: their leading zeros, or plus signs, mean something.
  const isCode = cells.some((cell) => /^(0\d|\+)/.test(cell) || cell.length > 15)
  if (cells.every((cell) => readYes(cell) !== undefined) && !cells.every((cell) => onlyDigits.test(cell)))
    return 'boolean'
  if (all('date')) return 'date'
  if (all('date-time')) return 'date-time'
  if (!isCode && all('integer')) return 'integer'
  if (!isCode && all('number')) return 'number'
  if (cells.every((cell) => cell.startsWith('[')) && all('array')) return 'array'
  return 'string'
}
