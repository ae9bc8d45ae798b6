import { listOccurrences } from '@chappe/core/api/occurrences'
import type { Occurrence, OccurrenceStatus, OccurrenceWait } from '@chappe/core/campaign/occurrence'
import type { Campaign } from '@chappe/core/campaign/schema'
import { Button, ProgressBar } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { StatusDot, type Tone } from '../../../parts/StatusDot.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './live.module.css'
import { OccurrenceActions } from './OccurrenceActions.tsx'
import { OccurrenceWaves } from './OccurrenceWaves.tsx'
import { ResendDialog } from './ResendDialog.tsx'
import { sayDuration } from './words.ts'

const tones: Record<OccurrenceStatus, Tone> = {
  planned: 'notice',
  sending: 'positive',
  done: 'neutral',
  stopped: 'neutral',
  failed: 'negative',
}
const pace = 1_000
const first = 20
const most = 100

/** The times that the campaign was sent, is being sent, and is sent next. */
export function Occurrences({ campaign }: { campaign: Campaign }) {
  const t = useText()
  const intl = useIntl()
  const { id, nextAt } = campaign
  const [limit, setLimit] = useState(first)
  const all = useEndpoint(
    listOccurrences,
    { params: { id }, query: { limit } },
    { refetchInterval: pace, placeholderData: keepPreviousData },
  )
  const items = all.data?.items ?? []
  const [resending, setResending] = useState<Occurrence | null>(null)
  const number = (value: number) => intl.formatNumber(value)
  return (
    <section className={page.card}>
      <h2 className={page.heading}>{t('campaign.occurrences')}</h2>
      <ProblemNote problem={all.error} />
      {nextAt !== null && campaign.status !== 'stopped' && (
        <p className={page.words}>
          {t('campaign.occurrences.next')} <When instant={nextAt} as="absolute" />
        </p>
      )}
      {all.isSuccess && items.length === 0 && nextAt === null && (
        <p className={page.quiet}>{t('campaign.occurrences.none')}</p>
      )}
      {items
        .filter(({ status }) => status === 'sending')
        .map((one) => (
          <div key={one.id} className={page.tight}>
            <Progress occurrence={one} isPaused={campaign.status === 'paused'} />
            <OccurrenceWaves campaignId={id} occurrence={one} />
          </div>
        ))}
      {items.length > 0 && (
        <div className={page.scroller}>
          <table className={page.table}>
            <caption className={page.hidden}>{t('campaign.occurrences')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('campaign.occurrences.number')}</th>
                <th scope="col">{t('campaign.occurrences.planned')}</th>
                <th scope="col">{t('campaign.occurrences.status')}</th>
                {(['targeted', 'sent', 'excluded', 'failed', 'left'] as const).map((column) => (
                  <th key={column} scope="col" className={page.number}>
                    {t(`campaign.occurrences.${column}`)}
                  </th>
                ))}
                <th scope="col" aria-label={t('sending.actions')} />
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>{number(one.number)}</td>
                  <td className={css.planned}>
                    <When instant={one.plannedAt} as="absolute" />
                  </td>
                  <td className={css.planned}>
                    {one.status === 'sending' && campaign.status === 'paused' ? (
                      <StatusDot tone="notice">{t('status.paused')}</StatusDot>
                    ) : (
                      <StatusDot tone={tones[one.status]}>
                        {t(`campaign.occurrences.status.${one.status}`)}
                      </StatusDot>
                    )}
                    {one.failure !== null && <p className={page.quiet}>{one.failure}</p>}
                    <Origin occurrence={one} />
                    {one.status !== 'sending' && <OccurrenceWaves campaignId={id} occurrence={one} />}
                  </td>
                  <td className={page.number}>{number(one.targeted)}</td>
                  <td className={page.number}>{number(one.sent)}</td>
                  <td className={page.number}>{number(one.excluded)}</td>
                  <td className={page.number}>{number(one.failed + one.uncertain)}</td>
                  <td className={page.number}>{number(one.left + one.pending)}</td>
                  <td>
                    <div className={css.act}>
                      <OccurrenceActions campaign={campaign} occurrence={one} onResend={setResending} />
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {items.length === limit && limit < most && (
        <div>
          <Button variant="secondary" size="S" onPress={() => setLimit(most)}>
            {t('sending.occurrences.more')}
          </Button>
        </div>
      )}
      <ResendDialog campaignId={id} occurrence={resending} onClose={() => setResending(null)} />
    </section>
  )
}

/** Where an occurrence comes from that is no slot of the schedule, and who ended it. */
function Origin({ occurrence: { resends, askedBy, stoppedBy } }: { occurrence: Occurrence }) {
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
    </>
  )
}

/** Why nothing leaves, when it goes on, and what the relay said. */
function Wait({ wait: { reason, until, reply } }: { wait: OccurrenceWait }) {
  const t = useText()
  return (
    <>
      {t(`live.wait.${reason}`)} {until !== null && <When instant={until} as="absolute" />}
      {reply !== null && <q className={css.reply}>{reply}</q>}
    </>
  )
}

function Progress({ occurrence, isPaused }: { occurrence: Occurrence; isPaused: boolean }) {
  const t = useText()
  const intl = useIntl()
  const { number, targeted, left, pending, rate, secondsLeft, waits } = occurrence
  const over = targeted - left - pending
  const said = isPaused
    ? t('campaign.occurrences.paused')
    : rate !== null && secondsLeft !== null
      ? t('campaign.occurrences.pace', {
          rate: intl.formatNumber(rate, { maximumFractionDigits: rate < 10 ? 1 : 0 }),
          left: sayDuration(intl, secondsLeft),
        })
      : ''
  return (
    <div className={page.tight}>
      <ProgressBar
        label={t('campaign.occurrences.progress', { number })}
        value={over}
        maxValue={Math.max(1, targeted)}
        valueLabel={t('campaign.occurrences.of', {
          over: intl.formatNumber(over),
          targeted: intl.formatNumber(targeted),
        })}
        styles={style({ width: 'full', maxWidth: 480 })}
      />
      <p className={page.quiet} role="status">
        {waits === null ? said : <Wait wait={waits} />}
      </p>
    </div>
  )
}
