import { findProfiles, getProfile, mergeProfiles, type ProfileDetail } from '@chappe/core/api/profiles'
import type { Identity } from '@chappe/core/profile/schema'
import { Button, Content, Dialog, Heading } from '@react-spectrum/s2'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api.ts'
import { useEndpoint } from '../../../data.ts'
import { useAttributes } from '../../../parts/attributes.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { useNamespaces } from '../../../parts/namespaces.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { typeOf } from '../attributes/draft.ts'
import { sayValue } from '../attributes/words.ts'
import { called } from '../columns.tsx'
import { IdentityFields } from '../IdentityFields.tsx'
import css from '../profiles.module.css'
import { mergingOf } from './merging.ts'

interface Props {
  /** The profile that stays. */
  profile: ProfileDetail
  /** The one that becomes part of it, where it is known already. */
  otherId?: string
  onClose: () => void
}

/** Finds the other profile, shows what will happen, and asks. */
export function MergeDialog({ profile, otherId: given, onClose }: Props) {
  const t = useText()
  const client = useQueryClient()
  const [identity, setIdentity] = useState<Identity>({ namespace: 'email', value: '' })
  const [asked, setAsked] = useState<Identity>()
  const search = useEndpoint(
    findProfiles,
    { query: { namespace: asked?.namespace ?? '', identity: asked?.value ?? '', limit: 1 } },
    { enabled: asked !== undefined, staleTime: 0 },
  )
  const found = asked && search.data?.items[0]
  const otherId = given ?? (found?.id === profile.id ? undefined : found?.id)
  const other = useEndpoint(
    getProfile,
    { params: { id: otherId ?? '' } },
    { enabled: otherId !== undefined, staleTime: 0 },
  )
  const merge = useMutation({
    mutationFn: (profileId: string) =>
      call(mergeProfiles, { params: { id: profile.id }, body: { profileId } }),
    onSuccess: (_, gone) => {
      notify.positive(t('profiles.merge.done', { name: called(t, profile) }))
      onClose()
      // Everything may look different now; of the one that is no more, nothing can be asked.
      return client.invalidateQueries({
        predicate: ({ queryKey }) => !JSON.stringify(queryKey).includes(gone),
      })
    },
  })
  const run = () => {
    if (other.data && !merge.isPending) merge.mutate(other.data.id)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (identity.value.trim() !== '') setAsked({ ...identity, value: identity.value.trim() })
  }
  const mistake =
    asked === undefined || search.isFetching || !search.isSuccess
      ? undefined
      : found === undefined
        ? t('profiles.merge.nobody')
        : found.id === profile.id
          ? t('profiles.merge.self')
          : undefined

  return (
    <Dialog size="L">
      <Heading slot="title">{t('profiles.merge.title', { name: called(t, profile) })}</Heading>
      <Content>
        <div className={css.form}>
          <ProblemNote problem={merge.error ?? search.error ?? other.error} />
          {given === undefined && (
            <form className={page.stack} onSubmit={submit} noValidate>
              <p className={page.words}>{t('profiles.merge.find')}</p>
              <IdentityFields
                value={identity}
                onChange={(next) => {
                  setIdentity(next)
                  setAsked(undefined)
                }}
                mistake={mistake}
                autoFocus
              />
              <div>
                <Button
                  variant="secondary"
                  type="submit"
                  isPending={asked !== undefined && search.isFetching}
                >
                  {t('profiles.merge.find.submit')}
                </Button>
              </div>
            </form>
          )}
          {otherId !== undefined && other.isPending && <Loading />}
          {otherId !== undefined && other.data && <Preview profile={profile} other={other.data} />}
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="negative"
          isDisabled={otherId === undefined || !other.data}
          isPending={merge.isPending}
          onPress={run}
        >
          {t('profiles.merge.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** What will happen, in words, before it does. */
function Preview({ profile, other }: { profile: ProfileDetail; other: ProfileDetail }) {
  const t = useText()
  const known = useAttributes()
  const { nameOf } = useNamespaces()
  const { kept, gained } = mergingOf(profile, other)
  const label = (path: string) => known.of(path)?.label ?? path
  const say = (path: string, value: unknown) => sayValue(t, typeOf(known.of(path)?.type, value), value)
  const name = called(t, other)
  const goes = other.identities.map(({ namespace, value }) => `${value} (${nameOf(namespace)})`).join(', ')
  return (
    <section className={page.stack} aria-live="polite" aria-label={t('profiles.merge.preview')}>
      <h3 className={page.subheading}>{t('profiles.merge.with', { name })}</h3>
      <ul className={css.summary}>
        <li>{t('profiles.merge.identities', { identities: goes })}</li>
        <li>{t('profiles.merge.moves')}</li>
        <li>{t('profiles.merge.consents')}</li>
        {gained.length > 0 && (
          <li>{t('profiles.merge.gained', { count: gained.length, names: gained.map(label).join(', ') })}</li>
        )}
        {other.test && !profile.test && <li>{t('profiles.merge.test')}</li>}
        <li>{t('profiles.merge.forGood', { name })}</li>
      </ul>
      {kept.length > 0 && (
        <>
          <p className={page.words}>{t('profiles.merge.kept', { count: kept.length })}</p>
          <Scroller label={t('profiles.merge.kept', { count: kept.length })} className={page.scroller}>
            <table className={page.table}>
              <thead>
                <tr>
                  <th scope="col">{t('profiles.attributes.name')}</th>
                  <th scope="col">{t('profiles.merge.stays')}</th>
                  <th scope="col">{t('profiles.merge.lost')}</th>
                </tr>
              </thead>
              <tbody>
                {kept.map(({ path, own, other: lost }) => (
                  <tr key={path}>
                    <td>{label(path)}</td>
                    <td className={css.value}>{say(path, own)}</td>
                    <td className={css.value}>
                      <span className={css.old}>{say(path, lost)}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        </>
      )}
    </section>
  )
}
