import type { Report } from '@chappe/core/report/schema'
import { useIntl } from 'react-intl'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'

/** The links of the message and how often they were followed. */
export function Links({ links }: { links: Report['links'] }) {
  const t = useText()
  const intl = useIntl()
  return (
    <section className={page.card}>
      <h2>{t('campaign.links')}</h2>
      {links.length === 0 ? (
        <p className={page.quiet}>{t('campaign.links.none')}</p>
      ) : (
        <Scroller label={t('campaign.links')} className={page.scroller}>
          <table className={page.table}>
            <caption className={page.hidden}>{t('campaign.links')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('campaign.links.label')}</th>
                <th scope="col">{t('campaign.links.url')}</th>
                <th scope="col" className={page.number}>
                  {t('campaign.metric.clicks')}
                </th>
                <th scope="col" className={page.number}>
                  {t('campaign.metric.uniqueClicks')}
                </th>
              </tr>
            </thead>
            <tbody>
              {links.map(({ url, label, clicks, uniqueClicks }) => (
                <tr key={`${url} ${label}`}>
                  <td>{label}</td>
                  <td className={page.code}>{url}</td>
                  <td className={page.number}>{intl.formatNumber(clicks)}</td>
                  <td className={page.number}>{intl.formatNumber(uniqueClicks)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </section>
  )
}
