import { scheduleLimits } from '@chappe/core/schedule/parts'
import { parseTime } from '@internationalized/date'
import { ActionButton, Text, TimeField } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import RemoveCircle from '@react-spectrum/s2/icons/RemoveCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from './trigger.module.css'
import { useFocusAfterRemoval } from './useFocusAfterRemoval.ts'

interface Props {
  /** `09:30`; none: the time of the start. */
  times: readonly string[]
  /** The time of the start. */
  usual: string
  isReadOnly: boolean
  mistake: string | undefined
  onChange: (times: string[]) => void
}

/** A time of day: `09:30`. */
export function TimeInput({
  label,
  value,
  isReadOnly,
  mistake,
  onChange,
}: {
  label: string
  value: string
  isReadOnly: boolean
  mistake?: string | undefined
  onChange: (time: string) => void
}) {
  return (
    <TimeField
      label={label}
      shouldForceLeadingZeros
      isReadOnly={isReadOnly}
      value={parseTime(value)}
      isInvalid={mistake !== undefined}
      errorMessage={mistake ?? ''}
      onChange={(time) => time !== null && onChange(time.toString().slice(0, 5))}
      styles={style({ width: 128 })}
    />
  )
}

/** The hour after the last one, within the day. */
const nextTime = (times: readonly string[]) => {
  const last = parseTime([...times].sort().at(-1)!)
  for (let hours = 1; hours < 24; hours++) {
    const next = last.add({ hours }).toString().slice(0, 5)
    if (!times.includes(next)) return next
  }
  return last.add({ minutes: 5 }).toString().slice(0, 5)
}

/** The times of a day at which it comes: the one of the start, or several. */
export function TimesField({ times, usual, isReadOnly, mistake, onChange }: Props) {
  const t = useText()
  const { add, onRemoved } = useFocusAfterRemoval()
  const shown = times.length === 0 ? [usual] : times
  return (
    <fieldset className={css.group}>
      <legend>{t('schedule.times')}</legend>
      <div className={css.every}>
        {times.map((time, index) => (
          <span key={index} className={css.pair}>
            <TimeInput
              label={t('schedule.times.one', { number: index + 1 })}
              value={time}
              isReadOnly={isReadOnly}
              onChange={(changed) => onChange(times.map((one, place) => (place === index ? changed : one)))}
            />
            {!isReadOnly && (
              <ActionButton
                isQuiet
                aria-label={t('schedule.times.remove', { number: index + 1 })}
                onPress={() => {
                  onChange(times.filter((_, place) => place !== index))
                  onRemoved()
                }}
              >
                <RemoveCircle />
              </ActionButton>
            )}
          </span>
        ))}
        {!isReadOnly && shown.length < scheduleLimits.timesADay && (
          <ActionButton ref={add} onPress={() => onChange([...shown, nextTime(shown)])}>
            <Add />
            <Text>{t('schedule.times.add')}</Text>
          </ActionButton>
        )}
      </div>
      {times.length === 0 && <p className={page.quiet}>{t('schedule.times.usual')}</p>}
      {mistake !== undefined && <p className={css.wrong}>{mistake}</p>}
    </fieldset>
  )
}
