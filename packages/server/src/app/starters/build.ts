import { newBlock, newSection } from '@chappe/core/design/new'
import {
  type Block,
  EmailDesign,
  type Layout,
  type RichNode,
  type Section,
  type SectionOrFragment,
} from '@chappe/core/design/schema'

/** The two languages of what comes with the product. */
export type Language = 'en' | 'fr'

/** What a starter is made of; the absolute addresses of images are known when it is read. */
export interface Starter {
  readonly key: string
  readonly category: 'transactional' | 'marketing'
  readonly name: Record<Language, string>
  readonly description: Record<Language, string>
  readonly subject: Record<Language, string>
  readonly preheader: Record<Language, string>
  design(language: Language, images: string): EmailDesign
}

type Padding = { top: number; right: number; bottom: number; left: number }
/** Pixels above, beside, below. */
export const pad = (top: number, side: number, bottom = top): Padding => ({
  top,
  right: side,
  bottom,
  left: side,
})
const flat = pad(0, 0)
/** Until `design` gives ids. */
const unnamed = 'unnamed'

type Piece = string | RichNode
type Align = 'left' | 'center' | 'right'

const pieces = (given: readonly Piece[]): RichNode[] =>
  given
    .filter((piece) => piece !== '')
    .map((piece) => (typeof piece === 'string' ? { type: 'text', text: piece } : piece))

/** A personalization chip. */
export const chip = (expression: string, fallback = ''): RichNode => ({
  type: 'token',
  attrs: { expression, fallback },
})
type Mark = NonNullable<RichNode['marks']>[number]
const marked = (piece: Piece, mark: Mark): RichNode => {
  const node: RichNode = typeof piece === 'string' ? { type: 'text', text: piece } : piece
  return { ...node, marks: [...(node.marks ?? []), mark] }
}
export const strong = (piece: Piece): RichNode => marked(piece, { type: 'bold' })
export const struck = (piece: Piece): RichNode => marked(piece, { type: 'strike' })
export const link = (href: string, piece: Piece): RichNode => marked(piece, { type: 'link', attrs: { href } })
export const lineBreak: RichNode = { type: 'hardBreak' }

export const p = (...given: Piece[]): RichNode => ({ type: 'paragraph', content: pieces(given) })
export const h = (level: 1 | 2 | 3, ...given: Piece[]): RichNode => ({
  type: 'heading',
  attrs: { level },
  content: pieces(given),
})

interface Look {
  align?: Align
  fontSize?: number
  lineHeight?: number
  color?: string
  padding?: Padding
}

export function text(nodes: readonly RichNode[], look: Look = {}): Block {
  const { align = 'left', ...rest } = look
  const content =
    align === 'left' ? nodes : nodes.map((node) => ({ ...node, attrs: { ...node.attrs, textAlign: align } }))
  return {
    ...newBlock('text', unnamed),
    padding: pad(8, 40),
    ...rest,
    text: { type: 'doc', content: [...content] },
  }
}

export const image = (
  src: string,
  alt: string,
  more: Partial<Extract<Block, { kind: 'image' }>> = {},
): Block => ({
  ...newBlock('image', unnamed),
  src,
  alt,
  decorative: alt === '',
  padding: flat,
  ...more,
})

export const button = (
  label: string,
  href: string,
  more: Partial<Extract<Block, { kind: 'button' }>> = {},
): Block => ({ ...newBlock('button', unnamed), label, href, padding: pad(16, 40), ...more })

export const divider = (color: string, thickness = 1, padding = pad(12, 40)): Block => ({
  ...newBlock('divider', unnamed),
  color,
  thickness,
  padding,
})
export const space = (height: number): Block => ({ ...newBlock('spacer', unnamed), height })
export const html = (source: string): Block => ({ ...newBlock('html', unnamed), html: source })
export const social = (
  ...networks: Extract<Block, { kind: 'social' }>['links'][number]['network'][]
): Block => ({
  ...newBlock('social', unnamed),
  links: networks.map((network) => ({ network, href: `https://www.example.com/${network}` })),
  padding: pad(8, 40),
})
/** Blocks for those of whom the condition is true. */
export const when = (label: string, condition: string, blocks: Block[], otherwise: Block[] = []): Block => ({
  ...newBlock('conditional', unnamed),
  branches: [{ id: unnamed, label, condition, blocks }],
  otherwise,
})

type SectionLook = Partial<Pick<Section, 'background' | 'padding' | 'keepOnPhone' | 'condition'>>
export const section = (blocks: Block[], look: SectionLook = {}): Section => columns('1', [blocks], look)

export function columns(layout: Layout, contents: Block[][], look: SectionLook = {}): Section {
  const made = newSection(layout, [unnamed])
  return {
    ...made,
    padding: flat,
    ...look,
    columns: made.columns.map((column, i) => ({ ...column, blocks: contents[i] ?? [] })),
  }
}

/** A design of these sections; ids are given in reading order. */
export function design(
  settings: Partial<EmailDesign['settings']>,
  sections: SectionOrFragment[],
): EmailDesign {
  let count = 0
  const id = (letter: string) => `${letter}${++count}`
  const named = (block: Block): Block =>
    block.kind === 'conditional'
      ? {
          ...block,
          id: id('b'),
          branches: block.branches.map((branch) => ({
            ...branch,
            id: id('w'),
            blocks: branch.blocks.map(named),
          })),
          otherwise: block.otherwise.map(named),
        }
      : { ...block, id: id('b') }
  return EmailDesign.parse({
    version: 1,
    settings,
    sections: sections.map((one) =>
      one.kind === 'fragment'
        ? named(one)
        : {
            ...one,
            id: id('s'),
            columns: one.columns.map((column) => ({
              ...column,
              id: id('c'),
              blocks: column.blocks.map(named),
            })),
          },
    ),
  })
}
