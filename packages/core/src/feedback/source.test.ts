import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressesIn, readSourceSettings, sourceFields, sourceKinds } from './source.ts'

const mailbox = { host: 'imap.example.com', username: 'bounces', password: ' se cret ' }
const wrong = (kind: (typeof sourceKinds)[number], given: Record<string, string>) => {
  const read = readSourceSettings(kind, given)
  return read.ok ? [] : read.mistakes.map(({ pointer }) => pointer.replace('/config/', ''))
}

test('a mailbox needs a host and somebody to sign in; everything else has a value that is safe', () => {
  expect(readSourceSettings('imap', mailbox)).toEqual({
    ok: true,
    settings: {
      ...mailbox,
      port: '993',
      security: 'tls',
      verifyCertificate: 'yes',
      folder: 'INBOX',
      after: 'seen',
      everyMinutes: '5',
    },
  })
  expect(readSourceSettings('pop3', mailbox)).toMatchObject({ settings: { port: '995', after: 'keep' } })
  expect(wrong('imap', {})).toEqual(['host', 'username', 'password'])
})

test('blanks around a value do not count, but in a password they do', () => {
  expect(readSourceSettings('imap', { ...mailbox, host: '  imap.example.com ', folder: ' ' })).toMatchObject({
    settings: { host: 'imap.example.com', folder: 'INBOX', password: ' se cret ' },
  })
})

describe('every mistake is told by the name of its setting', () => {
  test.each<[Record<string, string>, string[]]>([
    [{ port: '0' }, ['port']],
    [{ port: '1e3', everyMinutes: '1441' }, ['port', 'everyMinutes']],
    [{ security: 'maybe' }, ['security']],
    [{ colour: 'red' }, ['colour']],
    [{ after: 'move' }, ['moveTo']],
    [{ after: 'move', moveTo: 'INBOX' }, ['moveTo']],
    [{ after: 'move', moveTo: 'Done' }, []],
    [{ username: 'a\r\nDELE 1' }, ['username']],
    [{ password: 'a\nb' }, ['password']],
  ])('%j', (given, found) => expect(wrong('imap', { ...mailbox, ...given })).toEqual(found))
})

test('addresses are several, in any case, and each is one', () => {
  expect(addressesIn(' Bounces@Shop.example , leave@shop.example,')).toEqual([
    'bounces@shop.example',
    'leave@shop.example',
  ])
  expect(wrong('smtp', { addresses: 'bounces@shop.example, leave@shop.example' })).toEqual([])
  for (const addresses of ['', ' , ', 'bounces', 'a@b, @c', Array(21).fill('a@b.c').join()])
    expect(wrong('smtp', { addresses })).toEqual(['addresses'])
})

test('law: what was read once is read the same again, and nothing but the settings of the kind comes out', () => {
  const given = fc.dictionary(
    fc.constantFrom(
      'host',
      'port',
      'username',
      'password',
      'addresses',
      'topicArn',
      'publicKey',
      'signingKey',
      '__proto__',
    ),
    fc.string({ maxLength: 20 }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...sourceKinds), given, (kind, config) => {
      const once = readSourceSettings(kind, config)
      if (!once.ok) return
      expect(readSourceSettings(kind, once.settings)).toEqual(once)
      const names = sourceFields[kind].map(({ name }) => name)
      expect(Object.keys(once.settings).every((name) => names.includes(name))).toBe(true)
    }),
  )
})
