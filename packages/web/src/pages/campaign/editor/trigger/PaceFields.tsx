import { rateLimits } from '@chappe/core/schedule/rate/schema'
import { paceSentence } from '@chappe/core/schedule/sentence'
import { Switch } from '@react-spectrum/s2'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import { DomainRates } from './DomainRates.tsx'
import { Fold } from './Fold.tsx'
import { useKept } from './kept.ts'
import { NumberInput } from './NumberInput.tsx'
import { RateFields } from './RateFields.tsx'
import css from './trigger.module.css'
import { type Pace, zoneOf } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'
import { WarmUpFields } from './WarmUpFields.tsx'
import { WindowFields } from './WindowFields.tsx'

const only = (part: Partial<Pace>): Pace => ({
  rate: null,
  window: null,
  warmUp: null,
  domains: [],
  deadlineHours: null,
  ...part,
})

/** How fast a campaign is sent: its rate, its hours, its growth from day to day, and what becomes of the rest. */
export function PaceFields({ mistakes }: { mistakes: Mistakes }) {
  const t = useText()
  const { definition, isReadOnly, change } = useDraft()
  const { pace } = definition
  const { rate, window, warmUp, domains, deadlineHours } = pace
  const set = (changes: Partial<Pace>) => change({ pace: { ...pace, ...changes } })
  const keptRate = useKept(rate, () => ({ messages: 50, per: 'second' as const }))
  const keptDeadline = useKept(deadlineHours, () => 48)
  const summary = (part: Partial<Pace>, none: Parameters<typeof t>[0]) => {
    const said = mistakes.within(...Object.keys(part).map((name) => `pace.${name}`))
      ? t('schedule.unclear')
      : paceSentence(only(part), t.locale)
    return said === '' ? t(none) : `${said}.`
  }

  return (
    <>
      <section className={page.stack} data-field="pace pace.rate">
        <Switch
          isSelected={rate !== null}
          isReadOnly={isReadOnly}
          onChange={(isLimited) => set({ rate: isLimited ? keptRate() : null })}
        >
          {t('campaign.pace.limit')}
        </Switch>
        {rate !== null && (
          <div className={page.tight}>
            <RateFields
              rate={rate}
              isReadOnly={isReadOnly}
              mistake={mistakes.of('pace.rate.messages')}
              onChange={(next) => set({ rate: next })}
            />
            <p className={page.quiet}>{t('campaign.pace.help')}</p>
          </div>
        )}
      </section>
      <div className={css.folds}>
        <Fold
          title={t('schedule.window')}
          summary={summary({ window }, 'schedule.window.off')}
          field="pace.window"
          isWrong={mistakes.within('pace.window')}
        >
          <WindowFields
            window={window}
            zone={zoneOf(definition)}
            isReadOnly={isReadOnly}
            mistakes={mistakes}
            onChange={(next) => set({ window: next })}
          />
        </Fold>
        <Fold
          title={t('schedule.warmUp')}
          summary={summary({ warmUp }, 'schedule.warmUp.off')}
          field="pace.warmUp"
          isWrong={mistakes.within('pace.warmUp')}
        >
          <WarmUpFields
            warmUp={warmUp}
            isReadOnly={isReadOnly}
            mistakes={mistakes}
            onChange={(next) => set({ warmUp: next })}
          />
        </Fold>
        <Fold
          title={t('schedule.domains')}
          summary={summary({ domains }, 'schedule.domains.off')}
          field="pace.domains"
          isWrong={mistakes.within('pace.domains')}
        >
          <DomainRates
            domains={domains}
            isReadOnly={isReadOnly}
            mistakes={mistakes}
            onChange={(next) => set({ domains: next })}
          />
        </Fold>
        <Fold
          title={t('schedule.deadline')}
          summary={summary({ deadlineHours }, 'schedule.deadline.off')}
          field="pace.deadlineHours"
          isWrong={mistakes.within('pace.deadlineHours')}
        >
          <Switch
            isSelected={deadlineHours !== null}
            isReadOnly={isReadOnly}
            aria-describedby="deadline-help"
            onChange={(isOn) => set({ deadlineHours: isOn ? keptDeadline() : null })}
          >
            {t('schedule.deadline.switch')}
          </Switch>
          {deadlineHours !== null && (
            <NumberInput
              label={t('schedule.deadline.hours')}
              isReadOnly={isReadOnly}
              min={1}
              max={rateLimits.deadlineHours}
              value={deadlineHours}
              onChange={(hours) => hours !== null && set({ deadlineHours: hours })}
            />
          )}
          <p id="deadline-help" className={page.quiet}>
            {t(deadlineHours === null ? 'schedule.deadline.off' : 'schedule.deadline.on')}
          </p>
        </Fold>
      </div>
    </>
  )
}
