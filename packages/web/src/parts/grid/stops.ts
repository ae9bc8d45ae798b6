const interactive = 'a[href], button, input, [role="separator"][tabindex]'

const cellsOf = (row: Element) => [
  ...row.querySelectorAll<HTMLElement>('[role="gridcell"], [role="columnheader"]'),
]

const stopsIn = (cell: HTMLElement): HTMLElement[] => {
  const inside = [...cell.querySelectorAll<HTMLElement>(interactive)]
  return inside.length > 0 ? inside : [cell]
}

/** Everything in a row that the arrow keys stop at, from left to right. */
export const stopsOf = (row: Element): HTMLElement[] => cellsOf(row).flatMap(stopsIn)

/** Where a stop stands: its cell, and its place among the stops of the cell. */
export function placeOf(row: Element, stop: HTMLElement): { cell: number; within: number } {
  const cells = cellsOf(row)
  const cell = cells.findIndex((one) => one.contains(stop))
  return { cell, within: cell < 0 ? 0 : stopsIn(cells[cell]!).indexOf(stop) }
}

/** The stop of another row that stands where `place` says, or the nearest one of that cell. */
export function stopAt(row: Element, place: { cell: number; within: number }): HTMLElement | undefined {
  const cells = cellsOf(row)
  const cell = cells[Math.min(place.cell, cells.length - 1)]
  if (!cell) return undefined
  const inside = stopsIn(cell)
  return inside[Math.min(Math.max(place.within, 0), inside.length - 1)]
}

/** Takes a row's stops out of the tab order: the grid is one stop of the page, its arrow keys do the rest. */
export function quieten(row: Element) {
  for (const stop of row.querySelectorAll<HTMLElement>(interactive))
    if (stop !== document.activeElement) stop.tabIndex = -1
}
