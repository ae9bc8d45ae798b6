import type { Rule } from '@chappe/core/audience/rule'
import type { AudienceDefinition, Composition } from '@chappe/core/audience/schema'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { estimate } from './audience-estimate.ts'
import { scopeAt } from './audience-expansion.ts'
import { evaluate, isFound } from './audience-members.ts'

const many = 50_000
const listId = '0190a000-0000-7000-8000-00000000a001'
const unreadId = '0190a000-0000-7000-8000-00000000a002'
const resultId = '0190a000-0000-7000-8000-00000000a003'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
  const { sandboxId } = house.ctx
  await sql`
    insert into profile (sandbox_id, id, attributes)
    select ${sandboxId}, ('0190a000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
           jsonb_build_object('tier', (array['gold', 'silver', 'bronze'])[1 + n % 3], 'points', n)
      from generate_series(1, ${many}::int) n`.execute(house.db)
  const audience = async (id: string, kind: string, definition: object) =>
    sql`insert into audience (sandbox_id, id, name, kind, definition, status, created_by, modified_by)
      values (${sandboxId}, ${id}, ${id}, ${kind}, ${JSON.stringify(definition)}::jsonb, 'live', 'x', 'x')`.execute(
      house.db,
    )
  await audience(listId, 'list', { kind: 'list', columns: [] })
  await audience(unreadId, 'rule', whole(tier('gold')))
  await audience(resultId, 'list', { kind: 'list', columns: [] })
  await sql`insert into audience_member (sandbox_id, audience_id, profile_id, joined_at)
    select sandbox_id, ${listId}::uuid, id, now() from profile
     where sandbox_id = ${sandboxId} and (attributes ->> 'points')::int % 2 = 0`.execute(house.db)
  await sql`insert into profile_event (sandbox_id, at, id, profile_id, type)
    select sandbox_id, now(), gen_random_uuid(), id, 'order' from profile
     where sandbox_id = ${sandboxId} and (attributes ->> 'points')::int % 5 = 0`.execute(house.db)
  await sql`analyze`.execute(house.db)
})

const tier = (value: string): Rule => ({
  kind: 'attribute',
  path: 'tier',
  test: { operator: 'equals', value },
})
const whole = (...rules: Rule[]) => ({
  kind: 'rule' as const,
  rule: { kind: 'group' as const, join: 'and' as const, not: false, rules },
})
const composed = (tree: Composition) => ({ kind: 'composition' as const, tree })
const list: Composition = { op: 'audience', id: listId }
const unread: Composition = { op: 'audience', id: unreadId }
const orders: Rule = {
  kind: 'event',
  type: 'order',
  where: [],
  window: { kind: 'ever' },
  measure: { of: 'count' },
  test: { operator: 'at_least', value: 1 },
}
const best = (of: Composition, count: number): Composition => ({
  op: 'limit',
  of,
  count,
  by: 'points',
  order: 'desc',
})

test.each<[string, AudienceDefinition, share: number]>([
  ['an attribute', whole(tier('gold')), 1 / 3],
  ['events', whole(orders), 1 / 5],
  [
    'both, or a list',
    whole({ kind: 'group', join: 'or', not: false, rules: [tier('gold'), orders] }),
    7 / 15,
  ],
  ['a list', whole({ kind: 'audience', audienceId: listId, member: true }), 1 / 2],
  ['one never evaluated', whole({ kind: 'audience', audienceId: unreadId, member: false }), 2 / 3],
  ['a union', composed({ op: 'union', of: [list, unread] }), 2 / 3],
  ['people of both', composed({ op: 'intersect', of: [list, unread] }), 1 / 6],
  ['all but some', composed({ op: 'exclude', from: list, without: unread }), 1 / 3],
  ['a tenth', composed({ op: 'split', of: list, from: 0, to: 10, seed: 's' }), 1 / 20],
  ['no more than some', composed(best(list, 1_000)), 1_000 / many],
  ['the best of some, in a list', composed({ op: 'intersect', of: [best(list, 10_000), list] }), 1 / 5],
])('of many people, %s is about as many as it is, with some of them', async (_, definition, share) => {
  const { db, ctx } = house
  const scope = await scopeAt(db, ctx.sandboxId, house.now())
  const found = await estimate(db, definition, scope, { used: [listId, unreadId], samples: 5 })
  expect(found.looked).toBeGreaterThan(5_000)
  expect(found.looked).toBeLessThan(30_000)
  expect(found.total).toBe(many)
  expect(Math.abs(found.count / many - share)).toBeLessThan(0.02)
  expect(found.ids).toHaveLength(5)
  if (definition.kind !== 'rule') return
  const inner = { ...scope, audience: () => undefined }
  if (definition.rule.rules.every(({ kind }) => kind !== 'audience'))
    for (const id of found.ids) expect(await isFound(db, definition.rule, inner, id)).toBe(true)
})

test('a rank takes the first of all, ties by profile, those without a rank last', async () => {
  const { db, ctx } = house
  const scope = await scopeAt(db, ctx.sandboxId, house.now())
  expect(await evaluate(db, resultId, composed(best(list, 3)), scope)).toMatchObject({ members: 3 })
  const { rows } = await sql<{ points: number }>`
    select (p.attributes ->> 'points')::int as points from audience_member m
      join profile p on p.sandbox_id = m.sandbox_id and p.id = m.profile_id
     where m.sandbox_id = ${ctx.sandboxId} and m.audience_id = ${resultId}::uuid order by 1`.execute(db)
  expect(rows.map(({ points }) => points)).toEqual([many - 4, many - 2, many])
})
