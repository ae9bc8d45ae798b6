import { type FocusEvent, type KeyboardEvent, type RefObject, useRef } from 'react'
import { step } from './steps.ts'
import { placeOf, stopAt, stopsOf } from './stops.ts'

interface Given {
  rows: number
  page: number
  scrollTo: (row: number) => void
  onRow: (row: number) => void
}

const rowOf = (element: Element | null) => element?.closest<HTMLElement>('[data-row]') ?? null

/** A row that was scrolled to is drawn within a few frames; then `found` is called with it. */
function whenDrawn(grid: HTMLElement, row: number, found: (row: HTMLElement) => void, frames = 10) {
  const element = grid.querySelector<HTMLElement>(`[data-row="${row}"]`)
  if (element) found(element)
  else if (frames > 0) requestAnimationFrame(() => whenDrawn(grid, row, found, frames - 1))
}

/**
 * The keyboard of a grid. The grid is one stop in the page's tab order: the grid element itself while the focus
 * is elsewhere (it hands the focus on to where it last was), nothing but the focused cell while it is inside.
 */
export function useGridKeys(grid: RefObject<HTMLElement | null>, { rows, page, scrollTo, onRow }: Given) {
  const last = useRef({ row: 0, cell: 0, within: 0 })

  const focusAt = (row: number, place: { cell: number; within: number }) => {
    if (!grid.current) return
    if (row >= 0) scrollTo(row)
    whenDrawn(grid.current, row, (element) => stopAt(element, place)?.focus({ preventScroll: row >= 0 }))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    const row = rowOf(target)
    if (!grid.current || !row || event.altKey || event.metaKey) return
    const stops = stopsOf(row)
    const at = { row: Number(row.dataset.row), stop: stops.indexOf(target) }
    const to = step(event.key, event.ctrlKey, at, { rows, stops: stops.length, page })
    if (!to) return
    event.preventDefault()
    if (to.row === at.row) {
      const next = stops[Math.min(to.stop, stops.length - 1)]
      next?.focus({ preventScroll: true })
      next?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    } else if (to.stop === Number.POSITIVE_INFINITY) focusAt(to.row, { cell: to.stop, within: 0 })
    else focusAt(to.row, to.stop === at.stop ? placeOf(row, target) : { cell: 0, within: 0 })
  }

  const onFocus = (event: FocusEvent) => {
    const target = event.target as HTMLElement
    if (target === grid.current) {
      focusAt(Math.min(last.current.row, rows - 1), last.current)
      return
    }
    const row = rowOf(target)
    if (!row || !grid.current) return
    grid.current.tabIndex = -1
    last.current = { row: Number(row.dataset.row), ...placeOf(row, target) }
    onRow(last.current.row)
  }

  const onBlur = (event: FocusEvent) => {
    if (!grid.current || grid.current.contains(event.relatedTarget)) return
    grid.current.tabIndex = 0
  }

  return { onKeyDown, onFocus, onBlur }
}
