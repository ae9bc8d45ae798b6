import fc from 'fast-check'
import { expect, test } from 'vitest'
import { same } from './same.ts'

test('what went through the server and back is the same, whatever the order of its members', () => {
  expect(same({ a: 1, b: [{ c: null, d: '' }] }, { b: [{ d: '', c: null }], a: 1 })).toBe(true)
  expect(same({ a: 1 }, { a: 1, b: null })).toBe(false)
  expect(same([], {})).toBe(false)
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = JSON.parse(JSON.stringify(value))
      expect(same(copy, structuredClone(copy))).toBe(true)
    }),
  )
})
