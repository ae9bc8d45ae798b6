import { previewCampaign } from '@chappe/core/api/campaigns'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keyOf } from '../../../data.ts'
import { useIsBroken } from '../code/useRemarks.ts'
import { useVocabulary } from '../code/useVocabulary.ts'
import { ContentEditor } from '../content/ContentEditor.tsx'
import { useDraft } from '../draft/useDraft.tsx'
import { Preview } from '../preview/Preview.tsx'
import { SampleValues } from '../preview/SampleValues.tsx'
import { SendTest } from '../preview/SendTest.tsx'
import { useSamples } from '../preview/useSamples.ts'
import css from './editor.module.css'

/** What the message says, beside how it will look. */
export function ContentTab() {
  const { campaign, number, details, definition, savings, review, isReadOnly, change } = useDraft()
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
    <div className={css.content}>
      <ContentEditor
        value={definition.content}
        onChange={(content) => change({ content })}
        isReadOnly={isReadOnly}
        memory={`${campaign.id} ${number}`}
        label={details.name}
        vocabulary={vocabulary}
        alerts={review?.alerts}
        canBecomeTemplate
        preview={
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
        }
      />
    </div>
  )
}
