import type { CalendarDay } from '@chappe/core/schedule/calendar/range'
import css from './details.module.css'
import type { Item } from './item.ts'
import { listed, touches } from './layout.ts'
import { Mark } from './Mark.tsx'

interface Props {
  day: CalendarDay
  items: readonly Item[]
  onOpen: (item: Item) => void
}

/** Everything of a day, one under the other. */
export const DayDetails = ({ day, items, onOpen }: Props) => (
  <ul className={css.list}>
    {listed(items.filter((item) => touches(item, day))).map((item) => (
      <li key={item.id}>
        <Mark item={item} as="line" onOpen={() => onOpen(item)} />
      </li>
    ))}
  </ul>
)
