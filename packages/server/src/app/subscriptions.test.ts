import { subscribe as endpoint } from '@chappe/core/api/subscriptions'
import { TopicSettings } from '@chappe/core/consent/topic'
import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  aCampaignToSend,
  aConfiguration,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import * as campaigns from './campaigns.ts'
import { confirm, expire } from './confirmations.ts'
import * as settings from './consent-settings.ts'
import * as consents from './consents.ts'
import { erase } from './profiles/erase.ts'
import { everything } from './profiles/person.ts'
import * as profiles from './profiles.ts'
import { subscribe } from './subscriptions.ts'
import * as topics from './topics.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse({ publicUrl: 'http://chappe.test' })
  for (const [key, doubleOptIn] of [
    ['news', false],
    ['club', true],
    ['offers', true],
  ] as const) {
    const words = { en: `The ${key}`, fr: `Le ${key}` }
    await topics.create(house.ctx, {
      ...TopicSettings.parse({ name: words, channels: ['email'], doubleOptIn }),
      key,
    })
  }
  const channelConfigurationId = await aConfiguration(house, { sandboxId: house.ctx.sandboxId })
  await settings.createCampaign(house.ctx, { channelConfigurationId, defaultLanguage: 'en' })
})

let number = 0
const someone = () => `subscriber-${++number}@example.com`
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })
type Body = z.input<typeof endpoint.body>
const mail = (value: string) => ({ namespace: 'email', value })
const ask = (email: string, wanted: string[], more: Partial<Body> = {}) =>
  subscribe(house.ctx, endpoint.body.parse({ identity: mail(email), topics: wanted, ...more }))
const { address } = consents.subjectOf
const tracked = (messageId: string) => ({ messageId, sandboxId: house.ctx.sandboxId })
const accept = (messageId: string) => confirm(house, tracked(messageId))

/** Delivers what is due; the mails that came of it to this address. */
async function mailsTo(email: string) {
  const relay = aRelay()
  await deliverDue(aWorker(house, relay))
  return Promise.all(relay.heard.filter(({ to }) => to === email).map(({ raw }) => PostalMime.parse(raw)))
}
async function gets(email: string, topic: string | null): Promise<boolean> {
  await mailsTo(email)
  const campaign = await aCampaignToSend(house, { category: 'marketing', definition: { topic } })
  await calls(house, campaign, [[to(email)]])
  return (await mailsTo(email)).length > 0
}
const choices = async (email: string) =>
  Object.fromEntries(
    (
      await house.db
        .selectFrom('consent')
        .select(['topic', 'choice'])
        .where('sandboxId', '=', house.ctx.sandboxId)
        .where('subject', '=', address(email))
        .execute()
    ).map(({ topic, choice }) => [topic, choice]),
  )

describe('subscribing', () => {
  test('counts at once where nothing has to be confirmed, and sends nothing', async () => {
    const email = someone()
    expect(await ask(email, ['news'])).toEqual({
      items: [{ topic: 'news', choice: 'in' }],
      confirmation: null,
    })
    expect(await choices(email)).toEqual({ news: 'in' })
    expect(await mailsTo(email)).toEqual([])
  })

  test('asks once for all topics that want it, in the language asked for, and counts when confirmed', async () => {
    const email = someone()
    const { items, confirmation } = await ask(email, ['club', 'news', 'offers'], {
      language: 'fr-CA',
      source: 'footer',
    })
    expect(items).toEqual([
      { topic: 'club', choice: 'pending' },
      { topic: 'news', choice: 'in' },
      { topic: 'offers', choice: 'pending' },
    ])
    const days = Date.parse(confirmation!.expiresAt) - Date.parse(confirmation!.sentAt)
    expect([confirmation!.address, days / 86_400_000]).toEqual([email, 7])
    const [message, ...more] = await mailsTo(email)
    expect(more).toEqual([])
    expect(message!.subject).toBe('Confirmez votre inscription')
    expect(message!.html).toContain('Le club')
    expect(message!.html).toContain('Le offers')
    expect(message!.html).toMatch(/href="http:\/\/chappe\.test\/p\/confirm\/[\w-]{48}"/)
    expect(message!.html).not.toContain('/t/o/')
    expect(message!.headers.find(({ key }) => key === 'list-unsubscribe')).toBeUndefined()

    expect([await gets(email, 'club'), await gets(email, 'news')]).toEqual([false, true])
    expect(await accept(confirmation!.messageId)).toBe('confirmed')
    expect(await accept(confirmation!.messageId)).toBe('confirmed')
    expect(await choices(email)).toEqual({ club: 'in', news: 'in', offers: 'in' })
    expect(await gets(email, 'club')).toBe(true)
  })

  test('asks nobody again who has confirmed', async () => {
    const email = someone()
    const { confirmation } = await ask(email, ['club'])
    await accept(confirmation!.messageId)
    expect(await ask(email, ['club'])).toEqual({
      items: [{ topic: 'club', choice: 'in' }],
      confirmation: null,
    })
  })

  test('is in the history with who, when and how, and the message that asked', async () => {
    const email = someone()
    const id = await aProfile(house.db, house.ctx.sandboxId, email)
    const { confirmation } = await ask(email, ['club'], { source: 'sign-up form' })
    house.clock.pass({ minutes: 3 })
    await accept(confirmation!.messageId)
    const { items } = await consents.history(house.ctx, id, { limit: 10, offset: 0 })
    const of = (subject: string | null) => items.filter((one) => one.address === subject)
    for (const subject of [null, email])
      expect(of(subject)).toMatchObject([
        {
          choice: 'in',
          previous: 'pending',
          source: 'double-opt-in',
          by: 'recipient',
          messageId: confirmation!.messageId,
        },
        { choice: 'pending', previous: null, source: 'sign-up form', by: house.ctx.actor.name },
      ])
    expect((await everything(house.ctx, id)).consentHistory).toHaveLength(4)
  })

  test('touches no profile before the address is confirmed', async () => {
    const email = someone()
    const attributes = { person: { name: { firstName: 'Ada' } } }
    const { confirmation } = await ask(email, ['club'], { createProfile: true, attributes })
    const found = () => profiles.find(house.ctx, { namespace: 'email', identity: email, limit: 1, offset: 0 })
    await mailsTo(email)
    expect((await found()).total).toBe(0)
    await accept(confirmation!.messageId)
    expect((await found()).items).toMatchObject([{ attributes }])
    await ask(email, ['news'], { attributes: { person: { name: { lastName: 'L' } } } })
    expect((await found()).items).toMatchObject([
      { attributes: { person: { name: { firstName: 'Ada', lastName: 'L' } } } },
    ])
  })
})

