import { getTemplate, listTemplates, saveTemplate } from '@chappe/core/api/templates'
import { type ContentTemplate, contentLimits } from '@chappe/core/content/schema'
import { Button, Link, Tab, TabList, Tabs, TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { call } from '../../api.ts'
import { keyOf, useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { TabPanel } from '../../parts/TabPanel.tsx'
import { When } from '../../parts/When.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { ConflictNote } from '../campaign/autosave/ConflictNote.tsx'
import { isUnsaved, type Saved } from '../campaign/autosave/machine.ts'
import { SaveState } from '../campaign/autosave/SaveState.tsx'
import { useAutosave } from '../campaign/autosave/useAutosave.ts'
import page from '../campaign/campaign.module.css'
import { ContentEditor } from '../campaign/content/ContentEditor.tsx'
import { SamplePreview } from '../campaign/content/gallery/SamplePreview.tsx'
import { formOf, withoutCompiled } from '../campaign/content/shape.ts'
import { useOwnWords } from '../campaign/content/useOwnWords.ts'
import { useLeaveGuard } from '../campaign/draft/useLeaveGuard.ts'
import { useSaveKey } from '../campaign/draft/useSaveKey.ts'
import { TagsField } from '../campaign/editor/TagsField.tsx'
import { NameField } from '../campaign/header/NameField.tsx'
import css from './templates.module.css'
import { UseInCampaign } from './UseInCampaign.tsx'
import { CardMenu, useTemplateMenu } from './useTemplateMenu.tsx'

const route = getRouteApi('/app/templates/$id')

/** One content template, to be edited. */
export function TemplatePage() {
  const { id } = route.useParams()
  const template = useEndpoint(getTemplate, { params: { id } })
  if (template.data) return <Edited key={id} template={template.data} />
  return (
    <Page title="" above={<Back />}>
      {template.error ? <ProblemNote problem={template.error} /> : <Loading lines={6} />}
    </Page>
  )
}

function Back() {
  const t = useText()
  return (
    <Link href={{ to: '/templates', search: {} }} isStandalone variant="secondary">
      {t('nav.templates')}
    </Link>
  )
}

type Value = Pick<ContentTemplate, 'name' | 'description' | 'tags' | 'content'>

const savedOf = (template: ContentTemplate): Saved<Value> => ({
  value: {
    name: template.name,
    description: template.description,
    tags: template.tags,
    content: withoutCompiled(template.content),
  },
  revision: template.revision,
  at: template.modifiedAt,
  by: template.modifiedBy,
})

function Edited({ template }: { template: ContentTemplate }) {
  const t = useText()
  const { id } = template
  const client = useQueryClient()
  const navigate = useNavigate()
  const isReadOnly = !useMay('content:write')
  const mayCreate = useMay('campaigns:write')
  const [isUsed, setUsed] = useState(false)
  const saving = useAutosave(
    useMemo(() => savedOf(template), [template]),
    {
      async save(value, revision) {
        const saved = await call(saveTemplate, { params: { id }, body: { ...value, revision } })
        client.setQueryData(keyOf(getTemplate, { params: { id } }), saved)
        void client.invalidateQueries({ queryKey: keyOf(listTemplates) })
        return savedOf(saved)
      },
      load: async () => savedOf(await call(getTemplate, { params: { id } })),
    },
  )
  const { value } = saving.state
  const change = (changes: Partial<Value>) => saving.edit({ ...value, ...changes })
  useSaveKey(saving.flush)
  useLeaveGuard(isUnsaved(saving.state), saving.flush)
  const vocabulary = useOwnWords(value.content)
  const gone = useCallback(() => navigate({ to: '/templates', search: {}, ignoreBlocker: true }), [navigate])
  const entries = useTemplateMenu(() => setUsed(true), gone, saving.flush)(template)
  const use = async () => {
    if (await saving.flush()) setUsed(true)
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
          {t('templates.created', { who: template.createdBy })}, <When instant={template.createdAt} />
        </span>
      }
      actions={
        <>
          {!isReadOnly && <SaveState state={saving.state} onSave={saving.saveNow} />}
          <CardMenu name={value.name} entries={entries} />
          {mayCreate && (
            <Button variant="accent" onPress={() => void use()}>
              {t('templates.useInCampaign')}
            </Button>
          )}
        </>
      }
    >
      <ConflictNote saving={saving} what={t('templates.conflict')} />
      <Tabs aria-label={t('templates.parts')} UNSAFE_className={css.tabs ?? ''}>
        <TabList>
          <Tab id="content">{t('templates.tab.content')}</Tab>
          <Tab id="properties">{t('templates.tab.properties')}</Tab>
        </TabList>
        <TabPanel id="content">
          <div className={css.panel}>
            <ContentEditor
              value={value.content}
              onChange={(content) => change({ content })}
              isReadOnly={isReadOnly}
              memory={id}
              label={value.name}
              vocabulary={vocabulary}
              {...(formOf(value.content) === 'code' && {
                preview: <SamplePreview content={value.content} />,
              })}
            />
          </div>
        </TabPanel>
        <TabPanel id="properties">
          <div className={page.form}>
            <TextArea
              label={t('templates.description')}
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
      <UseInCampaign id={isUsed ? id : undefined} onClose={() => setUsed(false)} />
    </Page>
  )
}
