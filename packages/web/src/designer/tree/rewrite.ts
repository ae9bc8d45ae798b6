import type { Block, EmailDesign } from '@chappe/core/design/schema'
import { type Branch, type Column, type Item, otherwiseOf, type Place, root } from './index-of.ts'

type Edit = (items: readonly Item[], place: Place) => readonly Item[]

const same = <T>(a: readonly T[], b: readonly T[]) =>
  a === b || (a.length === b.length && a.every((one, i) => one === b[i]))

/** Edits every list of a design, inner ones first. What did not change stays the same object. */
export function rewrite(design: EmailDesign, edit: Edit): EmailDesign {
  const sections = rewriteList(design.sections, root, edit)
  return sections === design.sections ? design : { ...design, sections: sections as EmailDesign['sections'] }
}

function rewriteList<T extends Item>(items: readonly T[], place: Place, edit: Edit): readonly T[] {
  const inner = items.map((item) => rewriteItem(item, edit))
  const edited = edit(same(inner, items) ? items : inner, place)
  return (same(edited, items) ? items : edited) as readonly T[]
}

function rewriteItem(item: Item, edit: Edit): Item {
  if (item.kind === 'section') {
    const columns = item.columns.map((column) => withBlocks(column, edit))
    return same(columns, item.columns) ? item : { ...item, columns }
  }
  if (item.kind !== 'conditional') return item
  const branches = item.branches.map((branch) => withBlocks(branch, edit))
  const otherwise = rewriteList(item.otherwise, otherwiseOf(item.id), edit) as Block[]
  return same(branches, item.branches) && otherwise === item.otherwise
    ? item
    : { ...item, branches, otherwise }
}

function withBlocks<T extends Column | Branch>(holder: T, edit: Edit): T {
  const blocks = rewriteList(holder.blocks, holder.id, edit) as Block[]
  return blocks === holder.blocks ? holder : { ...holder, blocks }
}
