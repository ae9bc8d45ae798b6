import type { CalendarDay } from '@chappe/core/schedule/calendar/range'
import { useText } from '../../text.ts'
import css from './bars.module.css'
import type { Item } from './item.ts'
import { barsOf } from './layout.ts'
import { Mark } from './Mark.tsx'
import { MoreOfDay } from './MoreOfDay.tsx'

/** Items as bars over the days of a week, `rows` at most; what does not fit is behind a button in its day. */
export function Bars({
  label,
  items,
  days,
  rows,
}: {
  label: string
  items: readonly Item[]
  days: readonly CalendarDay[]
  rows: number
}) {
  const t = useText()
  const bars = barsOf(items, days)
  const fitting = bars.filter(({ row }) => row < rows)
  const more = days.map(
    (_, index) =>
      bars.filter(({ row, first, last }) => row >= rows && first <= index && last >= index).length,
  )
  // In time order, so that Tab and arrows go as one reads.
  const ordered = [...fitting].sort((a, b) => a.item.start - b.item.start)
  return (
    <ul className={css.bars} aria-label={label}>
      {ordered.map(({ item, first, last, row, before, after }) => (
        <li key={item.id} style={{ gridColumn: `${first + 1} / ${last + 2}`, gridRow: row + 1 }}>
          <Mark item={item} as="bar" before={before} after={after} />
        </li>
      ))}
      {days.map((day, index) =>
        more[index]! > 0 ? (
          <li key={day.date} style={{ gridColumn: index + 1, gridRow: rows + 1 }}>
            <MoreOfDay count={more[index]!} day={day}>
              {t('calendar.more', { count: more[index]! })}
            </MoreOfDay>
          </li>
        ) : null,
      )}
    </ul>
  )
}