test('an erased person’s request is gone with them', async () => {
  const email = someone()
  const { id } = await profiles.save(house.ctx, { identities: [mail(email)], attributes: {} })
  const { confirmation } = await ask(email, ['club'])
  await erase(house.ctx, id)
  expect(await accept(confirmation!.messageId)).toBeUndefined()
  const { rows } = await sql<{
    body: string
  }>`select body from execution where body like ${`%${email}%`}`.execute(house.db)
  expect(rows).toEqual([])
})

describe('who refuses after having asked', () => {
  const refusals = {
    'the topic': (email: string) => [
      { subject: address(email), channel: 'email', topic: 'club', choice: 'out' as const },
    ],
    'the channel': (email: string) => [
      { subject: address(email), channel: 'email', topic: '', choice: 'out' as const },
    ],
  }
  test.each(Object.entries(refusals))('%s: the link counts no more', async (_, refusal) => {
    const email = someone()
    const { confirmation } = await ask(email, ['club'])
    await consents.choose(house, house.ctx.sandboxId, refusal(email), { source: 'test', by: 'test' })
    expect(await accept(confirmation!.messageId)).toBe('over')
    expect(await gets(email, 'club')).toBe(false)
  })

  test('one of two topics: the other one is confirmed', async () => {
    const email = someone()
    const { confirmation } = await ask(email, ['club', 'offers'])
    await consents.choose(house, house.ctx.sandboxId, refusals['the topic'](email), {
      source: 'test',
      by: 'test',
    })
    expect(await accept(confirmation!.messageId)).toBe('confirmed')
    expect(await choices(email)).toEqual({ club: 'out', offers: 'in' })
  })

  test('at the very moment of confirming: the refusal is the last word whenever it comes last', async () => {
    for (let round = 0; round < 15; round++) {
      const email = someone()
      const { confirmation } = await ask(email, ['club'])
      await Promise.all([
        accept(confirmation!.messageId),
        consents.choose(house, house.ctx.sandboxId, refusals['the topic'](email), { source: 't', by: 't' }),
        accept(confirmation!.messageId),
      ])
      expect(await choices(email)).toEqual({ club: 'out' })
      await accept(confirmation!.messageId)
      expect(await choices(email)).toEqual({ club: 'out' })
    }
  })

  test('while being asked: in whichever order they come, nobody is both refused and waiting', async () => {
    for (let round = 0; round < 15; round++) {
      const email = someone()
      const [asked] = await Promise.all([
        ask(email, ['club']),
        consents.choose(house, house.ctx.sandboxId, refusals['the topic'](email), { source: 't', by: 't' }),
      ])
      const { club } = await choices(email)
      const state = await accept(asked.confirmation!.messageId)
      expect([club, state]).toEqual(club === 'out' ? ['out', 'over'] : ['pending', 'confirmed'])
    }
  })
})

