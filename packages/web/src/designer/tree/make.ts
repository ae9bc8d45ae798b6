import { newBlock as emptyBlock, newSection as emptySection, paragraphs } from '@chappe/core/design/new'
import { type Block, type BlockKind, type Layout, layouts, type Section } from '@chappe/core/design/schema'
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

/** A block as it comes from the palette. `fragment` needs one to be chosen: see `fragmentBlock`. */
export function newBlock(kind: Exclude<BlockKind, 'fragment'>, id: NewId, words: FirstWords): Block {
  switch (kind) {
    case 'text':
      return { ...emptyBlock(kind, id()), text: paragraphs(words.text) }
    case 'button':
      return { ...emptyBlock(kind, id()), label: words.button }
    case 'social': {
      const networks = ['facebook', 'instagram', 'linkedin'] as const
      return { ...emptyBlock(kind, id()), links: networks.map((network) => ({ network, href: '' })) }
    }
    case 'conditional': {
      const block = emptyBlock(kind, id())
      const blocks = [newBlock('text', id, words)]
      return { ...block, branches: block.branches.map((branch) => ({ ...branch, id: id(), blocks })) }
    }
    default:
      return emptyBlock(kind, id())
  }
}

export const fragmentBlock = ({ id: fragmentId, name }: FragmentChoice, id: NewId): Block => ({
  ...emptyBlock('fragment', id()),
  fragmentId,
  name,
})

export function newSection(layout: Layout, id: NewId, blocks: readonly Block[] = []): Section {
  const section = emptySection(layout, [id(), ...layouts[layout].map(id)])
  return {
    ...section,
    columns: section.columns.map((one, at) => (at === 0 ? { ...one, blocks: [...blocks] } : one)),
  }
}

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
