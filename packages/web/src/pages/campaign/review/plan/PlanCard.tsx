import { ActionButton, Text } from '@react-spectrum/s2'
import Refresh from '@react-spectrum/s2/icons/Refresh'
import { useIntl } from 'react-intl'
import { Loading } from '../../../../parts/Loading.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { Conflicts } from './Conflicts.tsx'
import { Funnel } from './Funnel.tsx'
import { Parts } from './Parts.tsx'
import css from './plan.module.css'
import { type Plan, usePlan } from './usePlan.ts'
import { Volumes } from './Volumes.tsx'

/** Before an activation: whom it reaches, when, how fast, and what else is sent then. */
export function PlanCard({ campaignId }: { campaignId: string }) {
  const t = useText()
  const { plan, isCounting, problem, countAnew } = usePlan(campaignId)
  return (
    <section className={page.card} aria-labelledby="plan-title" aria-busy={isCounting}>
      <div className={page.spread}>
        <h2 id="plan-title" className={page.heading}>
          {t('plan.title')}
        </h2>
        {plan && (
          <span className={page.row}>
            <span className={page.quiet}>
              {t('plan.counted')} <When instant={plan.at} as="relative" />
            </span>
            <ActionButton size="S" isQuiet isPending={isCounting} onPress={countAnew}>
              <Refresh />
              <Text>{t('plan.again')}</Text>
            </ActionButton>
          </span>
        )}
      </div>
      <ProblemNote problem={problem} title={t('plan.failed')} />
      {!plan && isCounting && (
        <>
          <p className={page.quiet} role="status">
            {t('plan.counting')}
          </p>
          <Loading />
        </>
      )}
      {plan && <Counted plan={plan} />}
    </section>
  )
}

function Counted({ plan }: { plan: Plan }) {
  const t = useText()
  const intl = useIntl()
  if (plan.counting === 'unknown' && !plan.tooLarge)
    return <p className={page.words}>{t(plan.startsAt === null ? 'plan.never' : 'plan.unknown')}</p>
  return (
    <>
      {plan.tooLarge && <p className={css.doubt}>{t('plan.tooLarge')}</p>}
      {plan.people && <Funnel people={plan.people} />}
      {!plan.people && plan.targeted !== null && (
        <p className={page.words}>{t('plan.about', { people: intl.formatNumber(plan.targeted) })}</p>
      )}
      <Course plan={plan} />
      {plan.parts.length > 1 && <Parts plan={plan} />}
      {plan.hours.length > 0 && <Volumes plan={plan} />}
      <Conflicts conflicts={plan.conflicts} />
      <p className={page.quiet}>{t('plan.assumption', { rate: intl.formatNumber(plan.capacity) })}</p>
    </>
  )
}

/** From when until when, who comes too late, and the next times. */
function Course({ plan }: { plan: Plan }) {
  const t = useText()
  const { startsAt, endsAt, fellBack, late, messagesEach, next, timeZone } = plan
  return (
    <dl className={page.facts}>
      <dt>{t('plan.starts')}</dt>
      <dd>
        {startsAt === null ? t('plan.never') : <When instant={startsAt} as="absolute" timeZone={timeZone} />}
      </dd>
      {endsAt !== null && (
        <>
          <dt>{t('plan.ends')}</dt>
          <dd>
            <When instant={endsAt} as="absolute" timeZone={timeZone} />
          </dd>
        </>
      )}
      {fellBack !== null && fellBack.missing + fellBack.unknown > 0 && (
        <>
          <dt>{t('plan.fellBack')}</dt>
          <dd>
            <ul className={css.plain}>
              {fellBack.missing > 0 && <li>{t('plan.fellBack.missing', { count: fellBack.missing })}</li>}
              {fellBack.unknown > 0 && <li>{t('plan.fellBack.unknown', { count: fellBack.unknown })}</li>}
            </ul>
          </dd>
        </>
      )}
      {late > 0 && (
        <>
          <dt>{t('plan.late')}</dt>
          <dd className={css.doubt}>{t('plan.late.people', { count: late })}</dd>
        </>
      )}
      {messagesEach > 1 && (
        <>
          <dt>{t('plan.each')}</dt>
          <dd>{t('plan.each.messages', { count: messagesEach })}</dd>
        </>
      )}
      {next.length > 1 && (
        <>
          <dt>{t('schedule.next')}</dt>
          <dd>
            <ul className={css.plain}>
              {next.map((at) => (
                <li key={at}>
                  <When instant={at} as="absolute" timeZone={timeZone} />
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  )
}
