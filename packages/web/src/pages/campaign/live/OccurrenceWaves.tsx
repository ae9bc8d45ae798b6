import { listWaves } from '@chappe/core/api/occurrences'
import type { Occurrence, OccurrenceWave, WaveCounts } from '@chappe/core/campaign/occurrence'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './occurrences.module.css'

const pace = 2_000
const isOver = ({ left, pending }: WaveCounts) => left + pending === 0

interface Props {
  id: string
  campaignId: string
  occurrence: Occurrence
  /** Absent: the parts are starts in time zones, which have no names. */
  named: readonly { readonly name: string }[] | undefined
  isPaused: boolean
}

/** The parts of an occurrence as rows below it: the start of each, and what came of it, in the columns of the occurrence. */
export function OccurrenceWaves({ id, campaignId, occurrence, named, isPaused }: Props) {
  const t = useText()
  const intl = useIntl()
  const { targeted, waves } = occurrence
  const counted = useEndpoint(
    listWaves,
    { params: { id: campaignId, occurrenceId: occurrence.id } },
    { refetchInterval: ({ state }) => (state.data?.items.every(isOver) ? false : pace) },
  )
  const leftOut = targeted - waves.reduce((sum, wave) => sum + wave.targeted, 0)
  const label = (number: number) => named && (named[number - 1]?.name || t('schedule.wave', { number }))
  const figures = (counts: readonly (number | undefined)[]) =>
    counts.map((count, column) => (
      <td key={column} className={page.number}>
        {count !== undefined && intl.formatNumber(count)}
      </td>
    ))
  return (
    <>
      {waves.map((wave, index) => {
        const counts = counted.data?.items.find(({ number }) => number === wave.number)
        return (
          <tr key={wave.number} className={css.wave} {...(index === 0 && { id })}>
            <td />
            <td className={css.planned}>
              {label(wave.number) && <strong>{label(wave.number)}</strong>}
              <When instant={wave.startsAt} as="absolute" />
            </td>
            <td>
              {occurrence.status === 'sending' && (
                <State wave={counts ?? wave} isNamed={named !== undefined} isPaused={isPaused} />
              )}
            </td>
            {figures([
              wave.targeted,
              counts?.sent,
              counts?.excluded,
              counts && counts.failed + counts.uncertain,
              counts && counts.left + counts.pending,
            ])}
            <td />
          </tr>
        )
      })}
      {leftOut > 0 && (
        <tr className={css.wave}>
          <td />
          <td colSpan={2}>{t('live.waves.leftOut')}</td>
          {figures([leftOut, 0, leftOut, 0, 0])}
          <td />
        </tr>
      )}
      {counted.error && (
        <tr>
          <td colSpan={9}>
            <ProblemNote problem={counted.error} />
          </td>
        </tr>
      )}
    </>
  )
}

interface StateProps {
  wave: OccurrenceWave & Partial<WaveCounts>
  isNamed: boolean
  isPaused: boolean
}

/** How far a wave of an occurrence is that is being sent. */
function State({ wave: { targeted, left, pending = 0 }, isNamed, isPaused }: StateProps) {
  const t = useText()
  if (left + pending === 0)
    // In French a wave is feminine, a start is not.
    return (
      <StatusDot tone="neutral">
        {t(isNamed ? 'live.wave.done' : 'campaign.occurrences.status.done')}
      </StatusDot>
    )
  if (left === targeted) return <StatusDot tone="info">{t('live.wave.waits')}</StatusDot>
  if (isPaused) return <StatusDot tone="notice">{t('status.paused')}</StatusDot>
  return <StatusDot tone="positive">{t('live.wave.sending')}</StatusDot>
}
