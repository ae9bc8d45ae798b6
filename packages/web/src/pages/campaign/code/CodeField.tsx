import type { EditorView } from '@codemirror/view'
import { ActionButton, Tooltip, TooltipTrigger } from '@react-spectrum/s2'
import UserEdit from '@react-spectrum/s2/icons/UserEdit'
import { type ReactNode, useId } from 'react'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import css from './code.module.css'
import type { Word } from './completion.ts'
import type { Language } from './editor.ts'
import { formatHtml } from './format.ts'
import { insertInto } from './personalization/insert.ts'
import { Personalization } from './personalization/Personalization.tsx'
import { usePanel } from './personalization/panel.ts'
import type { Remark } from './problems.ts'
import { Remarks } from './Remarks.tsx'
import { useEditorSettings } from './settings.ts'
import { Toolbar } from './Toolbar.tsx'
import { useEditor } from './useEditor.ts'

interface Props {
  label: string
  value: string
  language: Language
  onChange?: (value: string) => void
  /** The names that may be used; with them the field offers completion and the personalization panel. */
  words?: readonly Word[]
  /** What is wrong or doubtful in the text: marked in it, and told under it. */
  remarks?: readonly Remark[]
  isReadOnly?: boolean
  help?: ReactNode
  mistake?: string | undefined
  /** Beside the label. */
  aside?: ReactNode
  /** In the personalization panel, in place of its own list of fragments. */
  fragments?: ReactNode
  className?: string | undefined
  /** Under this name the editor keeps what can be undone while it is off the screen. */
  memory?: string
}

const noWords: readonly Word[] = []
const noRemarks: readonly Remark[] = []

/** A labelled code editor that behaves like any other field. */
export function CodeField(props: Props) {
  const { label, value, language, words = noWords, remarks = noRemarks, isReadOnly = false } = props
  const { help, mistake, aside, fragments, className, memory } = props
  const t = useText()
  const id = useId()
  const { size } = useEditorSettings()
  const panel = usePanel(id)
  const mayPersonalize = words.length > 0 && !isReadOnly
  const hasTools = !isReadOnly && (language === 'html' || language === 'text')

  const format = async (view: EditorView) => {
    if (language !== 'html' || view.state.readOnly) return
    const before = view.state.doc.toString()
    const formatted = await formatHtml(before).catch(() => undefined)
    if (formatted === undefined) return notify.negative(t('code.format.failed'))
    // Somebody typed on while the formatter was being fetched.
    if (view.state.doc.toString() !== before || formatted === before) return
    view.dispatch({ changes: { from: 0, to: before.length, insert: formatted }, userEvent: 'format' })
  }
  const editor = useEditor({
    id,
    language,
    value,
    words,
    remarks,
    isReadOnly,
    memory,
    onChange: props.onChange,
    format: (view) => void format(view),
    // The open panel writes where one was last.
    onFocus: () => mayPersonalize && panel.follow(),
  })

  const personalize = mayPersonalize && (
    <TooltipTrigger>
      <ActionButton
        size="S"
        isQuiet
        aria-label={t('code.personalize.field', { label })}
        aria-expanded={panel.isOpen}
        onPress={() => panel.toggle()}
      >
        <UserEdit />
      </ActionButton>
      <Tooltip>{t('code.personalize')}</Tooltip>
    </TooltipTrigger>
  )
  return (
    <div className={`${css.field} ${className ?? ''}`}>
      <div className={css.head}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a label for what is no form control */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the editor itself */}
        <span id={`${id}-label`} className={css.label} onClick={() => editor.view.current?.focus()}>
          {label}
        </span>
        <span className={css.aside}>
          {aside}
          {!hasTools && personalize}
        </span>
      </div>
      <div
        className={css.frame}
        style={{ '--code-size': `${size}px` } as React.CSSProperties}
        data-language={language}
        data-invalid={
          mistake !== undefined || remarks.some(({ severity }) => severity === 'error') || undefined
        }
        data-read-only={isReadOnly || undefined}
      >
        {hasTools && (
          <Toolbar label={label} language={language} editor={editor} onFormat={(view) => void format(view)}>
            {personalize}
          </Toolbar>
        )}
        <div ref={editor.place} className={css.editor} />
      </div>
      <div id={`${id}-help`} className={css.help}>
        {mistake !== undefined && <p className={css.mistake}>{mistake}</p>}
        <Remarks
          remarks={remarks}
          hasLines={language !== 'line'}
          onGo={({ from }) => editor.go(from)}
          onFix={isReadOnly ? undefined : editor.fix}
        />
        {help !== undefined && mistake === undefined && remarks.length === 0 && <p>{help}</p>}
      </div>
      {panel.isOpen && mayPersonalize && (
        <Personalization
          label={label}
          words={words}
          fragments={fragments}
          onInsert={(piece) => editor.view.current && insertInto(editor.view.current, piece)}
          onClose={() => {
            panel.close()
            editor.view.current?.focus()
          }}
        />
      )}
    </div>
  )
}
