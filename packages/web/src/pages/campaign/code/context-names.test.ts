import { expect, test } from 'vitest'
import { contextNames } from './context-names.ts'

test('a list is named, and what is in its items', () => {
  const items = { type: 'array', items: { type: 'object', properties: { price: { type: 'number' } } } }
  const schema = { type: 'object', properties: { items, note: { type: 'string' } } }
  expect(
    Object.fromEntries(
      contextNames(schema, [{ root: 'context', path: 'tags[]', type: 'string', hasDefault: false }]),
    ),
  ).toEqual({
    'context.items': 'array',
    'context.items[].price': 'number',
    'context.note': 'string',
    'context.tags': 'array',
    'context.tags[]': 'string',
  })
})
