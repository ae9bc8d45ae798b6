import { Link } from '@react-spectrum/s2'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from './plan.module.css'
import type { Plan } from './usePlan.ts'

/** Other campaigns that are sent at the same hours, or to the same people within a day. */
export function Conflicts({ conflicts }: { conflicts: Plan['conflicts'] }) {
  const t = useText()
  const isClear = conflicts.length === 0
  return (
    <>
      <h3 className={page.subheading}>{t('plan.conflicts')}</h3>
      {isClear && (
        <p className={css.clear}>
          <CheckmarkCircle /> {t('plan.conflicts.none')}
        </p>
      )}
      {!isClear && (
        <ul className={css.conflicts}>
          {conflicts.map(({ campaignId, name, startsAt, sameAudience, inCommon }) => (
            <li key={campaignId}>
              <AlertTriangle />
              <span>
                <Link href={{ to: '/campaigns/$id', params: { id: campaignId }, search: {} }}>{name}</Link>
                {' · '}
                <When instant={startsAt} as="absolute" />
                <span className={css.why}>
                  {sameAudience
                    ? t('plan.conflict.same')
                    : inCommon === null
                      ? t('plan.conflict.may')
                      : t('plan.conflict.common', { count: inCommon })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
