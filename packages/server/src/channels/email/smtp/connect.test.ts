import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { probe } from '../probe.ts'
import { aMail, mails, outcomesOf } from '../testing/conformance.ts'
import type { FakeOptions } from '../testing/script.ts'
import { aSender, modes, withRelay } from '../testing/stage.ts'
import type { Settings } from './settings.ts'

const login = { username: 'shop', password: 'pässwörd' }
const tls = ['STARTTLS', 'PIPELINING', 'CHUNKING', 'AUTH PLAIN LOGIN XOAUTH2']
type Given = Partial<Record<keyof Settings, unknown>>

/** Sends one mail; answers its outcome, the dialogue, and what the relay made of it. */
const oneWith = (options: FakeOptions, settings: Given) =>
  withRelay({ ...options, settings }, async ({ sender, relay }) => {
    const { outcome, transcript } = await probe(sender, aMail())
    return { outcome, transcript: transcript.join('\n'), mail: relay.mails[0], commands: relay.commands }
  })

describe('encryption', () => {
  const trusting = { verifyCertificate: false }

  test.each(['opportunistic', 'required'])('%s: STARTTLS before anything else is said', async (security) => {
    const { outcome, mail, commands } = await oneWith({ offers: tls }, { ...trusting, security })
    expect(outcome.kind).toBe('accepted')
    expect(mail?.secure).toBe(true)
    expect(commands.slice(0, 2)).toEqual([expect.stringMatching(/^EHLO /), 'STARTTLS'])
  })

  test('implicit: TLS from the first octet', async () => {
    const { outcome, mail } = await oneWith({ implicitTls: true }, { ...trusting, security: 'implicit' })
    expect(outcome.kind).toBe('accepted')
    expect(mail?.secure).toBe(true)
  })

  test('opportunistic: in clear where the relay knows no TLS', async () => {
    expect((await oneWith({}, { security: 'opportunistic' })).mail?.secure).toBe(false)
  })

  test('required: no message to a relay without TLS', async () => {
    const { outcome, commands } = await oneWith({}, { security: 'required' })
    expect(outcome).toMatchObject({
      kind: 'deferred',
      counts: false,
      reply: expect.stringContaining('STARTTLS'),
    })
    expect(commands.join()).not.toContain('MAIL')
  })

  test.each(['required', 'opportunistic', 'implicit'])(
    '%s: a certificate that nobody vouches for is refused',
    async (security) => {
      const { outcome, commands } = await oneWith(
        { offers: tls, implicitTls: security === 'implicit' },
        { security },
      )
      expect(outcome).toMatchObject({
        kind: 'deferred',
        counts: false,
        reply: expect.stringMatching(/TLS .*self-signed/),
      })
      expect(commands.join()).not.toContain('MAIL')
    },
  )

  test('what comes in clear after STARTTLS was put there by someone on the way', async () => {
    const script = { starttls: () => '220 Go ahead\r\n250 Injected' }
    const { outcome } = await oneWith({ offers: tls, script }, { ...trusting, security: 'required' })
    expect(outcome).toMatchObject({
      kind: 'deferred',
      reply: expect.stringContaining('in clear after STARTTLS'),
    })
  })
})

