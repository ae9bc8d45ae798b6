import { listOccurrences } from '@chappe/core/api/occurrences'
import type { Occurrence, OccurrenceWait } from '@chappe/core/campaign/occurrence'
import type { Campaign } from '@chappe/core/campaign/schema'
import { Button, ProgressBar } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { OccurrenceRow } from './OccurrenceRow.tsx'
import css from './occurrences.module.css'
import { StoppedNote } from './PausedNote.tsx'
import { ResendDialog } from './ResendDialog.tsx'
import { sayDuration } from './words.ts'

const pace = 1_000
const first = 20
const most = 100

/** The times that the campaign was sent, is being sent, and is sent next. */
export function Occurrences({ campaign }: { campaign: Campaign }) {
  const t = useText()
  const { id, nextAt } = campaign
  const [limit, setLimit] = useState(first)
  const all = useEndpoint(
    listOccurrences,
    { params: { id }, query: { limit } },
    { refetchInterval: pace, placeholderData: keepPreviousData },
  )
  const items = all.data?.items ?? []
  const [resending, setResending] = useState<Occurrence | null>(null)
  return (
    <section className={page.card}>
      <h2 className={page.heading}>{t('campaign.occurrences')}</h2>
      <ProblemNote problem={all.error} />
      {items[0] && <StoppedNote occurrence={items[0]} />}
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
          <Progress key={one.id} occurrence={one} isPaused={campaign.status === 'paused'} />
        ))}
      {items.length > 0 && (
        <Scroller label={t('campaign.occurrences')} className={page.scroller}>
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
                <OccurrenceRow key={one.id} campaign={campaign} occurrence={one} onResend={setResending} />
              ))}
            </tbody>
          </table>
        </Scroller>
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

/** Why nothing leaves, when it goes on, and what the relay said. */
function Wait({ wait: { reason, until, reply } }: { wait: OccurrenceWait }) {
  const t = useText()
  return (
    <>
      {t(`live.wait.${reason}`)} {until !== null && <When instant={until} as="absolute" />}
      {reply !== null && <span className={css.reply}>{reply}</span>}
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
