import { mergePatch } from '@chappe/core/kit/merge-patch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchBetween, withValue } from './patch.ts'

const withoutNull = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, one]) => one !== null)
          .map(([name, one]) => [name, withoutNull(one)]),
      )
const documents = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 })
  .map((value) => JSON.parse(JSON.stringify(withoutNull(value))) as Record<string, unknown>)

test('the patch between two documents makes one of the other, and undoes it', () => {
  fc.assert(
    fc.property(documents, documents, (from, to) => {
      expect(mergePatch(from, patchBetween(from, to))).toEqual(to)
      expect(mergePatch(to, patchBetween(to, from))).toEqual(from)
    }),
  )
})

test('nothing is said of what stays', () => {
  expect(patchBetween({ a: { b: 1, c: [1] }, d: 2 }, { a: { b: 2, c: [1] } })).toEqual({
    a: { b: 2 },
    d: null,
  })
  expect(patchBetween({ a: 1 }, { a: 1 })).toEqual({})
})

test('a value is put in its place and taken out of it, with what that leaves empty', () => {
  const before = { person: { name: { firstName: 'Zoé' } }, tier: 'gold' }
  expect(withValue(before, ['person', 'name', 'lastName'], 'M')).toEqual({
    person: { name: { firstName: 'Zoé', lastName: 'M' } },
    tier: 'gold',
  })
  expect(withValue(before, ['person', 'name', 'firstName'], undefined)).toEqual({ tier: 'gold' })
  expect(withValue(before, ['tier', 'level'], 1)).toMatchObject({ tier: { level: 1 } })
})
