import { scheduleLimits } from '@chappe/core/schedule/parts'
import type { DateValue } from '@internationalized/date'
import {
  Checkbox,
  CheckboxGroup,
  DatePicker,
  NumberField,
  Picker,
  PickerItem,
  Radio,
  RadioGroup,
  Switch,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useIntl } from 'react-intl'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from './trigger.module.css'
import { asDate, asLocal, type Every, type Recurring, recurrenceOf } from './trigger.ts'

interface Props {
  trigger: Recurring
  isReadOnly: boolean
  onChange: (trigger: Recurring) => void
}

const everies = ['day', 'week', 'month'] as const
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** How a campaign comes again, and until when. */
export function RecurrenceFields({ trigger, isReadOnly, onChange }: Props) {
  const t = useText()
  const intl = useIntl()
  const { recurrence, start } = trigger
  // A rule of RFC 5545 is written by REST; here it is said, and kept.
  if (recurrence.every === 'rule') return <p className={css.rule}>{recurrence.rule}</p>
  const set = (next: Recurring['recurrence']) => onChange({ ...trigger, recurrence: next })
  const nameOf = (day: number) =>
    intl.formatDate(Date.UTC(2024, 0, day), { weekday: 'long', timeZone: 'UTC' })

  return (
    <>
      <div className={css.every}>
        <NumberField
          label={t('campaign.recurrence.interval')}
          isReadOnly={isReadOnly}
          minValue={1}
          maxValue={scheduleLimits.interval}
          value={recurrence.interval}
          onChange={(interval) => Number.isNaN(interval) || set({ ...recurrence, interval })}
          styles={style({ width: 120 })}
        />
        <Picker
          aria-label={t('campaign.recurrence.unit')}
          isDisabled={isReadOnly}
          value={recurrence.every}
          onChange={(key) => set(recurrenceOf(key as Every, start, recurrence.interval))}
          styles={style({ width: 160 })}
        >
          {everies.map((every) => (
            <PickerItem key={every} id={every}>
              {t(`campaign.recurrence.${every}`, { count: recurrence.interval })}
            </PickerItem>
          ))}
        </Picker>
      </div>
      {recurrence.every === 'week' && (
        <CheckboxGroup
          label={t('campaign.recurrence.days')}
          description={t('campaign.recurrence.days.help')}
          orientation="horizontal"
          isReadOnly={isReadOnly}
          value={recurrence.days.map(String)}
          onChange={(days) => set({ ...recurrence, days: days.map(Number).sort() })}
        >
          {weekdays.map((day) => (
            <Checkbox key={day} value={String(day)}>
              {nameOf(day)}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      {recurrence.every === 'month' && recurrence.on.by === 'day' && (
        <NumberField
          label={t('campaign.recurrence.monthDay')}
          description={t('campaign.recurrence.monthDay.help')}
          isReadOnly={isReadOnly}
          minValue={1}
          maxValue={31}
          value={recurrence.on.days[0] ?? 1}
          onChange={(day) => Number.isNaN(day) || set({ ...recurrence, on: { by: 'day', days: [day] } })}
          styles={style({ width: 220 })}
        />
      )}
      <EndFields trigger={trigger} isReadOnly={isReadOnly} onChange={onChange} />
      <div className={page.tight}>
        <Switch
          isSelected={trigger.evergreen}
          isReadOnly={isReadOnly}
          aria-describedby="evergreen-help"
          onChange={(evergreen) => onChange({ ...trigger, evergreen })}
        >
          {t('campaign.evergreen')}
        </Switch>
        <p id="evergreen-help" className={page.quiet}>
          {t('campaign.evergreen.help')}
        </p>
      </div>
    </>
  )
}

function EndFields({ trigger, isReadOnly, onChange }: Props) {
  const t = useText()
  const { end, start } = trigger
  const set = (next: Recurring['end']) => onChange({ ...trigger, end: next })
  const ends = {
    never: { kind: 'never' },
    until: { kind: 'until', at: asLocal(asDate(start).add({ months: 3 })) },
    after: { kind: 'after', occurrences: 10 },
  } as const satisfies Record<Recurring['end']['kind'], Recurring['end']>
  return (
    <>
      <RadioGroup
        label={t('campaign.recurrence.end')}
        isReadOnly={isReadOnly}
        value={end.kind}
        onChange={(kind) => set(ends[kind as keyof typeof ends])}
      >
        {(['never', 'until', 'after'] as const).map((kind) => (
          <Radio key={kind} value={kind}>
            {t(`campaign.recurrence.end.${kind}`)}
          </Radio>
        ))}
      </RadioGroup>
      {end.kind === 'until' && (
        <DatePicker<DateValue>
          label={t('campaign.recurrence.until')}
          granularity="minute"
          hideTimeZone
          shouldForceLeadingZeros
          isReadOnly={isReadOnly}
          value={asDate(end.at)}
          onChange={(date) => date !== null && set({ kind: 'until', at: asLocal(date) })}
          styles={style({ width: 'full', maxWidth: 380 })}
        />
      )}
      {end.kind === 'after' && (
        <NumberField
          label={t('campaign.recurrence.occurrences')}
          isReadOnly={isReadOnly}
          minValue={1}
          maxValue={scheduleLimits.occurrences}
          value={end.occurrences}
          onChange={(occurrences) => Number.isNaN(occurrences) || set({ kind: 'after', occurrences })}
          styles={style({ width: 160 })}
        />
      )}
    </>
  )
}
