import { EditorView } from '@codemirror/view'
import { ownField } from '../variants/lens.ts'

const focusable = '[role=textbox], input:not([type=hidden]), textarea, button, [tabindex="0"]'

/** A place in a field's text, counted from 1. */
export interface Place {
  line: number
  column: number
}

/**
 * Goes to a field by its name (the element around it says `data-field`) and, in an editor, to a place in its
 * text. Answers whether the field is on the screen.
 */
export function focusField(name: string, place?: Place): boolean {
  // A variant’s and a translation’s fields have the names of the content’s: one is on the screen at a time.
  const own = ownField(name).replace(/^translations\.[^.]+\./, '')
  const around = document.querySelector<HTMLElement>(`[data-field~="${CSS.escape(own)}"]`)
  const field = around?.querySelector<HTMLElement>(focusable)
  if (!around || !field) return false
  around.scrollIntoView({ block: 'center' })
  const editor = EditorView.findFromDOM(around)
  if (!editor) {
    field.focus({ preventScroll: true })
    return true
  }
  editor.focus()
  if (place && place.line <= editor.state.doc.lines) {
    const line = editor.state.doc.line(place.line)
    const anchor = Math.min(line.from + place.column - 1, line.to)
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
  }
  return true
}
