import { setTimeout } from 'node:timers/promises'
import type { CampaignPlan } from '@chappe/core/campaign/plan'
import type { Definition } from '@chappe/core/campaign/schema'
import { TopicSettings } from '@chappe/core/consent/topic'
import { formatLocal } from '@chappe/core/schedule/civil'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { membersOf } from '../store/audience-expansion.ts'
import { count } from '../store/plan.ts'
import { aRelay } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { content, everyDay, nextMinute, occurrenceTools } from '../testing/occurrences.ts'
import { expand } from './occurrences/expand.ts'
import * as occurrences from './occurrences.ts'
import { plan } from './plan.ts'
import * as topics from './topics.ts'

let house: TestHouse
let tools: ReturnType<typeof occurrenceTools>
beforeAll(async () => {
  house = await aHouse()
  tools = occurrenceTools(house)
  await topics.create(house.ctx, { ...settings(false), key: 'news' })
  await topics.create(house.ctx, { ...settings(true), key: 'confirmed' })
})

const settings = (doubleOptIn: boolean) =>
  TopicSettings.parse({ name: { en: 'News', fr: 'Nouvelles' }, channels: ['email'], doubleOptIn })

type Said = Partial<z.input<typeof Definition>>
const hour = 3_600_000

const choice = fc.option(fc.constantFrom('in' as const, 'out' as const, 'pending' as const), { freq: 2 })
const person = fc.record({
  /** Which of a few addresses is in the profile; the odd ones are read by the channel alone. */
  address: fc.option(
    fc.constantFrom(
      'a',
      'b',
      'c',
      'D',
      ' e ',
      'not an address',
      '"odd one"',
      'é',
      '\t',
      'x'.repeat(65),
      7,
      '',
    ),
  ),
  identity: fc.boolean(),
  zone: fc.option(fc.constantFrom('Asia/Tokyo', 'America/New_York', 'Mars/Olympus')),
  ofChannel: choice,
  ofTopic: choice,
  byAddress: choice,
  suppressed: fc.option(fc.constantFrom('address' as const, 'expired' as const), { freq: 6 }),
  allowed: fc.boolean(),
  excluded: fc.option(fc.constant(true), { freq: 6 }),
  inFirst: fc.boolean(),
})
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never

