import { getProfile, type ProfileDetail } from '@chappe/core/api/profiles'
import { markTestProfile } from '@chappe/core/api/simulations'
import { bestIdentity } from '@chappe/core/profile/name'
import { Link, Switch, Tab, TabList, Tabs } from '@react-spectrum/s2'
import { getRouteApi } from '@tanstack/react-router'
import { useAction, useEndpoint } from '../../../data.ts'
import { CopyButton } from '../../../parts/CopyButton.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { useNamespaces } from '../../../parts/namespaces.ts'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { TabPanel } from '../../../parts/TabPanel.tsx'
import { notify } from '../../../parts/toast.ts'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import library from '../../templates/templates.module.css'
import { ProfileActions } from '../actions/ProfileActions.tsx'
import { AttributesTab } from '../attributes/AttributesTab.tsx'
import { called } from '../columns.tsx'
import { ConsentsTab } from '../consents/ConsentsTab.tsx'
import css from '../profiles.module.css'
import { profileTabs } from '../search.ts'
import { TestMark } from '../TestMark.tsx'
import { AudiencesTab } from './AudiencesTab.tsx'
import { EventsTab } from './EventsTab.tsx'
import { IdentitiesTab } from './IdentitiesTab.tsx'
import { MessagesTab } from './MessagesTab.tsx'

const route = getRouteApi('/app/profiles/$id')

/** One person: what is known of them, how they are found, what they chose, did and received. */
export function ProfilePage() {
  const { id } = route.useParams()
  const profile = useEndpoint(getProfile, { params: { id } })
  if (profile.data) return <Opened key={id} profile={profile.data} />
  return (
    <Page title="" above={<Back />}>
      {profile.error ? <ProblemNote problem={profile.error} /> : <Loading lines={6} />}
    </Page>
  )
}

function Back() {
  const t = useText()
  return (
    <Link href={{ to: '/profiles', search: {} }} isStandalone variant="secondary">
      {t('nav.profiles')}
    </Link>
  )
}

function Opened({ profile }: { profile: ProfileDetail }) {
  const t = useText()
  const { tab = 'attributes' } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('profiles:write')
  const mark = useAction(markTestProfile, { makesStale: [getProfile], inTurn: true })
  const { id, test } = profile
  const name = called(t, profile)
  const setTest = (next: boolean) =>
    mark.mutate(
      { params: { id }, body: { test: next } },
      { onSuccess: () => notify.positive(t(next ? 'profiles.test.marked' : 'profiles.test.unmarked')) },
    )

  return (
    <Page
      title={name}
      beside={test && <TestMark />}
      above={<Back />}
      lead={<Facts profile={profile} />}
      actions={
        <>
          {mayWrite && (
            <Switch isSelected={mark.isPending ? mark.variables.body.test : test} onChange={setTest}>
              {t('profiles.test')}
            </Switch>
          )}
          <ProfileActions profile={profile} mayWrite={mayWrite} />
        </>
      }
    >
      <ProblemNote problem={mark.error} />
      <Tabs
        aria-label={name}
        selectedKey={tab}
        onSelectionChange={(key) => {
          const next = profileTabs.find((one) => one === key)
          void navigate({ search: { tab: next === 'attributes' ? undefined : next }, replace: true })
        }}
        UNSAFE_className={library.tabs ?? ''}
      >
        <TabList>
          {profileTabs.map((one) => (
            <Tab key={one} id={one}>
              {t(`profiles.tab.${one}`)}
            </Tab>
          ))}
        </TabList>
        {profileTabs.map((one) => (
          <TabPanel key={one} id={one}>
            <div className={library.panel}>
              {one === 'attributes' && <AttributesTab profile={profile} mayWrite={mayWrite} />}
              {one === 'identities' && <IdentitiesTab profile={profile} mayWrite={mayWrite} />}
              {one === 'consents' && <ConsentsTab id={id} mayWrite={mayWrite} />}
              {one === 'audiences' && <AudiencesTab audiences={profile.audiences} />}
              {one === 'events' && <EventsTab id={id} />}
              {one === 'messages' && <MessagesTab id={id} />}
            </div>
          </TabPanel>
        ))}
      </Tabs>
    </Page>
  )
}

function Facts({ profile }: { profile: ProfileDetail }) {
  const t = useText()
  const { nameOf } = useNamespaces()
  const best = bestIdentity(profile.identities)
  return (
    <span className={css.facts}>
      {best && (
        <span>{t('profiles.identity.said', { kind: nameOf(best.namespace), value: best.value })}</span>
      )}
      <span>
        {t('profiles.created.at')} <When instant={profile.createdAt} />
      </span>
      <span>
        {t('profiles.modified.at')} <When instant={profile.modifiedAt} as="relative" />
      </span>
      <CopyButton text={profile.id} label={t('profiles.copyId')} size="XS" isQuiet />
    </span>
  )
}
