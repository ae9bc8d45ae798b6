import type { DateValue } from '@internationalized/date'
import { DatePicker, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRef } from 'react'
import { deviceTimeZone } from '../../../../parts/dates.ts'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import { ZoneField } from '../ZoneField.tsx'
import { AutoPauseFields } from './AutoPauseFields.tsx'
import { PaceFields } from './PaceFields.tsx'
import { PeopleZone } from './PeopleZone.tsx'
import { RecurrenceFields } from './RecurrenceFields.tsx'
import { Said } from './Said.tsx'
import css from './trigger.module.css'
import { asDate, asLocal, inKind, type Trigger } from './trigger.ts'
import { useMistakes } from './useMistakes.ts'
import { WavesFields } from './WavesFields.tsx'

const kinds = ['now', 'at', 'recurring'] as const

/** When a campaign with an audience is sent, in which parts, how fast, and what pauses it. */
export function TriggerTab() {
  const t = useText()
  const { definition, isReadOnly, change } = useDraft()
  const { trigger, waves, pace } = definition
  const mistakes = useMistakes()
  const wrongDate = mistakes.of(trigger.kind === 'at' ? 'trigger.at' : 'trigger.start')
  const kept = useRef(new Map<Trigger['kind'], Trigger>())
  kept.current.set(trigger.kind, trigger)
  const set = (next: Trigger) => change({ trigger: next })
  const choose = (kind: Trigger['kind']) =>
    kind !== trigger.kind && set(kept.current.get(kind) ?? inKind(trigger, kind, deviceTimeZone()))

  return (
    <div className={page.form}>
      <Said trigger={trigger} waves={waves} pace={pace} />
      <section className={page.stack} data-field="trigger">
        <RadioGroup
          label={t('campaign.trigger')}
          isReadOnly={isReadOnly}
          value={trigger.kind}
          onChange={(kind) => choose(kind as Trigger['kind'])}
        >
          {kinds.map((kind) => (
            <Radio key={kind} value={kind}>
              {t(`campaign.trigger.${kind}`)}
            </Radio>
          ))}
        </RadioGroup>
        {trigger.kind !== 'now' && (
          <>
            <DatePicker<DateValue>
              label={t(trigger.kind === 'at' ? 'campaign.trigger.date' : 'campaign.trigger.start')}
              granularity="minute"
              hideTimeZone
              shouldForceLeadingZeros
              isReadOnly={isReadOnly}
              value={asDate(trigger.kind === 'at' ? trigger.at : trigger.start)}
              isInvalid={wrongDate !== undefined}
              errorMessage={wrongDate ?? ''}
              onChange={(date) => {
                if (date === null) return
                set(
                  trigger.kind === 'at'
                    ? { ...trigger, at: asLocal(date) }
                    : { ...trigger, start: asLocal(date) },
                )
              }}
              styles={style({ width: 'full', maxWidth: 380 })}
            />
            <ZoneField
              zone={trigger.timeZone}
              isReadOnly={isReadOnly}
              onChange={(timeZone) => set({ ...trigger, timeZone })}
            />
          </>
        )}
        {trigger.kind === 'recurring' && (
          <RecurrenceFields trigger={trigger} isReadOnly={isReadOnly} mistakes={mistakes} onChange={set} />
        )}
      </section>
      <div className={css.folds}>
        {trigger.kind !== 'now' && (
          <PeopleZone
            trigger={trigger}
            isReadOnly={isReadOnly}
            mistakes={mistakes}
            hasWaves={waves !== null}
            onChange={set}
          />
        )}
        <WavesFields mistakes={mistakes} isSound={!mistakes.within('trigger')} />
      </div>
      <PaceFields mistakes={mistakes} />
      <div className={css.folds}>
        <AutoPauseFields mistakes={mistakes} />
      </div>
    </div>
  )
}