const world = fc.record({
  people: fc.array(person, { minLength: 1, maxLength: 12 }),
  topic: fc.constantFrom(null, 'news', 'confirmed'),
  byDefault: fc.constantFrom('in' as const, 'out' as const),
  category: fc.constantFrom('marketing' as const, 'transactional' as const),
  suppressedDomain: fc.boolean(),
  allowList: fc.option(fc.constant(true), { freq: 4 }),
  division: fc.constantFrom('none' as const, 'audience' as const, 'zones' as const, 'chance' as const),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

let made = 0

/** Everybody of a world, with what they said, in a domain of its own. */
async function inhabit({ people, topic, byDefault, suppressedDomain, allowList }: World) {
  const { db, newId, ctx } = house
  const { sandboxId } = ctx
  const domain = `w${++made}.example.com`
  const ids: string[] = []
  const say = (subject: string, about: string, said: Person['ofChannel']) =>
    said === null || (about === '' && said === 'pending')
      ? undefined
      : db
          .insertInto('consent')
          .values({ sandboxId, channel: 'email', subject, topic: about, choice: said, source: 'test' })
          .onConflict((on) => on.doNothing())
          .execute()
  const list = (table: 'suppression' | 'allowedAddress', value: string, more: object) =>
    db
      .insertInto(table)
      .values({ sandboxId, value, createdBy: 'test', ...more } as never)
      .onConflict((on) => on.doNothing())
      .execute()
  for (const [n, one] of people.entries()) {
    const id = newId()
    ids.push(id)
    const { address } = one
    const text =
      typeof address === 'string' && address.trim() !== '' && address !== 'not an address'
        ? `${address.trimEnd()}@${domain}${address.endsWith(' ') ? ' ' : ''}`
        : address
    const attributes = {
      ...(address !== null && { personalEmail: { address: text } }),
      ...(one.zone !== null && { timeZone: one.zone }),
    }
    await db
      .insertInto('profile')
      .values({ sandboxId, id, attributes: JSON.stringify(attributes) })
      .execute()
    // Some share the address that another one has in the profile.
    const email = n % 4 === 3 ? `a@${domain}` : `person${n}@${domain}`
    if (one.identity)
      await db
        .insertInto('profileIdentity')
        .values({ sandboxId, namespace: 'email', value: email, profileId: id })
        .onConflict((on) => on.doNothing())
        .execute()
    const reached = String(text ?? email)
      .trim()
      .toLowerCase()
    await say(`profile:${id}`, '', one.ofChannel)
    if (topic !== null) await say(`profile:${id}`, topic, one.ofTopic)
    await say(`address:${reached}`, topic !== null && n % 2 === 0 ? topic : '', one.byAddress)
    if (one.suppressed !== null)
      await list('suppression', reached, {
        type: 'address',
        category: 'manual',
        reason: 'test',
        expiresAt: one.suppressed === 'expired' ? new Date(0) : null,
      })
    if (one.allowed) await list('allowedAddress', reached, { type: 'address' })
  }
  if (suppressedDomain)
    await list('suppression', domain, { type: 'domain', category: 'manual', reason: 'test' })
  const settings = { modifiedBy: 'test', sandboxId }
  for (const [name, value] of [
    ['allow_list_active', allowList !== null],
    ['consent_default', { email: byDefault, sms: 'in', push: 'in' }],
  ] as const)
    await db
      .insertInto('sandboxSetting')
      .values({ ...settings, name, value: JSON.stringify(value) })
      .onConflict((on) => on.columns(['sandboxId', 'name']).doUpdateSet({ value: JSON.stringify(value) }))
      .execute()
  return ids
}

async function campaignOf({ people, topic, category, division }: World, ids: readonly string[]) {
  const audience = await tools.aList(0, ids)
  const excluded = await tools.aList(
    0,
    ids.filter((_, n) => people[n]!.excluded),
  )
  const first = await tools.aList(
    0,
    ids.filter((_, n) => people[n]!.inFirst),
  )
  const nobody = await tools.aList(0)
  const every = { kind: 'interval' as const, minutes: 60 }
  const local = formatLocal(Math.floor((house.now().getTime() + 1.5 * hour) / 60_000) * 60_000)
  const parted: Record<World['division'], Said> = {
    none: {},
    chance: { waves: { division: 'percent', timing: every, waves: [{ size: 30 }, { size: 30 }] } },
    audience: {
      waves: {
        division: 'audience',
        timing: every,
        remainder: 'leave_out',
        waves: [{ audienceId: first.id }, { audienceId: nobody.id }],
      },
    },
    zones: {
      trigger: { kind: 'at', at: local, timeZone: 'UTC', profileTimeZone: { passed: 'skip' } },
    },
  }
  const definition = {
    content,
    topic,
    audience: { id: audience.id, exclude: [excluded.id] },
    ...parted[division],
  }
  return tools.aCampaign({ id: audience.id }, { category, definition })
}

test('the plan counts whom a real run then reaches and excludes, reason by reason', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const campaign = await campaignOf(given, await inhabit(given))
      const planned = await plan(house.ctx, campaign.id)
      expect(planned.counting).toBe('counted')
      await occurrences.planDue(house)
      const { id } = await tools.occurrenceOf(campaign)
      await expand(house, { id })
      for (const hours of [0, 1, 40]) await tools.sendAt(new Date(Date.now() + hours * hour), aRelay())
      const { targeted, sent, pending, excludedByReason } = await tools.report(campaign)
      const told = planned.people!
      expect(pending).toBe(0)
      expect({ targeted: told.targeted, sent: told.reached }).toEqual({ targeted, sent })
      const byReason = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).sort()
      expect(byReason(told.reasons)).toEqual(
        byReason(excludedByReason.map(({ reason, count }) => ({ reason, people: count }))),
      )
      const waves = (await occurrences.list(house.ctx, campaign.id, 1)).items[0]!.waves
      // Whoever has no time zone has a wave of their own, even when there is nobody.
      const peopled = (people: readonly (number | null)[]) => people.filter((count) => count !== 0)
      const sentTo = planned.parts.filter(({ passed }) => passed !== 'skip')
      expect(peopled(sentTo.map(({ people }) => people))).toEqual(peopled(waves.map((wave) => wave.targeted)))
    }),
    { numRuns: 15 },
  )
})

