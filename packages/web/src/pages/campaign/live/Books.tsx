import type { Report } from '@chappe/core/report/schema'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import { useIntl } from 'react-intl'
import { useText } from '../../../text.ts'
import { balances } from './chart.ts'
import css from './live.module.css'

/** Every recipient is accounted for: targeted = excluded + sent + failed + pending + uncertain, checked here. */
export function Books({ report }: { report: Report }) {
  const t = useText()
  const intl = useIntl()
  const isRight = balances(report)
  const terms = ['excluded', 'sent', 'failed', 'pending', 'uncertain'] as const
  return (
    <p className={css.books} data-balanced={isRight}>
      {isRight ? <CheckmarkCircle /> : <AlertTriangle />}
      <span>
        {t('campaign.books.targeted', { count: intl.formatNumber(report.targeted) })}
        {' = '}
        {terms
          .map((term) => t(`campaign.books.${term}`, { count: intl.formatNumber(report[term]) }))
          .join(' + ')}
      </span>
      <span className={css.verdict}>{t(isRight ? 'campaign.books.right' : 'campaign.books.wrong')}</span>
    </p>
  )
}
