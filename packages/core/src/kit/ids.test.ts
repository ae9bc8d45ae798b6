import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asExecutionId, executionIdOf, isUuid, messageIdOf, uuidV7 } from './ids.ts'

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const random = fc
  .uint8Array({ minLength: 10, maxLength: 10 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))
const id = fc.tuple(time, random).map(([at, bits]) => uuidV7(at, bits))

test('an id is a UUID of version 7 that tells when it was made', () => {
  fc.assert(
    fc.property(time, random, (at, bits) => {
      const made = uuidV7(at, bits)
      expect(isUuid(made)).toBe(true)
      expect(made[14]).toBe('7')
      expect('89ab').toContain(made[19])
      expect(Number.parseInt(made.slice(0, 13).replace('-', ''), 16)).toBe(at)
    }),
  )
})

test('ids sort by the time at which they were made', () => {
  fc.assert(
    fc.property(time, time, random, random, (a, b, x, y) => {
      fc.pre(a < b)
      expect(uuidV7(a, x) < uuidV7(b, y)).toBe(true)
    }),
  )
})

test('an execution and its messages lead to each other', () => {
  fc.assert(
    fc.property(id, fc.integer({ min: 1, max: 20 }), (made, ordinal) => {
      const execution = asExecutionId(made)
      const message = messageIdOf(execution, ordinal)
      expect(isUuid(message)).toBe(true)
      expect(executionIdOf(message)).toBe(execution)
      expect(Number.parseInt(message.slice(-2), 16)).toBe(ordinal)
    }),
  )
})

test.each([
  '',
  'campaign',
  '01970000-0000-7000-8000-00000000000',
  '01970000-0000-7000-8000-00000000000G',
  '{01970000-0000-7000-8000-000000000001}',
])('"%s" is no id', (text) => {
  expect(isUuid(text)).toBe(false)
})
