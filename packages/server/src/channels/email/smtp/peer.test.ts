import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, test } from 'vitest'
import { compileMail } from '../mime/compile.ts'
import { certificate } from '../testing/certificate.ts'
import { aMail, outcomesOf } from '../testing/conformance.ts'
import { aSender } from '../testing/stage.ts'
import { templateOf } from '../testing/template.ts'

type Arrived = { to: string[]; raw: Buffer; user: string | undefined; secure: boolean }

/** A relay made by others, over TLS and with passwords, that keeps what it gets. */
async function aPeer(options: SMTPServerOptions = {}) {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    ...certificate,
    onAuth: ({ username, password, accessToken }, _session, done) =>
      username === 'shop' && (password === 'secret' || accessToken === 'secret')
        ? done(null, { user: username })
        : done(new Error('no')),
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith('nobody')
          ? Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 })
          : null,
      ),
    onData(stream, { envelope, user, secure }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        arrived.push({
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          user: user as string | undefined,
          secure,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, arrived, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

const mail = compileMail<{ name: string }>({
  from: { name: 'Le Café', address: 'shop@mail.example' },
  subject: templateOf('Bonjour ', (s) => s.name),
  preheader: templateOf('À lire, ', (s) => s.name),
  html: templateOf('<html><body>\n.\n<p>', (s) => s.name, ' ✓</p></body></html>'),
  text: templateOf('..', (s) => s.name, '\n.\n'),
})

test('a server made by others gets over TLS what we composed, from whom it let in, and tells whom it does not know', async () => {
  const peer = await aPeer()
  const settings = { security: 'required', verifyCertificate: false, username: 'shop', password: 'secret' }
  const sender = aSender(peer.port, settings)
  const names = ['Zoé', 'Łukasz 😀', '.', 'O’Neil & “co”']
  const batch = [...names, 'nobody'].map((name, i) => {
    const to = name === 'nobody' ? 'nobody@example.org' : `user${i}@example.org`
    return aMail({
      to,
      raw: mail.compose(
        { name },
        { messageId: `m${i}@mail.example`, date: new Date(0), to: { name, address: to } },
      ),
    })
  })
  const outcomes = await outcomesOf(sender, batch)
  await sender.close()
  await peer.close()

  expect(outcomes.map(({ kind }) => kind)).toEqual([...names.map(() => 'accepted'), 'refused'])
  expect(outcomes.at(-1)).toMatchObject({ code: 550, enhanced: '5.1.1', bounce: 'hard' })
  expect(peer.arrived.map(({ user, secure }) => ({ user, secure }))).toEqual(
    names.map(() => ({ user: 'shop', secure: true })),
  )
  const read = await Promise.all(peer.arrived.map(({ raw }) => PostalMime.parse(raw)))
  const byId = read.sort((a, b) => a.messageId!.localeCompare(b.messageId!))
  for (const [i, name] of names.entries())
    expect(byId[i]).toMatchObject({
      subject: `Bonjour ${name}`,
      to: [{ name, address: `user${i}@example.org` }],
      text: `..${name}\n.\n\n`,
      html: expect.stringContaining(`À lire, ${name.replace('&', '&amp;')}</div>\n.\n<p>${name} ✓</p>`),
    })
})

test('it lets us in by token as well, and its refusal of a password is understood', async () => {
  const peer = await aPeer({ authMethods: ['XOAUTH2', 'LOGIN'] })
  const settings = { security: 'required', verifyCertificate: false, username: 'shop' }
  const byToken = aSender(peer.port, { ...settings, accessToken: 'secret' })
  expect(await outcomesOf(byToken, [aMail()])).toMatchObject([{ kind: 'accepted' }])
  const wrong = aSender(peer.port, { ...settings, password: 'wrong' })
  expect(await outcomesOf(wrong, [aMail()])).toMatchObject([
    { kind: 'deferred', code: 535, reason: 'authentication' },
  ])
  await byToken.close()
  await wrong.close()
  await peer.close()
})

test('its size limit is kept, and its refusal at the end of a message is heard', async () => {
  const peer = await aPeer({
    size: 5000,
    authOptional: true,
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => done(Object.assign(new Error('5.7.1 Looks like spam'), { responseCode: 554 })))
    },
  })
  const sender = aSender(peer.port)
  const outcomes = await outcomesOf(sender, [aMail({ raw: Buffer.alloc(6000, 'x') }), aMail(), aMail()])
  await sender.close()
  await peer.close()
  expect(outcomes).toMatchObject([
    { kind: 'refused', reason: 'size' },
    { kind: 'refused', code: 554, reason: 'policy', bounce: 'config' },
    { kind: 'refused', code: 554, reason: 'policy', bounce: 'config' },
  ])
})
