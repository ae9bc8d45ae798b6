import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentOf, sayBytes, saySpan } from './amounts.ts'

/** Spaces of any kind as plain ones. */
const plain = (text: string) => text.replace(/\s/g, ' ')

test('sizes are told in the unit that fits, in both languages', () => {
  expect(plain(sayBytes(0, 'en-US'))).toBe('0 bytes')
  expect(plain(sayBytes(999, 'fr-FR'))).toBe('999 octets')
  expect(plain(sayBytes(12_400_000, 'en-US'))).toBe('12.4 MB')
  expect(plain(sayBytes(12_400_000, 'fr-FR'))).toBe('12,4 Mo')
  expect(plain(sayBytes(21_474_836_480, 'fr-FR'))).toBe('21,5 Go')
})

test('what is left is told as one says it, never as nothing', () => {
  expect(plain(saySpan(0, 'en-US'))).toBe('5 seconds')
  expect(plain(saySpan(31, 'fr-FR'))).toBe('35 secondes')
  expect(plain(saySpan(56, 'en-US'))).toBe('1 minute')
  expect(plain(saySpan(5_400, 'fr-FR'))).toBe('1,5 heure')
})

test('a hundred percent is the end and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (done, all) => {
      expect(percentOf(done, all) === 100).toBe(done >= all)
    }),
  )
  expect(percentOf(0, 0)).toBe(0)
})
