import { Checkbox } from '@react-spectrum/s2'
import { useText } from '../../text.ts'
import colors from './colors.module.css'
import { hoursOf, sum } from './layout.ts'
import css from './legend.module.css'
import type { Shown } from './useCalendar.ts'
import { peopleWord } from './words.ts'

/** What colours mean, which calendars of others are shown, and the time zone that everything is told in. */
export function Legend({ view, zone, range, hours, calendars, hidden, show }: Shown) {
  const t = useText()
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
              <i key={heat} className={`${css.swatch} ${colors.heat}`} data-heat={heat} />
            ))}
          </span>
        </span>
      )}
      {(calendars.data?.items ?? []).map(({ id, name, color }) => (
        <span key={id} className={css.calendar}>
          <Checkbox size="S" isSelected={!hidden.has(id)} onChange={(isShown) => show(id, isShown)}>
            {name}
          </Checkbox>
          <i className={`${css.swatch} ${colors.tone}`} data-color={color} aria-hidden="true" />
        </span>
      ))}
    </div>
  )
}
