import type { ReactNode } from 'react'

export type Order = 'asc' | 'desc'

export interface Sort {
  by: string
  order: Order
}

/** One column of a grid. Keep the array of columns stable: rows are drawn again when it changes. */
export interface Column<T> {
  id: string
  label: string
  /** Pixels, to begin with. */
  width: number
  render: (item: T) => ReactNode
  /** The order of the first press on its heading; without one, the server cannot sort by this column. */
  sort?: Order
  align?: 'end'
  /** In place of the label; the column keeps its width and has no menu then. */
  heading?: ReactNode
}

export const narrowest = 80
export const widest = 800

export const clampWidth = (width: number): number => Math.min(widest, Math.max(narrowest, Math.round(width)))

export type Widths = Readonly<Record<string, number>>

export const widthOf = (column: Pick<Column<never>, 'id' | 'width'>, widths: Widths): number =>
  widths[column.id] ?? column.width

/** The grid's `grid-template-columns`: fixed widths, the last column takes what is left. */
export const templateOf = (columns: readonly Pick<Column<never>, 'id' | 'width'>[], widths: Widths): string =>
  columns
    .map((column, at) => {
      const width = widthOf(column, widths)
      return at === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`
    })
    .join(' ')

/** The sort after a press on a column's heading: its own first order, then the other one, and back. */
export function sortAfterPress(
  column: Pick<Column<never>, 'id' | 'sort'>,
  sort: Sort | undefined,
): Sort | undefined {
  if (!column.sort) return sort
  if (sort?.by !== column.id) return { by: column.id, order: column.sort }
  return { by: column.id, order: sort.order === 'asc' ? 'desc' : 'asc' }
}
