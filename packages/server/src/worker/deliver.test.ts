import type { Definition } from '@chappe/core/campaign/schema'
import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as configurations from '../app/configurations.ts'
import { examine } from '../app/doctor.ts'
import * as reports from '../app/reports.ts'
import type { Outcome } from '../channels/outcome.ts'
import type { Sender } from '../channels/provider.ts'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  later,
  messagesOf,
  statuses,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { chunkSize } from './doubt.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const report = (campaign: { id: string }) => reports.ofCampaign(house.ctx, campaign.id)
const suppress = (value: string, type: 'address' | 'domain') =>
  house.db
    .insertInto('suppression')
    .values({ sandboxId: house.ctx.sandboxId, value, type, category: 'manual', reason: 'manual' })
    .execute()
const optOut = (subject: string) =>
  house.db
    .insertInto('consent')
    .values({ sandboxId: house.ctx.sandboxId, channel: 'email', subject, choice: 'out', source: 'test' })
    .execute()

/** The relay, with the sizes of what it is handed noted. */
const watched = (relay: Sender, sizes: number[]): Sender => ({
  ...relay,
  send(batch, settle) {
    sizes.push(batch.length)
    return relay.send(batch, settle)
  },
})

let number = 0
const someone = () => `someone-${++number}@example.com`

describe('a message', () => {
  test('goes to its recipient, with the profile and the context in it', async () => {
    await aProfile(house.db, house.ctx.sandboxId, 'marie@example.com', {
      person: { name: { firstName: 'Marie' } },
    })
    const campaign = await aCampaignToSend(house)
    const [[id]] = (await calls(house, campaign, [
      [to('Marie@example.com', { context: { order: '42 & more' } })],
    ])) as [[string]]
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))

    expect(relay.heard).toMatchObject([{ id, envelopeFrom: 'shop@sender.test', to: 'marie@example.com' }])
    const mail = await PostalMime.parse(relay.heard[0]!.raw)
    expect(mail).toMatchObject({ subject: 'Hello Marie', messageId: `<${id}@sender.test>` })
    expect(mail.html).toContain('Order 42 &amp; more')
    expect(mail.text).toContain('Order 42 & more')
    expect(mail.html).toMatch(/\/t\/o\/[\w-]{48}\.gif/)
    expect(mail.headers.map(({ key }) => key)).not.toContain('list-unsubscribe')
    expect(await messagesOf(house, campaign.id)).toMatchObject([
      { id, status: 'sent', reply: accepted.kind === 'accepted' && accepted.reply, attempts: 1 },
    ])
    expect(await report(campaign)).toMatchObject({ targeted: 1, sent: 1, delivered: 1, pending: 0 })
    const shown = await reports.message(house.ctx, id)
    expect(shown.timeline.map(({ what }) => what)).toEqual(['accepted', 'sent'])
  })

  test('of a marketing campaign can be unsubscribed from in one click', async () => {
    const campaign = await aCampaignToSend(house, { category: 'marketing' })
    await calls(house, campaign, [[to(someone())]])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const { headers } = await PostalMime.parse(relay.heard[0]!.raw)
    const header = (name: string) => headers.find(({ key }) => key === name)?.value
    expect(header('list-unsubscribe')).toMatch(/^<http:\/\/chappe\.test\/t\/u\/[\w-]{48}>$/)
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  })

  test('takes what the call says over what the profile says', async () => {
    const email = someone()
    await aProfile(house.db, house.ctx.sandboxId, email, {
      person: { name: { firstName: 'Stored', lastName: 'Kept' } },
      personalEmail: { address: 'stored@example.com' },
    })
    const campaign = await aCampaignToSend(house, {
      definition: {
        content: {
          subject: '{{profile.person.name.firstName}} {{profile.person.name.lastName}}',
          html: '<p>.',
        },
      },
    })
    const profile = {
      person: { name: { firstName: 'Given' } },
      personalEmail: { address: 'given@example.com' },
    }
    await calls(house, campaign, [
      [
        to(email),
        to(someone(), { namespace: 'crm', channelData: { emailAddress: 'direct@example.com' }, profile }),
      ],
      [to(email, { profile })],
    ])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const heard = await Promise.all(
      relay.heard.map(async ({ to: address, raw }) => [address, (await PostalMime.parse(raw)).subject]),
    )
    expect(Object.fromEntries(heard)).toEqual({
      'stored@example.com': 'Stored Kept',
      'direct@example.com': 'Given ',
      'given@example.com': 'Given Kept',
    })
  })

  test('of a high-throughput campaign leaves profiles alone', async () => {
    const email = someone()
    await aProfile(house.db, house.ctx.sandboxId, email, { person: { name: { firstName: 'Hidden' } } })
    const campaign = await aCampaignToSend(house, { highThroughput: true })
    await calls(house, campaign, [[to(email)]])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect((await PostalMime.parse(relay.heard[0]!.raw)).subject).toBe('Hello ')
    expect(await messagesOf(house, campaign.id)).toMatchObject([{ status: 'sent', profileId: null }])
  })

  test('that cannot be rendered fails alone', async () => {
    const campaign = await aCampaignToSend(house, {
      definition: {
        content: { subject: 'S', html: '<p>{{#each context.list}}{{#each context.list}}x{{/each}}{{/each}}' },
      },
    })
    const list = Array.from({ length: 4_000 }, (_, n) => n)
    await calls(house, campaign, [[to(someone())], [to(someone(), { context: { list } })], [to(someone())]])
    await deliverDue(aWorker(house, aRelay()))
    expect(await statuses(house, campaign.id)).toEqual({ sent: 2, error: 1 })
    expect(await report(campaign)).toMatchObject({ errorsByReason: [{ reason: 'rendering', count: 1 }] })
  })

  test('whose channel configuration was deleted fails with that reason', async () => {
    const campaign = await aCampaignToSend(house, { configurationId: house.newId() })
    await calls(house, campaign, [[to(someone())]])
    await deliverDue(aWorker(house, aRelay()))
    expect(await report(campaign)).toMatchObject({
      errors: 1,
      errorsByReason: [{ reason: 'configuration-missing' }],
    })
  })

  test('waits while its channel configuration is not active, and goes on as soon as it is', async () => {
    const campaign = await aCampaignToSend(house)
    const { configurationId } = campaign
    await configurations.act(house.ctx, configurationId, 'deactivate')
    await calls(house, campaign, [[to(someone())]])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.heard).toHaveLength(0)
    expect(await report(campaign)).toMatchObject({ pending: 1 })
    await deliverDue(aWorker(house, relay))
    expect(await report(campaign)).toMatchObject({ pending: 1 })
    await configurations.act(house.ctx, configurationId, 'activate')
    await deliverDue(aWorker(house, relay))
    expect(await report(campaign)).toMatchObject({ sent: 1 })
  })
})

