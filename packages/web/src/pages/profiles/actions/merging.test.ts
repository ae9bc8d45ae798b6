import { expect, test } from 'vitest'
import { mergingOf } from './merging.ts'

test('of two profiles that become one, this one keeps its values and gets those that it lacks', () => {
  const own = { attributes: { tier: 'gold', same: 1, person: { name: { firstName: 'Zoé' } }, pets: ['a'] } }
  const other = {
    attributes: {
      tier: 'tin',
      same: 1,
      home: { city: 'Lyon' },
      person: { name: { lastName: 'M' } },
      pets: ['b'],
    },
  }
  expect(mergingOf(own, other)).toEqual({
    kept: [
      { path: 'tier', own: 'gold', other: 'tin' },
      { path: 'pets', own: ['a'], other: ['b'] },
    ],
    gained: ['home.city', 'person.name.lastName'],
  })
  expect(mergingOf(own, own)).toEqual({ kept: [], gained: [] })
})
