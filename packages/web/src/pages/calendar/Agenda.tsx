import { useText } from '../../text.ts'
import css from './agenda.module.css'
import type { Item } from './item.ts'
import { hoursOf, listed, sum, touches } from './layout.ts'
import { Mark } from './Mark.tsx'
import type { Shown } from './useCalendar.ts'
import { dayWord, peopleWord, titled } from './words.ts'

interface Props extends Pick<Shown, 'range' | 'zone' | 'today'> {
  items: readonly Item[]
  hours: readonly number[]
}

/** The days that have something, one under the other, where there is no room for a grid. */
export function Agenda({ range, zone, today, items, hours }: Props) {
  const t = useText()
  const isFirst = (date: string) => date === range.days[0]!.date
  const days = range.days
    .filter(({ outside }) => !outside)
    .map((day) => ({
      day,
      // What lasts is told where it begins, and on the first day that is shown.
      here: listed(
        items.filter((item) => touches(item, day) && (item.start >= day.from || isFirst(day.date))),
      ),
      people: sum(hoursOf(hours, range.from, day, zone)),
    }))
    .filter(({ day, here }) => here.length > 0 || day.date === today)
  return (
    <div className={css.agenda}>
      {days.map(({ day, here, people }) => (
        <section key={day.date} aria-labelledby={`day-${day.date}`} data-today={day.date === today}>
          <h3 id={`day-${day.date}`}>
            {titled(dayWord(day.from, t, zone), t)}
            {people > 0 && <span className={css.total}>{peopleWord(people, t)}</span>}
          </h3>
          {here.length === 0 && <p className={css.nothing}>{t('calendar.nothing')}</p>}
          <ul>
            {here.map((item) => (
              <li key={item.id}>
                <Mark item={item} as="line" />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
