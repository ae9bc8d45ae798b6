import { Definition } from '@chappe/core/campaign/schema'
import { TopicSettings } from '@chappe/core/consent/topic'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { scopeAt } from '../store/audience-expansion.ts'
import { isFound } from '../store/audience-members.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { type Item, readAddress } from '../worker/item.ts'
import { refusals } from '../worker/refusals.ts'
import { saveSettings } from './consent-settings.ts'
import * as consents from './consents.ts'
import { unsubscribe } from './feedback.ts'
import { merge } from './profiles/merge.ts'
import * as topics from './topics.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

let number = 0
async function aPerson() {
  const email = `chooser-${++number}@example.com`
  return { email, id: await aProfile(house.db, house.ctx.sandboxId, email) }
}
const page = { limit: 50, offset: 0 }

describe('choices', () => {
  test('are written with their history: who, when, how, and what was before', async () => {
    const { ctx } = house
    const { id, email } = await aPerson()
    const about = { channel: 'email' as const, topic: '', address: null }
    await consents.put(ctx, id, { choices: [{ ...about, choice: 'out' }], source: 'phone call' })
    house.clock.pass({ minutes: 1 })
    const spelled = { ...about, topic: 'news', address: email.toUpperCase() }
    const { items, defaults } = await consents.put(ctx, id, {
      choices: [
        { ...about, choice: 'in' },
        { ...spelled, choice: 'out' },
      ],
      source: 'api',
    })
    expect(items).toMatchObject([
      { channel: 'email', topic: '', address: null, choice: 'in', source: 'api' },
      { channel: 'email', topic: 'news', address: email, choice: 'out' },
    ])
    expect(defaults).toEqual({ email: 'in', sms: 'in', push: 'in' })
    const { items: changes, total } = await consents.history(ctx, id, page)
    expect(total).toBe(3)
    expect(changes.at(-1)).toMatchObject({ choice: 'out', previous: null, source: 'phone call' })
    expect(changes.slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ choice: 'in', previous: 'out', source: 'api', by: ctx.actor.name }),
        expect.objectContaining({ choice: 'out', previous: null, address: email, topic: 'news' }),
      ]),
    )
  })

  test('that are no news leave no trace', async () => {
    const { ctx } = house
    const { id } = await aPerson()
    const choices = [{ channel: 'sms' as const, topic: '', address: null, choice: 'out' as const }]
    await consents.put(ctx, id, { choices, source: 'api' })
    await consents.put(ctx, id, { choices: [...choices, ...choices], source: 'again' })
    expect((await consents.history(ctx, id, page)).items).toMatchObject([{ source: 'api', previous: null }])
  })

  test('made at the same time are all in the history, each after the one before', async () => {
    const { ctx } = house
    const { id } = await aPerson()
    const choose = (choice: 'in' | 'out') =>
      consents.choose(
        house,
        ctx.sandboxId,
        ['email', 'sms', 'push'].map((channel) => ({
          subject: consents.subjectOf.profile(id),
          channel,
          topic: '',
          choice,
        })),
        { source: choice, by: 'test' },
      )
    await choose('in')
    await Promise.all(Array.from({ length: 20 }, (_, n) => choose(n % 2 === 0 ? 'out' : 'in')))
    const { items } = await consents.history(ctx, id, { limit: 200, offset: 0 })
    for (const channel of ['email', 'sms', 'push']) {
      const steps = items.filter((one) => one.channel === channel && one.previous !== null)
      expect(steps.filter(({ choice, previous }) => choice === previous)).toEqual([])
      const balance = steps.filter(({ choice }) => choice === 'out').length * 2 - steps.length
      const current = (await consents.get(ctx, id)).items.find((one) => one.channel === channel)
      expect(balance).toBe(current?.choice === 'out' ? 1 : 0)
    }
  })

  test('about an address of somebody else are refused, and nothing is written', async () => {
    const { ctx } = house
    const [one, other] = [await aPerson(), await aPerson()]
    const choice = { channel: 'email' as const, topic: '', choice: 'out' as const }
    const choices = [
      { ...choice, address: null },
      { ...choice, address: other.email },
    ]
    await expect(consents.put(ctx, one.id, { choices, source: 'api' })).rejects.toMatchObject({
      type: 'request/invalid',
      extra: { errors: [{ pointer: '/choices/1/address' }] },
    })
    expect((await consents.get(ctx, one.id)).items).toEqual([])
  })
})

