import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { Definition, emptyDefinition } from './schema.ts'

test('texts are given whole, and lists too', () => {
  expect(
    compare({ a: { text: 'one\ntwo' }, list: [1, { x: 1 }] }, { a: { text: 'one\n2' }, list: [1, { x: 2 }] }),
  ).toEqual([
    { path: 'a.text', before: 'one\ntwo', after: 'one\n2' },
    { path: 'list', before: [1, { x: 1 }], after: [1, { x: 2 }] },
  ])
})

test('a member on one side only is null on the other', () => {
  expect(compare({ a: 1 }, { b: null, c: { d: 1 } })).toEqual([
    { path: 'a', before: 1, after: null },
    { path: 'c', before: null, after: { d: 1 } },
  ])
})

test('of two versions, what was edited is told by its path', () => {
  const edited = Definition.parse({
    ...emptyDefinition,
    content: { ...emptyDefinition.content, subject: 'Hello' },
    schedule: { ...emptyDefinition.schedule, endAt: '2027-01-01T00:00:00Z' },
  })
  expect(compare(emptyDefinition, edited)).toEqual([
    { path: 'content.subject', before: '', after: 'Hello' },
    { path: 'schedule.endAt', before: null, after: '2027-01-01T00:00:00Z' },
  ])
})

// JSON has no -0.
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))

test('a document does not differ from itself, however its members are ordered', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, inner]) => [name, reversed(inner)]),
    )
  }
  fc.assert(
    fc.property(json, (value) => {
      expect(compare(value, reversed(value))).toEqual([])
    }),
  )
})

test('the other way round, before and after change places', () => {
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
  fc.assert(
    fc.property(json, json, (a, b) => {
      const back = compare(b, a).map(({ path, before, after }) => ({ path, before: after, after: before }))
      expect(compare(a, b).sort(byPath)).toEqual(back.sort(byPath))
    }),
  )
})