describe('a plan', () => {
  test('says who is left out before anybody is targeted', async () => {
    const list = await tools.aList(10)
    const excluded = await tools.aList(3, list.ids.slice(0, 4))
    const campaign = await tools.aCampaign({ id: list.id, exclude: [excluded.id] })
    const { people } = await plan(house.ctx, campaign.id)
    expect(people).toMatchObject({ audience: 10, inExcluded: 4, alreadyReached: 0, targeted: 6 })
  })

  test('of an evergreen campaign leaves out whom it has reached', async () => {
    const list = await tools.aList(3)
    const start = nextMinute(house)
    const trigger = everyDay(start, { evergreen: true })
    const campaign = await tools.aCampaign(list, { category: 'transactional', definition: { trigger } })
    await sql`delete from sandbox_setting where name = 'allow_list_active'`.execute(house.db)
    await house.db.updateTable('campaign').set({ nextAt: start }).where('id', '=', campaign.id).execute()
    const now = () => new Date(start.getTime() + 1_000)
    await occurrences.planDue({ ...house, now })
    await expand({ ...house, now }, { id: (await tools.occurrenceOf(campaign)).id })
    await tools.sendAt(now(), aRelay())
    const planned = await plan(house.ctx, campaign.id, { fresh: true })
    expect(planned.people).toMatchObject({ audience: 3, alreadyReached: 3, targeted: 0 })
    expect(planned).toMatchObject({ hours: [], endsAt: null })
    expect(planned.next).toHaveLength(5)
  })

  test('of waves, a rate and a deadline says when each ends and who comes too late', async () => {
    await sql`delete from sandbox_setting`.execute(house.db)
    const list = await tools.aList(90)
    const definition = {
      waves: {
        division: 'equal' as const,
        timing: { kind: 'interval' as const, minutes: 60 },
        waves: [{ name: 'First' }, {}, {}],
      },
      pace: { rate: { messages: 20, per: 'hour' as const }, deadlineHours: 3 },
    }
    const campaign = await tools.aCampaign(list, { definition })
    const planned = await plan(house.ctx, campaign.id)
    expect(planned.parts.map(({ name, people }) => [name, people])).toEqual([
      ['First', 30],
      ['', 30],
      ['', 30],
    ])
    const [first, second, third] = planned.parts.map(({ endsAt }) => endsAt)
    expect(Date.parse(first!)).toBeLessThan(Date.parse(second!))
    expect(third).toBeNull()
    expect(planned.late).toBe(30)
    expect(planned.hours.reduce((sum, { messages }) => sum + messages, 0)).toBe(60)
  })

  test('names other campaigns that are sent to the same people, with how many', async () => {
    const list = await tools.aList(8)
    const some = await tools.aList(2, list.ids.slice(0, 5))
    for (const { id } of [list, some])
      await house.db.updateTable('audience').set({ members: 8 }).where('id', '=', id).execute()
    const pace = { rate: { messages: 2, per: 'hour' as const } }
    const other = await tools.aCampaign(some, { definition: { pace } })
    const same = await tools.aCampaign(list, { definition: { pace } })
    await occurrences.planDue(house)
    for (const one of [other, same]) await expand(house, { id: (await tools.occurrenceOf(one)).id })
    const campaign = await tools.aCampaign(list, { definition: { pace } })
    const { conflicts, hours } = await plan(house.ctx, campaign.id)
    const about = (id: string) => conflicts.find(({ campaignId }) => campaignId === id)
    expect(about(other.id)).toMatchObject({ sameAudience: false, inCommon: 5 })
    expect(about(same.id)).toMatchObject({ sameAudience: true, inCommon: 8 })
    expect(about(campaign.id)).toBeUndefined()
    expect(hours.reduce((sum, { others }) => sum + others, 0)).toBeGreaterThan(0)
  })

  test('is of a campaign without an audience that can be sent to, too: nobody is known', async () => {
    const gone = house.newId()
    const campaign = await tools.aCampaign({ id: gone })
    expect(await plan(house.ctx, campaign.id)).toMatchObject({
      counting: 'unknown',
      tooLarge: false,
      people: null,
      targeted: null,
      parts: [],
      hours: [],
      endsAt: null,
    })
  })

  test('is given up when counting takes longer than it may', async () => {
    const { id } = await tools.aList(3)
    const { db, newId, ctx } = house
    const { sandboxId } = ctx
    const wanted = {
      meant: {
        occurrence: { id: newId(), sandboxId, campaignId: newId(), version: 1 },
        people: await membersOf(db, sandboxId, id, house.now()),
        excluded: [],
      },
      addressPath: ['personalEmail', 'address'],
      marketing: null,
      waves: null,
      byZone: false,
      domains: [],
      others: [],
      judge: async () => [],
    }
    expect(await count(db, { ...wanted, within: 0 })).toBeUndefined()
    expect(await count(db, { ...wanted, within: 60_000 })).toMatchObject({ audience: 3, targeted: 3 })
    const slow = sql`select profile_id from audience_member, pg_sleep(60) where audience_id = ${id}::uuid`
    const meant = { ...wanted.meant, people: slow as typeof wanted.meant.people }
    expect(await count(db, { ...wanted, meant, within: 50 })).toBeUndefined()
  })

  test('is one of two that are counted at once, however many are asked for', async () => {
    const lists = await Promise.all([1, 2, 3, 4, 5].map(() => tools.aList(1)))
    const campaigns = await Promise.all(lists.map((list) => tools.aCampaign(list)))
    const counting = async () => {
      const { rows } = await sql`select from pg_stat_activity where datname = current_database()
        and wait_event_type = 'Lock' and query like '%audience_member%'`.execute(house.db)
      return rows.length
    }
    let asked: Promise<CampaignPlan>[] = []
    await house.db.transaction().execute(async (held) => {
      await sql`lock table audience_member in access exclusive mode`.execute(held)
      asked = campaigns.flatMap(({ id }) => [1, 2].map(() => plan(house.ctx, id, { fresh: true })))
      while ((await counting()) < 2) await setTimeout(10)
      for (let n = 0; n < 10; n++) {
        expect(await counting()).toBe(2)
        await setTimeout(10)
      }
    })
    for (const { people } of await Promise.all(asked)) expect(people?.audience).toBe(1)
  })

  test('is kept for a moment, and counted anew when asked to', async () => {
    const list = await tools.aList(2)
    const campaign = await tools.aCampaign(list)
    const before = await plan(house.ctx, campaign.id)
    await sql`delete from audience_member where audience_id = ${list.id}::uuid`.execute(house.db)
    expect(await plan(house.ctx, campaign.id)).toEqual(before)
    expect((await plan(house.ctx, campaign.id, { fresh: true })).people?.audience).toBe(0)
  })
})
