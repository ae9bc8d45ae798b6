import { afterEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../outcome.ts'
import type { OutgoingMail, Sender } from '../../provider.ts'
import { probe } from '../probe.ts'

export type Arrived = { readonly to: string; readonly raw: string }

/** A sender and a look at the other side of it. `bounce@`, `full@` and `defer@` are refused there as the inbox does. */
export type Stage = {
  readonly sender: Sender
  arrived(): readonly Arrived[]
  close(): Promise<void>
}

export const aMail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  id: 'm1',
  envelopeFrom: 'bounces@mail.example',
  to: 'ann@example.org',
  raw: Buffer.from('From: shop@mail.example\r\nSubject: Hi\r\n\r\nHello\r\n.\r\n.. dots\r\nend\r\n'),
  ...over,
})

export const mails = (count: number, prefix = 'user'): OutgoingMail[] =>
  Array.from({ length: count }, (_, i) =>
    aMail({
      id: `${prefix}${i}`,
      to: `${prefix}${i}@example.org`,
      raw: Buffer.from(`Subject: ${prefix}${i}\r\n\r\nfor ${i}\r\n`),
    }),
  )

/** Sends a batch and checks the promise that every provider makes: one outcome per mail, before `send` resolves. */
export async function outcomesOf(
  sender: Sender,
  batch: readonly OutgoingMail[],
  signal?: AbortSignal,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let calls = 0
  const settle = (index: number, outcome: Outcome) => {
    calls++
    outcomes[index] = outcome
  }
  await sender.send(batch, settle, signal ? { signal } : {})
  expect(calls).toBe(batch.length)
  expect(Object.keys(outcomes)).toHaveLength(batch.length)
  return outcomes
}

const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind)

