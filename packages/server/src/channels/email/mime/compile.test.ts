import fc from 'fast-check'
import nodemailer from 'nodemailer'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { templateOf } from '../testing/template.ts'
import { compileMail } from './compile.ts'
import { constant, type Template } from './template.ts'

type Scope = { name: string; words: string[] }
const date = new Date('2026-11-21T08:09:10Z')
const details = { messageId: 'm1@mail.example', date, to: { address: 'ann@example.org' } }
const source = { from: { name: 'Shop', address: 'shop@mail.example' }, subject: constant('Hi') }
const scope: Scope = { name: 'Ann', words: ['a', 'b'] }
const parse = (raw: Buffer) => PostalMime.parse(raw)
const unified = (text: string | undefined) => text?.replace(/\r\n|\r/g, '\n').replace(/\n$/, '')

test('a message is multipart/alternative: text first, HTML last, both filled in', async () => {
  const mail = compileMail<Scope>({
    ...source,
    replyTo: { name: 'Käthe', address: 'help@mail.example' },
    subject: templateOf('Order for ', (s) => s.name),
    text: templateOf('Hello ', (s) => s.name, '!\n'),
    html: templateOf(
      '<p>Hello <b>',
      (s) => s.name,
      '</b>\n',
      (s) => s.words.join(' '),
      '</p>',
    ),
    headers: { 'X-Campaign': 'été' },
  })
  const raw = mail.compose(scope, {
    ...details,
    to: { name: 'Ann Léa', address: 'ann@example.org' },
    listUnsubscribe: { url: 'https://t.example/t/u/token' },
    headers: { 'Feedback-ID': 'c1:chappe' },
  })
  expect(raw.toString()).toMatch(/^[\r\n -~]+$/)
  const read = await parse(raw)
  expect(read).toMatchObject({
    from: { name: 'Shop', address: 'shop@mail.example' },
    replyTo: [{ name: 'Käthe', address: 'help@mail.example' }],
    to: [{ name: 'Ann Léa', address: 'ann@example.org' }],
    subject: 'Order for Ann',
    messageId: '<m1@mail.example>',
    date: '2026-11-21T08:09:10.000Z',
    text: 'Hello Ann!\n\n',
    html: '<p>Hello <b>Ann</b>\na b</p>\n',
  })
  const header = (key: string) => read.headers.find((field) => field.key === key)?.value
  expect(header('content-type')).toMatch(/^multipart\/alternative; boundary="=_/)
  expect(header('list-unsubscribe')).toBe('<https://t.example/t/u/token>')
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(header('feedback-id')).toBe('c1:chappe')
  expect(header('mime-version')).toBe('1.0')
})

test('composing leaves nothing behind for the next message', () => {
  const mail = compileMail<Scope>({
    ...source,
    text: templateOf((s) => s.name),
    html: templateOf('<i>', (s) => s.name),
  })
  const first = mail.compose(scope, details)
  const kept = Buffer.from(first)
  mail.compose({ name: 'x'.repeat(200_000), words: [] }, details)
  expect(first.equals(kept)).toBe(true)
  expect(mail.compose(scope, details).equals(kept)).toBe(true)
})

test('messages share memory and never a byte of it, whatever their sizes', () => {
  const mail = compileMail<Scope>({ ...source, html: templateOf('<i>é', (s) => s.name, '</i>') })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 150_000 }), { maxLength: 12 }), (sizes) => {
      const made = sizes.map((size) => mail.compose({ name: 'x'.repeat(size), words: [] }, details))
      const copies = made.map((raw) => Buffer.from(raw))
      for (const size of sizes) mail.compose({ name: '='.repeat(size), words: [] }, details)
      for (const [i, raw] of made.entries()) expect(raw.equals(copies[i]!)).toBe(true)
    }),
    { numRuns: 20 },
  )
})

test('a message that cannot be made leaves nothing to the next', () => {
  const mail = compileMail<Scope>({ ...source, html: templateOf('<i>', (s) => s.words.join(' ')) })
  const whole = mail.compose(scope, details)
  expect(() => mail.compose({} as Scope, details)).toThrow(TypeError)
  expect(mail.compose(scope, details).equals(whole)).toBe(true)
})

