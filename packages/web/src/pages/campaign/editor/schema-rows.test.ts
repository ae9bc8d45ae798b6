import { expect, test } from 'vitest'
import { readObject, schemaRows } from './schema-rows.ts'

test('a schema becomes one row per leaf, with its whole path', () => {
  expect(
    schemaRows({
      type: 'object',
      required: ['order'],
      properties: {
        order: {
          type: 'object',
          required: ['number'],
          properties: {
            number: { type: 'string', examples: ['A-1001'] },
            total: { type: ['number', 'string'], default: 12 },
            items: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
            tags: { type: 'array', items: { type: 'string' } },
          },
        },
        note: {},
      },
    }),
  ).toEqual([
    { path: 'order.number', type: 'string', required: true, example: 'A-1001' },
    { path: 'order.total', type: 'number | string', required: false, example: '12' },
    { path: 'order.items[].name', type: 'string', required: false, example: '' },
    { path: 'order.tags[]', type: 'string', required: false, example: '' },
    { path: 'note', type: 'any', required: false, example: '' },
  ])
})

test('a schema of nothing has no rows', () => {
  expect(schemaRows({})).toEqual([])
})

test('only a JSON object is taken from what a person types', () => {
  expect(readObject('{"a": 1}')).toEqual({ ok: true, value: { a: 1 } })
  expect(readObject('[1]').ok).toBe(false)
  expect(readObject('null').ok).toBe(false)
  expect(readObject('{"a": }').ok).toBe(false)
})
