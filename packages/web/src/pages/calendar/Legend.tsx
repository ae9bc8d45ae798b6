import { Checkbox } from '@react-spectrum/s2'
import { useText } from '../../text.ts'
import css from './calendar.module.css'
import { hoursOf, sum } from './layout.ts'
import type { Shown } from './useCalendar.ts'
import { peopleWord } from './words.ts'

/** What colours mean, which calendars of others are shown, and the time zone that everything is told in. */
export function Legend({ view, zone, range, calendar, calendars, hidden, show }: Shown) {
  const t = useText()
  const hours = calendar.data?.hours ?? []
  const counts = range.days.map((day) => hoursOf(hours, range.from, day, zone))
  const most = Math.max(0, ...(view === 'week' ? counts.flat() : counts.map(sum)))
  return (
    <div className={css.legend}>
      <span>{t('calendar.zone.in', { zone: zone.replaceAll('_', ' ') })}</span>
      {most > 0 && (
        <span className={css.scale}>
          {t(view === 'week' ? 'calendar.heat.hour' : 'calendar.heat.day', { most: peopleWord(most, t) })}
          <span aria-hidden="true">
            {[1, 2, 3, 4].map((heat) => (
              <i key={heat} data-heat={heat} />
            ))}
          </span>
        </span>
      )}
      {(calendars.data?.items ?? []).map(({ id, name, color }) => (
        <span key={id} className={css.calendarToggle}>
          <Checkbox size="S" isSelected={!hidden.has(id)} onChange={(isShown) => show(id, isShown)}>
            {name}
          </Checkbox>
          <i data-color={color} aria-hidden="true" />
        </span>
      ))}
    </div>
  )
}
