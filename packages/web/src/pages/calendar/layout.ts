import { rowsOf } from '@chappe/core/schedule/calendar/events'
import type { CalendarDay } from '@chappe/core/schedule/calendar/range'
import { day, hour, minute, parseDate } from '@chappe/core/schedule/civil'
import { wallAt } from '@chappe/core/schedule/zones'
import { CalendarDate, getDayOfWeek } from '@internationalized/date'
import type { Item } from './item.ts'

const aMonday = new CalendarDate(2026, 1, 5)
/** The day that weeks begin on in a language: 1 (Monday) to 7. The date pickers beside the calendar begin on it, too. */
export const weekStartIn = (tag: string): number => 7 - ((getDayOfWeek(aMonday, tag) + 6) % 7)

type Span = Pick<Item, 'start' | 'end'>

/** Of several days: it stands above the hours, in a bar over its days. */
export const isLong = (item: Item): boolean =>
  item.end - item.start >= day || (item.kind === 'event' && item.allDay)

/** Whether any of it is in the day; what has no length is where it begins. */
export const touches = ({ start, end }: Span, { from, to }: CalendarDay): boolean =>
  start < to && (end > from || start >= from)

export interface Block<T> {
  readonly item: T
  /** Minutes on the clock, from 0 to 1440. */
  readonly from: number
  readonly to: number
  /** Beside what else is at that time: from 0, of so many. */
  readonly lane: number
  readonly lanes: number
  readonly isStart: boolean
}

/** What is short is drawn as an hour, so that it can be read; what follows stands beside it. */
const leastMinutes = 60

/**
 * Where the items of a day stand in its column, by start; those that are beside each other are in one group. What is
 * alone at its time has all of the width.
 */
export function blocksOf<T extends Span>(
  items: readonly T[],
  shown: CalendarDay,
  zone: string,
): Block<T>[][] {
  const midnight = parseDate(shown.date)! * day
  const clock = (at: number) => (wallAt(at, zone) - midnight) / minute
  const here = items
    .filter((item) => touches(item, shown))
    .map((item) => {
      const from = item.start < shown.from ? 0 : clock(item.start)
      const to = item.end >= shown.to ? 1440 : clock(item.end)
      // On the night that clocks go back an end can show an earlier time than its start.
      const until = Math.min(1440, Math.max(to, from + leastMinutes))
      return {
        item,
        from: Math.min(from, 1440 - leastMinutes / 2),
        to: until,
        isStart: item.start >= shown.from,
      }
    })
    .sort((a, b) => a.from - b.from)
  return groupsOf(here).map((group) => {
    const rows = rowsOf(group.map(({ from, to }) => ({ start: from, end: to })))
    const lanes = 1 + Math.max(...rows)
    return group.map((one, at) => ({ ...one, lane: rows[at]!, lanes }))
  })
}

/** By start: each one begins before all of its group are over. */
function groupsOf<T extends { readonly from: number; readonly to: number }>(here: readonly T[]): T[][] {
  const groups: T[][] = []
  let over = Number.NEGATIVE_INFINITY
  for (const one of here) {
    if (one.from >= over) groups.push([])
    groups.at(-1)!.push(one)
    over = Math.max(over, one.to)
  }
  return groups
}

export interface Bar<T> {
  readonly item: T
  /** Columns from 0, both included. */
  readonly first: number
  readonly last: number
  readonly row: number
  /** It goes on before or after what is shown. */
  readonly before: boolean
  readonly after: boolean
}

/** What always is there is the last that one has to see. */
const isEndless = ({ end }: Span): boolean => end === Number.POSITIVE_INFINITY

/** The items of a day as a list. */
export const listed = <T extends Span>(items: readonly T[]): T[] => [
  ...items.filter((item) => !isEndless(item)),
  ...items.filter(isEndless),
]

/** Where items stand as bars over the days of a week, in few rows; what has no end stands below. */
export function barsOf<T extends Span>(items: readonly T[], days: readonly CalendarDay[]): Bar<T>[] {
  const [begin, end] = [days[0]!.from, days.at(-1)!.to]
  const here = items
    .flatMap((item) => {
      const columns = [...days.keys()].filter((index) => touches(item, days[index]!))
      if (columns.length === 0) return []
      return [
        {
          item,
          first: columns[0]!,
          last: columns.at(-1)!,
          before: item.start < begin,
          after: item.end > end,
        },
      ]
    })
    .sort(
      (a, b) =>
        Number(isEndless(a.item)) - Number(isEndless(b.item)) ||
        a.first - b.first ||
        b.last - b.first - (a.last - a.first),
    )
  const rows = rowsOf(here.map(({ first, last }) => ({ start: first, end: last + 1 })))
  return here.map((one, index) => ({ ...one, row: rows[index]! }))
}

/** People per hour on the clock of a day, from the hours of the whole range; of an hour that comes twice, both. */
export function hoursOf(
  hours: readonly number[],
  rangeFrom: number,
  shown: CalendarDay,
  zone: string,
): number[] {
  const midnight = parseDate(shown.date)! * day
  const counts = new Array<number>(24).fill(0)
  for (let at = shown.from; at < shown.to; at += hour) {
    const people = hours[Math.floor((at - rangeFrom) / hour)] ?? 0
    const index = Math.floor((wallAt(at, zone) - midnight) / hour)
    if (index >= 0 && index < 24) counts[index]! += people
  }
  return counts
}

export const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** How much it is of the most, in four steps; 0: nothing. The root lets small ones be seen beside a large one. */
export const heatOf = (people: number, most: number): number =>
  people <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil(4 * Math.sqrt(people / most)))
