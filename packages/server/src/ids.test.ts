import { isUuid } from '@chappe/core/kit/ids'
import { expect, test } from 'vitest'
import { idsBy } from './ids.ts'

const timeOf = (id: string) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16)

/** Ids by a clock that stands still until it is set. */
function made() {
  let now = 1_900_000_000_000
  const newId = idsBy(() => now)
  return {
    newId,
    some: (count: number) => Array.from({ length: count }, newId),
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('ids of one moment sort in the order in which they were made, however many they are', () => {
  const { some, pass } = made()
  const ids = some(20_000)
  pass(1)
  ids.push(...some(10))
  expect(ids.every(isUuid)).toBe(true)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a clock that is put right by a little does not change their order', () => {
  const { some, pass } = made()
  const before = some(10)
  pass(-500)
  const ids = [...before, ...some(10)]
  expect(ids.toSorted()).toEqual(ids)
})

test('an id is of the time of its making, also after the clock was set back', () => {
  const { newId, now, pass } = made()
  for (const milliseconds of [0, 1, 5_000, -3_600_000]) {
    pass(milliseconds)
    expect(timeOf(newId())).toBe(now())
  }
})
