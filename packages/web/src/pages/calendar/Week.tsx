import { useEffect, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../../text.ts'
import { Bars } from './Bars.tsx'
import { Blocks } from './Blocks.tsx'
import colors from './colors.module.css'
import { DayNumber } from './DayNumber.tsx'
import type { Item } from './item.ts'
import { heatOf, hoursOf, isLong, sum } from './layout.ts'
import type { Shown } from './useCalendar.ts'
import css from './week.module.css'
import { brief, dayWord, peopleWord, timeOf } from './words.ts'

/** Where the day begins to be of interest; what is earlier is a scroll away. */
const firstHour = 7
/** Pixels of a block that still can be read. */
const narrowest = 64

interface Props extends Pick<Shown, 'range' | 'zone' | 'today'> {
  items: readonly Item[]
  hours: readonly number[]
}

/** A week: what lasts over several days in bars above, the rest in the hours of its day, over the heat of the volume. */
export function Week({ range, zone, today, items, hours }: Props) {
  const t = useText()
  const { formatDate } = useIntl()
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = scroller
    if (current) current.scrollTop = (current.scrollHeight * (firstHour - 0.25)) / 24
  }, [])
  const [room, setRoom] = useState(2)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) =>
      setRoom(Math.max(2, Math.floor((entry?.contentRect.width ?? 0) / 7 / narrowest))),
    )
    if (scroller.current) observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [])
  const long = items.filter(isLong)
  const short = items.filter((item) => !isLong(item))
  const volumes = range.days.map((day) => hoursOf(hours, range.from, day, zone))
  const most = Math.max(...volumes.flat())
  const hourWord = (index: number) => timeOf(Date.UTC(2026, 0, 1, index), t, 'UTC')

  return (
    <div className={css.week}>
      <div className={css.heads}>
        {range.days.map(({ date, from }, index) => (
          <div key={date} className={css.head} data-today={date === today}>
            <span className={css.weekday}>{formatDate(from, { weekday: 'short', timeZone: zone })}</span>
            <DayNumber
              number={formatDate(from, { day: 'numeric', timeZone: zone })}
              isToday={date === today}
            />
            <span className={css.total} title={t('calendar.volume.day')}>
              {sum(volumes[index]!) > 0 && brief(sum(volumes[index]!), t)}
            </span>
          </div>
        ))}
      </div>
      {long.length > 0 && (
        <div className={css.long}>
          <div className={css.cells} aria-hidden="true">
            {range.days.map(({ date }) => (
              <div key={date} data-date={date} />
            ))}
          </div>
          <Bars label={t('calendar.long')} items={long} days={range.days} rows={4} />
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className={css.scroller} ref={scroller} tabIndex={0} aria-label={t('calendar.hours')}>
        <div className={css.clock} aria-hidden="true">
          {Array.from({ length: 23 }, (_, index) => (
            <span key={index} style={{ top: `${((index + 1) / 24) * 100}%` }}>
              {hourWord(index + 1)}
            </span>
          ))}
        </div>
        {range.days.map((day, index) => {
          const volume = volumes[index]!
          return (
            <div
              key={day.date}
              className={css.day}
              data-date={day.date}
              data-hours=""
              data-today={day.date === today}
            >
              <div className={css.hours} aria-hidden="true">
                {volume.map((people, hour) => (
                  <div
                    key={hour}
                    className={colors.heat}
                    data-heat={heatOf(people, most)}
                    title={people > 0 ? `${hourWord(hour)}: ${peopleWord(people, t)}` : undefined}
                  />
                ))}
              </div>
              <Blocks
                label={`${dayWord(day.from, t, zone)}, ${peopleWord(sum(volume), t)}`}
                items={short}
                day={day}
                zone={zone}
                room={room}
                isFirst={index === 0}
              />
            </div>
          )
        })}
      </section>
    </div>
  )
}
