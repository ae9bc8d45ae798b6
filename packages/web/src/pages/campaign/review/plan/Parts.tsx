import { useIntl } from 'react-intl'
import { Scroller } from '../../../../parts/Scroller.tsx'
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from './plan.module.css'
import type { Plan } from './usePlan.ts'

/** The waves, or the time zones, each with its people and its times. */
export function Parts({ plan: { parts, timeZone } }: { plan: Plan }) {
  const t = useText()
  const intl = useIntl()
  const byZone = parts.some(({ zones }) => zones.length > 0)
  const title = t(byZone ? 'plan.zones' : 'schedule.waves')
  return (
    <>
      <h3 className={page.subheading}>{title}</h3>
      <Scroller label={title} className={page.scroller}>
        <table className={page.table}>
          <caption className={page.hidden}>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t(byZone ? 'plan.zone' : 'plan.wave')}</th>
              <th scope="col" className={page.number}>
                {t('plan.people')}
              </th>
              <th scope="col">{t('plan.starts')}</th>
              <th scope="col">{t('plan.ends')}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ name, zones, people, startsAt, endsAt, passed }, index) => (
              <tr key={`${startsAt} ${zones.join()} ${name} ${index + 1}`}>
                <td>
                  {byZone
                    ? zones.map((zone) => zone.replaceAll('_', ' ')).join(', ')
                    : `${intl.formatNumber(index + 1)}${name === '' ? '' : ` · ${name}`}`}
                </td>
                <td className={page.number}>{people === null ? '–' : intl.formatNumber(people)}</td>
                <td className={css.when}>
                  {passed === null ? (
                    <When instant={startsAt} as="absolute" timeZone={timeZone} />
                  ) : (
                    t(`plan.passed.${passed}`)
                  )}
                </td>
                <td className={css.when}>
                  {endsAt === null ? '–' : <When instant={endsAt} as="absolute" timeZone={timeZone} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  )
}
