import { addIdentity, getProfile, type ProfileDetail, removeIdentity } from '@chappe/core/api/profiles'
import type { Identity } from '@chappe/core/profile/schema'
import { ActionButton, Button, Content, Heading, InlineAlert, Link } from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { useNamespaces } from '../../../parts/namespaces.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { notify } from '../../../parts/toast.ts'
import { When } from '../../../parts/When.tsx'
import { ApiProblem } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { MergeDialog } from '../actions/MergeDialog.tsx'
import { IdentityFields } from '../IdentityFields.tsx'
import css from '../profiles.module.css'

interface Props {
  profile: ProfileDetail
  mayWrite: boolean
}

/** What leads to a person: to be added and taken off; and the devices that they get pushes on. */
export function IdentitiesTab({ profile, mayWrite }: Props) {
  const t = useText()
  const { nameOf } = useNamespaces()
  const { id, identities, pushTokens } = profile
  const add = useAction(addIdentity, { makesStale: [getProfile] })
  const remove = useAction(removeIdentity, { makesStale: [getProfile] })
  const params = { id }
  const takeOff = (identity: Identity) =>
    remove.mutate(
      { params, query: identity },
      {
        onSuccess: () =>
          notify.positive(t('profiles.identities.removed', { value: identity.value }), {
            label: t('common.undo'),
            run: () => add.mutate({ params, body: identity }),
          }),
      },
    )
  return (
    <div className={page.stack}>
      <section className={page.card} aria-labelledby="identities">
        <h2 id="identities">{t('profiles.tab.identities')}</h2>
        <p className={page.quiet}>{t('profiles.identities.lead')}</p>
        <ProblemNote problem={remove.error} />
        <Scroller label={t('profiles.tab.identities')} className={page.scroller}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">{t('profiles.namespace')}</th>
                <th scope="col">{t('profiles.attributes.value')}</th>
                {mayWrite && (
                  <th scope="col" className={css.last}>
                    <span className={page.hidden}>{t('grid.more')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {identities.map((one) => (
                <tr key={`${one.namespace} ${one.value}`}>
                  <td>{nameOf(one.namespace)}</td>
                  <td className={css.value}>{one.value}</td>
                  {mayWrite && (
                    <td>
                      <div className={css.acts}>
                        {identities.length > 1 && (
                          <ActionButton
                            isQuiet
                            size="S"
                            aria-label={t('profiles.identities.remove', { value: one.value })}
                            onPress={() => takeOff(one)}
                          >
                            <Delete />
                          </ActionButton>
                        )}
                      </div>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
        {mayWrite && identities.length === 1 && <p className={page.quiet}>{t('profiles.identities.last')}</p>}
        {mayWrite && <AddForm profile={profile} />}
      </section>
      <section className={page.card} aria-labelledby="tokens">
        <h2 id="tokens">{t('profiles.tokens')}</h2>
        {pushTokens.length === 0 ? (
          <p className={page.quiet}>{t('profiles.tokens.none')}</p>
        ) : (
          <Scroller label={t('profiles.tokens')} className={page.scroller}>
            <table className={page.table}>
              <thead>
                <tr>
                  <th scope="col">{t('profiles.tokens.app')}</th>
                  <th scope="col">{t('profiles.tokens.platform')}</th>
                  <th scope="col">{t('profiles.tokens.token')}</th>
                  <th scope="col">{t('profiles.tokens.since')}</th>
                </tr>
              </thead>
              <tbody>
                {pushTokens.map(({ app, platform, token, createdAt }) => (
                  <tr key={`${app} ${token}`}>
                    <td>{app}</td>
                    <td>{t(`profiles.platform.${platform}`)}</td>
                    <td>
                      <code className={page.code}>{token}</code>
                    </td>
                    <td>
                      <When instant={createdAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
      </section>
    </div>
  )
}

/** Adds an identity; one that leads to somebody else offers to merge the two. */
function AddForm({ profile }: { profile: ProfileDetail }) {
  const t = useText()
  const add = useAction(addIdentity, { makesStale: [getProfile] })
  const [identity, setIdentity] = useState<Identity>({ namespace: 'email', value: '' })
  const [asked, setAsked] = useState(false)
  const [isMerging, setMerging] = useState(false)
  const isMissing = identity.value.trim() === ''
  const owner =
    add.error instanceof ApiProblem && typeof add.error.members.profileId === 'string'
      ? add.error.members.profileId
      : undefined
  const unreadable = add.error instanceof ApiProblem ? add.error.errors[0]?.detail : undefined
  const mistake = asked && isMissing ? t('profiles.identity.missing') : unreadable

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isMissing || add.isPending) return
    add.mutate(
      { params: { id: profile.id }, body: identity },
      {
        onSuccess: () => {
          notify.positive(t('profiles.identities.added', { value: identity.value }))
          setIdentity({ ...identity, value: '' })
          setAsked(false)
        },
      },
    )
  }
  return (
    <form className={page.stack} onSubmit={submit} noValidate>
      <h3 className={page.subheading}>{t('profiles.identities.add')}</h3>
      <IdentityFields
        value={identity}
        onChange={(next) => {
          setIdentity(next)
          add.reset()
        }}
        mistake={mistake}
      />
      {owner === undefined && unreadable === undefined && <ProblemNote problem={add.error} />}
      {owner !== undefined && (
        <InlineAlert variant="notice" autoFocus>
          <Heading level={3}>{t('profiles.identities.taken')}</Heading>
          <Content>
            <p>{t('profiles.identities.taken.body')}</p>
            <div className={page.row}>
              <Button variant="secondary" size="S" onPress={() => setMerging(true)}>
                {t('profiles.merge')}
              </Button>
              <Link href={{ to: '/profiles/$id', params: { id: owner }, search: {} }}>
                {t('profiles.identities.taken.open')}
              </Link>
            </div>
          </Content>
        </InlineAlert>
      )}
      <div>
        <Button variant="secondary" type="submit" isPending={add.isPending}>
          {t('profiles.identities.add.submit')}
        </Button>
      </div>
      <DialogContainer onDismiss={() => setMerging(false)}>
        {isMerging && owner !== undefined && (
          <MergeDialog
            profile={profile}
            otherId={owner}
            onClose={() => {
              setMerging(false)
              add.reset()
            }}
          />
        )}
      </DialogContainer>
    </form>
  )
}
