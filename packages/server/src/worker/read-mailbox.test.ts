import * as endpoints from '@chappe/core/api/feedback-sources'
import type { SourceKind } from '@chappe/core/feedback/source'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as sources from '../app/feedback-sources.ts'
import * as reports from '../app/reports.ts'
import { trackingTokens } from '../app/tracking.ts'
import { report } from '../channels/email/feedback/testing/samples.ts'
import { mailboxes } from '../channels/email/mailbox/index.ts'
import type { Patience } from '../channels/email/mailbox/mailbox.ts'
import { fakeImap } from '../channels/email/mailbox/testing/fake-imap.ts'
import type { FakeMailbox, FakeOptions } from '../channels/email/mailbox/testing/fake-mailbox.ts'
import { fakePop3 } from '../channels/email/mailbox/testing/fake-pop3.ts'
import * as store from '../store/feedback-sources.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'
import { JobLoop } from './jobs.ts'
import { readMailbox } from './read-mailbox.ts'
import { senders } from './senders.ts'

const kinds = { imap: fakeImap, pop3: fakePop3 }
let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})
beforeEach(async () => {
  for (const table of ['suppression', 'feedback', 'feedbackSource'] as const)
    await house.db.deleteFrom(table).execute()
})
const fakes: FakeMailbox[] = []
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close()
})

let number = 0
async function aSentMessage() {
  const address = `gone-${++number}@example.com`
  const campaign = await aCampaignToSend(house)
  const [[id]] = (await calls(house, campaign, [[to(address)]])) as [[string]]
  await deliverDue(aWorker(house, aRelay()))
  return { id, campaign, address }
}

/** A report of a failure of a message, as it comes to a mailbox. */
const bounce = ({ id, address }: { id: string; address: string }) =>
  report({
    status: `Final-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\n`,
    original: `Message-ID: <${id}@sender.test>\nTo: ${address}`,
  })
const holiday =
  'From: a@b.example\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.'
const letter = 'From: fan@b.example\r\nSubject: Hello\r\n\r\nNice letter.'

async function aMailbox(
  kind: 'imap' | 'pop3',
  options: FakeOptions = {},
  given: Record<string, string> = {},
  patience?: Patience,
) {
  const fake = await kinds[kind](options)
  fakes.push(fake)
  const config = {
    host: '127.0.0.1',
    port: String(fake.port),
    security: 'none',
    username: 'bounces',
    password: 'secret',
    ...given,
  }
  const { id } = await sources.create(house.ctx, { kind: kind as SourceKind, name: 'Box', config })
  const source = async () => (await store.find(house.db, house.ctx.sandboxId, id))!
  const claim = () => {
    const now = house.now()
    return store.claimMailboxes(house.db, { now, until: new Date(now.getTime() + 120_000), limit: 9 })
  }
  /** What a worker does when the mailbox is due; answers how many it found to read. */
  const read = async () => {
    const claimed = await claim()
    for (const row of claimed) await readMailbox(aReader(patience), row)
    return claimed.length
  }
  const later = (minutes = 5) => house.clock.pass({ minutes })
  const counts = async () => (await source()).state.counts
  return { fake, id, source, claim, read, later, counts }
}

function aReader(patience?: Patience) {
  const open = mailboxes({ allowPrivate: true, ...(patience && { patience }) })
  return { ...aWorker(house, aRelay()), tokens: trackingTokens(house.secrets), open }
}
const suppressed = async () =>
  (await house.db.selectFrom('suppression').select('value').orderBy('value').execute()).map(
    (row) => row.value,
  )