describe('an address', () => {
  test('is asked about the same no sooner than in five minutes, three times a day, and is told when', async () => {
    const email = someone()
    const at = Date.parse((await ask(email, ['club'])).confirmation!.sentAt)
    await expect(ask(email, ['club', 'offers'])).rejects.toMatchObject({
      type: 'subscription/asked-too-often',
      extra: { retryAt: new Date(at + 300_000).toISOString() },
    })
    expect((await ask(email, ['offers'])).confirmation).not.toBeNull()
    for (let n = 0; n < 2; n++) {
      house.clock.pass({ minutes: 5 })
      await ask(email, ['club'])
    }
    house.clock.pass({ minutes: 60 })
    await expect(ask(email, ['club'])).rejects.toMatchObject({
      type: 'subscription/asked-too-often',
      extra: { retryAt: new Date(at + 86_400_000).toISOString() },
    })
  })

  test('gets one message, whoever asks how often at the same time', async () => {
    const email = someone()
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => ask(email, ['club'])))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await mailsTo(email)).toHaveLength(1)
  })

  test('that does not answer is forgotten, and what counted before counts again', async () => {
    const [silent, refusing] = [someone(), someone()]
    const about = { channel: 'email', topic: 'club' }
    await consents.choose(
      house,
      house.ctx.sandboxId,
      [{ ...about, subject: address(refusing), choice: 'out' }],
      {
        source: 'test',
        by: 'test',
      },
    )
    const asked = [await ask(silent, ['club', 'offers']), await ask(refusing, ['club'])]
    house.clock.pass({ minutes: 10 })
    const later = await ask(silent, ['offers'])
    house.clock.pass({ minutes: 7 * 24 * 60 - 5 })
    expect(await expire(house)).toBeGreaterThanOrEqual(2)
    expect(await choices(silent)).toEqual({ offers: 'pending' })
    expect(await choices(refusing)).toEqual({ club: 'out' })
    for (const { confirmation } of asked) expect(await accept(confirmation!.messageId)).toBe('over')
    expect(await accept(later.confirmation!.messageId)).toBe('confirmed')
    expect(await choices(silent)).toEqual({ offers: 'in' })
  })
})

describe('is refused', () => {
  test('what cannot be: unknown topics, other channels, addresses of others', async () => {
    const email = someone()
    const invalid = problem('request/invalid')
    await expect(ask(email, ['nothing'])).rejects.toEqual(invalid)
    await expect(ask(email, ['news'], { channel: 'sms' })).rejects.toEqual(invalid)
    await expect(ask(email, ['club'], { address: someone() })).rejects.toEqual(invalid)
    await expect(ask('nobody', ['club'])).rejects.toEqual(invalid)
    await expect(ask(email, ['news'], { attributes: { a: 1 } })).rejects.toEqual(invalid)
    const unmailed = { identity: { namespace: 'crmid', value: `crm-${email}` } }
    await expect(ask(email, ['club'], unmailed)).rejects.toEqual(problem('subscription/no-address'))
    expect((await ask(email, ['club'], { ...unmailed, address: email })).confirmation!.address).toBe(email)
    const unknown = { identity: undefined, profileId: house.newId() }
    await expect(ask(email, ['club'], unknown)).rejects.toEqual(problem('profile/not-found'))
  })

  test('who refuses the channel as a whole, until they take that back', async () => {
    const email = someone()
    const refuse = () =>
      consents.choose(
        house,
        house.ctx.sandboxId,
        [{ subject: address(email), channel: 'email', topic: '', choice: 'out' }],
        { source: 'test', by: 'test' },
      )
    await refuse()
    for (const topic of ['news', 'club'])
      await expect(ask(email, [topic])).rejects.toEqual(problem('subscription/channel-refused'))
    const { confirmation } = await ask(email, ['club'], { reopenChannel: true })
    expect(await choices(email)).toEqual({ '': 'out', club: 'pending' })
    await accept(confirmation!.messageId)
    expect(await gets(email, 'club')).toBe(true)
    await refuse()
    await ask(email, ['news'], { reopenChannel: true })
    expect(await gets(email, 'news')).toBe(true)
  })

  test('everything that has to be confirmed, while nothing is set that could ask', async () => {
    const { confirmation, defaults } = await settings.getSettings(house.ctx)
    const { campaignId } = confirmation
    await settings.saveSettings(house.ctx, { confirmation: { ...confirmation, campaignId: null } })
    await expect(ask(someone(), ['club'])).rejects.toEqual(problem('subscription/no-confirmation'))
    const other = await aCampaignToSend(house)
    const choose = (id: string) =>
      settings.saveSettings(house.ctx, { confirmation: { campaignId: id, days: 3 } })
    // It has no link to confirm by.
    await expect(choose(other.id)).rejects.toEqual(problem('request/invalid'))
    await expect(choose(house.newId())).rejects.toEqual(problem('request/invalid'))
    expect(await choose(campaignId!)).toMatchObject({ defaults, confirmation: { campaignId, days: 3 } })
    await campaigns.stop(house.ctx, campaignId!)
    await expect(ask(someone(), ['club'])).rejects.toEqual(problem('subscription/no-confirmation'))
    await expect(choose(campaignId!)).rejects.toEqual(problem('request/invalid'))
  })
})
