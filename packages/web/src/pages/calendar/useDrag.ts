import { parseDate } from '@chappe/core/schedule/civil'
import { type PointerEvent as ReactPointerEvent, useRef } from 'react'
import type { BandItem } from './item.ts'
import { droppedAt } from './move.ts'
import type { MovingState } from './useMoving.ts'

/** Pixels that a pointer goes before it drags rather than presses. */
const threshold = 6

interface Spot {
  readonly date: string
  /** On the clock of that day; null where only the day is meant. */
  readonly minutes: number | null
}

/** The day, and the time of day, that is under the pointer. */
function spotAt(x: number, y: number): Spot | null {
  const found = document
    .elementsFromPoint(x, y)
    .find(
      (element): element is HTMLElement =>
        element instanceof HTMLElement && element.dataset.date !== undefined,
    )
  if (found === undefined) return null
  const { top, height } = found.getBoundingClientRect()
  return {
    date: found.dataset.date!,
    minutes: found.dataset.hours === undefined ? null : ((y - top) / height) * 1440,
  }
}

/** Drags bands with a mouse or a pen; with a finger one scrolls, and moves by the band's own command. */
export function useDrag({ preview, commit, cancel }: MovingState, zone: string) {
  /** Where a drag has just ended there comes a click, which means nothing. */
  const isDragged = useRef(false)

  const grab = (item: BandItem, event: ReactPointerEvent<HTMLElement>) => {
    isDragged.current = false
    if (!item.band.editable || event.button !== 0 || event.pointerType === 'touch') return
    const from = spotAt(event.clientX, event.clientY)
    if (from === null) return
    const { top } = event.currentTarget.getBoundingClientRect()
    const began = { x: event.clientX, y: event.clientY, inside: event.clientY - top }
    let to: number | null = null

    const over = new AbortController()
    const move = (at: PointerEvent) => {
      if (!isDragged.current && Math.hypot(at.clientX - began.x, at.clientY - began.y) < threshold) return
      isDragged.current = true
      at.preventDefault()
      const spot = spotAt(at.clientX, at.clientY)
      if (spot === null) return
      const days = parseDate(spot.date)! - parseDate(from.date)!
      const isTimed = from.minutes !== null && spot.minutes !== null
      const height = isTimed ? (spotAt(at.clientX, at.clientY - began.inside)?.minutes ?? 0) : null
      to = droppedAt(item.start, zone, { days, minutes: height })
      preview(item, to)
    }
    const { signal } = over
    window.addEventListener('pointermove', move, { signal })
    window.addEventListener(
      'pointerup',
      () => {
        over.abort()
        if (to !== null) void commit({ item, to })
      },
      { signal },
    )
    const giveUp = () => {
      over.abort()
      if (to !== null) cancel()
    }
    window.addEventListener('pointercancel', giveUp, { signal })
    window.addEventListener('keydown', (key) => key.key === 'Escape' && giveUp(), { signal })
  }

  return { grab, isDragged }
}
