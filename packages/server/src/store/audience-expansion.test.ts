import type { Group, Rule } from '@chappe/core/audience/rule'
import type { AudienceDefinition, Composition } from '@chappe/core/audience/schema'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import * as audienceLists from '../app/audience-lists.ts'
import * as audiences from '../app/audiences.ts'
import * as profiles from '../app/profiles.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { membersOf } from './audience-expansion.ts'

let house: TestHouse
let made = 0
const day = 86_400_000

beforeAll(async () => {
  house = await aHouse()
  const { ctx } = house
  for (const [name, tier, points] of [
    ['ada', 'gold', 900],
    ['bob', 'gold', 100],
    ['cyd', 'silver', 500],
    ['dan', 'silver', 300],
  ] as const) {
    const joined = new Date(house.now().getTime() - points * day).toISOString()
    const attributes = { person: { name: { firstName: name } }, loyalty: { tier, points, joined } }
    await profiles.save(ctx, {
      identities: [{ namespace: 'email', value: `${name}@example.com` }],
      attributes,
    })
  }
})

const create = async (definition: AudienceDefinition) => {
  const input = { name: `A ${++made}`, description: '', tags: [], schedule: null, definition }
  return (await audiences.create(house.ctx, input)).id
}
const all = (...rules: Rule[]): Group => ({ kind: 'group', join: 'and', not: false, rules })
const byRule = (...rules: Rule[]) => create({ kind: 'rule', rule: all(...rules) })
const composed = (tree: Composition) => create({ kind: 'composition', tree })
const tier = (value: string): Rule => ({
  kind: 'attribute',
  path: 'loyalty.tier',
  test: { operator: 'equals', value },
})
const part = (id: string): Composition => ({ op: 'audience', id })
const isIn = (audienceId: string, member = true): Rule => ({ kind: 'audience', audienceId, member })

/** As an expansion would: one statement that writes what it finds. */
async function expanded(audienceId: string, at = house.now()): Promise<string[]> {
  const { sandboxId } = house.ctx
  const people = await membersOf(house.db, sandboxId, audienceId, at)
  return house.db.connection().execute(async (db) => {
    await sql`create temp table if not exists expansion (profile_id uuid primary key)`.execute(db)
    await sql`truncate expansion`.execute(db)
    await sql`insert into expansion select m.profile_id from (${people}) as m
      join profile p on p.sandbox_id = ${sandboxId} and p.id = m.profile_id`.execute(db)
    const { rows } = await sql<{ name: string }>`
      select p.attributes #>> '{person,name,firstName}' as name from expansion
        join profile p on p.sandbox_id = ${sandboxId} and p.id = profile_id order by 1`.execute(db)
    return rows.map(({ name }) => name)
  })
}

test('a rule is read anew when people are sent to, at the instant that is asked for', async () => {
  const gold = await byRule(tier('gold'))
  await audiences.evaluate(house.ctx, gold)
  const identities = [{ namespace: 'email', value: 'cyd@example.com' }]
  await profiles.save(house.ctx, { identities, attributes: { loyalty: { tier: 'gold' } } })
  expect(await expanded(gold)).toEqual(['ada', 'bob', 'cyd'])
  await profiles.save(house.ctx, { identities, attributes: { loyalty: { tier: 'silver' } } })
  expect(await expanded(gold)).toEqual(['ada', 'bob'])
  const test = { operator: 'within_last' as const, amount: 400, unit: 'day' as const }
  const recent = await byRule({ kind: 'attribute', path: 'loyalty.joined', test })
  expect(await expanded(recent)).toEqual(['bob', 'dan'])
  expect(await expanded(recent, new Date(house.now().getTime() + 200 * day))).toEqual(['bob'])
})

test('a list has who is on it', async () => {
  const list = await create({ kind: 'list', columns: [] })
  expect(await expanded(list)).toEqual([])
  const members = ['ada', 'dan'].map((name) => ({ value: `${name}@example.com`, enrichment: {} }))
  await audienceLists.putMembers(house.ctx, list, { mode: 'add', namespace: 'email', members })
  expect(await expanded(list)).toEqual(['ada', 'dan'])
})

test('a composition reads all that it is made of anew, however deep, though nothing was ever evaluated', async () => {
  const [gold, silver] = [await byRule(tier('gold')), await byRule(tier('silver'))]
  const list = await create({ kind: 'list', columns: [] })
  const members = [{ value: 'ada@example.com', enrichment: {} }]
  await audienceLists.putMembers(house.ctx, list, { mode: 'add', namespace: 'email', members })
  const everybody: Composition = { op: 'union', of: [part(gold), part(silver)] }
  const best = await composed({ op: 'limit', of: everybody, count: 3, by: 'loyalty.points', order: 'desc' })
  const unlisted = await composed({ op: 'exclude', from: part(best), without: part(list) })
  const silverOfThem = await composed({ op: 'intersect', of: [part(unlisted), part(silver)] })
  expect(await expanded(best)).toEqual(['ada', 'cyd', 'dan'])
  expect(await expanded(unlisted)).toEqual(['cyd', 'dan'])
  expect(await expanded(silverOfThem)).toEqual(['cyd', 'dan'])
  // Named twice, by a rule and by a composition, it is read once.
  const rule = await byRule(isIn(best), isIn(unlisted, false))
  expect(await expanded(rule)).toEqual(['ada'])
  const halves = await Promise.all(
    [0, 50].map((from) => composed({ op: 'split', of: everybody, from, to: from + 50, seed: 's' })),
  )
  const found = await Promise.all(halves.map((half) => expanded(half)))
  expect(found.flat().sort()).toEqual(['ada', 'bob', 'cyd', 'dan'])
})

test('finds the very people whom an evaluation stores', async () => {
  const gold = await byRule(tier('gold'))
  const notGold = await byRule(isIn(gold, false))
  const of: Composition = { op: 'union', of: [part(notGold), part(gold)] }
  const last = await composed({ op: 'limit', of, count: 3, by: '', order: 'asc' })
  await audiences.evaluate(house.ctx, last)
  const { items } = await audiences.listMembers(house.ctx, last, { limit: 10 })
  expect(await expanded(last)).toEqual(items.map(({ name }) => name).sort())
})

test('nobody is nobody in another sandbox', async () => {
  const gold = await byRule(tier('gold'))
  await expect(membersOf(house.db, house.ctx.sandboxId + 1, gold, house.now())).rejects.toMatchObject({
    type: 'audience/not-found',
  })
})
