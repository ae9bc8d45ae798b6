import { syntaxHighlighting } from '@codemirror/language'
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'

/** The look of our editors, in the theme's own variables, so that light and dark need no second one. */
export const look = [
  EditorView.theme({
    '&': {
      color: 'var(--text-strong)',
      backgroundColor: 'transparent',
      fontSize: 'var(--code-size, 13px)',
      height: '100%',
    },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55' },
    '.cm-content': { caretColor: 'var(--text-strong)', padding: '8px 0' },
    '.cm-line': { padding: '0 10px' },
    '.cm-cursor': { borderLeftColor: 'var(--text-strong)' },
    '.cm-gutters': {
      backgroundColor: 'var(--surface-quiet)',
      color: 'var(--text-quiet)',
      borderRight: '1px solid var(--line)',
    },
    '.cm-activeLineGutter': { backgroundColor: 'var(--surface-hover)' },
    '.cm-activeLine': { backgroundColor: 'light-dark(rgb(0 0 0 / 3%), rgb(255 255 255 / 4%))' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'light-dark(rgb(198 218 255), rgb(40 64 130))',
    },
    '.cm-placeholder': { color: 'var(--text-quiet)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--surface)',
      color: 'var(--text-strong)',
      border: '1px solid var(--line-strong)',
      borderRadius: '8px',
      boxShadow: '0 4px 16px light-dark(rgb(0 0 0 / 16%), rgb(0 0 0 / 60%))',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': {
      fontFamily: 'var(--font-mono)',
      fontSize: '13px',
      maxHeight: '16em',
      borderRadius: '7px',
    },
    '.cm-tooltip-autocomplete > ul > li': { padding: '4px 10px !important' },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--surface-selected) !important',
      color: 'var(--text-strong) !important',
    },
    '.cm-completionDetail': { color: 'var(--text-quiet)', fontStyle: 'normal', fontFamily: 'var(--font)' },
    '.cm-tooltip.cm-completionInfo': {
      maxWidth: '320px',
      padding: '8px 10px',
      font: '13px / 1.45 var(--font)',
    },
    '.cm-completionInfo p': { margin: '4px 0' },
    '.cm-completionInfo code': { fontFamily: 'var(--font-mono)', fontSize: '12px', overflowWrap: 'anywhere' },
    '.cm-diagnosticAction': {
      marginInlineStart: '8px',
      padding: '2px 8px',
      border: '1px solid var(--line-strong)',
      borderRadius: '6px',
      background: 'var(--surface)',
      color: 'var(--text-strong)',
      font: 'inherit',
      cursor: 'pointer',
    },
    '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--font)' },
    '.cm-panels': {
      backgroundColor: 'var(--surface-quiet)',
      color: 'var(--text)',
      borderColor: 'var(--line)',
    },
    '.cm-panels-top': { borderBlockEnd: '1px solid var(--line)' },
    '.cm-panel.cm-search': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px',
      padding: '8px 32px 8px 8px',
      font: '13px / 1.4 var(--font)',
    },
    '.cm-panel.cm-search > *': { margin: '0' },
    '.cm-panel.cm-search br': { flexBasis: '100%', content: '""' },
    '.cm-panel.cm-search label': {
      display: 'inline-flex',
      alignItems: 'center',
      gap: '4px',
      fontSize: '13px',
    },
    '.cm-panel.cm-search [name=close]': {
      top: '4px',
      right: '6px',
      width: '24px',
      height: '24px',
      color: 'var(--text)',
      fontSize: '18px',
    },
    '.cm-panels .cm-textfield, .cm-panels .cm-button': {
      boxSizing: 'border-box',
      minHeight: '28px',
      padding: '2px 10px',
      background: 'var(--surface)',
      color: 'var(--text-strong)',
      border: '1px solid var(--line-strong)',
      borderRadius: '6px',
      font: '13px / 1.4 var(--font)',
    },
    '.cm-panels .cm-textfield': { width: '190px' },
    '.cm-panels .cm-button': { cursor: 'pointer' },
    '.tok-typeName, .tok-keyword': { color: 'light-dark(rgb(30 94 160), rgb(126 186 255))' },
    '.tok-propertyName': { color: 'light-dark(rgb(123 62 160), rgb(208 160 255))' },
    '.tok-string': { color: 'light-dark(rgb(5 105 64), rgb(120 210 160))' },
    '.tok-number, .tok-bool, .tok-atom': { color: 'light-dark(rgb(150 70 0), rgb(255 178 102))' },
    '.tok-comment, .tok-meta, .tok-punctuation': { color: 'var(--text-quiet)' },
    '.tag-output': {
      color: 'light-dark(rgb(29 62 207), rgb(158 189 255))',
      backgroundColor: 'light-dark(rgb(230 237 255), rgb(26 38 88))',
      borderRadius: '3px',
    },
    '.tag-statement': {
      color: 'light-dark(rgb(138 64 0), rgb(255 190 120))',
      backgroundColor: 'light-dark(rgb(255 241 217), rgb(66 42 8))',
      borderRadius: '3px',
    },
  }),
  syntaxHighlighting(classHighlighter),
]

const output = Decoration.mark({ class: 'tag-output' })
const statement = Decoration.mark({ class: 'tag-statement' })

const tags = new MatchDecorator({
  regexp: /\{\{[\s\S]*?\}\}\}?|\{%[\s\S]*?%\}/g,
  decoration: ([text]) => (/^\{%|^\{\{[#/]/.test(text) ? statement : output),
})

/** Colours what the template language will replace. */
export const templateTags = ViewPlugin.define(
  (view) => ({
    decorations: tags.createDeco(view),
    update(update: ViewUpdate) {
      this.decorations = tags.updateDeco(update, this.decorations)
    },
  }),
  { decorations: (plugin) => plugin.decorations },
)