describe.each(['imap', 'pop3'] as const)('a mailbox over %s', (kind) => {
  test('is read for what its mails mean, each once, and what nobody understands is kept to be looked at', async () => {
    const message = await aSentMessage()
    const { campaign, address } = message
    const { id: leaver, address: leaving } = await aSentMessage()
    const token = trackingTokens(house.secrets).of({ messageId: leaver, sandboxId: house.ctx.sandboxId })
    const leave = `From: ${leaving}\r\nSubject: unsubscribe ${token}\r\n\r\n`
    const box = await aMailbox(kind, { mails: [bounce(message), holiday, leave, letter] })
    expect(await box.read()).toBe(1)
    expect(await box.counts()).toEqual({
      mails: 4,
      bounces: 1,
      complaints: 0,
      unsubscribes: 1,
      ignored: 1,
      unread: 1,
    })
    expect(await suppressed()).toEqual([address])
    expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1, delivered: 0 })
    const choices = await house.db
      .selectFrom('consent')
      .select('choice')
      .where('subject', '=', `address:${leaving}`)
      .execute()
    expect(choices).toEqual([{ choice: 'out' }])

    expect(await box.read()).toBe(0)
    box.later()
    box.fake.put(holiday)
    expect(await box.read()).toBe(1)
    expect(await box.counts()).toMatchObject({ mails: 5, bounces: 1, ignored: 2, unread: 1 })

    const { items } = await sources.lastNotices(house.ctx, box.id)
    expect(items.map(({ kind: what, mail }) => [what, mail])).toEqual([
      ['unread', true],
      ['unsubscribe', false],
      ['hard:invalid-recipient', false],
    ])
    const kept = await sources.keptMail(house.ctx, box.id, items[0]!.id)
    expect(kept.raw.trimEnd()).toBe(letter)
  })

  test('is put in order as asked, but for what nobody understands', async () => {
    const message = await aSentMessage()
    const box = await aMailbox(kind, { mails: [bounce(message), letter, holiday] }, { after: 'delete' })
    await box.read()
    expect(box.fake.folders.get('INBOX')!.map(({ raw }) => raw)).toEqual([letter])
    box.later()
    await box.read()
    expect(await box.counts()).toMatchObject({ mails: 3, unread: 1 })
  })

  test.each(['drop', 'hang'] as const)(
    'that at any mail does this: %s, loses nothing and doubles nothing',
    async (mischief) => {
      const fetch = kind === 'imap' ? 'FETCH' : 'RETR'
      const messages = [await aSentMessage(), await aSentMessage(), await aSentMessage()]
      const options: FakeOptions = {
        mails: messages.map(bounce),
        // The first reading meets it at the second mail, the next one at its second.
        script: (command, nth) => (command === fetch && (nth === 2 || nth === 4) ? mischief : undefined),
      }
      const hasty = { connect: 10_000, answer: 1_000 }
      const box = await aMailbox(kind, options, {}, mischief === 'hang' ? hasty : undefined)
      await box.read()
      expect((await box.source()).state).toMatchObject({
        failures: 1,
        problem: expect.stringContaining('could not be read'),
      })
      for (let n = 0; n < 4; n++) {
        box.later(60)
        await box.read()
      }
      expect((await box.source()).state).toMatchObject({ failures: 0, problem: null })
      expect(await box.counts()).toMatchObject({ mails: 3, bounces: 3 })
      expect(await suppressed()).toEqual(messages.map(({ address }) => address).sort())
      for (const { campaign } of messages)
        expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1 })
    },
  )

  test('that breaks off while mails are put away has told them all the same, and tells none twice', async () => {
    const messages = [await aSentMessage(), await aSentMessage()]
    const command = kind === 'imap' ? 'STORE' : 'QUIT'
    const script = (at: string, nth: number) => (at === command && nth === 1 ? ('drop' as const) : undefined)
    const box = await aMailbox(kind, { mails: messages.map(bounce), script }, { after: 'delete' })
    await box.read()
    expect((await box.source()).state).toMatchObject({ failures: 1 })
    expect(await suppressed()).toEqual(messages.map(({ address }) => address).sort())
    box.later(60)
    await box.read()
    expect((await box.source()).state).toMatchObject({ failures: 0, problem: null })
    expect(await box.counts()).toMatchObject({ bounces: 2 })
    for (const { campaign } of messages)
      expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1 })
  })

  test('with a wrong password says so, waits long, and is read again once that is put right', async () => {
    const box = await aMailbox(kind, { mails: [holiday], password: 'another' })
    await box.read()
    const { state, leasedUntil } = await box.source()
    expect(state).toMatchObject({ failures: 1, problem: expect.stringMatching(/did not let bounces in/) })
    expect([leasedUntil, state.counts]).toEqual([null, undefined])
    box.later(10)
    expect(await box.read()).toBe(0)
    box.later(6)
    expect(await box.read()).toBe(1)
    expect((await box.source()).state.failures).toBe(2)

    const { revision, config } = await box.source()
    await sources.save(house.ctx, box.id, {
      revision,
      name: 'Box',
      config: { ...config, password: 'another' },
    })
    await box.read()
    expect((await box.source()).state).toMatchObject({ failures: 0, problem: null })
    expect(await box.counts()).toMatchObject({ mails: 1 })
  })

  test('is read by one worker at a time, and by another when that one died', async () => {
    const box = await aMailbox(kind, { mails: [holiday] })
    const claimed = await Promise.all([box.claim(), box.claim(), box.claim()])
    expect(claimed.flat()).toHaveLength(1)
    const [dead] = claimed.flat()
    expect(await box.read()).toBe(0)
    box.later(3)
    expect(await box.read()).toBe(1)
    await readMailbox(aReader(), dead!)
    expect(await box.counts()).toMatchObject({ mails: 1 })
  })

  test('that is switched off or changed meanwhile is let go, and nothing of it is written', async () => {
    const message = await aSentMessage()
    const box = await aMailbox(kind, { mails: [bounce(message)] })
    const [held] = await box.claim()
    await sources.setActive(house.ctx, box.id, false)
    await readMailbox(aReader(), held!)
    expect(await suppressed()).toEqual([])
    expect(await box.read()).toBe(0)
    await sources.setActive(house.ctx, box.id, true)
    expect(await box.read()).toBe(1)
    expect(await suppressed()).toHaveLength(1)
  })

  test('a report that overtakes the outcome of its message is read again', async () => {
    const [early, fine] = [await aSentMessage(), await aSentMessage()]
    const setStatus = (status: string) =>
      house.db.updateTable('message').set({ status }).where('id', '=', early.id).execute()
    await setStatus('pending')
    const box = await aMailbox(kind, { mails: [bounce(early), bounce(fine)] })
    await box.read()
    expect(await suppressed()).toEqual([fine.address])
    await setStatus('sent')
    box.later()
    await box.read()
    expect(await suppressed()).toEqual([early.address, fine.address].sort())
    expect(await box.counts()).toMatchObject({ mails: 2, bounces: 2 })
  })

  test('is let go at once when the worker stops, and read on by the next one', async () => {
    const { id, address } = await aSentMessage()
    const fetch = kind === 'imap' ? 'FETCH' : 'RETR'
    let met = () => {}
    const hanging = new Promise<void>((resolve) => {
      met = resolve
    })
    const box = await aMailbox(kind, {
      mails: [bounce({ id, address }), holiday],
      script: (command, nth) => {
        if (command !== fetch || nth !== 2) return undefined
        met()
        return 'hang'
      },
    })
    const [source] = await box.claim()
    const worker = aWorker(house, aRelay())
    const patient = mailboxes({ allowPrivate: true })
    const reading = readMailbox({ ...worker, tokens: trackingTokens(house.secrets), open: patient }, source!)
    await hanging
    worker.drain.abort()
    await reading
    expect(await box.source()).toMatchObject({ leasedUntil: null, state: { counts: { mails: 1 } } })
    expect((await box.source()).state.failures ?? 0).toBe(0)
    expect(await box.read()).toBe(1)
    expect(await box.counts()).toMatchObject({ mails: 2, bounces: 1, ignored: 1 })
  })

  test('is tried before it counts: what is in it, and what each mail would mean', async () => {
    const message = await aSentMessage()
    const box = await aMailbox(kind, { mails: [bounce(message), letter] }, { after: 'delete' })
    const server = anHttpServer(house.house)
    const as = await signedIn(house.house)
    const worker = aWorker(house, aRelay())
    const loop = new JobLoop(worker, senders(house, { allowPrivate: true }))
    const running = loop.run()
    const attempt = () => server.call(endpoints.tryFeedbackSource, { params: { id: box.id }, as })
    expect((await attempt()).body).toMatchObject({
      ok: true,
      problem: null,
      mails: 2,
      waiting: 2,
      first: [
        { meaning: 'bounce', detail: 'hard:invalid-recipient' },
        { meaning: 'unread', from: 'fan@b.example', subject: 'Hello' },
      ],
    })
    expect(await suppressed()).toEqual([])
    expect(box.fake.folders.get('INBOX')).toHaveLength(2)
    await box.fake.close()
    expect((await attempt()).body).toMatchObject({
      ok: false,
      problem: expect.stringContaining('could not be read'),
    })
    worker.drain.abort()
    await running
  })
})

