import type { CalendarDay } from '@chappe/core/schedule/calendar/range'
import { useText } from '../../text.ts'
import css from './more-of-day.module.css'
import { useScene } from './Scene.tsx'
import { dayWord } from './words.ts'

interface Props {
  count: number
  day: CalendarDay
  children: string
}

/** What does not fit in a day: pressed, it lists all of the day. */
export function MoreOfDay({ count, day, children }: Props) {
  const t = useText()
  const { zone, openDay } = useScene()
  return (
    <button
      type="button"
      className={css.more}
      aria-label={t('calendar.more.of', { count, day: dayWord(day.from, t, zone) })}
      onClick={(event) => openDay(day.date, event.currentTarget)}
    >
      {children}
    </button>
  )
}
