import { previewCampaign } from '@chappe/core/api/campaigns'
import { type ContentPart, contentParts } from '@chappe/core/campaign/content'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keyOf } from '../../../data.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { CodeField } from '../code/CodeField.tsx'
import type { Language } from '../code/editor.ts'
import { useIsBroken, useRemarks } from '../code/useRemarks.ts'
import { useVocabulary, type Vocabulary } from '../code/useVocabulary.ts'
import { useDraft } from '../draft/useDraft.tsx'
import { Preview } from '../preview/Preview.tsx'
import { SampleValues } from '../preview/SampleValues.tsx'
import { SendTest } from '../preview/SendTest.tsx'
import { useSamples } from '../preview/useSamples.ts'
import css from './editor.module.css'

const parts: Record<ContentPart, Language> = {
  subject: 'line',
  preheader: 'line',
  html: 'html',
  text: 'text',
}

/** What the message says, beside how it will look. */
export function ContentTab() {
  const t = useText()
  const { campaign, number, savings, isReadOnly } = useDraft()
  const { value: saved, revision } = savings.definition.state.base
  const isBroken = useIsBroken(saved.content)
  const client = useQueryClient()
  // Every save makes another preview; of what is broken none can be made, only forgotten.
  useEffect(() => {
    const queryKey = keyOf(previewCampaign)
    void client.invalidateQueries({ queryKey, refetchType: isBroken ? 'none' : 'active' })
  }, [client, revision, isBroken])
  const vocabulary = useVocabulary()
  const samples = useSamples(campaign.id)
  return (
    <div className={`${page.columns} ${css.content}`}>
      <div className={page.stack}>
        <p className={page.quiet}>{t('campaign.content.help')}</p>
        {contentParts.map((part) => (
          <PartField key={part} part={part} language={parts[part]} vocabulary={vocabulary} />
        ))}
      </div>
      <div className={css.preview}>
        <Preview
          campaignId={campaign.id}
          number={number}
          samples={samples}
          isBroken={isBroken}
          actions={!isReadOnly && <SendTest samples={samples} />}
        />
        <SampleValues campaignId={campaign.id} number={number} samples={samples} isBroken={isBroken} />
      </div>
    </div>
  )
}

interface PartFieldProps {
  part: ContentPart
  language: Language
  vocabulary: Vocabulary
}

function PartField({ part, language, vocabulary }: PartFieldProps) {
  const t = useText()
  const { campaign, number, definition, isReadOnly, change } = useDraft()
  const remarks = useRemarks(part, vocabulary.attributes)
  return (
    <div data-field={part}>
      <CodeField
        label={t(`campaign.content.${part}`)}
        help={t(`campaign.content.${part}.help`)}
        language={language}
        value={definition.content[part]}
        isReadOnly={isReadOnly}
        words={vocabulary.words}
        remarks={remarks}
        memory={`${campaign.id} ${number} ${part}`}
        onChange={(text) => change({ content: { ...definition.content, [part]: text } })}
      />
    </div>
  )
}
