import { previewCampaign } from '@chappe/core/api/campaigns'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keyOf } from '../../../data.ts'
import { useIsBroken } from '../code/useRemarks.ts'
import { useVocabulary } from '../code/useVocabulary.ts'
import { ContentEditor } from '../content/ContentEditor.tsx'
import { useDraft } from '../draft/useDraft.tsx'
import { LanguageBar } from '../languages/LanguageBar.tsx'
import { useLocalized } from '../languages/useLocalized.ts'
import { Preview } from '../preview/Preview.tsx'
import { SampleValues } from '../preview/SampleValues.tsx'
import { SendTest } from '../preview/SendTest.tsx'
import { useSamples } from '../preview/useSamples.ts'
import css from './editor.module.css'

/** What the message says, beside how it will look. */
export function ContentTab() {
  const { campaign, number, details, savings, isReadOnly } = useDraft()
  const { value: saved, revision } = savings.definition.state.base
  const isBroken = useIsBroken(saved)
  const client = useQueryClient()
  // Every save makes another preview; of what is broken none can be made, only forgotten.
  useEffect(() => {
    const queryKey = keyOf(previewCampaign)
    void client.invalidateQueries({ queryKey, refetchType: isBroken ? 'none' : 'active' })
  }, [client, revision, isBroken])
  const vocabulary = useVocabulary()
  const samples = useSamples(campaign.id)
  const localized = useLocalized()
  const { locale } = localized
  const name = locale === null ? '' : ` ${locale}`
  return (
    <div className={css.content}>
      <LanguageBar localized={localized} />
      <ContentEditor
        key={locale}
        value={localized.content}
        onChange={localized.write}
        isReadOnly={isReadOnly}
        memory={`${campaign.id} ${number}${name}`}
        label={details.name}
        vocabulary={vocabulary}
        alerts={localized.alerts}
        canBecomeTemplate
        preview={
          <div className={css.preview}>
            <Preview
              campaignId={campaign.id}
              number={number}
              samples={samples}
              locale={locale}
              isBroken={isBroken}
              actions={!isReadOnly && <SendTest samples={samples} locale={locale} />}
            />
            <SampleValues campaignId={campaign.id} number={number} samples={samples} isBroken={isBroken} />
          </div>
        }
      />
    </div>
  )
}
