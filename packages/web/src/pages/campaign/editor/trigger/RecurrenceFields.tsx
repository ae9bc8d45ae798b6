import { scheduleLimits } from '@chappe/core/schedule/parts'
import { Picker, PickerItem, Switch } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRef } from 'react'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { EndFields } from './EndFields.tsx'
import { MonthFields } from './MonthFields.tsx'
import { NumberInput } from './NumberInput.tsx'
import { RuleField } from './RuleField.tsx'
import { TimesField } from './TimesField.tsx'
import css from './trigger.module.css'
import { type Every, type Recurrence, type Recurring, recurrenceOf, ruleOf } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'
import { Weekdays } from './Weekdays.tsx'

interface Props {
  trigger: Recurring
  isReadOnly: boolean
  mistakes: Mistakes
  onChange: (trigger: Recurring) => void
}

const everies = ['day', 'week', 'month', 'rule'] as const

/** How a campaign comes again, and until when. */
export function RecurrenceFields({ trigger, isReadOnly, mistakes, onChange }: Props) {
  const t = useText()
  const { recurrence, start } = trigger
  const set = (next: Recurrence) => onChange({ ...trigger, recurrence: next })
  const kept = useRef(new Map<Every, Recurrence>())
  kept.current.set(recurrence.every, recurrence)
  const tooClose = mistakes.of('trigger.recurrence')

  const come = (every: Every) => {
    if (every === recurrence.every) return
    const interval = recurrence.every === 'rule' ? 1 : recurrence.interval
    const usual =
      every === 'rule' ? { every, rule: ruleOf(recurrence) } : recurrenceOf(every, start, interval)
    set(kept.current.get(every) ?? usual)
  }

  return (
    <>
      <div className={css.every}>
        {recurrence.every !== 'rule' && (
          <NumberInput
            label={t('campaign.recurrence.interval')}
            isReadOnly={isReadOnly}
            min={1}
            max={scheduleLimits.interval}
            value={recurrence.interval}
            onChange={(interval) => interval !== null && set({ ...recurrence, interval })}
          />
        )}
        <Picker
          label={t(recurrence.every === 'rule' ? 'campaign.recurrence.interval' : 'campaign.recurrence.unit')}
          isDisabled={isReadOnly}
          value={recurrence.every}
          onChange={(key) => come(key as Every)}
          styles={style({ width: 240, maxWidth: 'full' })}
        >
          {everies.map((every) => (
            <PickerItem key={every} id={every}>
              {every === 'rule'
                ? t('schedule.rule.choose')
                : t(`campaign.recurrence.${every}`, {
                    count: recurrence.every === 'rule' ? 1 : recurrence.interval,
                  })}
            </PickerItem>
          ))}
        </Picker>
      </div>
      {recurrence.every === 'week' && (
        <Weekdays
          label={t('campaign.recurrence.days')}
          description={t('campaign.recurrence.days.help')}
          isReadOnly={isReadOnly}
          days={recurrence.days}
          onChange={(days) => set({ ...recurrence, days })}
        />
      )}
      {recurrence.every === 'month' && (
        <MonthFields
          on={recurrence.on}
          start={start}
          isReadOnly={isReadOnly}
          mistake={mistakes.of('trigger.recurrence.on.days')}
          onChange={(on) => set({ ...recurrence, on })}
        />
      )}
      {recurrence.every === 'rule' ? (
        <RuleField
          rule={recurrence.rule}
          isReadOnly={isReadOnly}
          mistake={mistakes.of('trigger.recurrence.rule') ?? tooClose}
          onChange={(rule) => set({ every: 'rule', rule })}
        />
      ) : (
        <TimesField
          times={recurrence.times}
          usual={start.slice(11, 16)}
          isReadOnly={isReadOnly}
          mistake={mistakes.of('trigger.recurrence.times') ?? tooClose}
          onChange={(times) => set({ ...recurrence, times })}
        />
      )}
      <EndFields trigger={trigger} isReadOnly={isReadOnly} mistakes={mistakes} onChange={onChange} />
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
