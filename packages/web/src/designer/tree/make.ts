import {
  Block,
  type BlockKind,
  type EmailDesign,
  type Layout,
  layouts,
  type RichNode,
  Section,
} from '@chappe/core/design/schema'
import type { FragmentChoice } from '../types.ts'
import { type Item, listsIn } from './index-of.ts'

/** An id that the design does not have yet. */
export type NewId = () => string

export const newId: NewId = () => crypto.randomUUID().replaceAll('-', '').slice(0, 16)

/** Words that a new block begins with, in the reader's language. */
export interface FirstWords {
  readonly text: string
  readonly button: string
}

const paragraph = (text: string): RichNode => ({
  type: 'doc',
  content: [{ type: 'paragraph', ...(text && { content: [{ type: 'text', text }] }) }],
})

/** A block as it comes from the palette. `fragment` needs one to be chosen: see `fragmentBlock`. */
export function newBlock(kind: Exclude<BlockKind, 'fragment'>, id: NewId, words: FirstWords): Block {
  const own = { id: id(), kind }
  switch (kind) {
    case 'text':
      return Block.parse({ ...own, text: paragraph(words.text) })
    case 'button':
      return Block.parse({ ...own, label: words.button })
    case 'social':
      return Block.parse({
        ...own,
        links: (['facebook', 'instagram', 'linkedin'] as const).map((network) => ({ network })),
      })
    case 'conditional':
      return Block.parse({
        ...own,
        branches: [{ id: id(), label: '', condition: '', blocks: [newBlock('text', id, words)] }],
        otherwise: [],
      })
    default:
      return Block.parse(own)
  }
}

export const fragmentBlock = ({ id: fragmentId, name }: FragmentChoice, id: NewId): Block =>
  Block.parse({ id: id(), kind: 'fragment', fragmentId, name })

export const newSection = (layout: Layout, id: NewId, blocks: readonly Block[] = []): Section =>
  Section.parse({
    id: id(),
    kind: 'section',
    layout,
    columns: layouts[layout].map((_, at) => ({ id: id(), blocks: at === 0 ? blocks : [] })),
  })

/** The same again, with ids of its own all the way down. */
export function copyOf<T extends Item>(item: T, id: NewId): T {
  const copy: Item = { ...item, id: id() }
  if (copy.kind === 'section')
    copy.columns = copy.columns.map((one) => ({
      ...one,
      id: id(),
      blocks: one.blocks.map((block) => copyOf(block, id)),
    }))
  if (copy.kind === 'conditional') {
    copy.branches = copy.branches.map((one) => ({
      ...one,
      id: id(),
      blocks: one.blocks.map((block) => copyOf(block, id)),
    }))
    copy.otherwise = copy.otherwise.map((block) => copyOf(block, id))
  }
  return copy as T
}

/** How many conditional blocks are nested in it, itself included. */
export const heightOf = (item: Item): number =>
  (item.kind === 'conditional' ? 1 : 0) +
  Math.max(0, ...listsIn(item).flatMap(({ items }) => items.map(heightOf)))

export const hasNothing = (design: EmailDesign): boolean => design.sections.length === 0