/** What every email provider promises, whatever it is made of. */
export function conformance(name: string, open: () => Promise<Stage>): void {
  describe(`every email provider: ${name}`, () => {
    let stage: Stage
    const opened = async () => (stage = await open())
    afterEach(async () => {
      await stage.sender.close()
      await stage.close()
    })

    test('what is accepted has arrived, octet for octet', async () => {
      const { sender, arrived } = await opened()
      const mail = aMail()
      const [outcome] = await outcomesOf(sender, [mail])
      expect(outcome).toMatchObject({ kind: 'accepted', reply: expect.stringMatching(/^250 /) })
      expect(arrived()).toEqual([{ to: 'ann@example.org', raw: mail.raw.toString() }])
    })

    test('a large batch arrives once each, and a batch of none is done at once', async () => {
      const { sender, arrived } = await opened()
      const batch = mails(250)
      expect(new Set(kinds(await outcomesOf(sender, batch)))).toEqual(new Set(['accepted']))
      expect(
        arrived()
          .map(({ to }) => to)
          .sort(),
      ).toEqual(batch.map(({ to }) => to).sort())
      expect(await outcomesOf(sender, [])).toEqual([])
    })

    test('batches that overlap keep their outcomes apart', async () => {
      const { sender, arrived } = await opened()
      const batches = ['a', 'b', 'c'].map((prefix) => [
        ...mails(20, prefix),
        aMail({ to: `bounce-${prefix}@example.org` }),
      ])
      const outcomes = await Promise.all(batches.map((batch) => outcomesOf(sender, batch)))
      for (const each of outcomes) expect(kinds(each)).toEqual([...Array(20).fill('accepted'), 'refused'])
      expect(arrived()).toHaveLength(60)
    })

    test('refusals and deferrals touch their own mail only, with code, class and the words', async () => {
      const { sender, arrived } = await opened()
      const batch = ['ann', 'bounce', 'full', 'bob', 'defer', 'cleo'].map((local) =>
        aMail({ to: `${local}@example.org` }),
      )
      expect(await outcomesOf(sender, batch)).toMatchObject(
        [
          { kind: 'accepted' },
          {
            kind: 'refused',
            code: 550,
            enhanced: '5.1.1',
            reason: 'invalid-recipient',
            bounce: 'hard',
            reply: /^550 5\.1\.1 /,
          },
          { kind: 'deferred', code: 452, enhanced: '4.2.2', reason: 'mailbox-full', counts: true },
          { kind: 'accepted' },
          { kind: 'deferred', code: 451, enhanced: '4.4.1', reason: 'soft-bounce', counts: true },
          { kind: 'accepted' },
        ].map((each) =>
          'reply' in each ? { ...each, reply: expect.stringMatching(each.reply as RegExp) } : each,
        ),
      )
      expect(arrived()).toHaveLength(3)
    })

    test('an address that is none is refused here, and its neighbours go', async () => {
      const { sender, arrived } = await opened()
      const batch = [aMail({ to: 'x@y.example>\r\nRCPT TO:<z@y.example' }), aMail(), aMail({ to: '' })]
      expect(await outcomesOf(sender, batch)).toMatchObject([
        { kind: 'refused', reason: 'invalid-recipient', bounce: 'hard' },
        { kind: 'accepted' },
        { kind: 'refused', reason: 'invalid-recipient', bounce: 'hard' },
      ])
      expect(arrived()).toHaveLength(1)
    })

    test('a blind copy gets the same octets', async () => {
      const { sender, arrived } = await opened()
      await outcomesOf(sender, [aMail({ bcc: 'archive@mail.example' }), aMail({ to: 'bob@example.org' })])
      expect(
        arrived()
          .map(({ to }) => to)
          .sort(),
      ).toEqual(['ann@example.org', 'archive@mail.example', 'bob@example.org'])
      expect(new Set(arrived().map(({ raw }) => raw)).size).toBe(1)
    })

    test('a blind copy never travels without its message', async () => {
      const { sender, arrived } = await opened()
      const batch = [
        aMail({ to: 'bounce@example.org', bcc: 'archive@mail.example' }),
        aMail({ to: 'bob@example.org' }),
      ]
      expect(kinds(await outcomesOf(sender, batch))).toEqual(['refused', 'accepted'])
      expect(arrived().map(({ to }) => to)).toEqual(['bob@example.org'])
    })

    test('an abort before the start leaves everything unsent', async () => {
      const { sender, arrived } = await opened()
      expect(new Set(kinds(await outcomesOf(sender, mails(30), AbortSignal.abort())))).toEqual(
        new Set(['not-sent']),
      )
      expect(arrived()).toEqual([])
    })

    test('what is not wanted any more when its turn comes is left unsent, and its neighbours go', async () => {
      const { sender, arrived } = await opened()
      const batch = mails(300)
      const settled: string[] = []
      const asked = new Set<number>()
      const wanted = (index: number) => {
        asked.add(index)
        return index % 7 !== 3
      }
      await sender.send(batch, (index, { kind }) => void (settled[index] = kind), { wanted })
      expect(settled).toEqual(batch.map((_, index) => (index % 7 === 3 ? 'not-sent' : 'accepted')))
      expect(asked.size).toBe(300)
      expect(arrived()).toHaveLength(settled.filter((kind) => kind === 'accepted').length)
    })

    test('after an abort in the middle, what is called unsent has not arrived and the rest has', async () => {
      const { sender, arrived } = await opened()
      const batch = mails(600)
      const abort = new AbortController()
      const settled: string[] = []
      await sender.send(
        batch,
        (index, { kind }) => {
          settled[index] = kind
          if (kind === 'accepted') abort.abort()
        },
        { signal: abort.signal },
      )
      const accepted = batch.filter((_, i) => settled[i] === 'accepted').map(({ to }) => to)
      expect(settled.filter((kind) => kind === 'not-sent').length + accepted.length).toBe(600)
      expect(settled).toContain('not-sent')
      expect(
        arrived()
          .map(({ to }) => to)
          .sort(),
      ).toEqual(accepted.sort())
    })

    test('a closed sender sends nothing, and says so', async () => {
      const { sender, arrived } = await opened()
      await sender.close()
      expect(kinds(await outcomesOf(sender, mails(3)))).toEqual(['not-sent', 'not-sent', 'not-sent'])
      expect(arrived()).toEqual([])
    })

    test('a probe tells the outcome and the dialogue', async () => {
      const { sender } = await opened()
      const yes = await probe(sender, aMail())
      expect(yes.outcome.kind).toBe('accepted')
      expect(yes.transcript).toEqual(
        expect.arrayContaining([
          'C: RCPT TO:<ann@example.org>',
          expect.stringMatching(/^C: \(\d+ octets of message\)$/),
          expect.stringMatching(/^S: 250 2\.0\.0 Ok/),
        ]),
      )
      const no = await probe(sender, aMail({ to: 'bounce@example.org' }))
      expect(no.outcome).toMatchObject({ kind: 'refused', code: 550 })
      expect(no.transcript).toContainEqual(expect.stringMatching(/^S: 550 5\.1\.1 /))
    })

    test('it verifies without sending', async () => {
      const { sender, arrived } = await opened()
      expect(await sender.verify!()).toMatchObject({ ok: true, reply: expect.stringMatching(/^250 /) })
      expect(arrived()).toEqual([])
    })
  })
}
