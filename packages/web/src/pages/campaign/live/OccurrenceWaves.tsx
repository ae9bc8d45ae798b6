import type { OccurrenceWave } from '@chappe/core/campaign/occurrence'
import { useIntl } from 'react-intl'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './live.module.css'

/** The parts of an occurrence, each with its start and how much of it has begun; nothing of one that has no parts. */
export function OccurrenceWaves({ waves, isOver }: { waves: readonly OccurrenceWave[]; isOver: boolean }) {
  const t = useText()
  const intl = useIntl()
  if (waves.length < 2) return null
  return (
    <details open={!isOver}>
      <summary>{t('live.waves', { count: waves.length })}</summary>
      <ol className={css.waves}>
        {waves.map(({ number, startsAt, targeted, left }) => (
          <li key={number}>
            <When instant={startsAt} as="absolute" />
            <span className={page.quiet}>
              {' · '}
              {left === targeted && targeted > 0
                ? t('live.wave.waits', { count: targeted })
                : t('live.wave.begun', {
                    begun: intl.formatNumber(targeted - left),
                    targeted: intl.formatNumber(targeted),
                  })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
