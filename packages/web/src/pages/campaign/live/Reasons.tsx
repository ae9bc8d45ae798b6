import type { Report } from '@chappe/core/report/schema'
import { useIntl } from 'react-intl'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './live.module.css'
import { sayReason } from './words.ts'

/** Why recipients got nothing: excluded, bounced at once or later, and errors by reason, each with a bar. */
export function Reasons({ report }: { report: Report }) {
  const t = useText()
  const groups = [
    { title: t('campaign.reasons.excluded'), items: report.excludedByReason, tone: 'neutral' },
    { title: t('campaign.reasons.bounced'), items: report.bouncedByReason, tone: 'negative' },
    { title: t('campaign.reasons.laterBounces'), items: reportedIn(report), tone: 'negative' },
    { title: t('campaign.reasons.errors'), items: report.errorsByReason, tone: 'notice' },
  ]
  const highest = Math.max(1, ...groups.flatMap(({ items }) => items.map(({ count }) => count)))
  const isEmpty = groups.every(({ items }) => items.length === 0)

  return (
    <section className={page.card}>
      <h2>{t('campaign.reasons')}</h2>
      {isEmpty && <p className={page.quiet}>{t('campaign.reasons.none')}</p>}
      {groups.map(
        ({ title, items, tone }) =>
          items.length > 0 && (
            <div key={title} className={page.tight}>
              <h3 className={page.subheading}>{title}</h3>
              <ul className={css.bars}>
                {items.map(({ reason, count }) => (
                  <Bar
                    key={reason}
                    label={sayReason(t, reason)}
                    count={count}
                    share={count / highest}
                    tone={tone}
                  />
                ))}
              </ul>
            </div>
          ),
      )}
    </section>
  )
}

/** What came back after the hand-over: bounces by reason, and complaints, which have but one. */
const reportedIn = ({ laterBouncesByReason, complaints }: Report): Report['laterBouncesByReason'] => [
  ...laterBouncesByReason,
  ...(complaints > 0 ? [{ reason: 'spam-complaint', count: complaints }] : []),
]

function Bar({ label, count, share, tone }: { label: string; count: number; share: number; tone: string }) {
  const intl = useIntl()
  return (
    <li className={css.bar}>
      <span>{label}</span>
      <span className={css.track} aria-hidden="true">
        <span data-tone={tone} style={{ width: `${Math.max(share * 100, 1)}%` }} />
      </span>
      <span className={css.count}>{intl.formatNumber(count)}</span>
    </li>
  )
}
