import { getConsents, listConsentChanges, putConsents } from '@chappe/core/api/consents'
import { getProfile } from '@chappe/core/api/profiles'
import { listTopics } from '@chappe/core/api/topics'
import { type Choice, type ConsentChannel, consentChannels } from '@chappe/core/consent/schema'
import { ActionButton } from '@react-spectrum/s2'
import Edit from '@react-spectrum/s2/icons/Edit'
import { useState } from 'react'
import { useAction, useEndpoint } from '../../../data.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { notify } from '../../../parts/toast.ts'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../profiles.module.css'
import { ChangeConsent } from './ChangeConsent.tsx'
import { History } from './History.tsx'
import { type ChoiceRow, rowsOf } from './table.ts'
import { saySource } from './words.ts'

interface Props {
  id: string
  mayWrite: boolean
}

/** What a person allows, by channel and topic, and every choice they ever made. */
export function ConsentsTab({ id, mayWrite }: Props) {
  const t = useText()
  const params = { id }
  const consents = useEndpoint(getConsents, { params })
  const topics = useEndpoint(listTopics, {}, { staleTime: 60_000 })
  const [open, setOpen] = useState<ChoiceRow>()
  const put = useAction(putConsents, { makesStale: [getConsents, listConsentChanges, getProfile] })
  if (!consents.data) return consents.error ? <ProblemNote problem={consents.error} /> : <Loading lines={6} />
  const { items, defaults } = consents.data
  const known = topics.data?.items ?? []
  const names = new Map(known.map(({ key, name }) => [key, name[t.locale]]))
  const nameOf = ({ channel, topic, address }: Pick<ChoiceRow, 'channel' | 'topic' | 'address'>) =>
    [
      topic === '' ? t(`consents.channel.${channel}`) : (names.get(topic) ?? topic),
      ...(address === null ? [] : [address]),
    ].join(' – ')

  const say = ({ channel, topic, address, said }: ChoiceRow, choice: Choice, source: string) => {
    const body = (chosen: Choice) => ({ choices: [{ channel, topic, address, choice: chosen }], source })
    const before = said?.choice
    put.mutate(
      { params, body: body(choice) },
      {
        onSuccess: () => {
          setOpen(undefined)
          notify.positive(
            t('consents.changed'),
            // What nobody had said cannot be said again.
            before === 'in' || before === 'out'
              ? { label: t('common.undo'), run: () => put.mutate({ params, body: body(before) }) }
              : undefined,
          )
        },
      },
    )
  }
  return (
    <div className={page.stack}>
      <p className={page.quiet}>{t('consents.lead')}</p>
      {!open && <ProblemNote problem={put.error ?? topics.error} />}
      {consentChannels.map((channel) => (
        <ChannelCard
          key={channel}
          channel={channel}
          byDefault={defaults[channel]}
          rows={rowsOf(channel, items, known)}
          nameOf={nameOf}
          onChange={
            mayWrite
              ? (row) => {
                  put.reset()
                  setOpen(row)
                }
              : undefined
          }
        />
      ))}
      <History id={id} nameOf={nameOf} />
      <DialogContainer onDismiss={() => setOpen(undefined)}>
        {open && (
          <ChangeConsent
            key={nameOf(open)}
            row={open}
            name={nameOf(open)}
            problem={put.error}
            isPending={put.isPending}
            onSave={(choice, source) => say(open, choice, source)}
            onClose={() => setOpen(undefined)}
          />
        )}
      </DialogContainer>
    </div>
  )
}

interface CardProps {
  channel: ConsentChannel
  byDefault: Choice
  rows: readonly ChoiceRow[]
  nameOf: (row: ChoiceRow) => string
  onChange: ((row: ChoiceRow) => void) | undefined
}

const tones = { in: 'positive', out: 'negative', pending: 'notice' } as const

function ChannelCard({ channel, byDefault, rows, nameOf, onChange }: CardProps) {
  const t = useText()
  const title = t(`consents.channel.${channel}`)
  return (
    <section className={page.card} aria-label={title}>
      <h2>{title}</h2>
      <Scroller label={title} className={page.scroller}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{t('consents.about')}</th>
              <th scope="col">{t('consents.choice')}</th>
              <th scope="col">{t('consents.how')}</th>
              {onChange && (
                <th scope="col" className={css.last}>
                  <span className={page.hidden}>{t('grid.more')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { topic, address, said } = row
              return (
                <tr key={`${topic} ${address}`}>
                  <td className={css.value}>
                    {topic === '' && address === null ? t('consents.whole') : nameOf(row)}
                  </td>
                  <td>
                    <StatusDot tone={said ? tones[said.choice] : 'neutral'}>
                      {said
                        ? t(`consents.choice.${said.choice}`)
                        : t(topic === '' ? `consents.default.${byDefault}` : 'consents.unsaid')}
                    </StatusDot>
                  </td>
                  <td className={css.value}>
                    {said && (
                      <>
                        {saySource(t, said.source)}, <When instant={said.at} />
                      </>
                    )}
                  </td>
                  {onChange && (
                    <td>
                      <div className={css.acts}>
                        <ActionButton
                          isQuiet
                          size="S"
                          aria-label={t('consents.change', { name: nameOf(row) })}
                          onPress={() => onChange(row)}
                        >
                          <Edit />
                        </ActionButton>
                      </div>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroller>
    </section>
  )
}
