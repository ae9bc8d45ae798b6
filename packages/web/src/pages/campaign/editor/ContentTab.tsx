import { previewCampaign } from '@chappe/core/api/preview'
import { withVariant } from '@chappe/core/campaign/variants'
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
import { useVariant } from '../variants/useVariant.ts'
import { VariantBar } from '../variants/VariantBar.tsx'
import { VariantFields } from '../variants/VariantFields.tsx'
import { VariantLens } from '../variants/VariantLens.tsx'
import css from './editor.module.css'

/** What the campaign says; one with an audience may say several things, one of which is written at a time. */
export function ContentTab() {
  const { campaign } = useDraft()
  const [variant, choose] = useVariant()
  const shown = campaign.kind === 'action' ? variant : null
  return (
    <div className={css.content}>
      {campaign.kind === 'action' && <VariantBar chosen={shown} onChoose={choose} />}
      <VariantLens variant={shown}>
        {shown !== null && <VariantFields />}
        <OneContent key={shown} />
      </VariantLens>
    </div>
  )
}

/** What the message says, beside how it will look. */
function OneContent() {
  const { campaign, number, details, definition, variant, savings, isReadOnly } = useDraft()
  const { value, revision } = savings.definition.state.base
  const saved = variant === null ? value : withVariant(value, variant)
  const isBroken = useIsBroken(saved ?? definition)
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
  const name = [variant, locale].map((one) => (one === null ? '' : ` ${one}`)).join('')
  const shown = { campaignId: campaign.id, number, samples, variant }
  const isNew = saved === undefined
  return (
    <>
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
              {...shown}
              locale={locale}
              isNew={isNew}
              isBroken={isBroken}
              actions={!isReadOnly && <SendTest samples={samples} locale={locale} />}
            />
            <SampleValues {...shown} isBroken={isBroken || isNew} />
          </div>
        }
      />
    </>
  )
}
