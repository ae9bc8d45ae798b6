import {
  type Block,
  type BlockKind,
  ButtonBlock,
  DividerBlock,
  EmailDesign,
  FragmentBlock,
  HtmlBlock,
  ImageBlock,
  type Layout,
  layouts,
  type RichNode,
  Section,
  SocialBlock,
  SpacerBlock,
  TextBlock,
} from './schema.ts'

/** A design with nothing in it. */
export const emptyDesign = (): EmailDesign => EmailDesign.parse({ version: 1, sections: [] })

/** Rich text of paragraphs. */
export const paragraphs = (...texts: string[]): RichNode => ({
  type: 'doc',
  content: texts.map((text) => ({
    type: 'paragraph',
    ...(text !== '' && { content: [{ type: 'text', text }] }),
  })),
})

const nobody = '00000000-0000-0000-0000-000000000000'

const made: { readonly [K in BlockKind]: (id: string) => Extract<Block, { kind: K }> } = {
  text: (id) => TextBlock.parse({ id, kind: 'text', text: paragraphs('') }),
  image: (id) => ImageBlock.parse({ id, kind: 'image' }),
  button: (id) => ButtonBlock.parse({ id, kind: 'button' }),
  divider: (id) => DividerBlock.parse({ id, kind: 'divider' }),
  spacer: (id) => SpacerBlock.parse({ id, kind: 'spacer' }),
  social: (id) => SocialBlock.parse({ id, kind: 'social', links: [] }),
  html: (id) => HtmlBlock.parse({ id, kind: 'html' }),
  fragment: (id) => FragmentBlock.parse({ id, kind: 'fragment', fragmentId: nobody, name: '' }),
  conditional: (id) => ({
    id,
    kind: 'conditional',
    branches: [{ id: `${id.slice(0, 36)}-if`, label: '', condition: '', blocks: [] }],
    otherwise: [],
  }),
}

/** A block as it is when it is put into a design. One of kind `fragment` refers to no fragment yet. */
export const newBlock = <K extends BlockKind>(kind: K, id: string): Extract<Block, { kind: K }> =>
  made[kind](id)

/** A section with empty columns. `ids`: the section's, then one for each column of the layout. */
export function newSection(layout: Layout, [id = '', ...columnIds]: readonly string[]): Section {
  const columns = layouts[layout].map((_, i) => ({
    id: columnIds[i] ?? `${id.slice(0, 36)}-c${i + 1}`,
    blocks: [],
    background: null,
  }))
  return Section.parse({ id, kind: 'section', layout, columns })
}
