import type { Rule } from '@chappe/core/audience/rule'
import { AudienceInput, type Composition } from '@chappe/core/audience/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import * as audiences from './audiences.ts'
import * as profiles from './profiles.ts'

let house: TestHouse
let ctx: Ctx
let made = 0
const id = new Map<string, string>()

beforeAll(async () => {
  house = await aHouse()
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
    expect((await audiences.uses(ctx, gold.id)).items).toEqual([{ id: notGold.id, name: notGold.name }])
    await expect(audiences.remove(ctx, gold.id)).rejects.toEqual(problem('audience/in-use'))
    await expect(audiences.archive(ctx, gold.id)).rejects.toEqual(problem('audience/in-use'))
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

describe('a list', () => {
  const aList = () => audiences.create(ctx, input({ kind: 'list', columns: ['seat'] }))
  const put = (list: { id: string }, mode: 'add' | 'replace', ...members: [string, object?][]) =>
    audiences.putMembers(ctx, list.id, {
      mode,
      namespace: 'email',
      members: members.map(([value, enrichment = {}]) => ({
        value,
        enrichment: enrichment as Record<string, string>,
      })),
    })

  test('takes people by identity, makes the unknown known, and counts nobody twice', async () => {
    const list = await aList()
    expect(
      await put(
        list,
        'add',
        ['ADA@example.com ', { seat: '1' }],
        ['new@example.com'],
        ['ada@example.com', { seat: '2' }],
      ),
    ).toEqual({ added: 2, updated: 0, removed: 0, created: 1 })
    const { items } = await audiences.listMembers(ctx, list.id, { limit: 10 })
    expect(items.find(({ name }) => name === 'ada')!.enrichment).toEqual({ seat: '2' })
    expect(await audiences.get(ctx, list.id)).toMatchObject({ members: 2 })
    expect(await put(list, 'replace', ['bob@example.com'])).toEqual({
      added: 1,
      updated: 0,
      removed: 2,
      created: 0,
    })
    expect((await audiences.evaluate(ctx, list.id)).members).toBe(1)
  })

  test('alone takes members', async () => {
    const gold = await aRule(tier('gold'))
    await expect(put(gold, 'add', ['ada@example.com'])).rejects.toEqual(problem('audience/illegal'))
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
