import type { Alert } from '@chappe/core/campaign/review'
import { Link } from '@react-spectrum/s2'
import AlertDiamond from '@react-spectrum/s2/icons/AlertDiamond'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'
import { localeOfField } from '../languages/fields.ts'
import { variantOfField } from '../variants/lens.ts'
import { levels, ofLevel, placeOf } from './places.ts'
import css from './review.module.css'
import { useSayAlert } from './useSayAlert.ts'

/** What is wrong (blocks) and what is doubtful (does not), each leading to where it is mended. */
export function Alerts({ campaignId, alerts }: { campaignId: string; alerts: readonly Alert[] }) {
  const t = useText()
  const say = useSayAlert()
  if (alerts.length === 0)
    return (
      <p className={css.fine}>
        <CheckmarkCircle /> {t('campaign.review.fine')}
      </p>
    )
  return levels.map((level) => {
    const found = ofLevel(alerts, level)
    if (found.length === 0) return null
    const Icon = level === 'error' ? AlertDiamond : AlertTriangle
    return (
      <section key={level} className={css.alerts} data-level={level}>
        <h2 className={page.heading}>{t(`campaign.review.${level}`, { count: found.length })}</h2>
        <ul>
          {found.map((alert) => (
            <li key={`${alert.code} ${alert.field} ${alert.line} ${alert.column} ${alert.message}`}>
              <Icon />
              <span>
                <Link href={{ to: '/campaigns/$id', params: { id: campaignId }, search: placeOf(alert) }}>
                  {say(alert)}
                </Link>
                <span className={css.where}>
                  {t(`campaign.tab.${placeOf(alert).tab ?? alert.tab}`)}
                  {variantOfField(alert.field) !== undefined && ` · ${alert.params.variant}`}
                  {localeOfField(alert.field) !== undefined &&
                    ` · ${localeName(localeOfField(alert.field)!, t.locale)}`}
                  {alert.line !== undefined &&
                    ` · ${t('campaign.review.place', { line: alert.line, column: alert.column ?? 1 })}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
