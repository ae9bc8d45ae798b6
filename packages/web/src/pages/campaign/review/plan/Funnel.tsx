import type { PlannedPeople } from '@chappe/core/campaign/plan'
import { useIntl } from 'react-intl'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from './plan.module.css'

interface Step {
  readonly key: string
  readonly label: string
  readonly people: number
  readonly kind: 'all' | 'less' | 'reached'
}

/** From the audience to those who are written to, with who is lost on the way and why. */
export function Funnel({ people }: { people: PlannedPeople }) {
  const t = useText()
  const intl = useIntl()
  const { audience, inExcluded, alreadyReached, reasons, reached } = people
  const less = (key: string, label: string, count: number): Step[] =>
    count === 0 ? [] : [{ key, label, people: count, kind: 'less' }]
  const steps: Step[] = [
    { key: 'audience', label: t('plan.audience'), people: audience, kind: 'all' },
    ...less('excluded', t('plan.inExcluded'), inExcluded),
    ...less('already', t('plan.alreadyReached'), alreadyReached),
    ...reasons.flatMap(({ reason, people: count }) => less(reason, t(`campaign.reason.${reason}`), count)),
    { key: 'reached', label: t('plan.reached'), people: reached, kind: 'reached' },
  ]
  const percent = (count: number) =>
    intl.formatNumber(audience === 0 ? 0 : count / audience, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <table className={css.funnel}>
      <caption className={page.hidden}>{t('plan.funnel')}</caption>
      <tbody>
        {steps.map(({ key, label, people: count, kind }) => (
          <tr key={key} data-kind={kind}>
            <th scope="row">{label}</th>
            <td className={css.count}>
              {kind === 'less' && '−\u00a0'}
              {intl.formatNumber(count)}
            </td>
            <td className={css.share}>
              <span className={css.bar} aria-hidden="true">
                <span style={{ inlineSize: `${audience === 0 ? 0 : (100 * count) / audience}%` }} />
              </span>
              <span className={page.quiet}>{percent(count)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
