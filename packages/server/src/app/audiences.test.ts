import type { Rule } from '@chappe/core/audience/rule'
import { AudienceInput, type Composition } from '@chappe/core/audience/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { aCampaignHouse, aDraft } from '../testing/campaigns.ts'
import { aLiveFragment, ref } from '../testing/content.ts'
import type { TestHouse } from '../testing/house.ts'
import * as audiences from './audiences.ts'
import * as campaigns from './campaigns.ts'
import * as profiles from './profiles.ts'

let house: TestHouse
let ctx: Ctx
let made = 0
const id = new Map<string, string>()

beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
  for (const [name, tier, points] of [
    ['ada', 'gold', 900],
    ['bob', 'gold', 100],
    ['cyd', 'silver', 500],
    ['dan', 'silver', null],
  ] as const) {
    const attributes = { person: { name: { firstName: name } }, loyalty: { tier, points } }
    const identities = [{ namespace: 'email', value: `${name}@example.com` }]
    id.set(name, (await profiles.save(ctx, { identities, attributes })).id)
  }
})

const tier = (value: string): Rule => ({
  kind: 'attribute',
  path: 'loyalty.tier',
  test: { operator: 'equals', value },
})
const all = (...rules: Rule[]) => ({ kind: 'group' as const, join: 'and' as const, not: false, rules })
const input = (definition: z.input<typeof AudienceInput>['definition'], name = `Audience ${++made}`) =>
  AudienceInput.parse({ name, definition })
const aRule = (...rules: Rule[]) => audiences.create(ctx, input({ kind: 'rule', rule: all(...rules) }))
const aComposition = (tree: Composition) => audiences.create(ctx, input({ kind: 'composition', tree }))
const membersOf = async (audience: { id: string }) => {
  await audiences.evaluate(ctx, audience.id)
  return (await audiences.listMembers(ctx, audience.id, { limit: 50 })).items.map(({ name }) => name).sort()
}
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })

describe('an audience by rule', () => {
  test('finds people, and says who joined and who left since', async () => {
    const gold = await aRule(tier('gold'))
    expect(gold).toMatchObject({ members: null, evaluatedAt: null })
    expect(await membersOf(gold)).toEqual(['ada', 'bob'])
    const identities = [{ namespace: 'email', value: 'bob@example.com' }]
    await profiles.save(ctx, { identities, attributes: { loyalty: { tier: 'silver' } } })
    house.clock.pass({ seconds: 1 })
    expect(await audiences.evaluate(ctx, gold.id)).toMatchObject({ members: 1 })
    const { items } = await audiences.listChanges(ctx, gold.id)
    expect(items.map(({ members, joined, departed }) => [members, joined, departed])).toEqual([
      [1, 0, 1],
      [2, 2, 0],
    ])
    await profiles.save(ctx, { identities, attributes: { loyalty: { tier: 'gold' } } })
  })

  test('is estimated with people to look at, and nothing is stored', async () => {
    const definition = { kind: 'rule' as const, rule: all(tier('gold')) }
    const found = await audiences.estimate(ctx, { definition })
    expect(found).toMatchObject({ count: 2, exact: true, total: 4 })
    expect(found.people.map(({ name }) => name).sort()).toEqual(['ada', 'bob'])
    expect(found.people[0]!.identities[0]!.namespace).toBe('email')
  })

  test('that names another is evaluated after it', async () => {
    const gold = await aRule(tier('gold'))
    const notGold = await aRule({ kind: 'audience', audienceId: gold.id, member: false })
    expect(await membersOf(notGold)).toEqual(['cyd', 'dan'])
    expect((await audiences.uses(ctx, gold.id)).items).toEqual([
      { kind: 'audience', id: notGold.id, name: notGold.name, status: 'live' },
    ])
    await expect(audiences.remove(ctx, gold.id)).rejects.toEqual(problem('audience/in-use'))
    await expect(audiences.archive(ctx, gold.id)).rejects.toEqual(problem('audience/in-use'))
  })

  test('that names one never evaluated is estimated as if it were', async () => {
    const gold = await aRule(tier('gold'))
    const rule = all({ kind: 'audience', audienceId: gold.id, member: true })
    expect(await audiences.estimate(ctx, { definition: { kind: 'rule', rule } })).toMatchObject({ count: 2 })
    const tree: Composition = {
      op: 'limit',
      of: { op: 'audience', id: gold.id },
      count: 1,
      by: '',
      order: 'asc',
    }
    const definition = { kind: 'composition' as const, tree }
    expect(await audiences.estimate(ctx, { definition })).toMatchObject({ count: 1, looked: null })
  })

  test('cannot be made of itself, not even in two steps at once', async () => {
    const first = await aRule(tier('gold'))
    const second = await aRule(tier('gold'))
    const naming = (audience: { name: string; revision: number }, audienceId: string) => ({
      ...input({ kind: 'rule', rule: all({ kind: 'audience', audienceId, member: true }) }, audience.name),
      revision: audience.revision,
    })
    await expect(audiences.save(ctx, first.id, naming(first, first.id))).rejects.toEqual(
      problem('audience/cycle'),
    )
    const both = await Promise.allSettled([
      audiences.save(ctx, first.id, naming(first, second.id)),
      audiences.save(ctx, second.id, naming(second, first.id)),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: problem('audience/cycle'),
    })
  })

  test('that names one nobody knows is refused with the id', async () => {
    const audienceId = ctx.newId()
    await expect(aRule({ kind: 'audience', audienceId, member: true })).rejects.toMatchObject({
      type: 'request/invalid',
      message: expect.stringContaining(audienceId),
    })
  })
})

