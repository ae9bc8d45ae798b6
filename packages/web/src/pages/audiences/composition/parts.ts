import { audienceLimits, type Composition } from '@chappe/core/audience/schema'

export const operations = ['union', 'intersect', 'exclude', 'split', 'limit'] as const
export type Operation = (typeof operations)[number]

/** A part of a composition while it is edited, with a key that stays with it. */
export type Part = { readonly key: string; readonly parts: readonly Part[] } & (
  | { readonly op: 'audience'; readonly id: string }
  | { readonly op: 'union' | 'intersect' | 'exclude' }
  | { readonly op: 'split'; readonly from: number; readonly to: number; readonly seed: string }
  | {
      readonly op: 'limit'
      readonly count: number
      readonly by: string
      readonly order: 'asc' | 'desc'
    }
)

let keys = 0
const newKey = () => `part-${++keys}`

/** An audience that is still to be chosen. */
export const blank = (): Part => ({ key: newKey(), op: 'audience', id: '', parts: [] })

export function planted(tree: Composition): Part {
  const key = newKey()
  switch (tree.op) {
    case 'audience':
      return { key, parts: [], ...tree }
    case 'union':
    case 'intersect':
      return { key, op: tree.op, parts: tree.of.map(planted) }
    case 'exclude':
      return { key, op: 'exclude', parts: [planted(tree.from), planted(tree.without)] }
    default: {
      const { of, ...rest } = tree
      return { key, ...rest, parts: [planted(of)] }
    }
  }
}

export function compositionOf(part: Part): Composition {
  const [first, second] = part.parts
  switch (part.op) {
    case 'audience':
      return { op: 'audience', id: part.id }
    case 'union':
    case 'intersect':
      return { op: part.op, of: part.parts.map(compositionOf) }
    case 'exclude':
      return { op: 'exclude', from: compositionOf(first!), without: compositionOf(second!) }
    case 'split':
      return { op: 'split', of: compositionOf(first!), from: part.from, to: part.to, seed: part.seed }
    case 'limit':
      return { op: 'limit', of: compositionOf(first!), count: part.count, by: part.by, order: part.order }
  }
}

/** An operation on a part, with the other parts that it needs still to be chosen. */
export function wrapped(part: Part, op: Operation): Part {
  const key = newKey()
  switch (op) {
    case 'union':
    case 'intersect':
    case 'exclude':
      return { key, op, parts: [part, blank()] }
    case 'split':
      // The part's own seed: two halves of the same split never share a person.
      return { key, op, from: 0, to: 50, seed: 'a', parts: [part] }
    case 'limit':
      return { key, op, count: 1_000, by: '', order: 'desc', parts: [part] }
  }
}

/** The tree with one part replaced. */
export function change(root: Part, key: string, edit: (part: Part) => Part): Part {
  if (root.key === key) return edit(root)
  const parts = root.parts.map((part) => change(part, key, edit))
  return parts.every((part, i) => part === root.parts[i]) ? root : { ...root, parts }
}

/** Without a part: where its operation takes any number it is left out, else its place is empty. */
export function without(root: Part, key: string): Part {
  if (root.key === key) return blank()
  const visit = (part: Part): Part => {
    const at = part.parts.findIndex((one) => one.key === key)
    if (at < 0) return { ...part, parts: part.parts.map(visit) }
    const isFree = (part.op === 'union' || part.op === 'intersect') && part.parts.length > 1
    return { ...part, parts: isFree ? part.parts.toSpliced(at, 1) : part.parts.with(at, blank()) }
  }
  return visit(root)
}

/** The operation goes, its first part stays in its place. */
export const unwrapped = (root: Part, key: string): Part => change(root, key, (part) => part.parts[0] ?? part)

export const add = (root: Part, key: string): Part =>
  change(root, key, (part) => ({ ...part, parts: [...part.parts, blank()] }))

/** What a composition is too large in; undefined when it keeps to the limits. */
export function excess(root: Part): 'depth' | 'parts' | undefined {
  const size = (part: Part): { depth: number; parts: number } => {
    const inner = part.parts.map(size)
    return {
      depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
      parts: inner.reduce((sum, { parts }) => sum + parts, 1),
    }
  }
  const { depth, parts } = size(root)
  if (depth > audienceLimits.depth) return 'depth'
  return parts > audienceLimits.parts ? 'parts' : undefined
}
