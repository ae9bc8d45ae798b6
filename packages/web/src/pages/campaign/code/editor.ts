import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { html, htmlCompletionSource } from '@codemirror/lang-html'
import { bracketMatching } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { type Offer, offersAt, openTag, type Word } from './completion.ts'
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
  local: 'variable',
  block: 'keyword',
  value: 'enum',
}

const asCompletion = (offer: Offer, at: number): Completion => {
  const { label, kind, detail, insert, cursor, over } = offer
  return {
    label,
    detail,
    type: icon[kind],
    // Names keep the order in which they are offered: local ones first, functions last.
    boost: kind === 'local' ? 50 : kind === 'function' ? -50 : -at / 1000,
    ...(offer.about !== undefined && { info: () => aboutFunction(offer) }),
    apply: (view: EditorView, _: unknown, from: number, to: number) => {
      const transaction = insertCompletionText(view.state, insert, from, to + over)
      view.dispatch({ ...transaction, selection: { anchor: from + cursor } })
    },
  }
}

function aboutFunction({ label, detail, about = '', example }: Offer): Node {
  const whole = document.createElement('div')
  const line = (name: 'code' | 'p', text: string) => {
    const element = document.createElement(name)
    element.textContent = text
    whole.append(element)
  }
  line('code', `${label}${detail}`)
  line('p', about)
  if (example) line('code', `${example[0]} → ${example[1]}`)
  return whole
}

/** A tag is short: looking back a screenful finds its beginning, however long the text. */
const lookBack = 2_000

const completeFrom =
  (words: Words) =>
  (context: CompletionContext): CompletionResult | null => {
    const { doc } = context.state
    const start = Math.max(0, context.pos - lookBack)
    const before = doc.sliceString(start, context.pos)
    if (!openTag(before)) return null
    const after = doc.sliceString(context.pos, context.pos + 500)
    const found = offersAt(before, after, words(), doc.sliceString(0, start))
    if (!found) return null
    return {
      from: start + found.from,
      options: found.offers.map(asCompletion),
      validFor: /^[#/@\p{L}\p{N}_.`:-]*$/u,
    }
  }

/** HTML's own names, outside of template tags. */
const completeHtml = (context: CompletionContext) => {
  const start = Math.max(0, context.pos - lookBack)
  return openTag(context.state.sliceDoc(start, context.pos)) ? null : htmlCompletionSource(context)
}

/** A line has no line breaks: those that are pasted become spaces, those that are typed do nothing. */
const oneLine: Extension = [
  EditorView.clipboardInputFilter.of((text) => text.replace(/\s*[\r\n]+\s*/g, ' ')),
  EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction)),
]

const languages: Record<Language, Extension> = {
  line: [oneLine, EditorView.lineWrapping],
  text: [lineNumbers()],
  html: [html(), lineNumbers(), highlightActiveLine(), highlightActiveLineGutter()],
  json: [EditorView.lineWrapping, bracketMatching()],
}

export interface EditorOptions {
  readonly language: Language
  readonly french: boolean
  readonly words: Words
  /** Lays the text out anew. */
  readonly format: () => void
}

/**
 * The extensions of one editor. Tab leaves it, as it leaves every field (WCAG 2.1.2); undo goes back through
 * all that was typed since the page was opened.
 */
export const extensionsOf = ({ language, french, words, format }: EditorOptions): Extension => [
  EditorView.cspNonce.of(nonce()),
  look,
  drawSelection(),
  history(),
  closeBrackets(),
  languages[language],
  language === 'json'
    ? []
    : [
        templateTags,
        autocompletion({
          override: language === 'html' ? [completeFrom(words), completeHtml] : [completeFrom(words)],
          icons: false,
        }),
      ],
  language === 'line' ? [] : search({ top: true }),
  highlightSelectionMatches(),
  french ? EditorState.phrases.of(frenchPhrases) : [],
  keymap.of([
    { key: 'Ctrl-Space', run: startCompletion },
    {
      key: 'Shift-Alt-f',
      run: () => {
        format()
        return true
      },
    },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...historyKeymap,
    ...(language === 'line' ? [] : [...searchKeymap, ...lintKeymap]),
    ...defaultKeymap,
  ]),
]
