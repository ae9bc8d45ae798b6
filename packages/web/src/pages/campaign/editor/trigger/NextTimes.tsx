import { occurrencesBetween } from '@chappe/core/schedule/occurrences'
import { useMemo } from 'react'
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from './trigger.module.css'
import type { Recurring } from './trigger.ts'

/** The next times that a recurring campaign is sent. */
export function NextTimes({ trigger, times }: { trigger: Recurring; times: number }) {
  const t = useText()
  const next = useMemo(
    () => occurrencesBetween(trigger, Date.now(), Number.POSITIVE_INFINITY, times),
    [trigger, times],
  )
  if (next.length === 0) return <p className={css.doubt}>{t('campaign.trigger.over')}</p>
  return (
    <div>
      <h3 className={css.label}>{t('schedule.next')}</h3>
      <ol className={css.times}>
        {next.map(({ at }) => (
          <li key={at} className={page.quiet}>
            <When instant={new Date(at).toISOString()} as="absolute" timeZone={trigger.timeZone} />
          </li>
        ))}
      </ol>
    </div>
  )
}
