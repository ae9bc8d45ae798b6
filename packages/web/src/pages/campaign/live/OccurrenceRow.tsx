import { getVersion } from '@chappe/core/api/versions'
import type { Occurrence, OccurrenceStatus } from '@chappe/core/campaign/occurrence'
import type { Campaign } from '@chappe/core/campaign/schema'
import { useId, useState } from 'react'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { StatusDot, type Tone } from '../../../parts/StatusDot.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { OccurrenceActions } from './OccurrenceActions.tsx'
import { OccurrenceWaves } from './OccurrenceWaves.tsx'
import css from './occurrences.module.css'

const tones: Record<OccurrenceStatus, Tone> = {
  planned: 'notice',
  sending: 'positive',
  done: 'neutral',
  stopped: 'neutral',
  failed: 'negative',
}

interface Props {
  campaign: Campaign
  occurrence: Occurrence
  onResend: (occurrence: Occurrence) => void
}

/** One time that a campaign was sent, with its waves below it: while it is sent, or when they are asked for. */
export function OccurrenceRow({ campaign, occurrence, onResend }: Props) {
  const t = useText()
  const intl = useIntl()
  const wavesId = useId()
  const { version, status, failure, waves } = occurrence
  const { targeted, sent, excluded, failed, uncertain, left, pending } = occurrence
  const isParted = waves.length > 1
  // What was live never changes.
  const said = useEndpoint(
    getVersion,
    { params: { id: campaign.id, number: version } },
    { enabled: isParted, staleTime: Number.POSITIVE_INFINITY },
  )
  const named = said.data?.definition.waves?.waves
  const parts = t(said.data && !named ? 'live.parts' : 'live.waves', { count: waves.length })
  const [chosen, choose] = useState<boolean>()
  const isOpen = chosen ?? status === 'sending'
  const isPaused = status === 'sending' && campaign.status === 'paused'
  return (
    <>
      <tr>
        <td>{intl.formatNumber(occurrence.number)}</td>
        <td className={css.planned}>
          <When instant={occurrence.plannedAt} as="absolute" />
        </td>
        <td className={css.planned}>
          {isPaused ? (
            <StatusDot tone="notice">{t('status.paused')}</StatusDot>
          ) : (
            <StatusDot tone={tones[status]}>{t(`campaign.occurrences.status.${status}`)}</StatusDot>
          )}
          {failure !== null && (
            <p lang="en" className={page.quiet}>
              {failure}
            </p>
          )}
          <Origin occurrence={occurrence} />
          {isParted && (
            <button
              type="button"
              className={css.toggle}
              aria-expanded={isOpen}
              aria-controls={wavesId}
              aria-label={t('live.waves.of', { parts, number: occurrence.number })}
              onClick={() => choose(!isOpen)}
            >
              {parts}
            </button>
          )}
        </td>
        {[targeted, sent, excluded, failed + uncertain, left + pending].map((count, column) => (
          <td key={column} className={page.number}>
            {intl.formatNumber(count)}
          </td>
        ))}
        <td>
          <div className={css.act}>
            <OccurrenceActions campaign={campaign} occurrence={occurrence} onResend={onResend} />
          </div>
        </td>
      </tr>
      {isParted && isOpen && (
        <OccurrenceWaves
          id={wavesId}
          campaignId={campaign.id}
          occurrence={occurrence}
          named={named}
          isPaused={isPaused}
        />
      )}
    </>
  )
}

/** Where an occurrence comes from that is no slot of the schedule, and who or what ended it. */
function Origin({ occurrence: { resends, askedBy, stoppedBy, stoppedReason } }: { occurrence: Occurrence }) {
  const t = useText()
  return (
    <>
      {resends !== null && (
        <p className={page.quiet}>
          {askedBy === null
            ? t('sending.kind.resend', { number: resends })
            : t('sending.kind.resend.by', { number: resends, who: askedBy })}
        </p>
      )}
      {stoppedBy !== null && <p className={page.quiet}>{t('sending.stoppedBy', { who: stoppedBy })}</p>}
      {stoppedReason !== null && <p className={page.quiet}>{t('sending.stoppedReason')}</p>}
    </>
  )
}
