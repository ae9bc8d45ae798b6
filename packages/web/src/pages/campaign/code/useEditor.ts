import { historyField, redoDepth, undoDepth } from '@codemirror/commands'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, type EditorStateConfig, Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../../text.ts'
import type { Word } from './completion.ts'
import { extensionsOf, type Language } from './editor.ts'
import type { Fix, Remark } from './problems.ts'
import { useEditorSettings } from './settings.ts'

export interface EditorProps {
  readonly id: string
  readonly language: Language
  readonly value: string
  readonly onChange: ((value: string) => void) | undefined
  readonly words: readonly Word[]
  readonly remarks: readonly Remark[]
  readonly isReadOnly: boolean
  /** Under this name the editor keeps what can be undone while it is off the screen. */
  readonly memory: string | undefined
  readonly format: (view: EditorView) => void
  readonly onFocus: (view: EditorView) => void
}

export interface Editor {
  readonly place: RefObject<HTMLDivElement | null>
  readonly view: RefObject<EditorView | null>
  readonly canUndo: boolean
  readonly canRedo: boolean
  fix(fix: Fix): void
  go(from: number): void
}

const fromOutside = Annotation.define<boolean>()
const readingOnly = (yes: boolean) => [EditorState.readOnly.of(yes)]
const wrapping = (yes: boolean) => (yes ? EditorView.lineWrapping : [])

/** A code editor in `place` that follows its props. */
export function useEditor(props: EditorProps): Editor {
  const { id, language, value, remarks, isReadOnly, memory } = props
  const t = useText()
  const { wraps, size } = useEditorSettings()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const [parts] = useState(() => ({ editable: new Compartment(), wrap: new Compartment() }))
  const [depths, setDepths] = useState({ canUndo: false, canRedo: false })
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })

  useLayoutEffect(() => {
    const told = ({ state }: { state: EditorState }) => {
      const next = { canUndo: undoDepth(state) > 0, canRedo: redoDepth(state) > 0 }
      setDepths((now) => (now.canUndo === next.canUndo && now.canRedo === next.canRedo ? now : next))
    }
    const config: EditorStateConfig = {
      extensions: [
        extensionsOf({
          language,
          french: t.locale === 'fr',
          words: () => latest.current.words,
          format: () => view.current && latest.current.format(view.current),
        }),
        parts.editable.of(readingOnly(false)),
        parts.wrap.of(wrapping(true)),
        EditorView.contentAttributes.of({
          'aria-labelledby': `${id}-label`,
          'aria-describedby': `${id}-help`,
          tabindex: '0',
          'aria-multiline': String(language !== 'line'),
          spellcheck: language === 'html' || language === 'json' ? 'false' : 'true',
        }),
        EditorView.updateListener.of((update) => {
          if (update.focusChanged && update.view.hasFocus) latest.current.onFocus(update.view)
          if (!update.docChanged) return
          told(update)
          const ours = update.transactions.some((one) => one.annotation(fromOutside))
          if (!ours) latest.current.onChange?.(update.state.doc.toString())
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
    told(editor)
    return () => {
      if (memory !== undefined) memories.set(memory, editor.state.toJSON(kept))
      editor.destroy()
    }
  }, [language, t.locale, id, memory, parts])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value.replace(/\r\n?/g, '\n')) return
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: [fromOutside.of(true), Transaction.addToHistory.of(true)],
    })
  }, [value])

  // The editor is made anew for another language, so what is set below must be set again for it.
  useEffect(() => {
    view.current?.dispatch({ effects: parts.editable.reconfigure(readingOnly(isReadOnly)) })
  }, [isReadOnly, language, t.locale, memory, parts])
  useEffect(() => {
    const asked = language === 'html' || language === 'text' ? wraps : true
    view.current?.dispatch({ effects: parts.wrap.reconfigure(wrapping(asked)) })
  }, [wraps, language, t.locale, memory, parts])
  // Lines are measured anew at another size.
  useEffect(() => view.current?.requestMeasure(), [size])

  const fix = ({ from, to, insert }: Fix) => {
    const editor = view.current
    if (!editor) return
    editor.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } })
    editor.focus()
  }
  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    const within = remarks.map((one): Diagnostic => {
      const mended = one.fix
      return {
        from: Math.min(one.from, end),
        to: Math.min(one.to, end),
        severity: one.severity,
        message: one.message,
        ...(mended &&
          !isReadOnly && {
            actions: [{ name: t('code.fix', { text: mended.insert }), apply: () => fix(mended) }],
          }),
      }
    })
    editor.dispatch(setDiagnostics(editor.state, within))
  }, [remarks, language, isReadOnly, memory, t])

  const go = (from: number) => {
    const editor = view.current
    if (!editor) return
    const anchor = Math.min(from, editor.state.doc.length)
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    editor.focus()
  }
  return { place, view, ...depths, fix, go }
}

const kept = { history: historyField }
const memories = new Map<string, { doc: string }>()

/** The editor as it was left, if its text is still the same. */
function remembered(memory: string | undefined, value: string, config: EditorStateConfig) {
  const state = memory === undefined ? undefined : memories.get(memory)
  return state?.doc === value ? EditorState.fromJSON(state, config, kept) : undefined
}
