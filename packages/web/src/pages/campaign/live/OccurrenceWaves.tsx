import { getVersion } from '@chappe/core/api/versions'
import type { Occurrence } from '@chappe/core/campaign/occurrence'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './live.module.css'

interface Props {
  campaignId: string
  occurrence: Pick<Occurrence, 'version' | 'waves' | 'finishedAt'>
}

/** The parts of an occurrence, each with its start and how much of it has begun; nothing of one that has no parts. */
export function OccurrenceWaves({ campaignId, occurrence: { version, waves, finishedAt } }: Props) {
  const t = useText()
  const intl = useIntl()
  const isParted = waves.length > 1
  // What was live never changes.
  const said = useEndpoint(
    getVersion,
    { params: { id: campaignId, number: version } },
    { enabled: isParted, staleTime: Number.POSITIVE_INFINITY },
  )
  if (!isParted) return null
  const names = said.data?.definition.waves?.waves ?? []
  const byZone = said.data !== undefined && said.data.definition.waves === null
  return (
    <details open={finishedAt === null}>
      <summary>{t(byZone ? 'live.parts' : 'live.waves', { count: waves.length })}</summary>
      <ol className={css.waves}>
        {waves.map(({ number, startsAt, targeted, left }) => (
          <li key={number}>
            {names[number - 1]?.name && <strong>{names[number - 1]!.name} · </strong>}
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
