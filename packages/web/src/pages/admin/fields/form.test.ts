import { expect, test } from 'vitest'
import { emptyForm, formOf, inputOf, mistakesOf } from './form.ts'

const tier = {
  path: 'loyalty.tier',
  type: 'string' as const,
  required: true,
  pii: false,
  labels: { en: 'Tier', fr: 'Niveau' },
  options: ['or', 'argent'],
}

test('what is declared and not changed is sent as it was', () => {
  const { path, ...input } = tier
  expect(formOf(tier).path).toBe(path)
  expect(inputOf(formOf(tier))).toEqual(input)
})

test('options are one a line, each once; only texts and whole numbers have them', () => {
  const form = { ...emptyForm, options: ' or \n\nor\nargent' }
  expect(inputOf(form).options).toEqual(['or', 'argent'])
  expect(inputOf({ ...form, type: 'boolean' }).options).toBeNull()
  expect(inputOf(emptyForm).options).toBeNull()
})

test('a path is names joined by points, and options of a whole number are whole numbers', () => {
  expect(mistakesOf({ ...emptyForm, path: 'loyalty tier' })).toEqual({ path: 'fields.path.wrong' })
  expect(mistakesOf({ ...emptyForm, path: 'size', type: 'integer', options: '41\nlarge' })).toEqual({
    options: 'fields.options.integer',
  })
  expect(mistakesOf(formOf(tier))).toEqual({})
})