describe('who becomes part of somebody else', () => {
  const out = (subject: string) => [{ subject, channel: 'email', topic: '', choice: 'out' as const }]
  const standing = async (subject: string) =>
    (
      await house.db
        .selectFrom('consent')
        .select(['topic', 'choice'])
        .where('sandboxId', '=', house.ctx.sandboxId)
        .where('subject', '=', subject)
        .orderBy('topic')
        .execute()
    ).map(({ topic, choice }) => `${topic}:${choice}`)

  test('the strictest of both counts, and the history says that it came of becoming one', async () => {
    const { ctx } = house
    const [kept, other] = [await aPerson(), await aPerson()]
    const say = (id: string, topic: string, choice: 'in' | 'out' | 'pending') =>
      consents.choose(house, ctx.sandboxId, [{ subject: `profile:${id}`, channel: 'email', topic, choice }], {
        source: 'test',
        by: 'test',
      })
    await say(kept.id, 'a', 'in')
    await say(other.id, 'a', 'out')
    await say(kept.id, 'b', 'out')
    await say(other.id, 'b', 'in')
    await say(other.id, 'c', 'pending')
    await merge(ctx, kept.id, other.id)
    expect(await standing(`profile:${kept.id}`)).toEqual(['a:out', 'b:out', 'c:pending'])
    expect(await standing(`profile:${other.id}`)).toEqual([])
    const { items } = await consents.history(ctx, kept.id, page)
    const merged = items.filter(({ source }) => source === 'merge')
    expect(merged.map(({ topic, choice, previous, by }) => [topic, choice, previous, by]).sort()).toEqual([
      ['a', 'out', 'in', ctx.actor.name],
      ['c', 'pending', null, ctx.actor.name],
    ])
    expect(items).toHaveLength(7)
  })

  test('and refuses at the same moment is refused, by whatever door and whichever comes first', async () => {
    const { ctx } = house
    const campaign = await aCampaignToSend(house)
    const people: { email: string; id: string; other: string; messageId: string }[] = []
    for (let n = 0; n < 24; n++) {
      const [kept, other] = [await aPerson(), await aPerson()]
      people.push({ email: other.email, id: kept.id, other: other.id, messageId: '' })
    }
    const sent = await calls(house, campaign, [people.slice(0, 20).map(({ email }) => to(email))])
    const more = await calls(house, campaign, [people.slice(20).map(({ email }) => to(email))])
    for (const [n, messageId] of [...sent[0]!, ...more[0]!].entries()) people[n]!.messageId = messageId
    await deliverDue(aWorker(house, aRelay()))
    await Promise.all(
      people.map(async ({ id, other, messageId }, n) => {
        const leave = () =>
          n % 2 === 0
            ? unsubscribe(house, { messageId, sandboxId: ctx.sandboxId }, 'one-click')
            : consents.choose(house, ctx.sandboxId, out(`profile:${other}`), { source: 'api', by: 'test' })
        const [left] = await Promise.allSettled([leave(), merge(ctx, id, other)])
        // By API, somebody who is no more is not found, and nothing was promised.
        if (left.status === 'rejected') {
          expect(n % 2).toBe(1)
          expect(left.reason).toMatchObject({ type: 'profile/not-found' })
        } else expect(await standing(`profile:${id}`), `${n}`).toEqual([':out'])
      }),
    )
    const { rows } = await sql`
      select from consent c where subject like 'profile:%'
         and not exists (select from profile p where p.id = substr(c.subject, 9)::uuid)`.execute(house.db)
    expect(rows).toEqual([])
  })
})

test('the profile page, a rule and a delivery agree on what counts for a person', async () => {
  const { ctx } = house
  const { sandboxId } = ctx
  for (const [key, doubleOptIn] of [
    ['plain', false],
    ['confirmed', true],
  ] as const) {
    const words = { en: key, fr: key }
    await topics.create(ctx, {
      ...TopicSettings.parse({ name: words, channels: ['email'], doubleOptIn }),
      key,
    })
  }
  const about = ['', 'plain', 'confirmed'] as const
  const choice = fc.option(fc.constantFrom('in', 'out', 'pending'))
  const said = fc.record({
    person: fc.tuple(choice, choice, choice),
    address: fc.tuple(choice, choice, choice),
    byDefault: fc.constantFrom('in' as const, 'out' as const),
  })
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(said, async ({ person, address, byDefault }) => {
      const { id, email } = await aPerson()
      const rows = about.flatMap((topic, n) =>
        (
          [
            [consents.subjectOf.profile(id), person[n]],
            [consents.subjectOf.address(email), address[n]],
          ] as const
        ).flatMap(([subject, choice]) =>
          // A channel as a whole waits for nothing.
          choice && !(topic === '' && choice === 'pending')
            ? [{ subject, channel: 'email', topic, choice }]
            : [],
        ),
      )
      await consents.choose(house, sandboxId, rows, { source: 'test', by: 'test' })
      await saveSettings(ctx, { defaults: { email: byDefault, sms: 'in', push: 'in' } })
      const { inForce } = await consents.get(ctx, id)
      const scope = await scopeAt(house.db, sandboxId, house.now())
      const target = (topic: string | null) => ({
        category: 'marketing' as const,
        definition: Definition.parse({ topic }),
      })
      // All that a delivery looks at.
      const item = { address: readAddress(email), profileId: null, lease: { reason: null } } as Item
      for (const topic of about) {
        const shown = inForce.find((one) => one.channel === 'email' && one.topic === topic)!.choice
        const rule = { kind: 'consent' as const, channel: 'email' as const, topic, choice: 'in' as const }
        const refused = await refusals(house.db, sandboxId, [item], target(topic || null))
        expect([await isFound(house.db, rule, scope, id), refused.get(item)], topic).toEqual(
          shown === 'in' ? [true, undefined] : [false, 'no-consent'],
        )
        seen.add(`${topic} ${shown}`)
      }
    }),
    { numRuns: 60 },
  )
  expect(seen.size).toBe(6)
  await saveSettings(ctx, { defaults: { email: 'in', sms: 'in', push: 'in' } })
})