describe('a composition', () => {
  test('joins, meets, leaves out, ranks, limits', async () => {
    const [gold, silver] = [await aRule(tier('gold')), await aRule(tier('silver'))]
    const rich = await aRule({
      kind: 'attribute',
      path: 'loyalty.points',
      test: { operator: 'at_least', value: 500 },
    })
    const [g, s, r] = [gold, silver, rich].map((one): Composition => ({ op: 'audience', id: one.id }))
    expect(await membersOf(await aComposition({ op: 'union', of: [g!, s!] }))).toEqual([
      'ada',
      'bob',
      'cyd',
      'dan',
    ])
    expect(await membersOf(await aComposition({ op: 'intersect', of: [g!, r!] }))).toEqual(['ada'])
    expect(await membersOf(await aComposition({ op: 'exclude', from: g!, without: r! }))).toEqual(['bob'])
    const everybody: Composition = { op: 'union', of: [g!, s!] }
    const best = (count: number, order: 'asc' | 'desc'): Composition => ({
      op: 'limit',
      of: everybody,
      count,
      by: 'loyalty.points',
      order,
    })
    expect(await membersOf(await aComposition(best(2, 'desc')))).toEqual(['ada', 'cyd'])
    expect(await membersOf(await aComposition(best(1, 'asc')))).toEqual(['bob'])
    expect(await membersOf(await aComposition(best(4, 'desc')))).toEqual(['ada', 'bob', 'cyd', 'dan'])
  })

  test('is made of others in any depth', async () => {
    const [gold, silver] = [await aRule(tier('gold')), await aRule(tier('silver'))]
    const [g, s] = [gold, silver].map((one): Composition => ({ op: 'audience', id: one.id }))
    const best: Composition = {
      op: 'limit',
      of: { op: 'union', of: [g!, s!] },
      count: 2,
      by: 'loyalty.points',
      order: 'desc',
    }
    const inner = await aComposition({ op: 'exclude', from: best, without: s! })
    const outer = await aComposition({ op: 'union', of: [{ op: 'audience', id: inner.id }, s!] })
    expect(await membersOf(inner)).toEqual(['ada'])
    expect(await membersOf(outer)).toEqual(['ada', 'cyd', 'dan'])
  })

  test('splits into shares that meet nowhere and miss nobody, the same each time', async () => {
    const gold = await aRule({ kind: 'group', join: 'or', not: false, rules: [tier('gold'), tier('silver')] })
    const shares = [0, 30, 60, 100].slice(0, 3).map((from, n) => ({ from, to: [30, 60, 100][n]! }))
    const found: string[][] = []
    for (const { from, to } of shares) {
      const part = await aComposition({
        op: 'split',
        of: { op: 'audience', id: gold.id },
        from,
        to,
        seed: 'x',
      })
      found.push(await membersOf(part))
      expect(await membersOf(part)).toEqual(found.at(-1))
    }
    expect(found.flat().sort()).toEqual(['ada', 'bob', 'cyd', 'dan'])
  })
})

