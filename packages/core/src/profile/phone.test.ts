import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginningOfPhone, readPhone } from './phone.ts'
import { normalizeIdentity } from './schema.ts'

test.each([
  ['+33612345678', '+33612345678'],
  ['+33 6 12-34.56 78', '+33612345678'],
  ['0033 (0)6 12 34 56 78', '+33612345678'],
  ['+1 (415) 555-0132', '+14155550132'],
  ['+33 6 12 34 56 78', '+33612345678'],
])('%s is %s', (text, value) => {
  expect(readPhone(text)).toEqual({ ok: true, value })
  expect(normalizeIdentity('Phone', text)).toEqual({ namespace: 'phone', value })
})

test('a national number takes the calling code of the sandbox, and is refused without one', () => {
  expect(readPhone('06 12 34 56 78', '33')).toEqual({ ok: true, value: '+33612345678' })
  expect(readPhone('06 1234 5678', '39')).toEqual({ ok: true, value: '+390612345678' })
  expect(readPhone('06 12 34 56 78')).toMatchObject({ ok: false, detail: /no default calling code/ })
})

test.each(['+33', '+0612345678', '+1234567890123456', 'call me', '+33612x45678', ''])(
  '“%s” is no telephone number',
  (text) => {
    expect(readPhone(text, '33').ok).toBe(false)
  },
)

test('a number that was read is read as itself, however it was written', () => {
  const digits = fc.stringMatching(/^[1-9]\d{7,14}$/)
  const mark = fc.constantFrom('', ' ', '.', '-', '\u00a0')
  fc.assert(
    fc.property(
      digits,
      fc.array(mark, { minLength: 15, maxLength: 15 }),
      fc.boolean(),
      (all, marks, plus) => {
        const written = (plus ? '+' : '00') + [...all].map((digit, n) => digit + marks[n % 15]).join('')
        expect(readPhone(written)).toEqual({ ok: true, value: `+${all}` })
        expect(readPhone(`+${all}`)).toEqual({ ok: true, value: `+${all}` })
      },
    ),
  )
})

test.each([
  ['+33 6 1', null, '+3361'],
  ['0033 6', null, '+336'],
  ['06 12', '33', '+33612'],
  ['06 12', '39', '+390612'],
  ['06 12', null, '0612'],
])('a number that begins with %s (calling code %s) begins with %s', (typed, code, beginning) => {
  expect(beginningOfPhone(typed, code)).toBe(beginning)
})
