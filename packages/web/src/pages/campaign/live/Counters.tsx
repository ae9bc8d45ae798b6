import type { Report } from '@chappe/core/report/schema'
import { useIntl } from 'react-intl'
import type { MessageId } from '../../../messages/index.ts'
import { useText } from '../../../text.ts'
import { rate } from './chart.ts'
import css from './live.module.css'

interface Tile {
  label: MessageId
  value: number
  /** A share with its words, or a further count. */
  under?: { label: MessageId; share?: number | null; count?: number }
  tone?: 'negative' | 'notice'
}

const tilesOf = (report: Report): Tile[] => [
  { label: 'campaign.metric.targeted', value: report.targeted },
  {
    label: 'campaign.metric.excluded',
    value: report.excluded,
    under: { label: 'campaign.metric.ofTargeted', share: rate(report.excluded, report.targeted) },
  },
  {
    label: 'campaign.metric.sent',
    value: report.sent,
    under: { label: 'campaign.metric.ofTargeted', share: rate(report.sent, report.targeted) },
  },
  {
    label: 'campaign.metric.delivered',
    value: report.delivered,
    under: { label: 'campaign.metric.ofSent', share: rate(report.delivered, report.sent) },
  },
  {
    label: 'campaign.metric.laterBounces',
    value: report.laterBounces,
    tone: 'negative',
    under: { label: 'campaign.metric.ofSent', share: rate(report.laterBounces, report.sent) },
  },
  {
    label: 'campaign.metric.pending',
    value: report.pending,
    under: { label: 'campaign.metric.retries', count: report.retries },
  },
  {
    label: 'campaign.metric.bounced',
    value: report.bounced,
    tone: 'negative',
    under: { label: 'campaign.metric.ofTargeted', share: rate(report.bounced, report.targeted) },
  },
  {
    label: 'campaign.metric.errors',
    value: report.errors,
    tone: 'negative',
    under: { label: 'campaign.metric.ofTargeted', share: rate(report.errors, report.targeted) },
  },
  { label: 'campaign.metric.uncertain', value: report.uncertain, tone: 'notice' },
  {
    label: 'campaign.metric.uniqueOpens',
    value: report.uniqueOpens,
    under: { label: 'campaign.metric.ofDelivered', share: rate(report.uniqueOpens, report.delivered) },
  },
  { label: 'campaign.metric.opens', value: report.opens },
  {
    label: 'campaign.metric.uniqueClicks',
    value: report.uniqueClicks,
    under: { label: 'campaign.metric.ofDelivered', share: rate(report.uniqueClicks, report.delivered) },
  },
  { label: 'campaign.metric.clicks', value: report.clicks },
  {
    label: 'campaign.metric.unsubscribes',
    value: report.unsubscribes,
    under: { label: 'campaign.metric.ofDelivered', share: rate(report.unsubscribes, report.delivered) },
  },
  {
    label: 'campaign.metric.complaints',
    value: report.complaints,
    tone: 'negative',
    under: { label: 'campaign.metric.ofDelivered', share: rate(report.complaints, report.delivered) },
  },
]

/** The figures of the campaign, as of a second ago. */
export function Counters({ report }: { report: Report }) {
  const t = useText()
  const intl = useIntl()
  return (
    <section aria-label={t('campaign.counters')}>
      <dl className={css.tiles}>
        {tilesOf(report).map(({ label, value, under, tone }) => (
          <div key={label} className={css.tile} data-tone={value > 0 ? tone : undefined}>
            <dt>{t(label)}</dt>
            <dd>
              <span className={css.figure}>{intl.formatNumber(value)}</span>
              <span className={css.under}>{under && <Under {...under} />}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Under({ label, share, count }: NonNullable<Tile['under']>) {
  const t = useText()
  const intl = useIntl()
  if (count !== undefined) return t(label, { count })
  if (share === null || share === undefined) return null
  return t(label, { rate: intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 1 }) })
}
