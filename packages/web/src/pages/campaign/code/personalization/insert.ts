import type { EditorView } from '@codemirror/view'
import { openTag } from '../completion.ts'

/** What the panel puts into a text. */
export interface Piece {
  readonly kind: 'value' | 'function' | 'block' | 'fragment'
  /** A path, a call, or a whole block with `¦` where what is selected goes. */
  readonly code: string
  /** What a value shows when it is empty. */
  readonly fallback?: string | undefined
}

const gap = '¦'

/** Text that goes in place of a selection, and where in it the cursor comes to stand. */
export interface Written {
  readonly text: string
  readonly cursor: number
}

/** The piece as it is written behind `before`: within a tag that is open there only its expression. */
export function written({ kind, code, fallback = '' }: Piece, before: string, selected: string): Written {
  const isInside = openTag(before) !== undefined
  if (kind === 'block') {
    const at = code.indexOf(gap)
    const text = code.replace(gap, () => selected)
    return { text, cursor: at < 0 ? text.length : at + selected.length }
  }
  if (kind === 'fragment') return { text: code, cursor: code.length }
  const expression = fallback === '' ? code : `${code} ?: ${quoted(fallback)}`
  if (isInside) return { text: expression, cursor: inBrackets(expression) }
  const [open, close] = kind === 'function' ? ['{%= ', ' %}'] : ['{{ ', ' }}']
  const text = `${open}${expression}${close}`
  return { text, cursor: expression.endsWith('()') ? open.length + inBrackets(expression) : text.length }
}

const inBrackets = (expression: string) =>
  expression.endsWith('()') ? expression.length - 1 : expression.length

/** A text of the template language. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`

/** Writes a piece where the cursor is, or around what is selected, and goes on there. */
export function insertInto(view: EditorView, piece: Piece): void {
  const { from, to } = view.state.selection.main
  const before = view.state.sliceDoc(Math.max(0, from - 2_000), from)
  const { text, cursor } = written(piece, before, view.state.sliceDoc(from, to))
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + cursor },
    scrollIntoView: true,
    userEvent: 'input.personalization',
  })
  view.focus()
}
