import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../outcome.ts'
import { aMail, mails, outcomesOf } from '../testing/conformance.ts'
import { fakeRelay } from '../testing/fake-relay.ts'
import type { Act, FakeOptions, Moment } from '../testing/script.ts'
import { aSender, modes, withRelay } from '../testing/stage.ts'
import type { Tuning } from './settings.ts'

/** Deadlines short enough for a test that waits for one. */
const hasty = { connect: 300, greeting: 150, command: 150, data: 150, message: 150, idle: 60_000 }
const long = Buffer.from(
  `Subject: long\r\n\r\n${'0123456789abcdef'.repeat(64).concat('\r\n').repeat(24_000)}`,
)

const sendOne = (options: FakeOptions, mail = aMail(), tuning: Partial<Tuning> = {}): Promise<Outcome> =>
  withRelay({ ...options, tuning }, async ({ sender }) => (await outcomesOf(sender, [mail]))[0]!)

describe.each(Object.entries(modes))('a relay that fails, %s', (mode, offers) => {
  const before: Moment[] =
    mode === 'chunking' ? ['connect', 'ehlo'] : ['connect', 'ehlo', 'mail', 'rcpt', 'data']

  test.each(before)(
    'silence at %s: nothing was sent, come back later, the address is not at fault',
    async (moment) => {
      const outcome = await sendOne({ offers, script: { [moment]: () => 'hang' } }, aMail(), hasty)
      expect(outcome).toMatchObject({ kind: 'deferred', counts: false, reason: 'connection' })
    },
  )

  test.each(before)('a connection lost at %s: nothing was sent, come back later', async (moment) => {
    const outcome = await sendOne({ offers, script: { [moment]: () => 'drop' } })
    expect(outcome).toMatchObject({ kind: 'deferred', counts: false, reason: 'connection' })
  })

  test.each(['drop', 'hang'] as const)(
    '%s after the last octet and before the answer: nobody knows',
    async (act) => {
      const outcome = await sendOne({ offers, script: { message: () => act } }, aMail(), {
        message: hasty.message,
      })
      expect(outcome).toMatchObject({ kind: 'uncertain' })
    },
  )

  test.each(['drop', 'deaf'] as const)(
    '%s in the middle of a message too long to have left: it was not sent',
    async (act) => {
      const outcome = await sendOne({ offers, script: { body: () => act } }, aMail({ raw: long }), hasty)
      expect(outcome).toMatchObject({ kind: 'deferred', counts: false })
    },
  )

  test('421 names no culprit: what it answers and what is behind it go over another connection, once', async () => {
    const script = {
      mail: (_: string, nth: number) =>
        nth === 3 ? ({ say: '421 4.3.2 Shutting down', leave: true } as const) : undefined,
    }
    await withRelay({ offers, script, settings: { connections: 1 } }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, mails(10))
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
      expect(relay.mails).toHaveLength(10)
      expect(relay.connections()).toBe(2)
    })
  })

  test('a relay that lost the thread (503) is asked again over another connection', async () => {
    const script = { mail: (_: string, nth: number) => (nth === 3 ? '503 5.5.1 Nested MAIL' : undefined) }
    await withRelay({ offers, script, settings: { connections: 1 } }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, mails(10))
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
      expect(relay.mails).toHaveLength(10)
    })
  })

  test('a relay that says 421 and goes on all the same doubles nothing', async () => {
    const script = { mail: (_: string, nth: number) => (nth === 3 ? '421 4.3.2 Not now' : undefined) }
    await withRelay({ offers, script, settings: { connections: 1 } }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, mails(10))
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
      expect(relay.mails).toHaveLength(10)
    })
  })

  test('a relay that says 421 again and again is left alone', async () => {
    const script = { mail: () => ({ say: '421 4.7.0 Too many messages, slow down', leave: true }) as const }
    await withRelay({ offers, script, settings: { connections: 1 } }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, mails(3))
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({
          kind: 'deferred',
          code: 421,
          enhanced: '4.7.0',
          reason: 'throttled',
          counts: false,
        })
      expect(relay.connections()).toBeLessThanOrEqual(3)
    })
  })

  test('a refused message leaves the connection fit for the next', async () => {
    const script = { message: (to: string) => (to.startsWith('user1@') ? '554 5.6.0 Unreadable' : undefined) }
    await withRelay({ offers, script, settings: { connections: 1 } }, async ({ sender, relay }) => {
      const outcomes = await outcomesOf(sender, mails(4))
      expect(outcomes[1]).toMatchObject({ kind: 'refused', bounce: 'ignored', reason: 'content' })
      expect(relay.mails.map(({ to }) => to[0])).toEqual(
        ['user0', 'user2', 'user3'].map((local) => `${local}@example.org`),
      )
      expect(relay.connections()).toBe(1)
      expect(relay.violations).toEqual([])
    })
  })

  const act: fc.Arbitrary<Act | undefined> = fc.constantFrom<(Act | undefined)[]>(
    undefined,
    undefined,
    undefined,
    '550 5.1.1 No',
    '451 4.3.0 Later',
    { say: '421 4.3.2 Bye', leave: true },
    { say: '250 Ok', leave: true },
    'drop',
    'hang',
    { say: '250 Ok', after: 5 },
    'what is this',
  )
  const acts = fc.array(act, { maxLength: 8 })
  const silences = fc.array(
    fc.constantFrom<(Act | undefined)[]>(undefined, undefined, undefined, 'drop', 'hang'),
    { maxLength: 12 },
  )
  const script = fc.record({
    connect: fc.array(act, { maxLength: 2 }),
    ehlo: acts,
    mail: acts,
    rcpt: acts,
    data: acts,
    body: silences,
    message: acts,
    rset: silences,
  })

  test('whatever it does, each mail has one outcome, none arrives twice, and the accepted are those that arrived', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.integer({ min: 1, max: 3 }), async (script, connections) => {
        // A code of another step would be a lie of the relay's, which no client can see through.
        const honest = (moment: Moment, said: Act | undefined): Act | undefined =>
          typeof said === 'object' &&
          said.say === '250 Ok' &&
          moment !== 'mail' &&
          moment !== 'rcpt' &&
          moment !== 'message'
            ? undefined
            : said
        const told = Object.fromEntries(
          Object.entries(script).map(([moment, acts]) => [
            moment,
            (_: string, nth: number) => honest(moment as Moment, acts[nth - 1]),
          ]),
        )
        const relay = await fakeRelay({ offers, script: told })
        const sender = aSender(
          relay.port,
          { connections },
          { ...hasty, command: 40, data: 40, message: 40, greeting: 40 },
        )
        const batch = mails(12)
        const outcomes = await outcomesOf(sender, batch)
        await sender.close()
        const arrived = relay.mails.map(({ to }) => to[0]!)
        const addresses = (kind: string) =>
          batch.filter((_, i) => outcomes[i]!.kind === kind).map(({ to }) => to)
        await expect.poll(() => relay.open()).toBe(0)
        await relay.close()
        expect(new Set(arrived).size).toBe(arrived.length)
        expect(arrived).toEqual(expect.arrayContaining(addresses('accepted')))
        expect([...addresses('accepted'), ...addresses('uncertain')]).toEqual(expect.arrayContaining(arrived))
        expect(relay.violations).toEqual([])
      }),
      { numRuns: 25 },
    )
  })
})

