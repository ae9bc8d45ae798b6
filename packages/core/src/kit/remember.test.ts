import { expect, test } from 'vitest'
import { remember } from './remember.ts'

test('so many are kept, and the oldest is forgotten first and answered; what is kept again is new', () => {
  const kept = new Map<string, number>()
  const given = [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const
  expect(given.map(([name, value]) => remember(kept, name, value, 2))).toEqual([
    undefined,
    undefined,
    undefined,
    2,
  ])
  expect([...kept]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})
