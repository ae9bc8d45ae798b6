import { expect, test } from '@playwright/test'
import PostalMime from 'postal-mime'
import { type FakeRelay, fakeRelay } from '../packages/server/src/channels/email/testing/fake-relay.ts'
import type { FakeOptions } from '../packages/server/src/channels/email/testing/script.ts'
import { aMailServer } from './mail-server.ts'
import { aProduct, type Product } from './product.ts'
import { aCall, aConfiguration, aLiveCampaign, books, hurry, messageOnce } from './sending.ts'

const messageIdOf = (raw: string) => /^message-id: *(<.+>)/im.exec(raw)?.[1]

/** Through the whole product, with a relay at the other end that follows a script. */
test.describe('whatever a relay does, every message has its outcome and the books balance', () => {
  let product: Product
  const relays: FakeRelay[] = []
  let slow: { relay: FakeRelay; campaignId: string; execution: string }

  test.beforeAll(async () => {
    product = await aProduct({ CHAPPE_ALLOW_PRIVATE_NETWORK: '1', CHAPPE_DEMO: '0' })
    // It hangs before the others begin, and for as long as they last: nobody may have to wait for it.
    const { relay, campaignId } = await aCampaignThrough('hangs', { script: { connect: () => 'hang' } })
    slow = { relay, campaignId, execution: await aCall(product, campaignId, 'patient@example.com') }
    await expect.poll(() => relay.connections()).toBeGreaterThan(0)
  })
  test.afterAll(async () => {
    await product.close()
    await Promise.all(relays.map((relay) => relay.close()))
  })

  async function aCampaignThrough(name: string, options: FakeOptions) {
    const relay = await fakeRelay(options)
    relays.push(relay)
    const campaignId = await aLiveCampaign(product, await aConfiguration(product, relay.port, name), name)
    return { relay, campaignId }
  }

  test('a mail server made by others gets each message once, over TLS, from whom it let in', async () => {
    const server = await aMailServer({ user: 'shop', password: 'an-open-sesame' })
    try {
      const configuration = await aConfiguration(product, server.port, 'receives', {
        security: 'required',
        verifyCertificate: false,
        username: 'shop',
        password: 'an-open-sesame',
      })
      const campaignId = await aLiveCampaign(product, configuration, 'receives')
      const people = ['ada@example.com', 'grace@example.com', 'alan@example.com']
      const executions = await Promise.all(people.map((email) => aCall(product, campaignId, email)))
      for (const execution of executions)
        expect(await messageOnce(product, execution, ['sent'])).toMatchObject({ attempts: 1 })

      expect(server.mails.map(({ to }) => to).sort()).toEqual([...people].sort())
      for (const { raw, secure, user } of server.mails) {
        expect({ secure, user }).toEqual({ secure: true, user: 'shop' })
        const { subject, html, text } = await PostalMime.parse(raw)
        expect(subject).toBe('Order A-1024')
        expect(html).toContain('Hello you, order A-1024 is on its way.')
        expect(text).toContain('Hello you, order A-1024 is on its way.')
      }
      expect(new Set(server.mails.map(({ raw }) => messageIdOf(raw))).size).toBe(3)
      expect(await books(product, campaignId)).toMatchObject({ targeted: 3, sent: 3, pending: 0 })
    } finally {
      await server.close()
    }
  })

  test('a message that is put off is tried again and sent, counting as pending meanwhile', async () => {
    const { relay, campaignId } = await aCampaignThrough('defers', {
      script: { rcpt: (_, nth) => (nth === 1 ? '450 4.2.0 Greylisted, come back' : undefined) },
    })
    const execution = await aCall(product, campaignId, 'later@example.com')
    const waiting = await messageOnce(product, execution, ['deferred'])
    expect(waiting.reply).toContain('450 4.2.0 Greylisted, come back')
    expect(await books(product, campaignId)).toMatchObject({ targeted: 1, pending: 1, retries: 1 })
    await hurry(product)
    const sent = await messageOnce(product, execution, ['sent'])
    expect(sent).toMatchObject({ attempts: 2 })
    expect(sent.timeline.map(({ what }) => what)).toEqual(['accepted', 'deferred', 'sent'])
    expect(relay.mails).toHaveLength(1)
    expect(await books(product, campaignId)).toMatchObject({ sent: 1, pending: 0 })
  })

  test('an address that is refused for good bounces with its reason, and the next call leaves it out', async () => {
    const { relay, campaignId } = await aCampaignThrough('refuses', {
      script: { rcpt: () => '550 5.1.1 No such user here' },
    })
    const refused = await messageOnce(product, await aCall(product, campaignId, 'gone@example.com'), [
      'failed',
    ])
    expect(refused).toMatchObject({ reason: 'invalid-recipient', attempts: 1 })
    expect(refused.reply).toContain('550 5.1.1 No such user here')
    const { body: list } = await product.api<{ items: { value: string; category: string }[] }>(
      'GET',
      '/v1/suppressions?search=gone@example.com',
    )
    expect(list.items).toMatchObject([{ value: 'gone@example.com', category: 'hard' }])

    const next = await messageOnce(product, await aCall(product, campaignId, 'gone@example.com'), [
      'excluded',
    ])
    expect(next).toMatchObject({ reason: 'address-suppressed', attempts: 0 })
    expect(relay.commands.filter((line) => line.startsWith('RCPT'))).toHaveLength(1)
    expect(await books(product, campaignId)).toMatchObject({
      targeted: 2,
      bounced: 1,
      bouncedByReason: [{ reason: 'invalid-recipient', count: 1 }],
      excluded: 1,
      excludedByReason: [{ reason: 'address-suppressed', count: 1 }],
      pending: 0,
    })
  })

  test('a relay that drops the connection in the middle of a message gets it again, once', async () => {
    const { relay, campaignId } = await aCampaignThrough('drops-midway', {
      script: { body: (_, nth) => (nth === 1 ? 'drop' : undefined) },
    })
    const execution = await aCall(product, campaignId, 'midway@example.com')
    await messageOnce(product, execution, ['deferred', 'sent'])
    await hurry(product)
    await messageOnce(product, execution, ['sent'])
    expect(relay.mails).toHaveLength(1)
    expect(await books(product, campaignId)).toMatchObject({ targeted: 1, sent: 1, pending: 0 })
  })

  test('a relay that took a message and never said so gets it once more with the same Message-ID', async () => {
    const { relay, campaignId } = await aCampaignThrough('drops-after', {
      script: { message: (_, nth) => (nth === 1 ? 'drop' : undefined) },
    })
    const sent = await messageOnce(product, await aCall(product, campaignId, 'twice@example.com'), ['sent'])
    expect(sent.timeline.map(({ what }) => what)).toEqual(['accepted', 'resend', 'sent'])
    expect(relay.mails).toHaveLength(2)
    const [first, second] = relay.mails.map(({ raw }) => messageIdOf(raw))
    expect(first).toBeDefined()
    expect(second).toBe(first)
    expect(await books(product, campaignId)).toMatchObject({ targeted: 1, sent: 1, uncertain: 0, pending: 0 })
  })

  test('a relay that never answers for a message leaves it uncertain: resent once, not more', async () => {
    const { relay, campaignId } = await aCampaignThrough('always-drops-after', {
      script: { message: () => 'drop' },
    })
    const left = await messageOnce(product, await aCall(product, campaignId, 'unsure@example.com'), [
      'uncertain',
    ])
    expect(left.attempts).toBe(2)
    expect(relay.mails).toHaveLength(2)
    expect(await books(product, campaignId)).toMatchObject({ targeted: 1, uncertain: 1, sent: 0, pending: 0 })
  })

  test('a relay that hung all the while kept nobody waiting; begun anew, it gets its message', async () => {
    expect((await books(product, slow.campaignId)).pending).toBe(1)
    await slow.relay.close()
    const relay = await fakeRelay({ port: slow.relay.port })
    relays.push(relay)
    await messageOnce(product, slow.execution, ['sent'])
    expect(relay.mails).toHaveLength(1)
    expect(await books(product, slow.campaignId)).toMatchObject({ targeted: 1, sent: 1, pending: 0 })
  })

  test('the doctor counts everything anew and finds nothing wrong', async () => {
    const doctor = await product.command('doctor')
    expect(doctor.code, doctor.output).toBe(0)
  })
})
