import { expect, test } from 'vitest'
import { unstorable } from './storable.ts'

const pathsOf = (value: unknown) => [...unstorable(value)].map(({ path }) => path.join('/'))

test('ordinary values are all right, whatever their characters', () => {
  expect(pathsOf({ a: ['é', '😀', '\u2028', '\uffff', 1, null, true], b: { c: '' } })).toEqual([])
})

test('what cannot be stored is told with its place, each of it', () => {
  expect(pathsOf({ a: { b: 'x\0y' }, l: ['ok', '\ud83d'], n: { '\udc00': 1 } })).toEqual(['a/b', 'l/1', 'n'])
})

test('a value nested too deep is told once and followed no further', () => {
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
  expect(pathsOf({ a: deep })).toEqual(['a/0/0'])
})
