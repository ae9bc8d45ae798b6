import { type Condition, type Group, type Rule, ruleLimits } from '@chappe/core/audience/rule'

/** A rule while it is edited: every part has a key that stays with it wherever it moves. */
export interface GroupNode {
  readonly kind: 'group'
  readonly key: string
  readonly join: 'and' | 'or'
  readonly not: boolean
  readonly nodes: readonly RuleNode[]
}
export interface ConditionNode {
  readonly kind: 'condition'
  readonly key: string
  readonly condition: Condition
}
export type RuleNode = GroupNode | ConditionNode

let keys = 0
const newKey = () => `node-${++keys}`

export const planted = (group: Group): GroupNode => ({
  kind: 'group',
  key: newKey(),
  join: group.join,
  not: group.not,
  nodes: group.rules.map((rule) => (rule.kind === 'group' ? planted(rule) : conditionNode(rule))),
})
export const conditionNode = (condition: Condition): ConditionNode => ({
  kind: 'condition',
  key: newKey(),
  condition,
})
export const groupNode = (): GroupNode => ({
  kind: 'group',
  key: newKey(),
  join: 'or',
  not: false,
  nodes: [],
})

export const ruleOf = (node: GroupNode): Group => ({
  kind: 'group',
  join: node.join,
  not: node.not,
  rules: node.nodes.map((one): Rule => (one.kind === 'group' ? ruleOf(one) : one.condition)),
})

/** Where a part stands: its group and its place there; for another part it would stand before that place. */
export interface Spot {
  readonly group: GroupNode
  readonly index: number
}

export function find(root: GroupNode, key: string): RuleNode | undefined {
  if (root.key === key) return root
  for (const node of root.nodes) {
    const found = node.kind === 'group' ? find(node, key) : node.key === key ? node : undefined
    if (found) return found
  }
  return undefined
}

/** Where a part stands; undefined for the root and for what is not there. */
export function spotOf(root: GroupNode, key: string): Spot | undefined {
  const index = root.nodes.findIndex((node) => node.key === key)
  if (index >= 0) return { group: root, index }
  for (const node of root.nodes) {
    const found = node.kind === 'group' ? spotOf(node, key) : undefined
    if (found) return found
  }
  return undefined
}

/** The tree with one part changed; the same tree when the part is not there. */
export function change(root: GroupNode, key: string, edit: (node: RuleNode) => RuleNode): GroupNode {
  const visit = (node: RuleNode): RuleNode => {
    if (node.key === key) return edit(node)
    if (node.kind !== 'group') return node
    const nodes = node.nodes.map(visit)
    return nodes.every((one, i) => one === node.nodes[i]) ? node : { ...node, nodes }
  }
  return visit(root) as GroupNode
}

const withNodes = (root: GroupNode, key: string, edit: (nodes: readonly RuleNode[]) => readonly RuleNode[]) =>
  change(root, key, (node) => (node.kind === 'group' ? { ...node, nodes: edit(node.nodes) } : node))

export const insert = (root: GroupNode, group: string, index: number, node: RuleNode): GroupNode =>
  withNodes(root, group, (nodes) => nodes.toSpliced(index, 0, node))

export function remove(root: GroupNode, key: string): GroupNode {
  const spot = spotOf(root, key)
  return spot ? withNodes(root, spot.group.key, (nodes) => nodes.toSpliced(spot.index, 1)) : root
}

const copied = (node: RuleNode): RuleNode =>
  node.kind === 'group'
    ? { ...node, key: newKey(), nodes: node.nodes.map(copied) }
    : { ...node, key: newKey() }

/** A copy of a part stands after it; answers the copy too. */
export function duplicate(root: GroupNode, key: string): { root: GroupNode; copy: RuleNode } | undefined {
  const spot = spotOf(root, key)
  const node = find(root, key)
  if (!spot || !node) return undefined
  const copy = copied(node)
  return { root: insert(root, spot.group.key, spot.index + 1, copy), copy }
}

/** Moves a part before place `index` of a group, as places are now. A group never moves into itself. */
export function move(root: GroupNode, key: string, group: string, index: number): GroupNode {
  const node = find(root, key)
  const from = spotOf(root, key)
  if (!node || !from || find(root, group)?.kind !== 'group') return root
  if (node.kind === 'group' && find(node, group)) return root
  const isEarlier = from.group.key === group && from.index < index
  return insert(remove(root, key), group, isEarlier ? index - 1 : index, node)
}

/** One step up or down as the eye reads: over a condition, into a group, out of a group. */
export function step(root: GroupNode, key: string, by: 'up' | 'down'): GroupNode {
  const at = spotOf(root, key)
  if (!at) return root
  const neighbour = at.group.nodes[by === 'up' ? at.index - 1 : at.index + 1]
  if (neighbour?.kind === 'group')
    return move(root, key, neighbour.key, by === 'up' ? neighbour.nodes.length : 0)
  if (neighbour) return move(root, key, at.group.key, by === 'up' ? at.index - 1 : at.index + 2)
  const outer = spotOf(root, at.group.key)
  return outer ? move(root, key, outer.group.key, by === 'up' ? outer.index : outer.index + 1) : root
}

export const canStep = (root: GroupNode, key: string, by: 'up' | 'down') => step(root, key, by) !== root

/** How deep groups stand in one another, and how many conditions there are. */
export function sizeOf(node: RuleNode): { depth: number; conditions: number } {
  if (node.kind !== 'group') return { depth: 0, conditions: 1 }
  const inner = node.nodes.map(sizeOf)
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    conditions: inner.reduce((sum, one) => sum + one.conditions, 0),
  }
}

/** What a tree is too large in; undefined when it keeps to the limits. */
export function excess(root: GroupNode): 'depth' | 'conditions' | undefined {
  const { depth, conditions } = sizeOf(root)
  if (depth > ruleLimits.depth) return 'depth'
  return conditions > ruleLimits.conditions ? 'conditions' : undefined
}
