import { addressProblem } from '@chappe/core/design/address'
import { Extension, type Extensions, Mark, mergeAttributes, Node } from '@tiptap/core'
import { NodeSelection, Plugin } from '@tiptap/pm/state'
import StarterKit from '@tiptap/starter-kit'
import { type Chip, chipLabel } from './chip.ts'
import css from './text.module.css'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    textAlign: { setTextAlign: (align: string | null) => ReturnType }
    color: { setColor: (color: string) => ReturnType; unsetColor: () => ReturnType }
    token: { insertToken: (chip: Chip) => ReturnType }
  }
}

const aligned = ['paragraph', 'heading']

const TextAlign = Extension.create({
  name: 'textAlign',
  addGlobalAttributes: () => [
    {
      types: aligned,
      attributes: {
        textAlign: {
          default: null,
          parseHTML: (element) => {
            const found = element.getAttribute('data-align') ?? element.style.textAlign
            return ['left', 'center', 'right'].includes(found) ? found : null
          },
          renderHTML: ({ textAlign }) => (textAlign ? { 'data-align': textAlign } : {}),
        },
      },
    },
  ],
  addCommands: () => ({
    setTextAlign:
      (textAlign) =>
      ({ commands }) =>
        aligned.map((type) => commands.updateAttributes(type, { textAlign })).some(Boolean),
  }),
})

const hex = (color: string): string | null => {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color.toLowerCase()
  const [, r, g, b] = /^rgb\((\d+), ?(\d+), ?(\d+)\)$/.exec(color) ?? []
  return b === undefined
    ? null
    : `#${[r, g, b].map((one) => Number(one).toString(16).padStart(2, '0')).join('')}`
}

const Color = Mark.create({
  name: 'color',
  addAttributes: () => ({
    color: {
      default: null,
      parseHTML: (element: HTMLElement) => hex(element.style.color),
      // ProseMirror sets `style` through the object model, which the page's policy lets through.
      renderHTML: ({ color }: { color?: string }) => (color ? { style: `color: ${color}` } : {}),
    },
  }),
  parseHTML: () => [{ style: 'color', getAttrs: (value) => (hex(value) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
  addCommands: () => ({
    setColor:
      (color) =>
      ({ commands }) =>
        commands.setMark('color', { color }),
    unsetColor:
      () =>
      ({ commands }) =>
        commands.unsetMark('color'),
  }),
})

export interface TokenAt extends Chip {
  readonly at: number
}

/** A personalization chip: one character as far as the cursor is concerned. Enter or a click opens it. */
const tokenNode = (open: (token: TokenAt) => void) => {
  const openAt = (node: { attrs: Record<string, unknown> } | null | undefined, at: number) =>
    open({
      at,
      expression: String(node?.attrs.expression ?? ''),
      fallback: String(node?.attrs.fallback ?? ''),
    })
  return Node.create({
    name: 'token',
    group: 'inline',
    inline: true,
    atom: true,
    selectable: true,
    marks: '_',
    addAttributes: () => ({
      expression: {
        default: '',
        parseHTML: (element) => element.getAttribute('data-token'),
        renderHTML: () => ({}),
      },
      fallback: {
        default: '',
        parseHTML: (element) => element.getAttribute('data-fallback') ?? '',
        renderHTML: () => ({}),
      },
    }),
    parseHTML: () => [{ tag: 'span[data-token]' }],
    renderHTML: ({ node, HTMLAttributes }) => [
      'span',
      mergeAttributes(HTMLAttributes, {
        class: css.chip,
        'data-token': node.attrs.expression,
        'data-fallback': node.attrs.fallback,
      }),
      chipLabel({ expression: String(node.attrs.expression) }),
    ],
    renderText: ({ node }) => `{{ ${node.attrs.expression} }}`,
    addCommands: () => ({
      insertToken:
        (attrs) =>
        ({ chain, state: { storedMarks, selection } }) => {
          // It looks as what would be typed there.
          const marks = (storedMarks ?? selection.$from.marks()).map((mark) => mark.toJSON())
          return chain().insertContent({ type: 'token', attrs, marks }).run()
        },
    }),
    addKeyboardShortcuts() {
      return {
        Enter: () => {
          const { selection } = this.editor.state
          if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'token') return false
          openAt(selection.node, selection.from)
          return true
        },
      }
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleClickOn: (_view, _pos, node, at) => {
            if (node.type.name !== 'token') return false
            openAt(node, at)
            return true
          },
        },
      }),
    ],
  })
}

/** The nodes and marks of the design's format, and no others. Undo is the design's, not the text's. */
export const extensionsOf = (openToken: (token: TokenAt) => void): Extensions => [
  StarterKit.configure({
    blockquote: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    undoRedo: false,
    dropcursor: false,
    gapcursor: false,
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    link: {
      openOnClick: false,
      autolink: false,
      linkOnPaste: true,
      defaultProtocol: 'https',
      isAllowedUri: (address) => address !== '' && addressProblem(address, 'link') !== 'invalid',
      HTMLAttributes: { target: null, rel: null, class: null },
    },
  }),
  TextAlign,
  Color,
  tokenNode(openToken),
]
