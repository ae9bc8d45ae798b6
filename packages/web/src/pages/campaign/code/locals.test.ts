import { expect, test } from 'vitest'
import { around } from './locals.ts'

const names = (source: string) => around(source).locals.map(({ name }) => name)

test('a loop brings its item and its counters, until it ends', () => {
  const loop = '{{#each context.order.items as |item|}}'
  expect(names(loop)).toEqual(['item', '@index', '@first', '@last'])
  expect(around(loop).locals[0]).toMatchObject({ path: 'context.order.items[]' })
  expect(names(`${loop}x{{/each}}`)).toEqual([])
})

test('a loop in a loop knows what its items are', () => {
  const nested = '{{#each context.orders as |order|}}{{#each order.items as |item|}}'
  expect(around(nested).locals.find(({ name }) => name === 'item')?.path).toBe('context.orders[].items[]')
  expect(around(nested).open).toEqual(['each', 'each'])
})

test('a block without a name has `this`; a variable lasts to the end', () => {
  expect(names('{%#with profile.person%}')).toEqual(['this'])
  expect(names('{% let total = 0 %} text')).toEqual(['total'])
  expect(around('{% let city = profile.homeAddress.city %}').locals[0]?.path).toBe('profile.homeAddress.city')
})

test('what is half written hurts nobody', () => {
  expect(names('{{#each')).toEqual([])
  expect(names('{{/each}}{{/if}}')).toEqual([])
})
