import { getFragment } from '@chappe/core/api/fragments'
import { contentLimits, type Fragment } from '@chappe/core/content/schema'
import { Button, Link, Tab, TabList, Tabs, TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { getRouteApi } from '@tanstack/react-router'
import { useId, useMemo, useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { TabPanel } from '../../parts/TabPanel.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { ConflictNote } from '../campaign/autosave/ConflictNote.tsx'
import { isUnsaved } from '../campaign/autosave/machine.ts'
import { SaveState } from '../campaign/autosave/SaveState.tsx'
import page from '../campaign/campaign.module.css'
import { useLeaveGuard } from '../campaign/draft/useLeaveGuard.ts'
import { useSaveKey } from '../campaign/draft/useSaveKey.ts'
import { TagsField } from '../campaign/editor/TagsField.tsx'
import { NameField } from '../campaign/header/NameField.tsx'
import library from '../templates/templates.module.css'
import { CardMenu } from '../templates/useTemplateMenu.tsx'
import { sayKind } from './columns.tsx'
import { FragmentEditor } from './FragmentEditor.tsx'
import css from './fragments.module.css'
import { Notes } from './Notes.tsx'
import { PublishDialog } from './PublishDialog.tsx'
import { FragmentStatusDot } from './tones.tsx'
import { Uses } from './Uses.tsx'
import { useFragmentCommands } from './useFragmentCommands.tsx'
import { type FragmentDraft, useFragmentDraft } from './useFragmentDraft.ts'

const route = getRouteApi('/app/fragments/$id')

/** One fragment: what is live, what is being written, and who uses it. */
export function FragmentPage() {
  const { id } = route.useParams()
  const fragment = useEndpoint(
    getFragment,
    { params: { id } },
    { refetchInterval: ({ state }) => (state.data?.status === 'publishing' ? 1_000 : false) },
  )
  if (fragment.data) return <Edited key={id} fragment={fragment.data} />
  return (
    <Page title="" above={<Back />}>
      {fragment.error ? <ProblemNote problem={fragment.error} /> : <Loading lines={6} />}
    </Page>
  )
}

function Back() {
  const t = useText()
  return (
    <Link href={{ to: '/fragments', search: {} }} isStandalone variant="secondary">
      {t('nav.fragments')}
    </Link>
  )
}

function Edited({ fragment }: { fragment: Fragment }) {
  const t = useText()
  const hint = useId()
  const { id, status, liveVersion, draft, actions } = fragment
  const isReadOnly = !useMay('content:write') || !actions.includes('edit')
  const mayPublish = useMay('content:publish')
  const saving = useFragmentDraft(fragment)
  const { value } = saving.state
  const change = (changes: Partial<FragmentDraft>) => saving.edit({ ...value, ...changes })
  useSaveKey(saving.flush)
  useLeaveGuard(isUnsaved(saving.state), saving.flush)
  const { flush } = saving
  const menu = useFragmentCommands(useMemo(() => ({ save: flush }), [flush]))(fragment)
  const [isPublishing, setPublishing] = useState(false)
  // Somebody who has just published wants to hear how it went; others only what went wrong.
  const [isWatching, setWatching] = useState(false)
  const hasNews = draft !== null || isUnsaved(saving.state)

  const publish = async () => {
    if (await flush()) setPublishing(true)
  }

  return (
    <Page
      title={value.name}
      heading={
        isReadOnly ? value.name : <NameField name={value.name} onChange={(name) => change({ name })} />
      }
      above={<Back />}
      lead={
        <span className={css.facts}>
          <FragmentStatusDot status={status} />
          <span>{sayKind(t, fragment)}</span>
          {liveVersion !== null && <span>{t('fragments.version', { number: liveVersion })}</span>}
        </span>
      }
      actions={
        <>
          {!isReadOnly && <SaveState state={saving.state} onSave={saving.saveNow} />}
          <CardMenu name={value.name} entries={menu} />
          {!mayPublish && hasNews && (
            <span id={hint} className={page.quiet}>
              {t('fragments.mayNotPublish')}
            </span>
          )}
          <Button
            variant="accent"
            {...(!mayPublish && { 'aria-describedby': hint })}
            isDisabled={!mayPublish || !hasNews || !actions.includes('publish')}
            isPending={status === 'publishing'}
            onPress={() => void publish()}
          >
            {t('fragments.command.publish')}
          </Button>
        </>
      }
    >
      <ConflictNote saving={saving} what={t('fragments.conflict')} />
      <Notes fragment={fragment} isWatching={isWatching} menu={menu} />
      <Tabs aria-label={t('fragments.conflict')} UNSAFE_className={library.tabs ?? ''}>
        <TabList>
          <Tab id="content">{t('fragments.content')}</Tab>
          <Tab id="uses">{t('fragments.uses.tab', { count: fragment.uses })}</Tab>
          <Tab id="properties">{t('fragments.properties')}</Tab>
        </TabList>
        <TabPanel id="content">
          <FragmentEditor
            fragment={fragment}
            value={value.draft}
            isReadOnly={isReadOnly}
            onChange={(written) => change({ draft: written })}
          />
        </TabPanel>
        <TabPanel id="uses">
          <div className={library.panel}>
            <Uses id={id} />
          </div>
        </TabPanel>
        <TabPanel id="properties">
          <div className={page.form}>
            <TextArea
              label={t('fragments.description')}
              value={value.description}
              onChange={(description) => change({ description })}
              maxLength={contentLimits.description}
              isReadOnly={isReadOnly}
              styles={style({ width: 'full' })}
            />
            <TagsField tags={value.tags} isReadOnly={isReadOnly} onChange={(tags) => change({ tags })} />
          </div>
        </TabPanel>
      </Tabs>
      <PublishDialog
        fragment={fragment}
        revision={saving.state.base.revision}
        isOpen={isPublishing}
        onClose={() => setPublishing(false)}
        onPublished={() => setWatching(true)}
      />
    </Page>
  )
}
