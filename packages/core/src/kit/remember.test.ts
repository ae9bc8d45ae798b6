import { expect, test } from 'vitest'
import { remember } from './remember.ts'

test('so many are kept, and the oldest is forgotten first; what is kept again is new', () => {
  const kept = new Map<string, number>()
  for (const [name, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    remember(kept, name, value, 2)
  expect([...kept]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})
