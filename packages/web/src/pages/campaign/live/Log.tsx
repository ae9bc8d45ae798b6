import { listCampaignLog } from '@chappe/core/api/occurrences'
import type { LogEntry } from '@chappe/core/campaign/log'
import { Button } from '@react-spectrum/s2'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { When } from '../../../parts/When.tsx'
import { useText, type Words } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './occurrences.module.css'
import { sayPausedReason } from './PausedNote.tsx'

const first = 10
const most = 200
const pace = 5_000

/** What happened to the campaign and its occurrences, and who did it, newest first. */
export function Log({ id, isMoving }: { id: string; isMoving: boolean }) {
  const t = useText()
  const intl = useIntl()
  const [limit, setLimit] = useState(first)
  const log = useEndpoint(
    listCampaignLog,
    { params: { id }, query: { limit } },
    { refetchInterval: isMoving ? pace : false, placeholderData: (before) => before },
  )
  const items = log.data?.items ?? []
  return (
    <section className={page.card}>
      <h2>{t('sending.log')}</h2>
      <ProblemNote problem={log.error} />
      {log.isSuccess && items.length === 0 && <p className={page.quiet}>{t('sending.log.none')}</p>}
      {items.length > 0 && (
        <ol className={css.log}>
          {items.map((entry) => (
            <li key={entry.id}>
              <When instant={entry.at} />
              <span>
                {say(t, entry)}
                <span className={page.quiet}>
                  {' · '}
                  {entry.who ?? t('sending.log.system')}
                </span>
                {entry.failure !== null && (
                  <p lang="en" className={page.quiet}>
                    {entry.failure}
                  </p>
                )}
                {entry.pausedReason && (
                  <p className={page.quiet}>{sayPausedReason(t, intl, entry.pausedReason)}</p>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {items.length === limit && limit < most && (
        <div>
          <Button variant="secondary" onPress={() => setLimit(most)}>
            {t('sending.log.more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function say(t: Words, { what, occurrence, resends }: LogEntry): string {
  if (what === 'occurrence_planned' && resends !== null)
    return t('sending.log.occurrence_resend', { occurrence: occurrence ?? '', resends })
  return t(`sending.log.${what}`, { occurrence: occurrence ?? '' })
}
