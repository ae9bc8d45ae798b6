import type { Condition, Group, Rule } from '@chappe/core/audience/rule'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  canStep,
  conditionNode,
  duplicate,
  excess,
  type GroupNode,
  groupNode,
  insert,
  move,
  planted,
  type RuleNode,
  remove,
  ruleOf,
  sizeOf,
  step,
} from './tree.ts'

const condition = (namespace: string): Condition => ({ kind: 'identity', namespace, present: true })
const { rule } = fc.letrec<{ rule: Group; node: Rule }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.string({ minLength: 1, maxLength: 4 }).map(condition),
    tie('rule'),
  ),
  rule: fc.record({
    kind: fc.constant('group' as const),
    join: fc.constantFrom('and' as const, 'or' as const),
    not: fc.boolean(),
    rules: fc.array(tie('node'), { maxLength: 4 }),
  }),
}))

const everything = (node: RuleNode): RuleNode[] =>
  node.kind === 'group' ? [node, ...node.nodes.flatMap(everything)] : [node]
const keysOf = (node: RuleNode) =>
  everything(node)
    .map(({ key }) => key)
    .sort()
const at = <T>(list: readonly T[], place: number): T => list[place % list.length]!

test('a rule comes back as it was', () => {
  fc.assert(
    fc.property(rule, (one) => {
      expect(ruleOf(planted(one))).toEqual(one)
    }),
  )
})

test('whatever is moved wherever, every part stays there once', () => {
  const moves = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 12 })
  fc.assert(
    fc.property(rule, moves, (one, steps) => {
      const root = planted(one)
      let moved = root
      for (const [what, where, place] of steps) {
        const parts = everything(moved)
        const groups = parts.filter((node): node is GroupNode => node.kind === 'group')
        const group = at(groups, where)
        moved = move(moved, at(parts, what).key, group.key, place % (group.nodes.length + 1))
      }
      expect(keysOf(moved)).toEqual(keysOf(root))
    }),
  )
})

test('a step up is taken back by a step down', () => {
  fc.assert(
    fc.property(rule, fc.nat(), (one, which) => {
      const root = planted(one)
      const { key } = at(everything(root), which)
      if (canStep(root, key, 'up')) expect(step(step(root, key, 'up'), key, 'down')).toEqual(root)
      if (canStep(root, key, 'down')) expect(step(step(root, key, 'down'), key, 'up')).toEqual(root)
    }),
  )
})

test('steps lead through every group to the end', () => {
  const leaf = conditionNode(condition('a'))
  const inner = groupNode()
  let root = planted({ kind: 'group', join: 'and', not: false, rules: [condition('b')] })
  root = insert(root, root.key, 0, leaf)
  root = insert(root, root.key, 1, inner)
  const places: string[] = []
  for (let i = 0; i < 4; i++) {
    places.push(JSON.stringify(ruleOf(root).rules.map((one) => ('rules' in one ? one.rules.length : 'c'))))
    root = step(root, leaf.key, 'down')
  }
  expect(places).toEqual(['["c",0,"c"]', '[1,"c"]', '[0,"c","c"]', '[0,"c","c"]'])
})

test('a copy has keys of its own and stands after what it copies', () => {
  fc.assert(
    fc.property(rule, fc.nat(), (one, which) => {
      const root = planted(one)
      const original = at(everything(root), which)
      const made = duplicate(root, original.key)
      if (original === root) {
        expect(made).toBeUndefined()
        return
      }
      const keys = keysOf(made!.root)
      expect(new Set(keys).size).toBe(keys.length)
      expect(remove(made!.root, made!.copy.key)).toEqual(root)
    }),
  )
})

test('a group never goes into itself', () => {
  const inner = groupNode()
  const root = insert(groupNode(), '', 0, inner)
  const outer = { ...root, nodes: [{ ...inner, nodes: [groupNode()] }] }
  expect(move(outer, inner.key, outer.nodes[0]!.nodes[0]!.key, 0)).toBe(outer)
  expect(move(outer, outer.key, inner.key, 0)).toBe(outer)
})

test('too many conditions and too many levels are known', () => {
  const many = { ...groupNode(), nodes: Array.from({ length: 201 }, () => conditionNode(condition('a'))) }
  expect(excess(many)).toBe('conditions')
  let deep = groupNode()
  for (let i = 1; i < 9; i++) deep = { ...groupNode(), nodes: [deep] }
  expect(sizeOf(deep).depth).toBe(9)
  expect(excess(deep)).toBe('depth')
  expect(excess(groupNode())).toBeUndefined()
})
