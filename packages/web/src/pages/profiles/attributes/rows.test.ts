import { expect, test } from 'vitest'
import type { Attribute, Attributes } from '../../../parts/attributes.ts'
import { groupsOf } from './rows.ts'

const attribute = (path: string, more: Partial<Attribute> = {}): Attribute => ({
  path,
  type: 'string',
  required: false,
  options: null,
  pii: false,
  label: undefined,
  origin: 'declared',
  ...more,
})
const knowing = (...items: Attribute[]): Attributes => ({
  items,
  isKnown: true,
  of: (path) => items.find((one) => one.path === path),
})
const shown = (attributes: Record<string, unknown>, known = knowing()) =>
  groupsOf(attributes, known).map(({ name, rows }) => [name, rows.map(({ path, value }) => [path, value])])

test('values stand under the first name of their path, those of one name first', () => {
  expect(shown({ person: { name: { firstName: 'Zoé' }, tags: ['a'] }, tier: 'gold', empty: {} })).toEqual([
    [
      '',
      [
        ['empty', {}],
        ['tier', 'gold'],
      ],
    ],
    [
      'person',
      [
        ['person.name.firstName', 'Zoé'],
        ['person.tags', ['a']],
      ],
    ],
  ])
  expect(shown({})).toEqual([])
})

test('what was declared has a place before it has a value; what only others have has none', () => {
  const known = knowing(
    attribute('loyalty.tier'),
    attribute('shoe', { origin: 'seen' }),
    attribute('loyalty'),
  )
  expect(shown({ loyalty: { points: 3 } }, known)).toEqual([
    [
      'loyalty',
      [
        ['loyalty.points', 3],
        ['loyalty.tier', undefined],
      ],
    ],
  ])
})

test('an object that was declared as one is one value, and a name with a point is no path', () => {
  const known = knowing(attribute('pet', { type: 'object' }), attribute('a.b', { label: 'AB' }))
  expect(shown({ pet: { name: 'Rex' } }, known)[0]).toEqual(['', [['pet', { name: 'Rex' }]]])
  const [group] = groupsOf({ 'a.b': 1 }, known)
  expect(group?.rows[0]).toMatchObject({ segments: ['a.b'], attribute: undefined })
})
