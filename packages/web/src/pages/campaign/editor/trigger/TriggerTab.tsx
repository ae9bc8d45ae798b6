import { nextOccurrence } from '@chappe/core/schedule/occurrences'
import { CampaignSchedule } from '@chappe/core/schedule/schema'
import { scheduleSentence } from '@chappe/core/schedule/sentence'
import type { DateValue } from '@internationalized/date'
import { DatePicker, NumberField, Radio, RadioGroup, Switch } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { deviceTimeZone } from '../../../../parts/dates.ts'
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import { ZoneField } from '../ZoneField.tsx'
import { RecurrenceFields } from './RecurrenceFields.tsx'
import css from './trigger.module.css'
import { asDate, asLocal, inKind, type Trigger } from './trigger.ts'

const kinds = ['now', 'at', 'recurring'] as const

/** When a campaign with an audience is sent, and how fast. */
export function TriggerTab() {
  const t = useText()
  const { definition, isReadOnly, change } = useDraft()
  const { trigger } = definition
  const set = (next: Trigger) => change({ trigger: next })

  return (
    <div className={page.form}>
      <section className={page.stack} data-field="trigger">
        <RadioGroup
          label={t('campaign.trigger')}
          isReadOnly={isReadOnly}
          value={trigger.kind}
          onChange={(kind) => set(inKind(trigger, kind as Trigger['kind'], deviceTimeZone()))}
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
          <RecurrenceFields trigger={trigger} isReadOnly={isReadOnly} onChange={set} />
        )}
        <Said trigger={trigger} />
      </section>
      <PaceFields />
    </div>
  )
}

/** The schedule as a sentence, and its next time. */
export function Said({ trigger }: { trigger: Trigger }) {
  const t = useText()
  const checked = CampaignSchedule.safeParse(trigger)
  if (!checked.success)
    return (
      <p className={css.wrong} role="status">
        {t('campaign.trigger.wrong')}
      </p>
    )
  const next = nextOccurrence(trigger, Date.now())
  return (
    <p className={css.said} role="status">
      <span>{scheduleSentence(trigger, t.locale)}.</span>
      {trigger.kind === 'recurring' && (
        <span className={page.quiet}>
          {next === null ? (
            t('campaign.trigger.over')
          ) : (
            <>
              {t('campaign.trigger.next')} <When instant={new Date(next.at).toISOString()} as="absolute" />
            </>
          )}
        </span>
      )}
    </p>
  )
}

function PaceFields() {
  const t = useText()
  const { definition, isReadOnly, change } = useDraft()
  const { pace } = definition
  const { rate } = pace
  return (
    <section className={page.tight} data-field="pace">
      <Switch
        isSelected={rate !== null}
        isReadOnly={isReadOnly}
        onChange={(isLimited) =>
          change({ pace: { ...pace, rate: isLimited ? { messages: 50, per: 'second' } : null } })
        }
      >
        {t('campaign.pace.limit')}
      </Switch>
      {rate !== null && (
        <NumberField
          label={t('campaign.pace.rate', { per: t(`campaign.pace.per.${rate.per}`) })}
          description={t('campaign.pace.help')}
          isReadOnly={isReadOnly}
          minValue={1}
          maxValue={20_000}
          value={rate.messages}
          onChange={(messages) =>
            Number.isNaN(messages) || change({ pace: { ...pace, rate: { ...rate, messages } } })
          }
          styles={style({ width: 220 })}
        />
      )}
    </section>
  )
}