describe('the archive', () => {
  test('takes what nothing live is made of, and gives it back', async () => {
    const gold = await aRule(tier('gold'))
    const user = await aRule({ kind: 'audience', audienceId: gold.id, member: true })
    const archived = await audiences.archive(ctx, user.id)
    expect(archived.status).toBe('archived')
    await expect(audiences.evaluate(ctx, user.id)).rejects.toEqual(problem('audience/illegal'))
    const body = { ...input({ kind: 'rule', rule: all() }, user.name), revision: archived.revision }
    await expect(audiences.save(ctx, user.id, body)).rejects.toEqual(problem('audience/illegal'))
    await audiences.archive(ctx, gold.id)
    await expect(audiences.remove(ctx, gold.id)).rejects.toEqual(problem('audience/in-use'))
    await expect(aRule({ kind: 'audience', audienceId: gold.id, member: true })).rejects.toMatchObject({
      type: 'request/invalid',
      message: expect.stringContaining(gold.name),
      extra: { reason: 'audience-archived', names: [gold.name] },
    })
    await expect(audiences.restore(ctx, user.id)).rejects.toMatchObject({
      type: 'audience/illegal',
      message: expect.stringContaining(gold.name),
      extra: { reason: 'made-of-archived', names: [gold.name] },
    })
    await audiences.restore(ctx, gold.id)
    expect((await audiences.restore(ctx, user.id)).status).toBe('live')
    await expect(audiences.restore(ctx, user.id)).rejects.toMatchObject({
      type: 'audience/illegal',
      extra: { reason: 'status', audienceStatus: 'live', allowed: ['archive'] },
    })
    expect(await membersOf(user)).toEqual(['ada', 'bob'])
  })

  test('starts the schedule again', async () => {
    const { id } = await audiences.create(ctx, {
      ...input({ kind: 'rule', rule: all(tier('gold')) }),
      schedule: { everyMinutes: 60 },
    })
    await audiences.archive(ctx, id)
    expect(await audiences.refreshDue(house, () => {})).toBe(0)
    await audiences.restore(ctx, id)
    expect(await audiences.refreshDue(house, () => {})).toBe(1)
    await audiences.remove(ctx, id)
  })
})

describe('a campaign that names an audience', () => {
  const naming = (id: string) => ({
    content: {
      subject: `{%#if profile.segmentMembership.get("ups").get("${id}").status = "existing"%}!{%/if%}`,
      html: 'x',
    },
  })

  test('keeps it from being deleted, and live from being archived, until it is over', async () => {
    const gold = await aRule(tier('gold'))
    const draft = await aDraft(ctx, { definition: naming(gold.id) })
    const use = { kind: 'campaign', id: draft.id, name: draft.name }
    expect((await audiences.uses(ctx, gold.id)).items).toEqual([{ ...use, status: 'draft' }])
    await expect(audiences.remove(ctx, gold.id)).rejects.toMatchObject({
      type: 'audience/in-use',
      message: expect.stringContaining(draft.name),
      extra: { users: [{ ...use, status: 'draft' }] },
    })
    await audiences.archive(ctx, gold.id)
    await audiences.restore(ctx, gold.id)
    await campaigns.activate(ctx, draft.id, {})
    await expect(audiences.archive(ctx, gold.id)).rejects.toMatchObject({
      type: 'audience/in-use',
      message: expect.stringContaining(draft.name),
    })
    await campaigns.stop(ctx, draft.id)
    expect((await audiences.uses(ctx, gold.id)).items).toEqual([{ ...use, status: 'stopped' }])
    await audiences.remove(ctx, gold.id)
  })

  test('in a fragment counts from the moment that it goes live', async () => {
    const gold = await aRule(tier('gold'))
    const fragment = await aLiveFragment(ctx, naming(gold.id).content.subject)
    const draft = await aDraft(ctx, { definition: { content: { subject: 'x', html: ref(fragment) } } })
    await campaigns.activate(ctx, draft.id, {})
    expect((await audiences.uses(ctx, gold.id)).items).toMatchObject([{ kind: 'campaign', id: draft.id }])
  })
})

test('two people who save the same audience do not overwrite each other', async () => {
  const audience = await aRule(tier('gold'))
  const body = {
    ...input({ kind: 'rule', rule: all(tier('silver')) }, audience.name),
    revision: audience.revision,
  }
  await audiences.save(ctx, audience.id, body)
  await expect(audiences.save(ctx, audience.id, body)).rejects.toEqual(problem('request/stale'))
  await expect(audiences.create(ctx, { ...body, name: audience.name.toUpperCase() })).rejects.toEqual(
    problem('audience/name-taken'),
  )
})

test('an audience with a schedule is evaluated when its time comes, and again after that', async () => {
  const audience = await audiences.create(ctx, {
    ...input({ kind: 'rule', rule: all(tier('gold')) }),
    schedule: { everyMinutes: 60 },
  })
  const failures: unknown[] = []
  const due = () => audiences.refreshDue(house, (error) => failures.push(error))
  expect(await due()).toBe(1)
  expect((await audiences.get(ctx, audience.id)).members).toBe(2)
  expect(await due()).toBe(0)
  house.clock.pass({ minutes: 61 })
  expect(await due()).toBe(1)
  expect(failures).toEqual([])
})
