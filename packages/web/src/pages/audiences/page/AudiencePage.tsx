import { evaluateAudience, getAudience } from '@chappe/core/api/audiences'
import type { Audience } from '@chappe/core/audience/schema'
import { Button, Link, Tab, TabList, Tabs } from '@react-spectrum/s2'
import { getRouteApi } from '@tanstack/react-router'
import { useAction, useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { TabPanel } from '../../../parts/TabPanel.tsx'
import { notify } from '../../../parts/toast.ts'
import { useUnsavedGuard } from '../../../parts/useUnsavedGuard.ts'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { useSaveKey } from '../../campaign/draft/useSaveKey.ts'
import { NameField } from '../../campaign/header/NameField.tsx'
import library from '../../templates/templates.module.css'
import { CardMenu } from '../../templates/useTemplateMenu.tsx'
import { AudienceStatusDot } from '../columns.tsx'
import { ListEditor } from '../list/ListEditor.tsx'
import { audienceTabs } from '../search.ts'
import { useAudienceCommands } from '../useAudienceCommands.tsx'
import { Changes } from './Changes.tsx'
import { Definition } from './Definition.tsx'
import { Members } from './Members.tsx'
import { Notes } from './Notes.tsx'
import { Properties } from './Properties.tsx'
import css from './page.module.css'
import { UsedBy } from './UsedBy.tsx'
import { useAudienceDraft } from './useAudienceDraft.ts'

const route = getRouteApi('/app/audiences/$id')

/** One audience: who belongs, who does now, how that changed, and what is made of it. */
export function AudiencePage() {
  const { id } = route.useParams()
  const audience = useEndpoint(getAudience, { params: { id } })
  if (audience.data) return <Opened key={id} audience={audience.data} />
  return (
    <Page title="" above={<Back />}>
      {audience.error ? <ProblemNote problem={audience.error} /> : <Loading lines={6} />}
    </Page>
  )
}

function Back() {
  const t = useText()
  return (
    <Link href={{ to: '/audiences', search: {} }} isStandalone variant="secondary">
      {t('nav.audiences')}
    </Link>
  )
}

function Opened({ audience }: { audience: Audience }) {
  const t = useText()
  const { tab = 'definition' } = route.useSearch()
  const navigate = route.useNavigate()
  const { id, kind, status } = audience
  const mayWrite = useMay('audiences:write') && status !== 'archived'
  const mayReadPeople = useMay('profiles:read')
  const draft = useAudienceDraft(audience)
  const { value } = draft
  const evaluate = useAction(evaluateAudience)
  const menu = useAudienceCommands(true)(audience)
  useUnsavedGuard(draft.isUnsaved)
  const canSave = draft.isUnsaved && draft.isWhole && draft.theirs === null
  const save = async () => {
    if (canSave && !draft.isSaving && (await draft.save())) notify.positive(t('audiences.saved'))
  }
  useSaveKey(save)
  const run = () =>
    evaluate.mutate(
      { params: { id } },
      {
        onSuccess: ({ name, members }) =>
          notify.positive(t('audiences.evaluate.done', { name, count: members ?? 0 })),
      },
    )

  return (
    <Page
      title={value.name}
      heading={
        mayWrite ? <NameField name={value.name} onChange={(name) => draft.edit({ name })} /> : value.name
      }
      above={<Back />}
      lead={<Facts audience={audience} />}
      actions={
        <>
          {mayWrite && draft.isUnsaved && (
            <span role="status" className={page.quiet}>
              {t(draft.isWhole ? 'audiences.unsaved' : 'audiences.unsaved.unfinished')}
            </span>
          )}
          <CardMenu name={value.name} entries={menu} />
          {mayWrite && kind !== 'list' && (
            <Button
              variant="secondary"
              isDisabled={draft.isUnsaved}
              isPending={evaluate.isPending}
              onPress={run}
            >
              {t('audiences.command.evaluate')}
            </Button>
          )}
          {mayWrite && (
            <Button
              variant="accent"
              isDisabled={!canSave}
              isPending={draft.isSaving}
              onPress={() => void save()}
            >
              {t('common.save')}
            </Button>
          )}
        </>
      }
    >
      <Notes
        audience={audience}
        draft={draft}
        mayWrite={mayWrite}
        evaluation={{ error: evaluate.error, isPending: evaluate.isPending, run }}
      />
      <Tabs
        aria-label={value.name}
        selectedKey={tab}
        onSelectionChange={(key) => {
          const next = audienceTabs.find((one) => one === key)
          void navigate({ search: { tab: next === 'definition' ? undefined : next }, replace: true })
        }}
        UNSAFE_className={library.tabs ?? ''}
      >
        <TabList>
          <Tab id="definition">
            {t(kind === 'list' ? 'audiences.tab.upload' : 'audiences.tab.definition')}
          </Tab>
          <Tab id="members">{t('audiences.tab.members')}</Tab>
          <Tab id="changes">{t('audiences.tab.changes')}</Tab>
          <Tab id="uses">{t('audiences.tab.uses')}</Tab>
          <Tab id="properties">{t('audiences.tab.properties')}</Tab>
        </TabList>
        <TabPanel id="definition" shouldForceMount={kind !== 'list'}>
          <div className={library.panel} hidden={tab !== 'definition'}>
            {kind === 'list' ? (
              <ListEditor audience={audience} isReadOnly={!mayWrite} />
            ) : (
              <Definition
                key={draft.epoch}
                id={id}
                definition={value.definition}
                isReadOnly={!mayWrite}
                onChange={(definition) => draft.edit({ definition })}
              />
            )}
          </div>
        </TabPanel>
        <TabPanel id="members">
          <div className={library.panel}>
            {mayReadPeople ? (
              <Members audience={audience} />
            ) : (
              <p className={page.quiet}>{t('audiences.members.mayNot')}</p>
            )}
          </div>
        </TabPanel>
        <TabPanel id="changes">
          <div className={library.panel}>
            <Changes id={id} />
          </div>
        </TabPanel>
        <TabPanel id="uses">
          <div className={library.panel}>
            <UsedBy id={id} />
          </div>
        </TabPanel>
        <TabPanel id="properties">
          <Properties kind={kind} value={value} isReadOnly={!mayWrite} onChange={draft.edit} />
        </TabPanel>
      </Tabs>
    </Page>
  )
}

function Facts({ audience }: { audience: Audience }) {
  const t = useText()
  const { kind, members, evaluatedAt } = audience
  return (
    <span className={css.facts}>
      <AudienceStatusDot audience={audience} />
      <span>{t(`audiences.kind.${kind}`)}</span>
      {members !== null && <span>{t('audiences.members', { count: members })}</span>}
      <span>
        {evaluatedAt === null ? (
          t(kind === 'list' ? 'audiences.list.never' : 'audiences.evaluated.never')
        ) : (
          <>
            {t(kind === 'list' ? 'audiences.list.at' : 'audiences.evaluated.at')}{' '}
            <When instant={evaluatedAt} as="relative" />
          </>
        )}
      </span>
    </span>
  )
}
