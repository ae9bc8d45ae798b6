import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSecrets } from './secrets.ts'

const key = randomBytes(32)
const secrets = openSecrets([key])

test('what is sealed opens to what it was, and no two seals look alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, purpose) => {
      const sealed = secrets.seal(purpose, text)
      expect(secrets.open(purpose, sealed)).toBe(text)
      expect(secrets.seal(purpose, text).equals(sealed)).toBe(false)
    }),
  )
})

test('a sealed value with any bit changed does not open', () => {
  const sealed = secrets.seal('smtp password', 'hunter2')
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => secrets.open('smtp password', changed)).toThrow()
  }
})

test('a cut value does not open, at whatever length', () => {
  const sealed = secrets.seal('smtp password', 'hunter2')
  for (let length = 0; length < sealed.length; length++)
    expect(() => secrets.open('smtp password', sealed.subarray(0, length))).toThrow()
})

test('a value that was moved to another place does not open there', () => {
  const sealed = secrets.seal('configuration 1', 'hunter2')
  expect(() => secrets.open('configuration 2', sealed)).toThrow('belongs to another place')
})

test('after a rotation old values still open, and new ones need the new key', () => {
  const old = secrets.seal('smtp password', 'hunter2')
  const next = randomBytes(32)
  const rotated = openSecrets([next, key])

  expect(rotated.open('smtp password', old)).toBe('hunter2')
  expect(openSecrets([next]).open('smtp password', rotated.seal('smtp password', 'x'))).toBe('x')
  expect(() => openSecrets([next]).open('smtp password', old)).toThrow('not given any more')
})

test('derived keys differ by use and by master key, and are the same on every machine', () => {
  expect(secrets.derive('tracking')).toHaveLength(32)
  expect(openSecrets([key]).derive('tracking')).toEqual(secrets.derive('tracking'))
  expect(secrets.derive('access-token')).not.toEqual(secrets.derive('tracking'))
  expect(openSecrets([randomBytes(32)]).derive('tracking')).not.toEqual(secrets.derive('tracking'))
  expect(secrets.derive('tracking').equals(key)).toBe(false)
})

test('a key of another size is refused', () => {
  expect(() => openSecrets([])).toThrow()
  expect(() => openSecrets([randomBytes(16)])).toThrow('32 bytes')
})
