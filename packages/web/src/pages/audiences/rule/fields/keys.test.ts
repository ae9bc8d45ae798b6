import { expect, test } from 'vitest'
import { keyIn, matching } from './keys.ts'

const items = [
  { key: 'person.name.firstName', name: 'Prénom' },
  { key: 'loyalty.tier', name: 'Niveau de fidélité' },
  { key: 'a.city', name: 'Ville' },
  { key: 'b.city', name: 'Ville' },
]

test('keys are found by name or key, whatever the case and the accents', () => {
  const found = (typed?: string) => matching(items, typed).map(({ key }) => key)
  expect(found()).toHaveLength(4)
  expect(found('FIDELITE')).toEqual(['loyalty.tier'])
  expect(found('.city')).toEqual(['a.city', 'b.city'])
  expect(found('nothing')).toEqual([])
})

test('what is typed means a key when it is one, or the name of only one', () => {
  expect(keyIn(items, ' loyalty.tier ')).toBe('loyalty.tier')
  expect(keyIn(items, 'prenom')).toBe('person.name.firstName')
  expect(keyIn(items, 'Ville')).toBeUndefined()
  expect(keyIn(items, 'loyalty')).toBeUndefined()
})
