import { type Composition, CompositionTree } from '@chappe/core/audience/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, compositionOf, excess, operations, planted, unwrapped, without, wrapped } from './parts.ts'

const { tree } = fc.letrec<{ tree: Composition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.uuid().map((id) => ({ op: 'audience' as const, id })),
    fc.record({
      op: fc.constantFrom('union' as const, 'intersect' as const),
      of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('exclude' as const), from: tie('tree'), without: tie('tree') }),
    fc.record({
      op: fc.constant('split' as const),
      of: tie('tree'),
      from: fc.nat(50),
      to: fc.integer({ min: 51, max: 100 }),
      seed: fc.string(),
    }),
    fc.record({
      op: fc.constant('limit' as const),
      of: tie('tree'),
      count: fc.integer({ min: 1, max: 9 }),
      by: fc.constantFrom('', 'loyalty.points'),
      order: fc.constantFrom('asc' as const, 'desc' as const),
    }),
  ),
}))
const audience = (n: number): Composition => ({
  op: 'audience',
  id: `0190f0a0-0000-7000-8000-00000000000${n}`,
})

test('a composition comes back as it was', () => {
  fc.assert(
    fc.property(tree, (one) => {
      expect(compositionOf(planted(one))).toEqual(one)
    }),
  )
})

test('an operation that is put around a part and taken away leaves it as it was', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(...operations), (one, op) => {
      const around = wrapped(planted(one), op)
      expect(compositionOf(unwrapped(around, around.key))).toEqual(one)
    }),
  )
})

test('what is taken from a union is gone, what is taken from a pair leaves its place', () => {
  const union = planted({ op: 'union', of: [audience(1), audience(2)] })
  expect(compositionOf(without(union, union.parts[0]!.key))).toEqual({ op: 'union', of: [audience(2)] })
  const pair = planted({ op: 'exclude', from: audience(1), without: audience(2) })
  expect(compositionOf(without(pair, pair.parts[0]!.key))).toEqual({
    op: 'exclude',
    from: { op: 'audience', id: '' },
    without: audience(2),
  })
})

test('a place that is empty is no composition yet', () => {
  const union = planted({ op: 'union', of: [audience(1)] })
  expect(CompositionTree.safeParse(compositionOf(union)).success).toBe(true)
  expect(CompositionTree.safeParse(compositionOf(add(union, union.key))).success).toBe(false)
})

test('the limits are those of the schema', () => {
  let deep = planted(audience(1))
  while (!excess(deep)) deep = wrapped(deep, 'limit')
  expect(excess(deep)).toBe('depth')
  expect(CompositionTree.safeParse(compositionOf(deep)).success).toBe(false)
  expect(CompositionTree.safeParse(compositionOf(deep.parts[0]!)).success).toBe(true)
  let wide = planted({ op: 'union', of: [audience(1)] })
  while (!excess(wide)) wide = add(wide, wide.key)
  expect([excess(wide), wide.parts.length]).toEqual(['parts', 50])
})
