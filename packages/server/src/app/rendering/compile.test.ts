import { fragmentsOf, noFragments } from '@chappe/core/campaign/contents'
import { Definition } from '@chappe/core/campaign/schema'
import { EmailSettings } from '@chappe/core/configuration/schema'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { mailForm } from '../../channels/email/index.ts'
import { openSecrets } from '../secrets.ts'
import { trackingTokens } from '../tracking.ts'
import { compileVersion, type Personal, type Version } from './compile.ts'

const house = { mail: mailForm, publicUrl: 'https://chappe.test' }
const tokens = trackingTokens(openSecrets([Buffer.alloc(32, 1)]))
const compiled = (definition: z.input<typeof Definition>, over: Partial<Version> = {}) =>
  compileVersion(house, {
    definition: Definition.parse(definition),
    variant: null,
    fragments: noFragments,
    category: 'transactional',
    settings: EmailSettings.parse({ senderEmail: 'shop@sender.test' }),
    tokens,
    ...over,
  })
const somebody: Personal = {
  id: '01970000-0000-7000-8000-000000000101',
  sandboxId: 1,
  to: 'me@shop.test',
  profile: {},
  context: {},
  at: new Date('2026-02-03T10:00:00Z'),
  now: new Date('2026-02-05T11:00:00Z'),
}
const link = (path: string) => `<a href="https://shop.test/${path}">x</a>`
const numbers = (raw: Buffer) =>
  [
    ...raw
      .toString()
      .replace(/=\r\n/g, '')
      .matchAll(/\/t\/c\/[\w-]+\/(\d+)/g),
  ].map(([, n]) => Number(n))

test('dates and chance are of the message, however often and whenever it is made', () => {
  const content = compiled({
    content: { subject: '{%= getCurrentZonedDateTime() %} {{random()}}', html: '<p>{{random()}}</p>' },
  })
  const once = content.parts(somebody)
  expect(once.subject).toMatch(/^2026-02-03T10:00/)
  expect(content.parts({ ...somebody, now: new Date('2030-01-01T00:00:00Z') })).toEqual(once)
  expect(content.parts({ ...somebody, id: '01970000-0000-7000-8000-000000000102' }).html).not.toBe(once.html)
})

test('links are numbered through all locales, fragments included, and each locale is compiled when it is needed', () => {
  const footer = '01970000-0000-7000-8000-0000000000f1'
  const html = `${link('a')}{{fragment id="${footer}"}}`
  const content = compiled(
    {
      content: { subject: 'A', html },
      languages: { locales: ['en', 'fr', 'de'], defaultLocale: 'en' },
      translations: { fr: { subject: 'B', html }, de: { subject: '{{', html: link('c') } },
    },
    { fragments: fragmentsOf({ [footer]: { number: 1, name: 'Footer', content: link('b') } }) },
  )
  content.prepare()
  expect(content.locales).toEqual(['en', 'fr', 'de'])
  const of = (preferredLanguage: string) =>
    content.compose({ ...somebody, profile: { preferredLanguage } }).raw
  expect(numbers(of('en'))).toEqual([0, 1])
  expect(numbers(of('fr'))).toEqual([2, 3])
  expect(() => of('de')).toThrow('never closed')
  expect(numbers(of('it'))).toEqual([0, 1])
})

describe('a message', () => {
  const content = compiled({
    content: { subject: 'Hé {{profile.x}}', preheader: 'Soon', html: '<body>Hi</body>' },
  })

  test('may have a prefix before its subject and headers of its own', async () => {
    const { raw } = content.compose({ ...somebody, subjectPrefix: '[é] ', headers: { 'X-Own': 'yes' } })
    const mail = await PostalMime.parse(raw)
    expect(mail.subject).toBe('[é] Hé ')
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'x-own', value: 'yes' }))
    expect(mail.date).toBe('2026-02-05T11:00:00.000Z')
  })

  test('cannot be given another line through a prefix', () => {
    const { raw } = content.compose({ ...somebody, subjectPrefix: 'x\r\nBcc: victim@shop.test' })
    expect(raw.toString()).not.toMatch(/^Bcc/m)
  })

  test('has texts while nobody sends it, and no octets', () => {
    const unsent = compiled(
      { content: { subject: 'A', html: '<p>B</p>' } },
      { settings: EmailSettings.parse({}) },
    )
    expect(unsent.parts(somebody)).toMatchObject({ subject: 'A', text: 'B' })
    expect(() => unsent.prepare()).toThrow(TypeError)
  })
})

test('what comes back leads to the message: by the return address, and by fields that relays hand back', async () => {
  const content = { content: { subject: 'A', html: '<p>A</p>' } }
  const { envelopeFrom, raw } = compiled(content).compose(somebody)
  expect(envelopeFrom).toBe('shop@sender.test')
  const { headers } = await PostalMime.parse(raw)
  for (const key of ['x-chappe-message', 'x-pm-metadata-chappe-message'])
    expect(headers.find((field) => field.key === key)?.value).toBe(somebody.id)

  const settings = { senderEmail: 'shop@sender.test', returnEmail: 'bounces@back.test' }
  const marked = compiled(content, { settings: EmailSettings.parse(settings) }).compose(somebody)
  expect(marked.envelopeFrom).toMatch(/^bounces\+[a-z2-7]{48}@back\.test$/)
  expect(tokens.readReturnPath(marked.envelopeFrom)?.message).toEqual({
    messageId: somebody.id,
    sandboxId: 1,
  })
  expect(marked.raw.toString()).not.toContain('back.test')
  const plain = EmailSettings.parse({ ...settings, returnMarked: false })
  expect(compiled(content, { settings: plain }).compose(somebody).envelopeFrom).toBe('bounces@back.test')
})

test('a variant is compiled alone, with the numbers that its links have among all', () => {
  const definition = {
    content: { subject: 'Own', html: link('a') + link('b') },
    variants: [
      { id: 'broken', name: 'Broken', content: { subject: '{{', html: link('c') } },
      { id: 'second', name: 'Second', content: { subject: 'Second', html: link('d') } },
    ],
  }
  const content = compiled(definition, { variant: 'second' })
  content.prepare()
  expect(content.parts(somebody).subject).toBe('Second')
  expect(numbers(content.compose(somebody).raw)).toEqual([3])
  expect(() => compiled(definition, { variant: 'third' })).toThrow('no variant third')
})