test('ids of another time are read from the beginning, and what is known counts once', async () => {
  const message = await aSentMessage()
  const box = await aMailbox('imap', { mails: [bounce(message)] })
  await box.read()
  box.fake.validity = 8
  box.fake.put(holiday)
  box.later()
  await box.read()
  expect((await box.source()).state.place).toEqual({ validity: '8', last: 2, later: [] })
  expect(await box.counts()).toMatchObject({ bounces: 1, ignored: 1 })
})

test('a password is told to nobody else than it was given for', async () => {
  const box = await aMailbox('imap')
  const { revision, config } = await box.source()
  const save = (given: object, at = revision) =>
    sources.save(house.ctx, box.id, { revision: at, name: 'Box', config: { ...config, ...given } })
  for (const given of [
    { host: 'evil.example' },
    { port: '1' },
    { security: 'tls' },
    { verifyCertificate: 'no' },
  ])
    await expect(save(given)).rejects.toMatchObject({
      type: 'request/invalid',
      extra: { errors: [{ pointer: '/config/password' }] },
    })
  expect(await save({ everyMinutes: '60' })).toMatchObject({ config: { everyMinutes: '60' }, revision: 2 })
  await expect(save({}, revision)).rejects.toMatchObject({ type: 'request/stale' })
  expect(JSON.stringify(await house.db.selectFrom('feedbackSource').selectAll().execute())).not.toContain(
    '"secret"',
  )
  await box.read()
  expect((await box.source()).state.problem).toBeNull()
})
