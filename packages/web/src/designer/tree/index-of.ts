import type { Block, EmailDesign, Section } from '@chappe/core/design/schema'

/** What lies in a list that things are moved in: a section, or a block. */
export type Item = Section | Block
export type Column = Section['columns'][number]
export type Branch = Extract<Block, { kind: 'conditional' }>['branches'][number]

/**
 * A list of items by name: `root` (sections, fragments), the id of a column, the id of a branch, or that of a
 * conditional block's otherwise.
 */
export type Place = string
export const root: Place = 'root'
export const otherwiseOf = (conditionalId: string): Place => `${conditionalId}:otherwise`

/** A gap between the items of a place: 0 is before the first. */
export interface Spot {
  readonly place: Place
  readonly index: number
}

interface Common {
  readonly id: string
  /** What it is in: null for what lies in `root`. */
  readonly parent: string | null
  readonly children: readonly string[]
  /** How many conditional blocks are around it. */
  readonly depth: number
}
export interface ItemEntry extends Common, Spot {
  readonly what: 'item'
  readonly node: Item
}
export interface ColumnEntry extends Common {
  readonly what: 'column'
  readonly node: Column
  readonly index: number
}
/** A branch of a conditional block; `node` is null for its otherwise. */
export interface BranchEntry extends Common {
  readonly what: 'branch'
  readonly node: Branch | null
  readonly index: number
}
export type Entry = ItemEntry | ColumnEntry | BranchEntry

/** Everything of a design that can be pointed at, in the order of reading. */
export type Index = ReadonlyMap<string, Entry>

const known = new WeakMap<EmailDesign, Index>()

export function indexOf(design: EmailDesign): Index {
  const had = known.get(design)
  if (had) return had
  const index = new Map<string, Entry>()
  readItems(index, design.sections, root, null, 0)
  known.set(design, index)
  return index
}

function readItems(
  index: Map<string, Entry>,
  items: readonly Item[],
  place: Place,
  parent: string | null,
  depth: number,
): void {
  for (const [at, node] of items.entries()) {
    const lists = listsIn(node)
    const entry = { id: node.id, parent, depth, children: lists.map(({ place }) => place) }
    index.set(node.id, { ...entry, what: 'item', node, place, index: at })
    for (const [at, { place, items, column, branch }] of lists.entries()) {
      const common = { id: place, parent: node.id, children: items.map(({ id }) => id), index: at }
      const inside = depth + (column ? 0 : 1)
      index.set(
        place,
        column
          ? { ...common, depth: inside, what: 'column', node: column }
          : { ...common, depth: inside, what: 'branch', node: branch ?? null },
      )
      readItems(index, items, place, place, inside)
    }
  }
}

interface List {
  readonly place: Place
  readonly items: readonly Block[]
  readonly column?: Column
  readonly branch?: Branch
}

/** The lists inside an item: a section's columns, a conditional block's branches and otherwise. */
export function listsIn(node: Item): List[] {
  if (node.kind === 'section')
    return node.columns.map((column) => ({ place: column.id, items: column.blocks, column }))
  if (node.kind !== 'conditional') return []
  return [
    ...node.branches.map((branch) => ({ place: branch.id, items: branch.blocks, branch })),
    { place: otherwiseOf(node.id), items: node.otherwise },
  ]
}

export const itemsIn = (design: EmailDesign, place: Place): readonly Item[] => {
  if (place === root) return design.sections
  const entry = indexOf(design).get(place)
  if (!entry || entry.what === 'item') return []
  if (entry.node) return entry.node.blocks
  const owner = indexOf(design).get(entry.parent ?? '')?.node
  return owner && 'otherwise' in owner ? owner.otherwise : []
}

/** From the outermost to the one itself. */
export function pathTo(design: EmailDesign, id: string): Entry[] {
  const index = indexOf(design)
  const path: Entry[] = []
  for (let entry = index.get(id); entry; entry = index.get(entry.parent ?? '')) path.unshift(entry)
  return path
}

/** The item itself, or the nearest around a column or a branch. */
export function itemAt(design: EmailDesign, id: string): ItemEntry | undefined {
  return pathTo(design, id).findLast((entry) => entry.what === 'item')
}
