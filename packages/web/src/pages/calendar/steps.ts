import type { CalendarDay } from '@chappe/core/schedule/calendar/range'
import { parseDate } from '@chappe/core/schedule/civil'
import { parseDate as parseCalendarDate } from '@internationalized/date'
import type { CalendarView } from './search.ts'

interface Placed {
  readonly id: string
  readonly start: number
}

/** The day on which an item stands first. */
const dayOf = ({ start }: Placed, days: readonly CalendarDay[]): number =>
  Math.max(
    0,
    days.findIndex(({ to }) => start < to),
  )

/**
 * Which item an arrow leads to: up and down to the one before and after by time, left and right to the first one of
 * the nearest day that has any, Home and End to the first and the last. Null: nowhere.
 */
export function stepFrom(
  id: string,
  key: string,
  items: readonly Placed[],
  days: readonly CalendarDay[],
): string | null {
  const at = items.findIndex((item) => item.id === id)
  if (at === -1) return null
  const here = dayOf(items[at]!, days)
  const others = (isThere: (day: number) => boolean) => items.filter((item) => isThere(dayOf(item, days)))
  switch (key) {
    case 'ArrowUp':
      return items[at - 1]?.id ?? null
    case 'ArrowDown':
      return items[at + 1]?.id ?? null
    case 'ArrowRight':
      return others((day) => day > here)[0]?.id ?? null
    case 'ArrowLeft': {
      const before = others((day) => day < here).at(-1)
      return before === undefined ? null : others((day) => day === dayOf(before, days))[0]!.id
    }
    case 'Home':
      return items[0]!.id
    case 'End':
      return items.at(-1)!.id
    default:
      return null
  }
}

/** The date so many weeks or months on, as far as years are known. */
export function turned(date: string, view: CalendarView, by: number): string {
  const shown = parseCalendarDate(date)
  const next = view === 'week' ? shown.add({ weeks: by }) : shown.set({ day: 1 }).add({ months: by })
  return parseDate(next.toString()) === null ? date : next.toString()
}
