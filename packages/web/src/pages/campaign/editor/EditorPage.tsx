import { type EditorTab, editorTabs } from '@chappe/core/campaign/schema'
import { Button, LinkButton, Tab, TabList, Tabs } from '@react-spectrum/s2'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { TabPanel } from '../../../parts/TabPanel.tsx'
import { useText } from '../../../text.ts'
import { ConflictNote } from '../autosave/ConflictNote.tsx'
import { gravest, SaveState } from '../autosave/SaveState.tsx'
import { useDraft } from '../draft/useDraft.tsx'
import { useNavigationToField } from '../draft/useNavigationToField.ts'
import { Back, Facts } from '../header/Facts.tsx'
import { MoreActions } from '../header/MoreActions.tsx'
import { NameField } from '../header/NameField.tsx'
import { type Act, useCommands } from '../header/useCommands.tsx'
import { ActionsTab } from './ActionsTab.tsx'
import { AudienceTab } from './AudienceTab.tsx'
import { ContentTab } from './ContentTab.tsx'
import css from './editor.module.css'
import { PropertiesTab } from './PropertiesTab.tsx'
import { ScheduleTab } from './ScheduleTab.tsx'

const route = getRouteApi('/app/campaigns/$id')

const panels: Record<EditorTab, ComponentType> = {
  properties: PropertiesTab,
  actions: ActionsTab,
  content: ContentTab,
  audience: AudienceTab,
  schedule: ScheduleTab,
}

/** The draft of a campaign, in five tabs. */
export function EditorPage() {
  const t = useText()
  const navigate = useNavigate()
  const search = route.useSearch()
  const draft = useDraft()
  const { campaign, details, savings, review, isReadOnly, isSettled } = draft
  const commands = useCommands(campaign)
  useNavigationToField(search)

  const act = async (command: Act) => {
    // A copy has what was typed a moment ago, too.
    if (command !== 'duplicate' || (await draft.save())) await commands.run(command)
  }
  const toTab = (tab: EditorTab) =>
    void navigate({ to: '.', search: (before) => ({ ...before, tab }), replace: true, resetScroll: false })
  const errorsOn = (tab: EditorTab) =>
    review?.alerts.filter((alert) => alert.tab === tab && alert.level === 'error').length ?? 0

  return (
    <Page
      title={details.name}
      heading={
        isReadOnly || isSettled ? (
          details.name
        ) : (
          <NameField name={details.name} onChange={(name) => draft.describe({ name })} />
        )
      }
      above={<Back kind={campaign.kind} />}
      lead={<Facts campaign={campaign} number={draft.number} />}
      actions={
        <>
          {!isReadOnly && (
            <SaveState
              state={gravest([savings.details.state, savings.definition.state])}
              onSave={() => void draft.save()}
            />
          )}
          {campaign.liveVersion !== null && (
            <LinkButton
              variant="secondary"
              href={{ to: '/campaigns/$id', params: { id: campaign.id }, search: { view: 'live' } }}
            >
              {t('campaign.openLive')}
            </LinkButton>
          )}
          <LinkButton
            variant="secondary"
            href={{ to: '/campaigns/$id/simulate', params: { id: campaign.id }, search: {} }}
          >
            {t('simulate.open')}
          </LinkButton>
          <MoreActions campaign={campaign} onAct={(command) => void act(command)} />
          <Button
            variant="accent"
            onPress={() => void navigate({ to: '/campaigns/$id/review', params: { id: campaign.id } })}
          >
            {t('campaign.toReview')}
          </Button>
        </>
      }
    >
      <ProblemNote problem={commands.problem} />
      <ConflictNote saving={savings.definition} what={t('campaign.conflict.content')} />
      <ConflictNote saving={savings.details} what={t('campaign.conflict.properties')} />
      <Tabs
        aria-label={t('campaign.tabs')}
        selectedKey={search.tab ?? 'properties'}
        onSelectionChange={(key) => toTab(key as EditorTab)}
        UNSAFE_className={css.tabs ?? ''}
      >
        <TabList>
          {editorTabs.map((tab) => (
            <Tab key={tab} id={tab}>
              <span className={css.tab}>
                {t(`campaign.tab.${tab}`)}
                {errorsOn(tab) > 0 && (
                  <span className={css.badge} title={t('campaign.tab.errors', { count: errorsOn(tab) })}>
                    <span aria-hidden="true">{errorsOn(tab)}</span>
                    <span className={css.hidden}>{t('campaign.tab.errors', { count: errorsOn(tab) })}</span>
                  </span>
                )}
              </span>
            </Tab>
          ))}
        </TabList>
        {editorTabs.map((tab) => {
          const Panel = panels[tab]
          return (
            <TabPanel key={tab} id={tab}>
              <Panel />
            </TabPanel>
          )
        })}
      </Tabs>
    </Page>
  )
}
