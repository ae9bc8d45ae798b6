import css from './day-number.module.css'

interface Props {
  /** The number as it is written: `21`. */
  number: string
  isToday: boolean
  /** The day in words, where nothing beside the number says it. */
  said?: string
}

export const DayNumber = ({ number, isToday, said }: Props) => (
  <span className={css.number} aria-current={isToday ? 'date' : undefined}>
    <span aria-hidden={said !== undefined}>{number}</span>
    {said !== undefined && <span className="sr-only">{said}</span>}
  </span>
)