test('text alone and HTML alone need no multipart', async () => {
  const text = await parse(compileMail({ ...source, text: constant('plain') }).compose({}, details))
  expect(text).toMatchObject({ text: 'plain\n', subject: 'Hi' })
  const html = await parse(compileMail({ ...source, html: constant('<p>rich</p>') }).compose({}, details))
  expect(html).toMatchObject({ html: '<p>rich</p>\n', subject: 'Hi' })
  expect(() => compileMail(source)).toThrow(TypeError)
})

describe('the preheader', () => {
  const preheader = templateOf<Scope>('Tom & <', (s) => s.name)
  const hidden = '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">Tom &amp; &lt;Ann</div>'
  const htmlOf = async (html: ReturnType<typeof templateOf<Scope>>) =>
    (await parse(compileMail<Scope>({ ...source, preheader, html }).compose(scope, details))).html!.trim()

  test('opens the body, escaped', async () => {
    expect(await htmlOf(templateOf('<html><body class="a">', (s) => s.name, '</body></html>'))).toBe(
      `<html><body class="a">${hidden}Ann</body></html>`,
    )
  })

  test('finds the end of a start tag that holds values and a quoted bracket', async () => {
    expect(await htmlOf(templateOf('<BODY data-a=">', (s) => s.name, '" id=x>text'))).toBe(
      `<BODY data-a=">Ann" id=x>${hidden}text`,
    )
  })

  test('comes first in a fragment, and after the head where the body has no tag of its own', async () => {
    expect(await htmlOf(templateOf('<p>x</p>'))).toBe(`${hidden}<p>x</p>`)
    expect(await htmlOf(templateOf('<head></head><p>x</p>'))).toBe(`<head></head>${hidden}<p>x</p>`)
  })

  test('stands once even when its static is walked twice', async () => {
    const twice: Template<Scope> = {
      statics: ['<body>'],
      renderTo(_scope, sink) {
        sink.static(0)
        sink.static(0)
      },
    }
    expect(await htmlOf(twice)).toBe(`<body>${hidden}<body>`)
  })
})

test('a general mail library and we say the same thing, whatever the content', async () => {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  // Characters that HTML and XML text may hold; the library itself drops or alters other controls.
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(' ', '\n', '=', '.', '\t', 'From '),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 300,
  })
  const name = fc.string({ unit: 'grapheme', maxLength: 40 }).map((name) => name.replace(/\s+/g, ' ').trim())
  await fc.assert(
    fc.asyncProperty(
      name,
      name,
      fc.array(text, { minLength: 2, maxLength: 6 }),
      name,
      async (from, to, pieces, subject) => {
        const values = pieces.map((piece, i) => (i % 2 === 0 ? `.${piece}.` : () => `.${piece}.`))
        const body = values.map((value) => (typeof value === 'string' ? value : value())).join('')
        const ours = compileMail({
          from: { name: from, address: 'shop@mail.example' },
          subject: templateOf('', () => subject),
          text: templateOf(...values),
          html: templateOf('<p>', ...values, '</p>'),
          headers: { 'X-Note': subject },
        }).compose({}, { ...details, to: { name: to, address: 'ann@bücher.example' } })
        const { message } = await transport.sendMail({
          from: { name: from, address: 'shop@mail.example' },
          to: { name: to, address: 'ann@bücher.example' },
          subject,
          text: body,
          html: `<p>${body}</p>`,
          headers: { 'X-Note': subject },
          messageId: '<m1@mail.example>',
          date,
        })
        const [a, b] = await Promise.all([parse(ours), parse(message as Buffer)])
        expect({ from: a.from, to: a.to, subject: a.subject, id: a.messageId, date: a.date }).toEqual({
          from: b.from,
          to: b.to,
          subject: b.subject,
          id: b.messageId,
          date: b.date,
        })
        expect(unified(a.text)).toBe(unified(b.text))
        expect(unified(a.html)).toBe(unified(b.html))
        expect(unified(a.text)).toBe(unified(body))
      },
    ),
    { numRuns: 200 },
  )
})
