import { Target } from '@chappe/core/import/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Column,
  faultsOf,
  hasConsents,
  isSerious,
  type Known,
  namespacesIn,
  partOf,
  remarksOf,
  targetOf,
  typeIn,
  withTarget,
} from './mapping.ts'

const known: Known = {
  typeOf: (path) => ({ 'loyalty.points': 'number', address: 'object' })[path],
  isDeclared: () => false,
  kindOf: (namespace) => (namespace === 'email' ? 'email' : namespace === 'phone' ? 'phone' : 'id'),
}

const aColumn = (column: number, more: Partial<Column> = {}): Column => ({
  column,
  name: `Column ${column}`,
  samples: ['one'],
  type: 'string',
  filled: 1,
  suggestion: 'ignore',
  ...more,
})

const targets = [
  'identity:email',
  'identity:crmid',
  'attribute:person.name.firstName',
  'attribute:loyalty.points',
  'consent:email',
  'consent:email/newsletter',
  'test',
  'ignore',
]

test('every target that the contract takes is understood, and only those', () => {
  for (const target of targets) {
    expect(Target.safeParse(target).success, target).toBe(true)
    expect(partOf(target).kind).toBe(target.split(':')[0])
  }
  expect(partOf('consent:email/newsletter')).toEqual({
    kind: 'consent',
    channel: 'email',
    topic: 'newsletter',
  })
  expect(partOf('consent:sms')).toEqual({ kind: 'consent', channel: 'sms', topic: '' })
})

test('a column has the last target that was chosen for it; ignored columns are not named', () => {
  const changes = fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...targets)), { maxLength: 20 })
  fc.assert(
    fc.property(changes, (all) => {
      const mapping = all.reduce(
        (now, [column, target]) => withTarget(now, column, target),
        withTarget([], 0, 'ignore'),
      )
      for (const [column, target] of new Map(all)) expect(targetOf(mapping, column)).toBe(target)
      expect(mapping.map(({ column }) => column)).toEqual(
        [...new Set(mapping.map(({ column }) => column))].sort(),
      )
      expect(mapping.some(({ target }) => target === 'ignore')).toBe(false)
    }),
  )
})

test('a type goes with an attribute and with nothing else', () => {
  expect(withTarget([], 1, 'attribute:age', 'integer')).toEqual([
    { column: 1, target: 'attribute:age', type: 'integer' },
  ])
  expect(withTarget([], 1, 'identity:email', 'string')).toEqual([{ column: 1, target: 'identity:email' }])
  expect(typeIn({ column: 1, target: 'attribute:loyalty.points' }, known)).toBe('number')
  expect(typeIn({ column: 1, target: 'attribute:other' }, known)).toBe('string')
})

test('without an identity there is nobody to import', () => {
  expect(faultsOf({ mapping: [{ column: 0, target: 'consent:email' }], matchBy: null })).toEqual([
    'noIdentity',
  ])
  expect(faultsOf({ mapping: [{ column: 0, target: 'identity:email' }], matchBy: null })).toEqual([])
})

test('people are found by an identity that the file has', () => {
  const mapping = [{ column: 0, target: 'identity:email' }]
  expect(faultsOf({ mapping, matchBy: 'crmid' })).toEqual(['noMatch'])
  expect(faultsOf({ mapping, matchBy: 'email' })).toEqual([])
  expect(namespacesIn([...mapping, { column: 1, target: 'identity:crmid' }])).toEqual(['email', 'crmid'])
})

test('two columns cannot write to the same place, nor one inside of the other', () => {
  const columns = [0, 1, 2, 3].map((column) => aColumn(column))
  const remarks = remarksOf(
    columns,
    {
      mapping: [
        { column: 0, target: 'attribute:city' },
        { column: 1, target: 'attribute:city' },
        { column: 2, target: 'attribute:city.name' },
        { column: 3, target: 'attribute:citys' },
      ],
      matchBy: null,
    },
    known,
  )
  expect(remarks).toEqual([
    { id: 'twice', column: 1, other: 0 },
    { id: 'inside', column: 2, other: 0 },
  ])
  expect(remarks.every(isSerious)).toBe(true)
})

test('values that do not look like what they are to become are remarked upon', () => {
  const remark = (column: Partial<Column>, target: string) =>
    remarksOf([aColumn(0, column)], { mapping: [{ column: 0, target }], matchBy: null }, known).map(
      ({ id }) => id,
    )
  expect(remark({ samples: ['Zoé'] }, 'identity:email')).toEqual(['noAddress'])
  expect(remark({ samples: ['zoe@shop.test'] }, 'identity:email')).toEqual([])
  expect(remark({ samples: ['home'] }, 'identity:phone')).toEqual(['noPhone'])
  expect(remark({ samples: ['06 12 34 56 78'] }, 'identity:phone')).toEqual([])
  expect(remark({ samples: ['maybe'] }, 'consent:email')).toEqual(['noChoice'])
  expect(remark({ samples: ['oui'], type: 'boolean' }, 'consent:email')).toEqual([])
  expect(remark({ samples: ['many'] }, 'attribute:loyalty.points')).toEqual(['type'])
  expect(remark({ samples: ['12'], type: 'integer' }, 'attribute:loyalty.points')).toEqual([])
  expect(remark({}, 'attribute:address')).toEqual(['object'])
  expect(remark({ samples: [] }, 'identity:email')).toEqual([])
})

test('lines without the identity that decides are announced', () => {
  const columns = [aColumn(0, { samples: ['a@b.test'], filled: 0.5 }), aColumn(1)]
  const one = [{ column: 0, target: 'identity:email' }]
  const two = [...one, { column: 1, target: 'identity:crmid' }]
  const gaps = [{ id: 'gaps', column: 0, filled: 0.5 }]
  expect(remarksOf(columns, { mapping: one, matchBy: null }, known)).toEqual(gaps)
  expect(remarksOf(columns, { mapping: two, matchBy: null }, known)).toEqual([])
  expect(remarksOf(columns, { mapping: two, matchBy: 'email' }, known)).toEqual(gaps)
})

test('a person may have two addresses', () => {
  const mapping = [0, 1].map((column) => ({ column, target: 'identity:email' }))
  const columns = [0, 1].map((column) => aColumn(column, { samples: ['a@b.test'], filled: 0.5 }))
  expect(remarksOf(columns, { mapping, matchBy: 'email' }, known)).toEqual([])
})

test('consents are known by their targets', () => {
  expect(hasConsents([{ column: 0, target: 'consent:sms' }])).toBe(true)
  expect(hasConsents([{ column: 0, target: 'attribute:consent' }])).toBe(false)
})
