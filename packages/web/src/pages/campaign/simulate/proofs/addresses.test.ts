import { expect, test } from 'vitest'
import { addressesIn, isUsable } from './addresses.ts'

test('addresses are found whatever separates them, each once', () => {
  expect(addressesIn('a@example.com, b@example.com;\n a@example.com').valid).toEqual([
    'a@example.com',
    'b@example.com',
  ])
})

test('what is no address is told, and nothing is sent to the others meanwhile', () => {
  const found = addressesIn('a@example.com nobody')
  expect(found.wrong).toEqual(['nobody'])
  expect(isUsable(found)).toBe(false)
})

test('ten are enough', () => {
  const eleven = Array.from({ length: 11 }, (_, at) => `p${at}@example.com`).join(' ')
  expect(addressesIn(eleven).over).toBe(1)
  expect(isUsable(addressesIn(eleven))).toBe(false)
  expect(isUsable(addressesIn('a@example.com'))).toBe(true)
  expect(isUsable(addressesIn(''))).toBe(false)
})
