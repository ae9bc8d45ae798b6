import { type Block, designLimits, type EmailDesign, type Layout, layouts } from '@chappe/core/design/schema'
import { type Item, indexOf, itemsIn, pathTo, root, type Spot } from './index-of.ts'
import { copyOf, heightOf, type NewId, newSection } from './make.ts'
import { rewrite } from './rewrite.ts'

/**
 * Whether an item may lie in a place: sections only among the sections, conditional blocks not deeper than the
 * format allows, nothing inside itself, no list longer than its limit.
 */
export function mayLie(design: EmailDesign, item: Item, { place }: Spot): boolean {
  const items = itemsIn(design, place)
  const isThere = items.some(({ id }) => id === item.id)
  if (place === root) return isThere || items.length < designLimits.sections
  const entry = indexOf(design).get(place)
  if (item.kind === 'section' || !entry || entry.what === 'item') return false
  if (pathTo(design, place).some(({ id }) => id === item.id)) return false
  return (isThere || items.length < designLimits.blocks) && entry.depth + heightOf(item) <= designLimits.depth
}

/** A block among the sections gets a section around it; a fragment may be asked to stand there as it is. */
const asRoot = (item: Item, id: NewId, mayStandAlone: boolean): Item =>
  item.kind === 'section' || (item.kind === 'fragment' && mayStandAlone) ? item : newSection('1', id, [item])

/** Puts an item in; the same design where it may not lie. `mayStandAlone`: a fragment needs no section. */
export function insert(
  design: EmailDesign,
  spot: Spot,
  item: Item,
  id: NewId,
  mayStandAlone = false,
): EmailDesign {
  if (!mayLie(design, item, spot)) return design
  const placed = spot.place === root ? asRoot(item, id, mayStandAlone) : item
  return rewrite(design, (items, place) =>
    place === spot.place ? items.toSpliced(spot.index, 0, placed) : items,
  )
}

/** Takes an item out. */
export const remove = (design: EmailDesign, id: string): EmailDesign =>
  rewrite(design, (items) =>
    items.some((one) => one.id === id) ? items.filter((one) => one.id !== id) : items,
  )

/** Moves an item into a gap of the design as it is now; the same design where it may not lie. */
export function move(design: EmailDesign, id: string, spot: Spot, newId: NewId): EmailDesign {
  const entry = indexOf(design).get(id)
  if (entry?.what !== 'item' || !mayLie(design, entry.node, spot)) return design
  const isBehind = entry.place === spot.place && entry.index < spot.index
  const index = isBehind ? spot.index - 1 : spot.index
  if (entry.place === spot.place && entry.index === index) return design
  const placed = spot.place === root ? asRoot(entry.node, newId, entry.place === root) : entry.node
  return rewrite(remove(design, id), (items, place) =>
    place === spot.place ? items.toSpliced(index, 0, placed) : items,
  )
}

/** The same item once more, right behind it: the design and the copy's id. */
export function duplicate(
  design: EmailDesign,
  id: string,
  newId: NewId,
): { design: EmailDesign; id: string } | undefined {
  const entry = indexOf(design).get(id)
  if (entry?.what !== 'item') return undefined
  const copy = copyOf(entry.node, newId)
  if (!mayLie(design, copy, entry)) return undefined
  return {
    design: rewrite(design, (items, place) =>
      place === entry.place ? items.toSpliced(entry.index + 1, 0, copy) : items,
    ),
    id: copy.id,
  }
}

/** Changes properties of a section, a column, a branch or a block. */
export function update(design: EmailDesign, id: string, change: object): EmailDesign {
  const entry = indexOf(design).get(id)
  if (!entry) return design
  if (entry.what === 'item')
    return rewrite(design, (items) =>
      items.some((one) => one.id === id)
        ? items.map((one) => (one.id === id ? ({ ...one, ...change } as Item) : one))
        : items,
    )
  const owner = indexOf(design).get(entry.parent ?? '')?.node
  const changed = <T extends { id: string }>(all: readonly T[]) =>
    all.map((one) => (one.id === id ? { ...one, ...change } : one))
  if (owner && 'columns' in owner) return update(design, owner.id, { columns: changed(owner.columns) })
  if (owner && 'branches' in owner) return update(design, owner.id, { branches: changed(owner.branches) })
  return design
}

/** Gives a section other columns. What was in a column that goes moves to the end of the last that stays. */
export function setLayout(design: EmailDesign, id: string, layout: Layout, newId: NewId): EmailDesign {
  const section = indexOf(design).get(id)?.node
  if (!section || !('columns' in section)) return design
  const count = layouts[layout].length
  const kept = section.columns.slice(0, count)
  const orphans: Block[] = section.columns.slice(count).flatMap(({ blocks }) => blocks)
  const columns = layouts[layout].map((_, at) => {
    const column = kept[at] ?? { id: newId(), blocks: [], background: null }
    return at === count - 1 && orphans.length > 0
      ? { ...column, blocks: [...column.blocks, ...orphans] }
      : column
  })
  return update(design, id, { layout, columns })
}
