import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { dateField, extra, mailbox, messageIdField, unstructured, unsubscribeFields } from './header.ts'

const parse = (fields: string) => PostalMime.parse(`${fields}\r\n`)
// Without the two line separators, which become spaces like other ends of lines.
const anyText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(' ', '=?', '?=', 'é', '日本', '"', '\\', 'a', 'word', ',', '<'),
      maxLength: 80,
    }),
    fc.string({ unit: 'grapheme-ascii', minLength: 900, maxLength: 1200 }),
  )
  .map((text) => text.replace(/[\u2028\u2029]/g, ''))
const short = (field: string) => {
  expect(field.endsWith('\r\n')).toBe(true)
  for (const line of field.slice(0, -2).split('\r\n')) expect(line).toMatch(/^[ -~]{1,998}$/)
}

test('a subject arrives as it was written, whatever its characters, in lines that RFC 5322 allows', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (subject) => {
      const field = unstructured('Subject', subject)
      short(field)
      if (/=\?utf-8/.test(field))
        for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
      expect((await parse(field)).subject ?? '').toBe(subject)
    }),
  )
})

test('a display name arrives as it was written, beside the address', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (name) => {
      const field = mailbox('To', { name, address: 'ann@example.org' })
      short(field)
      expect((await parse(field)).to).toEqual([{ name: name.trim(), address: 'ann@example.org' }])
    }),
  )
})

describe('nobody writes a header through a value', () => {
  const attack = 'hello\r\nBcc: everyone@example.org\r\n\r\nbody\n.\r\u2028Bcc: x'

  test('line ends in a subject, a name or an extra value become spaces', () => {
    for (const field of [
      unstructured('Subject', attack),
      mailbox('To', { name: attack, address: 'a@b.example' }),
      extra({ 'X-Order': attack }),
    ])
      expect(field.split('\r\n').filter((line) => !line.startsWith(' '))).toHaveLength(2)
  })

  test.each([
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example>, <c@d.example',
    'a b@c.example',
    'a@b.example\n',
    '<a@b.c>',
  ])('an address that is more than one address is refused: %j', (address) =>
    expect(() => mailbox('To', { address })).toThrow(TypeError),
  )

  test.each([
    'X Order',
    'X:Order',
    'X-Order\r\nBcc',
    '',
    'Übung',
    'From',
    'subject',
    'DKIM-Signature',
    'Bcc',
  ])('a header may not be called %j', (name) => expect(() => extra({ [name]: 'x' })).toThrow(TypeError))

  test.each(['<a@b>\r\nBcc: x@y', 'no-at-sign', 'two@at@signs', 'spa ce@x', 'é@x'])(
    'a Message-ID may not be %j',
    (id) => expect(() => messageIdField(id)).toThrow(TypeError),
  )

  test.each([
    'javascript:alert(1)',
    'https://x.example/>, <mailto:y',
    'https://x.example/\r\nBcc: y',
    'https://x.example/a b',
  ])('an unsubscription URL may not be %j', (url) =>
    expect(() => unsubscribeFields({ url })).toThrow(TypeError),
  )
})

test('an internationalised domain is spelled in ASCII, a local part that is not ASCII stays', () => {
  expect(mailbox('To', { address: 'info@münchen.example' })).toBe('To: info@xn--mnchen-3ya.example\r\n')
  expect(mailbox('To', { address: 'jürgen@münchen.example' })).toBe('To: jürgen@xn--mnchen-3ya.example\r\n')
})

test('one-click unsubscription takes two headers, one of them word for word', () => {
  expect(unsubscribeFields({ url: 'https://x.example/u/1', mailto: 'mailto:u@x.example' })).toBe(
    'List-Unsubscribe: <https://x.example/u/1>,\r\n <mailto:u@x.example>\r\n' +
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n',
  )
})

test('the date is the one of each message, to the second', () => {
  const dates = ['2026-11-21T08:09:10.000Z', '2026-11-21T08:09:10.999Z', '2026-11-21T08:09:11.000Z']
  expect(dates.map((date) => dateField(new Date(date)))).toEqual([
    'Date: Sat, 21 Nov 2026 08:09:10 +0000\r\n',
    'Date: Sat, 21 Nov 2026 08:09:10 +0000\r\n',
    'Date: Sat, 21 Nov 2026 08:09:11 +0000\r\n',
  ])
})
