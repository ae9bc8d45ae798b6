import type { KeyboardEvent } from 'react'
import type { Item } from './item.ts'
import { nudged } from './move.ts'
import { stepFrom, turned } from './steps.ts'
import type { Shown } from './useCalendar.ts'
import { useCalendarState } from './useCalendarState.ts'
import { elementOf, type MovingState } from './useMoving.ts'

/** What has a mark that arrows can lead to; the rest is behind a “+2”. */
function isDrawn(): (item: Item) => boolean {
  const drawn = new Set(
    [...document.querySelectorAll<HTMLElement>('[data-item]')].map(({ dataset }) => dataset.item),
  )
  return ({ id }) => drawn.has(id)
}

/**
 * The keys of the calendar: arrows go from one mark to the next, Page Up and Down turn it, Alt with an arrow takes a
 * draft along; what is taken along is moved with Enter or stays where it was with Escape.
 */
export function useKeys({ range, view, zone, date }: Shown, state: MovingState) {
  const { change } = useCalendarState()
  const { moving, shown, preview, commit, cancel, isSaving } = state

  /** What the key does to the item; undefined: nothing. */
  const actOf = (id: string, key: string, alt: boolean): (() => void) | undefined => {
    if (moving && (key === 'Enter' || key === ' ')) return () => void commit(moving)
    if (moving && key === 'Escape') return cancel
    if (moving || alt) {
      const item = moving?.item ?? shown.find((one) => one.id === id)
      if (item?.kind !== 'band' || !item.band.editable || isSaving) return undefined
      const to = nudged(moving?.to ?? item.start, key, view, zone)
      return to === null ? undefined : () => preview(item, to)
    }
    if (key === 'PageUp' || key === 'PageDown')
      return () => change({ date: turned(date, view, key === 'PageUp' ? -1 : 1) })
    const next = stepFrom(id, key, shown.filter(isDrawn()), range.days)
    return next === null ? undefined : () => elementOf(next)?.focus()
  }

  return (event: KeyboardEvent<HTMLElement>) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item
    if (id === undefined || event.ctrlKey || event.metaKey) return
    const act = actOf(id, event.key, event.altKey)
    if (!act) return
    event.preventDefault()
    act()
  }
}
