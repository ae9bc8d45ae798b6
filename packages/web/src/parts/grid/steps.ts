/** Where the keyboard is: the row (-1 is the heading) and the stop in it (a link, a button, or a bare cell). */
export interface Spot {
  row: number
  stop: number
}

export interface Extent {
  /** Rows that are loaded. */
  rows: number
  /** Stops in the current row. */
  stops: number
  /** Rows that fit on a screen. */
  page: number
}

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high))

/**
 * Where a key leads, or undefined when the key is none of ours. The keys of the grid pattern of the ARIA
 * Authoring Practices. A `stop` of Infinity means the last one of the row that is reached.
 */
export function step(
  key: string,
  control: boolean,
  { row, stop }: Spot,
  { rows, stops, page }: Extent,
): Spot | undefined {
  const at = (nextRow: number, nextStop: number) => ({ row: between(-1, nextRow, rows - 1), stop: nextStop })
  switch (key) {
    case 'ArrowLeft':
      return at(row, Math.max(0, stop - 1))
    case 'ArrowRight':
      return at(row, Math.min(stops - 1, stop + 1))
    case 'ArrowUp':
      return at(row - 1, stop)
    case 'ArrowDown':
      return at(row + 1, stop)
    case 'PageUp':
      return at(Math.max(0, row - page), stop)
    case 'PageDown':
      return at(row + page, stop)
    case 'Home':
      return control ? at(0, 0) : at(row, 0)
    case 'End':
      return control ? at(rows - 1, Number.POSITIVE_INFINITY) : at(row, stops - 1)
    default:
      return undefined
  }
}
