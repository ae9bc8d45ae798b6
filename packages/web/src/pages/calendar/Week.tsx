import { useEffect, useRef } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../../text.ts'
import { Bars } from './Bars.tsx'
import css from './calendar.module.css'
import type { Item } from './item.ts'
import { blocksOf, heatOf, hoursOf, isLong, sum } from './layout.ts'
import { Mark } from './Mark.tsx'
import { useScene } from './Scene.tsx'
import type { Shown } from './useCalendar.ts'
import { brief, dayWord, peopleWord } from './words.ts'

const lanesShown = 3
/** Where the day begins to be of interest; what is earlier is a scroll away. */
const firstHour = 7

interface Props extends Pick<Shown, 'range' | 'zone' | 'today'> {
  items: readonly Item[]
  hours: readonly number[]
}

/** A week: what lasts over several days in bars above, the rest in the hours of its day, over the heat of the volume. */
export function Week({ range, zone, today, items, hours }: Props) {
  const t = useText()
  const { formatDate } = useIntl()
  const { openDay } = useScene()
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = scroller
    if (current) current.scrollTop = (current.scrollHeight * (firstHour - 0.25)) / 24
  }, [])
  const long = items.filter(isLong)
  const short = items.filter((item) => !isLong(item))
  const volumes = range.days.map((day) => hoursOf(hours, range.from, day, zone))
  const most = Math.max(...volumes.flat())
  const hourWord = (index: number) =>
    formatDate(Date.UTC(2026, 0, 1, index), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })

  return (
    <div className={css.week}>
      <div className={css.heads}>
        {range.days.map(({ date, from }, index) => (
          <div key={date} className={css.head} data-today={date === today}>
            <span className={css.weekday}>{formatDate(from, { weekday: 'short', timeZone: zone })}</span>
            <span className={css.number} aria-current={date === today ? 'date' : undefined}>
              {formatDate(from, { day: 'numeric', timeZone: zone })}
            </span>
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
          const { blocks, lanes } = blocksOf(short, day, zone)
          const width = 100 / Math.min(lanes, lanesShown)
          const hiddenBlocks = blocks.filter(({ lane }) => lane >= lanesShown)
          const volume = volumes[index]!
          const label = `${dayWord(day.from, t, zone)}, ${peopleWord(sum(volume), t)}`
          return (
            <div
              key={day.date}
              className={css.day}
              data-date={day.date}
              data-hours=""
              data-today={day.date === today}
            >
              <div className={css.heat} aria-hidden="true">
                {volume.map((people, hour) => (
                  <div
                    key={hour}
                    data-heat={heatOf(people, most)}
                    title={people > 0 ? `${hourWord(hour)}: ${peopleWord(people, t)}` : undefined}
                  />
                ))}
              </div>
              <ul className={css.blocks} aria-label={label}>
                {blocks
                  .filter(({ lane }) => lane < lanesShown)
                  .map(({ item, from, to, lane, isStart }) => {
                    const place = {
                      top: `${(from / 1440) * 100}%`,
                      height: `${((to - from) / 1440) * 100}%`,
                      insetInlineStart: `${lane * width}%`,
                      width: `${width}%`,
                    }
                    return isStart || day === range.days[0] ? (
                      <li key={item.id} style={place}>
                        <Mark item={item} as="block" />
                      </li>
                    ) : (
                      // The rest of what began the day before, which is told there.
                      <li key={item.id} style={place} aria-hidden="true">
                        <span className={css.rest}>{item.name}</span>
                      </li>
                    )
                  })}
                {hiddenBlocks.length > 0 && (
                  <li className={css.moreOfDay} style={{ top: `${(hiddenBlocks[0]!.from / 1440) * 100}%` }}>
                    <button
                      type="button"
                      className={css.more}
                      aria-label={t('calendar.more.of', {
                        count: hiddenBlocks.length,
                        day: dayWord(day.from, t, zone),
                      })}
                      onClick={(event) => openDay(day.date, event.currentTarget)}
                    >
                      +{hiddenBlocks.length}
                    </button>
                  </li>
                )}
              </ul>
            </div>
          )
        })}
      </section>
    </div>
  )
}
