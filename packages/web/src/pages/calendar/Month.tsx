import { useLayoutEffect, useRef } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../../text.ts'
import { Bars } from './Bars.tsx'
import colors from './colors.module.css'
import { DayNumber } from './DayNumber.tsx'
import type { Item } from './item.ts'
import { heatOf, hoursOf, sum } from './layout.ts'
import css from './month.module.css'
import type { Shown } from './useCalendar.ts'
import { brief, dayWord, peopleWord } from './words.ts'

/** Pixels that the names of the days take, which stay where they are. */
const headsHeight = 34

interface Props extends Pick<Shown, 'range' | 'zone' | 'today'> {
  items: readonly Item[]
  hours: readonly number[]
}

/** A month in whole weeks: every item a bar over its days, every day with its volume. */
export function Month({ range, zone, today, items, hours }: Props) {
  const t = useText()
  const { formatDate } = useIntl()
  const volumes = new Map(range.days.map((day) => [day.date, sum(hoursOf(hours, range.from, day, zone))]))
  const most = Math.max(...volumes.values())
  const weeks = Array.from({ length: range.days.length / 7 }, (_, week) =>
    range.days.slice(week * 7, week * 7 + 7),
  )
  // The month begins where it begins; what one looks for first is the week that one is in.
  const scroller = useRef<HTMLElement>(null)
  const monthShown = range.from
  useLayoutEffect(() => {
    const { current } = scroller
    const row = current
      ?.querySelector<HTMLElement>('[data-today="true"]')
      ?.closest<HTMLElement>('[data-week]')
    if (!current) return
    current.scrollTop =
      row && row.offsetTop + row.offsetHeight > current.clientHeight ? row.offsetTop - headsHeight : 0
  }, [monthShown])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section ref={scroller} className={css.month} tabIndex={0} aria-label={t('calendar.view.month')}>
      <div className={css.heads} aria-hidden="true">
        {weeks[0]!.map(({ date, from }) => (
          <div key={date}>{formatDate(from, { weekday: 'short', timeZone: zone })}</div>
        ))}
      </div>
      {weeks.map((days) => (
        <div key={days[0]!.date} className={css.row} data-week="">
          <div className={css.cells}>
            {days.map(({ date, from, outside }) => {
              const people = volumes.get(date)!
              return (
                <div key={date} data-date={date} data-outside={outside} data-today={date === today}>
                  <DayNumber
                    number={formatDate(from, { day: 'numeric', timeZone: zone })}
                    isToday={date === today}
                    said={dayWord(from, t, zone)}
                  />
                  {people > 0 && (
                    <span
                      className={`${css.volume} ${colors.heat}`}
                      data-heat={heatOf(people, most)}
                      title={peopleWord(people, t)}
                    >
                      <span aria-hidden="true">{brief(people, t)}</span>
                      <span className="sr-only">{peopleWord(people, t)}</span>
                    </span>
                  )}
                </div>
              )
            })}
          </div>
          <div className={css.bars}>
            <Bars
              label={t('calendar.weekOf', { day: dayWord(days[0]!.from, t, zone) })}
              items={items}
              days={days}
              rows={5}
            />
          </div>
        </div>
      ))}
    </section>
  )
}