test('nobody listening: everything waiting is deferred with the reason, and the next batch tries again', async () => {
  const relay = await fakeRelay()
  const { port } = relay
  await relay.close()
  const sender = aSender(port)
  for (const outcome of [...(await outcomesOf(sender, mails(5))), ...(await outcomesOf(sender, mails(2)))])
    expect(outcome).toMatchObject({
      kind: 'deferred',
      reason: 'connection',
      counts: false,
      reply: expect.stringContaining('ECONNREFUSED'),
    })
  await sender.close()
})

test('a relay that takes fewer connections than we have gets all messages over those it takes', async () => {
  const script = {
    connect: (_: string, nth: number) =>
      nth > 1 ? ({ say: '421 Too many connections', leave: true } as const) : undefined,
  }
  await withRelay({ script, settings: { connections: 4 } }, async ({ sender, relay }) => {
    const outcomes = await outcomesOf(sender, mails(50))
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
    expect(relay.mails).toHaveLength(50)
  })
})

test('a relay that hangs up on an idle connection loses nothing', async () => {
  await withRelay({ settings: { connections: 1 } }, async ({ sender, relay }) => {
    await outcomesOf(sender, mails(2))
    relay.mails[0]!.connection.destroy()
    const [outcome] = await outcomesOf(sender, [aMail()])
    expect(outcome!.kind).toBe('accepted')
    expect(relay.mails).toHaveLength(3)
  })
})

test('after a blind copy is refused the message still goes to its recipient', async () => {
  const script = { rcpt: (to: string) => (to.startsWith('archive') ? '550 5.1.1 No' : undefined) }
  await withRelay({ script }, async ({ sender, relay }) => {
    expect(await outcomesOf(sender, [aMail({ bcc: 'archive@mail.example' })])).toMatchObject([
      { kind: 'accepted' },
    ])
    expect(relay.mails[0]!.to).toEqual(['ann@example.org'])
  })
})
