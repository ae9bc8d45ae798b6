import { scheduleLimits } from '@chappe/core/schedule/parts'
import type { DateValue } from '@internationalized/date'
import { DatePicker, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { useKept } from './kept.ts'
import { NumberInput } from './NumberInput.tsx'
import css from './trigger.module.css'
import { asDate, asLocal, type Recurring } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'

interface Props {
  trigger: Recurring
  isReadOnly: boolean
  mistakes: Mistakes
  onChange: (trigger: Recurring) => void
}

type End = Recurring['end']

/** Until when a campaign comes again. */
export function EndFields({ trigger, isReadOnly, mistakes, onChange }: Props) {
  const t = useText()
  const { end, start } = trigger
  const set = (next: End) => onChange({ ...trigger, end: next })
  const until = useKept<End>(end.kind === 'until' ? end : null, () => ({
    kind: 'until',
    at: asLocal(asDate(start).add({ months: 3 })),
  }))
  const after = useKept<End>(end.kind === 'after' ? end : null, () => ({ kind: 'after', occurrences: 10 }))
  const ends = { never: (): End => ({ kind: 'never' }), until, after }
  const mistake = mistakes.of('trigger.end')
  return (
    <>
      <RadioGroup
        label={t('campaign.recurrence.end')}
        isReadOnly={isReadOnly}
        value={end.kind}
        isInvalid={mistake !== undefined}
        errorMessage={mistake ?? ''}
        onChange={(kind) => set(ends[kind as keyof typeof ends]())}
      >
        {(['never', 'until', 'after'] as const).map((kind) => (
          <Radio key={kind} value={kind}>
            {t(`campaign.recurrence.end.${kind}`)}
          </Radio>
        ))}
      </RadioGroup>
      {end.kind === 'until' && (
        <div className={css.chosen}>
          <DatePicker<DateValue>
            label={t('campaign.recurrence.until')}
            granularity="minute"
            hideTimeZone
            shouldForceLeadingZeros
            isReadOnly={isReadOnly}
            value={asDate(end.at)}
            isInvalid={mistakes.of('trigger.end.at') !== undefined}
            errorMessage={mistakes.of('trigger.end.at') ?? ''}
            onChange={(date) => date !== null && set({ kind: 'until', at: asLocal(date) })}
            styles={style({ width: 'full', maxWidth: 380 })}
          />
        </div>
      )}
      {end.kind === 'after' && (
        <div className={css.chosen}>
          <NumberInput
            label={t('campaign.recurrence.occurrences')}
            isReadOnly={isReadOnly}
            min={1}
            max={scheduleLimits.occurrences}
            value={end.occurrences}
            onChange={(occurrences) => occurrences !== null && set({ kind: 'after', occurrences })}
          />
        </div>
      )}
    </>
  )
}