describe('who must not hear', () => {
  test('is excluded, each for a reason that the report counts', async () => {
    const { sandboxId } = house.ctx
    const [suppressed, outByAddress, outByProfile] = [someone(), someone(), someone()]
    await suppress(suppressed, 'address')
    await suppress('blocked.example', 'domain')
    await optOut(`address:${outByAddress}`)
    await optOut(`profile:${await aProfile(house.db, sandboxId, outByProfile)}`)
    const campaign = await aCampaignToSend(house, { category: 'marketing' })
    await calls(house, campaign, [
      [to(suppressed), to('who@Blocked.example'), to(outByAddress), to(outByProfile.toUpperCase())],
      [to('4711', { namespace: 'crm' }), to('not an address'), to(someone())],
    ])
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.heard).toHaveLength(1)
    const { excludedByReason, ...counts } = await report(campaign)
    expect(counts).toMatchObject({ targeted: 7, excluded: 6, sent: 1, pending: 0 })
    expect(Object.fromEntries(excludedByReason.map(({ reason, count }) => [reason, count]))).toEqual({
      'address-suppressed': 1,
      'domain-suppressed': 1,
      'no-consent': 2,
      'no-address': 1,
      'malformed-address': 1,
    })
  })

  test('hears of a transactional campaign although they opted out of marketing', async () => {
    const email = someone()
    await optOut(`address:${email}`)
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, [[to(email)]])
    await deliverDue(aWorker(house, aRelay()))
    expect(await report(campaign)).toMatchObject({ sent: 1 })
  })

  test('is asked again at each hand-over: who opts out while the batch is under way hears nothing', async () => {
    const campaign = await aCampaignToSend(house, { category: 'marketing' })
    const everybody = Array.from({ length: chunkSize + 1 }, someone)
    await calls(
      house,
      campaign,
      everybody.map((email) => [to(email)]),
    )
    const everybodyLeaves = async () => {
      for (const email of everybody) await optOut(`address:${email}`)
    }
    // As the last of the first hand-over is about to begin; it may hear of it, when leaving takes long.
    const relay = aRelay(undefined, (n) => (n === chunkSize - 1 ? everybodyLeaves() : undefined))
    await deliverDue(aWorker(house, relay))
    const { sent, excludedByReason } = await report(campaign)
    expect([chunkSize - 1, chunkSize]).toContain(sent)
    expect(excludedByReason).toEqual([{ reason: 'no-consent', count: chunkSize + 1 - sent }])
  })

  test('is asked again before a retry', async () => {
    const campaign = await aCampaignToSend(house)
    const email = someone()
    await calls(house, campaign, [[to(email)]])
    const deferred: Outcome = { kind: 'deferred', reason: 'system', reply: '451 later', counts: false }
    await deliverDue(
      aWorker(
        house,
        aRelay(() => deferred),
      ),
    )
    await suppress(email, 'address')
    await later(house, 2)
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.heard).toHaveLength(0)
    expect(await report(campaign)).toMatchObject({ excluded: 1, retries: 1, pending: 0 })
  })
})

