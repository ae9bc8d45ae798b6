import type { EmailDesign } from '@chappe/core/design/schema'
import { mayLie } from './edit.ts'
import {
  type Item,
  type ItemEntry,
  indexOf,
  itemsIn,
  listsIn,
  otherwiseOf,
  root,
  type Spot,
} from './index-of.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The branch of a conditional block that the canvas shows: by the block's id; the first where none is named. */
export type Shown = Readonly<Record<string, string>>

export function shownIn(conditional: Extract<Item, { kind: 'conditional' }>, shown: Shown): string {
  const wanted = shown[conditional.id]
  const all = listsIn(conditional).map(({ place }) => place)
  return wanted !== undefined && all.includes(wanted) ? wanted : (all[0] ?? otherwiseOf(conditional.id))
}

/**
 * Where a key moves an item. Up and down go past its neighbours, and from the edge of a column into the section
 * above or below (from the edge of a branch, out of it); left and right go from column to column, into the
 * conditional block above (right) and out of it again (left). Undefined: nowhere to go.
 */
export function stepFrom(
  design: EmailDesign,
  id: string,
  direction: Direction,
  shown: Shown,
): Spot | undefined {
  const entry = indexOf(design).get(id)
  if (entry?.what !== 'item') return undefined
  const spot =
    direction === 'up' || direction === 'down'
      ? vertical(design, entry, direction)
      : sideways(design, entry, direction, shown)
  return spot && mayLie(design, entry.node, spot) ? spot : undefined
}

function vertical(design: EmailDesign, entry: ItemEntry, direction: 'up' | 'down'): Spot | undefined {
  const { place, index } = entry
  const isUp = direction === 'up'
  if (isUp ? index > 0 : index < itemsIn(design, place).length - 1)
    return { place, index: isUp ? index - 1 : index + 2 }
  const holder = indexOf(design).get(place)
  const owner = indexOf(design).get(holder?.parent ?? '')
  if (!holder || owner?.what !== 'item' || holder.what === 'item') return undefined
  if (holder.what === 'branch') return { place: owner.place, index: isUp ? owner.index : owner.index + 1 }
  return intoSection(design, owner, holder.index, direction)
}

/** The nearest section in this direction that has columns: its column at the same place, or its last. */
function intoSection(
  design: EmailDesign,
  from: ItemEntry,
  column: number,
  direction: 'up' | 'down',
): Spot | undefined {
  const others =
    direction === 'up'
      ? design.sections.slice(0, from.index).reverse()
      : design.sections.slice(from.index + 1)
  const section = others.find((one) => one.kind === 'section')
  const into = section?.columns[Math.min(column, section.columns.length - 1)]
  if (into) return { place: into.id, index: direction === 'up' ? into.blocks.length : 0 }
  return undefined
}

function sideways(
  design: EmailDesign,
  entry: ItemEntry,
  direction: 'left' | 'right',
  shown: Shown,
): Spot | undefined {
  const index = indexOf(design)
  const holder = index.get(entry.place)
  const owner = index.get(holder?.parent ?? '')
  if (entry.place === root || !holder || owner?.what !== 'item') return undefined
  const above = itemsIn(design, entry.place)[entry.index - 1]
  const inward = (): Spot | undefined => {
    if (above?.kind !== 'conditional') return undefined
    const place = shownIn(above, shown)
    return { place, index: itemsIn(design, place).length }
  }
  if (holder.what === 'branch')
    return direction === 'left' ? { place: owner.place, index: owner.index + 1 } : inward()
  const next = owner.children[holder.what === 'column' ? holder.index + (direction === 'left' ? -1 : 1) : -1]
  if (next === undefined) return direction === 'right' ? inward() : undefined
  return { place: next, index: Math.min(entry.index, itemsIn(design, next).length) }
}

/** Where what is added goes: behind the selection, at the end of a selected list, at the end of it all. */
export function spotAfter(design: EmailDesign, selected: string | null, item: Item, shown: Shown): Spot {
  const index = indexOf(design)
  const end: Spot = { place: root, index: design.sections.length }
  for (let entry = index.get(selected ?? ''); entry; entry = index.get(entry.parent ?? '')) {
    const spots: Spot[] =
      entry.what !== 'item'
        ? [{ place: entry.id, index: entry.children.length }]
        : [
            ...(entry.id === selected ? inside(design, entry, shown) : []),
            { place: entry.place, index: entry.index + 1 },
          ]
    const spot = spots.find((one) => mayLie(design, item, one))
    if (spot) return spot
  }
  return end
}

/** A section that is selected takes blocks itself, in its first column that is empty, or its last. */
function inside(design: EmailDesign, { node }: ItemEntry, shown: Shown): Spot[] {
  const lists = listsIn(node)
  const list =
    node.kind === 'conditional'
      ? lists.find(({ place }) => place === shownIn(node, shown))
      : (lists.find(({ items }) => items.length === 0) ?? lists.at(-1))
  return list && node.kind === 'section'
    ? [{ place: list.place, index: itemsIn(design, list.place).length }]
    : []
}
