import type { CalendarDay } from '@chappe/core/schedule/calendar/range'
import css from './blocks.module.css'
import type { Item } from './item.ts'
import { type Block, blocksOf } from './layout.ts'
import { Mark } from './Mark.tsx'
import { MoreOfDay } from './MoreOfDay.tsx'

/** As wide as the button that leads to those that have no room. */
const moreWidth = 36

const percent = (part: number, all: number) => `${(part / all) * 100}%`

/** How many of those at a time are shown where so many have room: the last place is for the way to the others. */
const shownOf = (lanes: number, room: number) => (lanes > room ? room - 1 : lanes)

/** Where a block stands in its day. */
function placeOf({ from, to, lane, lanes }: Block<Item>, room: number) {
  const shown = shownOf(lanes, room)
  const all = lanes > shown ? `(100% - ${moreWidth}px)` : '100%'
  return {
    top: percent(from, 1440),
    height: percent(to - from, 1440),
    insetInlineStart: `calc(${all} * ${lane / shown})`,
    width: `calc(${all} / ${shown})`,
  }
}

interface Props {
  label: string
  items: readonly Item[]
  day: CalendarDay
  zone: string
  /** How many have room beside each other: 2 at least. */
  room: number
  /** The first day that is shown: what began before it is told here. */
  isFirst: boolean
}

/** The items of a day in its hours. */
export function Blocks({ label, items, day, zone, room, isFirst }: Props) {
  // The rest of what began the day before is told there.
  const isTold = ({ isStart }: Block<Item>) => isStart || isFirst
  return (
    <ul className={css.blocks} aria-label={label}>
      {blocksOf(items, day, zone).flatMap((group) => {
        const isShown = ({ lane, lanes }: Block<Item>) => lane < shownOf(lanes, room)
        const more = group.filter((block) => !isShown(block))
        return [
          ...group.filter(isShown).map((block) => (
            <li
              key={block.item.id}
              style={placeOf(block, room)}
              aria-hidden={isTold(block) ? undefined : true}
            >
              {isTold(block) ? (
                <Mark item={block.item} as="block" />
              ) : (
                <span className={css.rest}>{block.item.name}</span>
              )}
            </li>
          )),
          more[0] && (
            <li key={`+${more[0].item.id}`} style={{ top: percent(more[0].from, 1440), insetInlineEnd: 0 }}>
              <MoreOfDay count={more.length} day={day}>{`+${more.length}`}</MoreOfDay>
            </li>
          ),
        ]
      })}
    </ul>
  )
}
