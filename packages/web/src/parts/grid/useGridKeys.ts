import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { step } from './steps.ts'
import { placeOf, stopAt, stopsOf } from './stops.ts'

interface Given {
  rows: number
  page: number
  scrollTo: (row: number) => void
  onRow: (row: number) => void
}

const rowOf = (element: Element | null) => element?.closest<HTMLElement>('[data-row]') ?? null

/**
 * The keyboard of a grid. The grid is one stop in the page's tab order: the grid element itself while the focus
 * is elsewhere (it hands the focus on to where it last was), nothing but the focused cell while it is inside.
 */
export function useGridKeys(grid: RefObject<HTMLElement | null>, { rows, page, scrollTo, onRow }: Given) {
  const last = useRef({ row: 0, cell: 0, within: 0 })
  /** The element that has the grid's focus, and with it the grid's place in the tab order. */
  const held = useRef<HTMLElement | null>(null)

  const letGo = () => {
    if (held.current) held.current.tabIndex = -1
    held.current = null
    if (grid.current) grid.current.tabIndex = 0
  }

  const focusAt = (row: number, place: { cell: number; within: number }) => {
    if (row >= 0) {
      // Drawn at once, so that the next key finds the focus where this one put it.
      flushSync(() => onRow(row))
      scrollTo(row)
    }
    const element = grid.current?.querySelector(`[data-row="${row}"]`)
    if (element) stopAt(element, place)?.focus({ preventScroll: row >= 0 })
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
    letGo()
    grid.current.tabIndex = -1
    target.tabIndex = 0
    held.current = target
    last.current = { row: Number(row.dataset.row), ...placeOf(row, target) }
    onRow(last.current.row)
  }

  const onBlur = (event: FocusEvent) => {
    if (!grid.current?.contains(event.relatedTarget)) letGo()
  }

  // A row that is deleted takes the focus with it, without a word; its neighbour gets it then.
  useEffect(() => {
    if (!held.current || held.current.isConnected) return
    letGo()
    queueMicrotask(() => {
      const row = Math.min(last.current.row, rows - 1)
      if (document.activeElement === document.body && row >= 0) focusAt(row, last.current)
    })
  })

  return { onKeyDown, onFocus, onBlur }
}
