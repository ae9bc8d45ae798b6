import { historyField } from '@codemirror/commands'
import { setDiagnostics } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, type EditorStateConfig, Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../../../text.ts'
import css from './code.module.css'
import type { Word } from './completion.ts'
import { extensionsOf, type Language } from './editor.ts'
import type { Remark } from './problems.ts'
import { Remarks } from './Remarks.tsx'

interface Props {
  label: string
  value: string
  language: Language
  onChange?: (value: string) => void
  words?: readonly Word[]
  /** What is wrong or doubtful in the text: marked in it, and told under it. */
  remarks?: readonly Remark[]
  isReadOnly?: boolean
  help?: ReactNode
  mistake?: string | undefined
  /** Beside the label. */
  aside?: ReactNode
  className?: string | undefined
  /** Under this name the editor keeps what can be undone while it is off the screen. */
  memory?: string
}

const fromOutside = Annotation.define<boolean>()
const noWords: readonly Word[] = []
const noRemarks: readonly Remark[] = []

/** A labelled code editor that behaves like any other field. */
export function CodeField(props: Props) {
  const { label, value, language, words = noWords, remarks = noRemarks, isReadOnly = false } = props
  const { help, mistake, aside, className, memory } = props
  const { locale } = useText()
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const editable = useRef(new Compartment())
  const latest = useRef({ words, onChange: props.onChange, value })
  useLayoutEffect(() => {
    latest.current = { words, onChange: props.onChange, value }
  })

  useLayoutEffect(() => {
    const config = {
      extensions: [
        extensionsOf(language, locale === 'fr', () => latest.current.words),
        editable.current.of(readingOnly(false)),
        EditorView.contentAttributes.of({
          'aria-labelledby': `${id}-label`,
          'aria-describedby': `${id}-help`,
          tabindex: '0',
          'aria-multiline': String(language !== 'line'),
          spellcheck: language === 'html' || language === 'json' ? 'false' : 'true',
        }),
        EditorView.updateListener.of((update) => {
          const ours = update.transactions.some((one) => one.annotation(fromOutside))
          if (update.docChanged && !ours) latest.current.onChange?.(update.state.doc.toString())
        }),
      ],
    }
    const editor = new EditorView({
      parent: place.current!,
      state:
        remembered(memory, latest.current.value, config) ??
        EditorState.create({ ...config, doc: latest.current.value }),
    })
    view.current = editor
    return () => {
      if (memory !== undefined) memories.set(memory, editor.state.toJSON(kept))
      editor.destroy()
    }
  }, [language, locale, id, memory])

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

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    const within = remarks.map((one) => ({
      ...one,
      from: Math.min(one.from, end),
      to: Math.min(one.to, end),
    }))
    editor.dispatch(setDiagnostics(editor.state, within))
  }, [remarks, language, locale])

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
        data-invalid={
          mistake !== undefined || remarks.some(({ severity }) => severity === 'error') || undefined
        }
        data-read-only={isReadOnly || undefined}
      />
      <div id={`${id}-help`} className={css.help}>
        {mistake !== undefined && <p className={css.mistake}>{mistake}</p>}
        <Remarks remarks={remarks} hasLines={language !== 'line'} />
        {help !== undefined && mistake === undefined && remarks.length === 0 && <p>{help}</p>}
      </div>
    </div>
  )
}

const kept = { history: historyField }
const memories = new Map<string, { doc: string }>()

/** The editor as it was left, if its text is still the same. */
function remembered(memory: string | undefined, value: string, config: EditorStateConfig) {
  const state = memory === undefined ? undefined : memories.get(memory)
  return state?.doc === value ? EditorState.fromJSON(state, config, kept) : undefined
}

const readingOnly = (yes: boolean) => [EditorState.readOnly.of(yes)]
