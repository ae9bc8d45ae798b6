import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAttributes, FieldPath, type FieldType, type ProfileField, standardFields } from './fields.ts'

const field = (path: string, type: FieldType, more: Partial<ProfileField> = {}): ProfileField => ({
  path,
  type,
  required: false,
  options: null,
  labels: { en: '', fr: '' },
  pii: false,
  ...more,
})

test.each<[FieldType, unknown, unknown]>([
  ['string', '', 1],
  ['integer', 7, 7.5],
  ['number', -0.5, '1'],
  ['boolean', false, 'false'],
  ['date', '2024-02-29', '2023-02-29'],
  ['date-time', '2026-11-21T07:00:00+01:00', '2026-11-21'],
  ['object', {}, []],
  ['array', [], {}],
])('a field of type %s takes %j and refuses %j', (type, good, bad) => {
  const fields = [field('a.b', type)]
  expect(checkAttributes(fields, { a: { b: good } })).toEqual([])
  expect(checkAttributes(fields, { a: { b: bad } })).toMatchObject([{ pointer: '/attributes/a/b' }])
  expect(checkAttributes(fields, { a: { b: null } })).toEqual([])
})

test('options and required values are held, other attributes are free', () => {
  const fields = [field('tier', 'string', { options: ['gold', 'silver'], required: true })]
  expect(checkAttributes(fields, { tier: 'gold', anything: [{}] })).toEqual([])
  expect(checkAttributes(fields, { tier: 'tin' })).toMatchObject([
    { pointer: '/attributes/tier', detail: 'Must be one of gold, silver' },
  ])
  expect(checkAttributes(fields, {}, { pointer: '/0/attributes' })).toEqual([
    { pointer: '/0/attributes/tier', detail: 'Is required' },
  ])
})

test('a change is not held responsible for what was there before it', () => {
  const fields = [field('shoe.size', 'integer'), field('tier', 'string')]
  const attributes = { shoe: { size: 'XL' }, tier: 'gold' }
  expect(checkAttributes(fields, attributes, { patch: { tier: 'gold' } })).toEqual([])
  expect(checkAttributes(fields, attributes, { patch: { shoe: { size: 'XL' } } })).toHaveLength(1)
  expect(checkAttributes(fields, { shoe: 'big' }, { patch: { shoe: 'big' } })).toMatchObject([
    { pointer: '/attributes/shoe/size' },
  ])
})

test('whatever the attributes are, checking them ends with an answer', () => {
  const fields = [field('a', 'object'), field('a.b', 'integer'), field('a.b.c', 'date', { required: true })]
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.jsonValue()), (attributes) => {
      expect(Array.isArray(checkAttributes(fields, attributes as Record<string, unknown>))).toBe(true)
    }),
  )
})

test('every standard attribute has a label in both languages and a path that may be declared', () => {
  for (const { path, labels } of standardFields) {
    expect(FieldPath.safeParse(path).success).toBe(true)
    expect([labels.en, labels.fr]).not.toContain('')
  }
})