describe('strangers', () => {
  const createProfiles: Partial<z.input<typeof Definition>> = { audience: { createProfiles: true } }
  const profilesOf = (value: string) =>
    house.db.selectFrom('profileIdentity').selectAll().where('value', '=', value).execute()

  test('get a profile when the campaign makes them, and keep it', async () => {
    const campaign = await aCampaignToSend(house, { definition: createProfiles })
    const email = someone()
    await calls(house, campaign, [[to(email)], [to(email.toUpperCase())]])
    await deliverDue(aWorker(house, aRelay()))
    const [identity, ...more] = await profilesOf(email)
    expect(more).toEqual([])
    const messages = await messagesOf(house, campaign.id)
    expect(messages.map(({ profileId }) => profileId)).toEqual([identity!.profileId, identity!.profileId])
  })

  test('get one profile even when five workers meet them at once', async () => {
    const campaigns = await Promise.all(
      Array.from({ length: 5 }, () => aCampaignToSend(house, { definition: createProfiles })),
    )
    const crowd = Array.from({ length: 40 }, someone)
    const before = await house.db.selectFrom('profile').select('id').execute()
    await Promise.all(
      campaigns.map((campaign) =>
        calls(
          house,
          campaign,
          crowd.map((email) => [to(email)]),
        ),
      ),
    )
    await Promise.all(campaigns.map(() => deliverDue(aWorker(house, aRelay()), 1)))
    for (const campaign of campaigns) expect(await statuses(house, campaign.id)).toEqual({ sent: 40 })
    const after = await house.db.selectFrom('profile').select('id').execute()
    expect(after).toHaveLength(before.length + crowd.length)
  })
})

describe('many', () => {
  test('five workers share a campaign and nobody hears twice', async () => {
    const campaign = await aCampaignToSend(house)
    await Promise.all(
      Array.from({ length: 20 }, () =>
        calls(
          house,
          campaign,
          Array.from({ length: 20 }, () => [to(someone()), to(someone())]),
        ),
      ),
    )
    const relay = aRelay()
    await Promise.all(Array.from({ length: 5 }, () => deliverDue(aWorker(house, relay), 2)))
    expect(relay.heard).toHaveLength(800)
    expect(new Set(relay.heard.map(({ id }) => id)).size).toBe(800)
    expect(await report(campaign)).toMatchObject({ targeted: 800, sent: 800, pending: 0 })
  })

  test('small batches of a campaign are delivered together, those of another apart', async () => {
    const [one, other] = [await aCampaignToSend(house), await aCampaignToSend(house)]
    for (let n = 0; n < 5; n++) await calls(house, one, [[to(someone())]])
    await calls(house, other, [[to(someone())]])
    const sizes: number[] = []
    const relay = aRelay()
    await deliverDue(aWorker(house, watched(relay, sizes)))
    expect(sizes.sort()).toEqual([1, 5])
  })

  test('a large batch leaves in chunks', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(
      house,
      campaign,
      Array.from({ length: 250 }, () => [to(someone())]),
    )
    const sizes: number[] = []
    const relay = aRelay()
    await deliverDue(aWorker(house, watched(relay, sizes)))
    expect(sizes).toEqual([...Array(Math.floor(250 / chunkSize)).fill(chunkSize), 250 % chunkSize])
    expect(await report(campaign)).toMatchObject({ sent: 250 })
  })
})

test('whatever a call or a relay says, everybody gets an outcome', async () => {
  const campaign = await aCampaignToSend(house, {
    definition: { audience: { namespace: 'email', createProfiles: true } },
  })
  const odd = [
    'a\0b@example.com',
    '\0',
    '\ud800@example.com',
    '',
    ' ',
    "'; drop table message;--",
    '__proto__',
  ]
  const context = JSON.parse('{"__proto__": {"order": "1"}, "order": {"toString": null}, "list": [[[]]]}')
  const namespaces = ['email', 'crm', '\0', 'constructor']
  const crowd = odd.flatMap((userId) =>
    namespaces.map((namespace) => [to(userId, { namespace, context, profile: context })]),
  )
  await calls(house, campaign, [...crowd, [to(someone())]])
  const reply = '250 \0 \ud800 "quoted", {braced}, NULL'
  await deliverDue(
    aWorker(
      house,
      aRelay(() => ({ kind: 'accepted', reply })),
    ),
  )
  const counts = await report(campaign)
  expect(counts).toMatchObject({ targeted: crowd.length + 1, pending: 0 })
  expect(counts.sent).toBe(1)
})

test('the doctor finds nothing to say after all this', async () => {
  await sql`delete from worker`.execute(house.db)
  expect(await examine(house)).toEqual([])
})
