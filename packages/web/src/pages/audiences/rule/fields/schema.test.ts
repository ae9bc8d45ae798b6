import { expect, test } from 'vitest'
import { membersIn } from './schema.ts'

test('a schema names what conditions can ask of events', () => {
  const schema = {
    type: 'object',
    properties: {
      total: { type: ['number', 'null'], title: 'Total' },
      state: { enum: ['paid', 'open'] },
      at: { type: 'string', format: 'date-time' },
      shop: { type: 'object', properties: { city: { type: 'string' } } },
      lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
      any: {},
      'a.b': { type: 'string' },
    },
  }
  expect(membersIn(schema)).toEqual([
    { path: 'total', type: 'number', label: 'Total', options: null },
    { path: 'state', type: 'string', label: undefined, options: ['paid', 'open'] },
    { path: 'at', type: 'date-time', label: undefined, options: null },
    { path: 'shop.city', type: 'string', label: undefined, options: null },
    { path: 'lines', type: 'array', label: undefined, options: null },
    { path: 'any', type: 'unknown', label: undefined, options: null },
  ])
  expect(membersIn(null)).toEqual([])
})
