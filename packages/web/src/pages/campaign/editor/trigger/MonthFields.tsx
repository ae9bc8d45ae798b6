import { Picker, PickerItem, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useIntl } from 'react-intl'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useKept } from './kept.ts'
import { asDate, type Monthly } from './trigger.ts'
import { useWeekdayName, weekdays } from './Weekdays.tsx'

type On = Monthly['on']

interface Props {
  on: On
  start: string
  isReadOnly: boolean
  mistake: string | undefined
  onChange: (on: On) => void
}

const monthDays = [...Array.from({ length: 31 }, (_, n) => n + 1), -1]
const nths = [1, 2, 3, 4, 5, -1] as const

/** Which days of a month: by number, or the first Monday. */
export function MonthFields({ on, start, isReadOnly, mistake, onChange }: Props) {
  const t = useText()
  const intl = useIntl()
  const nameOf = useWeekdayName()
  const byDay = useKept<On>(on.by === 'day' ? on : null, () => ({ by: 'day', days: [asDate(start).day] }))
  const byWeekday = useKept<On>(on.by === 'weekday' ? on : null, () => nthOf(start))
  return (
    <>
      <RadioGroup
        label={t('schedule.month')}
        orientation="horizontal"
        isReadOnly={isReadOnly}
        value={on.by}
        onChange={(by) => onChange(by === 'day' ? byDay() : byWeekday())}
      >
        <Radio value="day">{t('schedule.month.day')}</Radio>
        <Radio value="weekday">{t('schedule.month.weekday')}</Radio>
      </RadioGroup>
      {on.by === 'day' ? (
        <Picker<object, 'multiple'>
          label={t('schedule.month.days')}
          description={t('campaign.recurrence.monthDay.help')}
          selectionMode="multiple"
          isDisabled={isReadOnly}
          isInvalid={mistake !== undefined}
          errorMessage={mistake ?? ''}
          value={on.days.map(String)}
          onChange={(days) =>
            days.length > 0 &&
            onChange({ by: 'day', days: days.map(Number).sort((a, b) => order(a) - order(b)) })
          }
          styles={style({ width: 280, maxWidth: 'full' })}
        >
          {monthDays.map((day) => (
            <PickerItem key={day} id={String(day)}>
              {day === -1 ? t('schedule.month.last') : intl.formatNumber(day)}
            </PickerItem>
          ))}
        </Picker>
      ) : (
        <div className={page.row}>
          <Picker
            label={t('schedule.month.nth')}
            isDisabled={isReadOnly}
            value={String(on.nth)}
            onChange={(nth) => onChange({ ...on, nth: Number(nth) as (typeof nths)[number] })}
            styles={style({ width: 160 })}
          >
            {nths.map((nth) => (
              <PickerItem key={nth} id={String(nth)}>
                {t('schedule.month.nth.one', { nth: String(nth) })}
              </PickerItem>
            ))}
          </Picker>
          <Picker
            label={t('schedule.month.of')}
            isDisabled={isReadOnly}
            value={String(on.day)}
            onChange={(day) => onChange({ ...on, day: Number(day) })}
            styles={style({ width: 160 })}
          >
            {weekdays.map((day) => (
              <PickerItem key={day} id={String(day)}>
                {nameOf(day)}
              </PickerItem>
            ))}
          </Picker>
        </div>
      )}
    </>
  )
}

/** The last day of the month comes after the 31st. */
const order = (day: number) => (day === -1 ? 32 : day)

/** The start's own place in its month: the second Tuesday. */
function nthOf(start: string): Extract<On, { by: 'weekday' }> {
  const date = asDate(start)
  const nth = Math.min(5, Math.ceil(date.day / 7)) as 1 | 2 | 3 | 4 | 5
  const day = ((date.toDate('UTC').getUTCDay() + 6) % 7) + 1
  return { by: 'weekday', nth, day }
}