describe('signing in', () => {
  test.each([
    ['AUTH PLAIN LOGIN', {}, 'PLAIN'],
    ['AUTH LOGIN', {}, 'LOGIN'],
    ['AUTH=LOGIN PLAIN', { authentication: 'login' }, 'LOGIN'],
    ['AUTH XOAUTH2 PLAIN', { accessToken: login.password, password: '' }, 'XOAUTH2'],
  ])('with %s offered and %j, by %s', async (offer, more, mechanism) => {
    const { outcome, mail, commands } = await oneWith(
      { ...login, offers: [offer, 'PIPELINING'] },
      { ...login, ...more },
    )
    expect(outcome.kind).toBe('accepted')
    expect(mail?.user).toBe('shop')
    expect(commands[1]).toMatch(new RegExp(`^AUTH ${mechanism}`))
  })

  test.each([
    ['AUTH PLAIN', {}],
    ['AUTH LOGIN', {}],
    ['AUTH XOAUTH2', { accessToken: 'wrong', password: '' }],
  ])('a refused password is our set-up: deferred with the relay’s words, by %s', async (offer, more) => {
    const { outcome } = await oneWith({ ...login, offers: [offer] }, { ...login, password: 'wrong', ...more })
    expect(outcome).toMatchObject({
      kind: 'deferred',
      code: 535,
      enhanced: '5.7.8',
      reason: 'authentication',
      counts: false,
    })
  })

  test.each(['AUTH PLAIN', 'AUTH LOGIN', 'AUTH XOAUTH2'])(
    'no secret stands in the transcript of %s',
    async (offer) => {
      const secret = 'opensesame'
      const more = offer.endsWith('XOAUTH2') ? { accessToken: secret } : { password: secret }
      const { outcome, transcript } = await oneWith(
        { username: 'shop', password: secret, offers: [offer] },
        { username: 'shop', ...more },
      )
      expect(outcome.kind).toBe('accepted')
      expect(transcript).toContain('********')
      for (const text of [secret, `\0shop\0${secret}`, 'shop']) {
        expect(transcript).not.toContain(text === 'shop' ? Buffer.from(text).toString('base64') : text)
        expect(transcript).not.toContain(Buffer.from(text).toString('base64').slice(0, 12))
      }
    },
  )

  test('no password goes over a line in clear unless the operator chose to do without encryption', async () => {
    const { outcome, commands } = await oneWith(
      { ...login, offers: ['AUTH PLAIN'] },
      { ...login, security: 'opportunistic' },
    )
    expect(outcome).toMatchObject({ kind: 'deferred', reason: 'authentication' })
    expect(commands.join()).not.toContain('AUTH')
  })

  test('a relay without a mechanism that we know is told apart from a wrong password', async () => {
    const { outcome } = await oneWith({ offers: ['AUTH GSSAPI'] }, login)
    expect(outcome).toMatchObject({
      kind: 'deferred',
      reason: 'authentication',
      reply: expect.stringContaining('GSSAPI'),
    })
  })
})

test('verifying goes as far as signing in, and tells where it stopped', async () => {
  const options = { ...login, offers: ['AUTH PLAIN'] }
  await withRelay({ ...options, settings: login }, async ({ sender, relay }) => {
    expect(await sender.verify()).toMatchObject({ ok: true, reply: '235 2.7.0 Welcome' })
    expect(relay.commands.join()).not.toContain('MAIL')
  })
  await withRelay({ ...options, settings: { ...login, password: 'wrong' } }, async ({ sender }) => {
    const { ok, reply, transcript } = await sender.verify()
    expect({ ok, reply }).toEqual({ ok: false, reply: '535 5.7.8 Wrong name or password' })
    expect(transcript).toContain('C: AUTH PLAIN ********')
  })
})

test('a relay of before EHLO is spoken to in its own way', async () => {
  const script = { ehlo: () => '502 5.5.1 What?' }
  const { outcome, commands } = await oneWith({ script }, {})
  expect(outcome.kind).toBe('accepted')
  expect(commands.slice(0, 3).map((line) => line.split(' ')[0])).toEqual(['EHLO', 'HELO', 'MAIL'])
})

describe('what the relay offers decides what it is sent', () => {
  test('a message above its SIZE is not sent at all, and is not the address’s fault', async () => {
    await withRelay({ offers: ['PIPELINING', 'SIZE 1000'] }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, [aMail({ raw: Buffer.alloc(1001, 'x') }), aMail()])
      expect(outcomes).toMatchObject([
        { kind: 'refused', reason: 'size', bounce: 'ignored' },
        { kind: 'accepted' },
      ])
      expect(relay.mails.map(({ parameters }) => parameters)).toEqual([[`SIZE=${aMail().raw.length}`]])
    })
  })

  test.each(Object.entries(modes))('an address outside ASCII needs SMTPUTF8: %s', async (_, offers) => {
    const mail = aMail({ to: 'jürgen@bücher.example' })
    await withRelay({ offers }, async ({ sender, relay }) => {
      expect(await outcomesOf(sender, [mail])).toMatchObject([{ kind: 'accepted' }])
      expect(relay.mails[0]).toMatchObject({
        to: ['jürgen@xn--bcher-kva.example'],
        parameters: ['BODY=8BITMIME', 'SMTPUTF8'],
      })
    })
    await withRelay({ offers: offers.filter((offer) => offer !== 'SMTPUTF8') }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, [mail, aMail({ to: 'ann@bücher.example' })])
      expect(outcomes).toMatchObject([{ kind: 'refused', bounce: 'ignored' }, { kind: 'accepted' }])
      expect(relay.mails.map(({ to }) => to)).toEqual([['ann@xn--bcher-kva.example']])
    })
  })

  test('an 8-bit message goes only where it may', async () => {
    const mail = aMail({ raw: Buffer.from('Subject: x\r\n\r\né\r\n'), eightBit: true })
    await withRelay({}, async ({ sender, relay }) => {
      await outcomesOf(sender, [mail])
      expect(relay.mails[0]).toMatchObject({ raw: mail.raw.toString(), parameters: ['BODY=8BITMIME'] })
    })
    await withRelay({ offers: [] }, async ({ sender }) => {
      expect(await outcomesOf(sender, [mail])).toMatchObject([{ kind: 'refused', bounce: 'ignored' }])
    })
  })

  test('an operator may do without pipelining', async () => {
    await withRelay(
      { offers: modes.chunking, settings: { pipelining: false } },
      async ({ sender, relay }) => {
        await outcomesOf(sender, mails(3))
        expect(relay.commands).not.toContainEqual(expect.stringContaining('BDAT'))
        expect(relay.mails).toHaveLength(3)
      },
    )
  })
})

