import type { AudienceDefinition } from '@chappe/core/audience/schema'
import { useIntl } from 'react-intl'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { Identities } from '../page/Identities.tsx'
import css from './estimate.module.css'
import { useEstimate } from './useEstimate.ts'

/** How many people a definition finds now, and some of them. */
export function Estimate({ definition }: { definition: AudienceDefinition }) {
  const t = useText()
  const intl = useIntl()
  const { isWhole, isBusy, data, error } = useEstimate(definition)
  const share = data && data.total > 0 ? data.count / data.total : 0
  return (
    <section className={`${page.card} ${css.estimate}`} aria-label={t('audiences.estimate')}>
      <h2>{t('audiences.estimate')}</h2>
      <div role="status" className={page.tight}>
        {!isWhole && <p className={page.quiet}>{t('audiences.estimate.unfinished')}</p>}
        {isWhole && !data && !error && <p className={page.quiet}>{t('audiences.estimate.counting')}</p>}
        {isWhole && data && !error && (
          <>
            <p className={css.count} data-busy={isBusy || undefined}>
              {data.count === 0 && data.looked
                ? t('audiences.estimate.few', { most: fewest(data.total, data.looked) })
                : t(data.exact ? 'audiences.estimate.exact' : 'audiences.estimate.about', {
                    count: data.count,
                  })}
            </p>
            <p className={page.quiet}>
              {t('audiences.estimate.share', {
                share: intl.formatNumber(share, {
                  style: 'percent',
                  maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
                }),
                total: data.total,
              })}
            </p>
          </>
        )}
      </div>
      {isWhole && data && (
        <div className={css.bar} aria-hidden="true">
          <span style={{ width: `${Math.min(100, share * 100)}%` }} />
        </div>
      )}
      <ProblemNote problem={isWhole ? error : null} title={t('audiences.estimate.failed')} />
      {isWhole && data && !error && data.people.length > 0 && (
        <div className={page.tight} data-busy={isBusy || undefined}>
          <h3 className={page.subheading}>{t('audiences.estimate.people')}</h3>
          <ul className={css.people}>
            {data.people.map(({ id, name, identities }) => (
              <li key={id}>
                {name && <strong>{name}</strong>}
                <Identities identities={identities} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

/** Nobody among n who were looked at: with 95 % certainty no more than 3 of n people (the rule of three). */
const fewest = (total: number, looked: number) => Math.ceil((3 * total) / looked)
