import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { html } from '@codemirror/lang-html'
import { bracketMatching } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { type Offer, offersAt, type Word } from './completion.ts'
import { frenchPhrases } from './phrases.ts'
import { look, templateTags } from './theme.ts'

export type Language = 'line' | 'text' | 'html' | 'json'

/** The names that may be completed, asked for anew each time. */
type Words = () => readonly Word[]

const nonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

const icon = {
  profile: 'property',
  context: 'variable',
  system: 'constant',
  function: 'function',
  block: 'keyword',
}

const asCompletion = ({ label, kind, detail, insert, cursor, over }: Offer) => ({
  label,
  detail,
  type: icon[kind],
  apply: (view: EditorView, _: unknown, from: number, to: number) => {
    const transaction = insertCompletionText(view.state, insert, from, to + over)
    view.dispatch({ ...transaction, selection: { anchor: from + cursor } })
  },
})

const completeFrom =
  (words: Words) =>
  (context: CompletionContext): CompletionResult | null => {
    const { doc } = context.state
    // A tag is short: looking back a screenful finds its beginning, however long the text.
    const start = Math.max(0, context.pos - 2_000)
    const found = offersAt(
      doc.sliceString(start, context.pos),
      doc.sliceString(context.pos, context.pos + 500),
      words(),
    )
    if (!found) return null
    return {
      from: start + found.from,
      options: found.offers.map(asCompletion),
      validFor: /^[#\p{L}\p{N}_.`:-]*$/u,
    }
  }

/** A line has no line breaks: those that are pasted become spaces, those that are typed do nothing. */
const oneLine: Extension = [
  EditorView.clipboardInputFilter.of((text) => text.replace(/\s*[\r\n]+\s*/g, ' ')),
  EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction)),
]

const languages: Record<Language, Extension> = {
  line: [oneLine, EditorView.lineWrapping],
  text: [EditorView.lineWrapping, lineNumbers()],
  html: [html(), EditorView.lineWrapping, lineNumbers(), highlightActiveLine(), highlightActiveLineGutter()],
  json: [EditorView.lineWrapping, bracketMatching()],
}

/**
 * The extensions of one editor. Tab leaves it, as it leaves every field (WCAG 2.1.2); undo goes back through
 * all that was typed since the page was opened.
 */
export const extensionsOf = (language: Language, french: boolean, words: Words): Extension => [
  EditorView.cspNonce.of(nonce()),
  look,
  drawSelection(),
  history(),
  closeBrackets(),
  languages[language],
  language === 'json'
    ? []
    : [templateTags, autocompletion({ override: [completeFrom(words)], icons: false })],
  highlightSelectionMatches(),
  french ? EditorState.phrases.of(frenchPhrases) : [],
  keymap.of([
    { key: 'Ctrl-Space', run: startCompletion },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...historyKeymap,
    ...(language === 'line' ? [] : [...searchKeymap, ...lintKeymap]),
    ...defaultKeymap,
  ]),
]
