import { expect, test } from 'vitest'
import { found, newAttribute } from './find.ts'
import type { Group } from './useTargets.ts'

const groups: Group[] = [
  { id: 'identity', name: 'Identities', choices: [{ id: 'identity:email', name: 'E-mail' }] },
  {
    id: 'attribute',
    name: 'Attributes',
    choices: [
      { id: 'attribute:person.name.firstName', name: 'Prénom', about: 'person.name.firstName' },
      { id: 'attribute:loyalty.tier', name: 'Niveau de fidélité', about: 'loyalty.tier' },
    ],
  },
]
const ids = (typed: string) => found(groups, typed).flatMap(({ choices }) => choices.map(({ id }) => id))

test('targets are found by any words of their name or path, without accents', () => {
  expect(ids('prenom')).toEqual(['attribute:person.name.firstName'])
  expect(ids('fidelite niv')).toEqual(['attribute:loyalty.tier'])
  expect(ids('TIER')).toEqual(['attribute:loyalty.tier'])
  expect(ids('')).toHaveLength(3)
  expect(found(groups, 'mail').map(({ id }) => id)).toEqual(['identity'])
  expect(found(groups, 'nothing of this')).toEqual([])
})

test('what could be a path and is not known yet can become an attribute', () => {
  expect(newAttribute(groups, ' loyalty.points ')).toBe('attribute:loyalty.points')
  expect(newAttribute(groups, 'loyalty.tier')).toBeUndefined()
  expect(newAttribute(groups, 'two words')).toBeUndefined()
  expect(newAttribute(groups, '')).toBeUndefined()
})
