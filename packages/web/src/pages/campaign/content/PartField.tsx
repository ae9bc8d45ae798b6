import type { ContentPart } from '@chappe/core/campaign/content'
import type { Alert } from '@chappe/core/campaign/review'
import { useMemo } from 'react'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { CodeField } from '../code/CodeField.tsx'
import type { Language } from '../code/editor.ts'
import { useRemarks } from '../code/useRemarks.ts'
import type { Vocabulary } from '../code/useVocabulary.ts'
import { FragmentPicker } from './FragmentPicker.tsx'
import { References } from './References.tsx'

interface Props {
  part: ContentPart
  language: Language
  value: string
  onChange: (text: string) => void
  isReadOnly: boolean
  memory: string
  vocabulary: Vocabulary
  alerts?: readonly Alert[] | undefined
}

/** One part of the content that is written as text, with the fragments in it. */
export function PartField(props: Props) {
  const { part, language, value, onChange, isReadOnly, memory, vocabulary, alerts } = props
  const t = useText()
  const ours = useMemo(() => alerts?.filter(({ field }) => field === part), [alerts, part])
  const remarks = useRemarks(value, { attributes: vocabulary.attributes, alerts: ours })
  return (
    <div data-field={part} className={page.tight}>
      <CodeField
        label={t(`campaign.content.${part}`)}
        help={t(`campaign.content.${part}.help`)}
        language={language}
        value={value}
        isReadOnly={isReadOnly}
        words={vocabulary.words}
        remarks={remarks}
        memory={`${memory} ${part}`}
        onChange={onChange}
        aside={!isReadOnly && <FragmentPicker part={part} onText={onChange} text={value} />}
      />
      <References text={value} isReadOnly={isReadOnly} onChange={onChange} />
    </div>
  )
}
