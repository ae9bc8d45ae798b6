import { type Diagnostic, forceLinting } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../../../text.ts'
import css from './code.module.css'
import type { Word } from './completion.ts'
import { extensionsOf, type Language } from './editor.ts'

interface Props {
  label: string
  value: string
  language: Language
  onChange?: (value: string) => void
  words?: readonly Word[]
  diagnostics?: (text: string) => readonly Diagnostic[]
  isReadOnly?: boolean
  help?: ReactNode
  mistake?: string | undefined
  /** Beside the label. */
  aside?: ReactNode
  className?: string | undefined
}

const fromOutside = Annotation.define<boolean>()
const nothing = () => []
const noWords: readonly Word[] = []

/** A labelled code editor that behaves like any other field. */
export function CodeField(props: Props) {
  const { label, value, language, words = noWords, diagnostics = nothing, isReadOnly = false } = props
  const { help, mistake, aside, className } = props
  const { locale } = useText()
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const editable = useRef(new Compartment())
  const latest = useRef({ words, diagnostics, onChange: props.onChange, value })
  useLayoutEffect(() => {
    latest.current = { words, diagnostics, onChange: props.onChange, value }
  })

  useLayoutEffect(() => {
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          extensionsOf(language, locale === 'fr', {
            words: () => latest.current.words,
            diagnostics: (text) => latest.current.diagnostics(text),
          }),
          editable.current.of(readingOnly(false)),
          EditorView.contentAttributes.of({
            'aria-labelledby': `${id}-label`,
            'aria-describedby': `${id}-help`,
            'aria-multiline': String(language !== 'line'),
            spellcheck: language === 'html' || language === 'json' ? 'false' : 'true',
          }),
          EditorView.updateListener.of((update) => {
            const ours = update.transactions.some((one) => one.annotation(fromOutside))
            if (update.docChanged && !ours) latest.current.onChange?.(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [language, locale, id])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value.replace(/\r\n?/g, '\n')) return
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: [fromOutside.of(true), Transaction.addToHistory.of(true)],
    })
  }, [value])

  // The editor is made anew for another language, so what is set here must be set again for it.
  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(readingOnly(isReadOnly)) })
  }, [isReadOnly, language, locale])

  // What it finds depends on these, and it reads them anew only when told to.
  useEffect(() => {
    if (view.current) forceLinting(view.current)
  }, [diagnostics, words])

  return (
    <div className={`${css.field} ${className ?? ''}`}>
      <div className={css.head}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a label for what is no form control */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the editor itself */}
        <span id={`${id}-label`} className={css.label} onClick={() => view.current?.focus()}>
          {label}
        </span>
        {aside}
      </div>
      <div
        ref={place}
        className={css.frame}
        data-language={language}
        data-invalid={mistake !== undefined || undefined}
        data-read-only={isReadOnly || undefined}
      />
      <div id={`${id}-help`} className={mistake === undefined ? css.help : css.mistake}>
        {mistake ?? help}
      </div>
    </div>
  )
}

const readingOnly = (yes: boolean) => [EditorState.readOnly.of(yes)]
