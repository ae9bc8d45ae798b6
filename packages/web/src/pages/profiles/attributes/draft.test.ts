import { expect, test } from 'vitest'
import { draftOf, readDraft, typeOf, type ValueType } from './draft.ts'

const free = { required: false, options: null }

test.each<[ValueType, unknown]>([
  ['string', 'or'],
  ['integer', 42],
  ['number', 4.5],
  ['boolean', false],
  ['date', '2026-11-21'],
  ['date-time', '2026-11-21T07:00:00Z'],
  ['object', { a: [1] }],
  ['array', []],
])('a value of type %s that is not changed stays what it is', (type, value) => {
  expect(readDraft({ ...free, type }, draftOf(type, value))).toEqual({ ok: true, value })
})

test.each<[ValueType, string, string]>([
  ['integer', '4.5', 'integer'],
  ['number', '4,5', 'number'],
  ['array', '{}', 'array'],
  ['object', '[]', 'object'],
  ['object', 'null', 'object'],
  ['object', '{', 'json'],
])('%s is not written %s', (type, draft, mistake) => {
  expect(readDraft({ ...free, type }, draft)).toEqual({ ok: false, mistake: `profiles.value.${mistake}` })
})

test('what is required is not left empty, and a choice is one of its options', () => {
  const tier = { type: 'string' as const, required: true, options: ['or', 'argent'] }
  expect(readDraft(tier, ' ')).toMatchObject({ mistake: 'profiles.value.required' })
  expect(readDraft(tier, 'bronze')).toMatchObject({ mistake: 'profiles.value.option' })
  expect(readDraft({ ...tier, required: false }, '')).toEqual({ ok: true, value: undefined })
})

test('a value is edited as it is declared, else as it is', () => {
  expect(typeOf('date', 'x')).toBe('date')
  expect(typeOf(undefined, [1])).toBe('array')
  expect(typeOf('whatever', true)).toBe('boolean')
  expect(typeOf(undefined, null)).toBe('string')
})
