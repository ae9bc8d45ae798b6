import { type ConsentChange, listConsentChanges } from '@chappe/core/api/consents'
import { useEndpointPages } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { MoreButton } from '../../../parts/MoreButton.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../profiles.module.css'
import { saySource } from './words.ts'

interface Props {
  id: string
  nameOf: (about: Pick<ConsentChange, 'channel' | 'topic' | 'address'>) => string
}

/** Every choice that was ever made: when, about what, from what to what, how, and by whom. */
export function History({ id, nameOf }: Props) {
  const t = useText()
  const list = useEndpointPages(listConsentChanges, { params: { id } }, 50)
  const { items } = list
  const say = (choice: ConsentChange['choice']) =>
    choice === null ? t('consents.unsaid') : t(`consents.choice.${choice}`)
  return (
    <section className={page.card} aria-labelledby="consent-history">
      <h2 id="consent-history">{t('consents.history')}</h2>
      <ProblemNote problem={list.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && <p className={page.quiet}>{t('consents.history.none')}</p>}
      {items.length > 0 && (
        <Scroller label={t('consents.history')} className={page.scroller}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">{t('consents.when')}</th>
                <th scope="col">{t('consents.about')}</th>
                <th scope="col">{t('consents.choice')}</th>
                <th scope="col">{t('consents.how')}</th>
                <th scope="col">{t('consents.who')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={`${one.at} ${one.channel} ${one.topic} ${one.address}`}>
                  <td>
                    <When instant={one.at} />
                  </td>
                  <td className={css.value}>{nameOf(one)}</td>
                  <td>
                    <span className={css.old}>{say(one.previous)}</span> {say(one.choice)}
                  </td>
                  <td>{saySource(t, one.source)}</td>
                  <td>{one.by === 'recipient' ? t('consents.who.recipient') : one.by}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <MoreButton list={list} label={t('profiles.more')} />
    </section>
  )
}