describe('connections', () => {
  test('carry no more messages than they may', async () => {
    await withRelay({ settings: { connections: 1, messagesPerConnection: 4 } }, async ({ sender, relay }) => {
      await outcomesOf(sender, mails(10))
      expect(relay.connections()).toBe(3)
      for (const { connection } of relay.mails)
        expect(relay.mails.filter((mail) => mail.connection === connection).length).toBeLessThanOrEqual(4)
      expect(relay.mails).toHaveLength(10)
    })
  })

  test('are as many as messages need and no more than allowed', async () => {
    await withRelay({ settings: { connections: 3 } }, async ({ sender, relay }) => {
      await outcomesOf(sender, mails(1))
      expect(relay.connections()).toBe(1)
      await outcomesOf(sender, mails(200))
      expect(relay.connections()).toBeLessThanOrEqual(3)
    })
  })

  test('end politely when nothing has been sent for a while', async () => {
    await withRelay({ tuning: { idle: 20 } }, async ({ sender, relay }) => {
      await outcomesOf(sender, mails(1))
      await expect.poll(() => relay.open()).toBe(0)
      expect(relay.commands.at(-1)).toBe('QUIT')
      expect(await outcomesOf(sender, mails(1))).toMatchObject([{ kind: 'accepted' }])
    })
  })
})

/** A relay that answers nothing about the first message until it has seen `wanted`. */
async function holdingBack(offers: string, wanted: RegExp, answers: (seen: string) => string) {
  const server = createServer((socket) => {
    let seen = ''
    let released = false
    socket.write('220 x\r\n')
    socket.on('error', () => {})
    socket.on('data', (octets) => {
      seen += octets.toString('latin1')
      if (/^EHLO .*\r\n$/.test(seen)) {
        seen = ''
        socket.write(`250-x\r\n${offers}\r\n`)
      } else if (!released && !seen.includes('\r\n\r\n')) socket.write(answers(seen))
      else if (wanted.test(seen)) {
        released = true
        socket.destroy()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

test('PIPELINING: the next message is announced before the answer to the one before', async () => {
  const relay = await holdingBack(
    '250 PIPELINING',
    /\r\n\.\r\nMAIL [^\r]*\r\nRCPT [^\r]*\r\nDATA\r\n$/,
    () => '250 a\r\n250 b\r\n354 c\r\n',
  )
  const sender = aSender(relay.port, { connections: 1 })
  const outcomes = await outcomesOf(sender, mails(2))
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['deferred', 'uncertain'])
  await sender.close()
  await relay.close()
})

test('CHUNKING: eight messages are under way before the first answer', async () => {
  const relay = await holdingBack(
    '250-PIPELINING\r\n250 CHUNKING',
    /^(?:(?:RSET\r\n)?MAIL [^\r]*\r\nRCPT [^\r]*\r\nBDAT [^B]*){8}$/,
    () => '',
  )
  const sender = aSender(relay.port, { connections: 1 })
  const outcomes = await outcomesOf(sender, mails(8))
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['uncertain']))
  await sender.close()
  await relay.close()
})

test('a private address is refused before a word is said, unless the operator allows those', async () => {
  await withRelay({}, async ({ relay }) => {
    const sender = aSender(relay.port, {}, {}, { allowPrivate: false })
    const outcomes = await outcomesOf(sender, [aMail()])
    expect(outcomes).toMatchObject([
      { kind: 'deferred', counts: false, reply: expect.stringContaining('private address') },
    ])
    await sender.close()
    expect(relay.connections()).toBe(0)
  })
})
