import type { ContentPart } from '@chappe/core/campaign/content'
import type { Alert } from '@chappe/core/campaign/review'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { type ReactNode, useRef, useState } from 'react'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import type { Language } from '../code/editor.ts'
import type { Vocabulary } from '../code/useVocabulary.ts'
import { Beginnings } from './Beginnings.tsx'
import { BodyHead } from './BodyHead.tsx'
import css from './content.module.css'
import { DesignPart } from './DesignPart.tsx'
import { PartField } from './PartField.tsx'
import { formOf, isEmpty, replaced } from './shape.ts'

export interface ContentEditorProps {
  value: EmailContent
  onChange: (content: EmailContent) => void
  isReadOnly: boolean
  /** Names what is edited, the same as long as it is the same: editors keep under it what can be undone. */
  memory: string
  /** What the email is called. */
  label: string
  vocabulary: Vocabulary
  /** The last review's alerts about this content. */
  alerts?: readonly Alert[] | undefined
  /** How it looks: beside code, under the designer. */
  preview?: ReactNode
  /** Offers to keep a copy as a content template. */
  canBecomeTemplate?: boolean
}

const languages: Record<ContentPart, Language> = {
  subject: 'line',
  preheader: 'line',
  html: 'html',
  text: 'text',
}

/** What an email says: subject, pre-header and text, and its body in the designer or in code. */
export function ContentEditor(props: ContentEditorProps) {
  const { value, onChange, isReadOnly, memory, vocabulary, alerts, preview } = props
  const t = useText()
  const place = useRef<HTMLDivElement>(null)
  // Who writes code may delete all of it without being asked how to begin.
  const [writesCode, setWritesCode] = useState(!isEmpty(value))
  const [startsOver, setStartsOver] = useState(false)
  const isBeginning = !isReadOnly && (startsOver || (isEmpty(value) && !writesCode))
  const form = formOf(value)

  const field = (part: ContentPart) => (
    <PartField
      part={part}
      language={languages[part]}
      value={value[part]}
      onChange={(text) => onChange({ ...value, [part]: text })}
      {...{ isReadOnly, memory, vocabulary, alerts }}
    />
  )
  const begin = (content: EmailContent, inCode: boolean) => {
    onChange(replaced(value, content))
    setWritesCode(inCode)
    setStartsOver(false)
    // What was pressed is gone; the content takes its place.
    requestAnimationFrame(() => place.current?.focus())
  }
  const head = (
    <BodyHead
      {...props}
      form={form}
      onStartOver={() => setStartsOver(true)}
      onCode={(html) => {
        onChange({ ...value, html, design: null })
        setWritesCode(true)
      }}
    />
  )

  if (isBeginning)
    return (
      <div className={`${page.stack} ${css.editor}`} ref={place} tabIndex={-1}>
        <div className={css.lines}>
          {field('subject')}
          {field('preheader')}
        </div>
        <Beginnings
          replaces={!isEmpty(value)}
          onBegin={begin}
          {...(startsOver && { onCancel: () => setStartsOver(false) })}
        />
      </div>
    )
  if (form === 'design')
    return (
      <div className={`${page.stack} ${css.editor}`} ref={place} tabIndex={-1}>
        <div className={css.lines}>
          {field('subject')}
          {field('preheader')}
        </div>
        {head}
        <DesignPart {...props} />
        <div className={`${page.columns} ${css.under}`}>
          <div className={page.stack}>
            <h2 className={page.heading}>{t('content.textVersion')}</h2>
            {field('text')}
          </div>
          {preview}
        </div>
      </div>
    )
  return (
    <div className={`${page.columns} ${css.editor}`} ref={place} tabIndex={-1}>
      <div className={page.stack}>
        <p className={page.quiet}>{t('campaign.content.help')}</p>
        {field('subject')}
        {field('preheader')}
        {head}
        {field('html')}
        {field('text')}
      </div>
      {preview}
    </div>
  )
}
