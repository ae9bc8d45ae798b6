import type { Report } from '@chappe/core/report/schema'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import { useIntl } from 'react-intl'
import type { MessageId } from '../../../messages/index.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { balances } from './chart.ts'
import css from './live.module.css'

/**
 * Every recipient is accounted for: targeted = excluded + sent + failed + pending + uncertain, checked here. Below it,
 * how many of those sent are taken for delivered.
 */
export function Books({ report }: { report: Report }) {
  const t = useText()
  const intl = useIntl()
  const isRight = balances(report)
  const terms = ['excluded', 'sent', 'failed', 'pending', 'uncertain'] as const
  const say = (term: MessageId, count: number) => t(term, { count: intl.formatNumber(count) })
  return (
    <div className={page.tight}>
      <p className={css.books} data-balanced={isRight}>
        {isRight ? <CheckmarkCircle /> : <AlertTriangle />}
        <span className={css.sum}>
          {say('campaign.books.targeted', report.targeted)}
          {' = '}
          {terms.map((term) => say(`campaign.books.${term}`, report[term])).join(' + ')}
        </span>
        <span className={css.verdict}>{t(isRight ? 'campaign.books.right' : 'campaign.books.wrong')}</span>
      </p>
      {report.laterBounces > 0 && (
        <p className={`${css.books} ${css.derived}`}>
          <span>
            {say('campaign.books.delivered', report.delivered)}
            {' = '}
            {say('campaign.books.sent', report.sent)}
            {' − '}
            {say('campaign.books.laterBounces', report.laterBounces)}
          </span>
          <span className={css.verdict}>{t('campaign.books.delivered.help')}</span>
        </p>
      )}
    </div>
  )
}
