import type { Rule } from '@chappe/core/audience/rule'
import type { AudienceDefinition, Composition } from '@chappe/core/audience/schema'
import { type RawBuilder, sql } from 'kysely'
import { type Reading, type RuleScope, ruleSql } from './audience-sql.ts'
import type { Db } from './db.ts'

type Set = RawBuilder<{ profileId: string }>

/** People of a sandbox whom a rule finds, as a set of profile ids. Test profiles belong to no rule. */
const byRule = (rule: Rule, scope: RuleScope): Set =>
  sql`select p.id as profile_id from profile p
       where p.sandbox_id = ${scope.sandboxId} and not p.test and ${ruleSql(rule, scope)}`

/** Ten thousandths of the people, the same every time, independent of every other seed. */
const share = (seed: string) =>
  sql`('x' || substr(md5(${seed}::text || part.profile_id::text), 1, 8))::bit(32)::bigint % 10000`

function byComposition(tree: Composition, sandboxId: number): Set {
  const set = (part: Composition) => sql`(${byComposition(part, sandboxId)})`
  switch (tree.op) {
    case 'audience':
      return sql`select profile_id from audience_member where sandbox_id = ${sandboxId} and audience_id = ${tree.id}::uuid`
    case 'union':
      return sql`${sql.join(tree.of.map(set), sql` union `)}`
    case 'intersect':
      return sql`${sql.join(tree.of.map(set), sql` intersect `)}`
    case 'exclude':
      return sql`${set(tree.from)} except ${set(tree.without)}`
    case 'split':
      return sql`select part.profile_id from ${set(tree.of)} as part
        where ${share(tree.seed)} >= ${Math.round(tree.from * 100)}::int and ${share(tree.seed)} < ${Math.round(tree.to * 100)}::int`
    case 'limit': {
      const rank =
        tree.by === '' ? sql`null::jsonb` : sql`nullif(p.attributes #> ${tree.by.split('.')}::text[], 'null')`
      return sql`select part.profile_id from ${set(tree.of)} as part
        join profile p on p.sandbox_id = ${sandboxId} and p.id = part.profile_id
       order by ${rank} ${sql.raw(tree.order)} nulls last, part.profile_id limit ${tree.count}`
    }
  }
}

const everybodyOf = (definition: AudienceDefinition, scope: RuleScope): Set | undefined => {
  if (definition.kind === 'rule') return byRule(definition.rule, scope)
  return definition.kind === 'composition' ? byComposition(definition.tree, scope.sandboxId) : undefined
}

export interface Evaluated {
  readonly members: number
  readonly joined: number
  readonly departed: number
}

/** Makes the stored members those whom the definition finds now: one statement, whatever their number. */
export async function evaluate(
  db: Db,
  audienceId: string,
  definition: AudienceDefinition,
  scope: RuleScope,
): Promise<Evaluated> {
  const set = everybodyOf(definition, scope)
  const { sandboxId, now } = scope
  const where = sql`m.sandbox_id = ${sandboxId} and m.audience_id = ${audienceId}::uuid`
  if (!set) {
    const { rows } = await sql<{
      members: number
    }>`select count(*)::bigint as members from audience_member m where ${where}`.execute(db)
    return { members: rows[0]!.members, joined: 0, departed: 0 }
  }
  const { rows } = await sql<Evaluated>`
    with found as materialized (${set}),
    gone as (
      delete from audience_member m where ${where}
         and not exists (select from found f where f.profile_id = m.profile_id)
      returning 1
    ), come as (
      insert into audience_member (sandbox_id, audience_id, profile_id, joined_at)
      select ${sandboxId}, ${audienceId}::uuid, f.profile_id, ${now}::timestamptz from found f
       where not exists (select from audience_member m where ${where} and m.profile_id = f.profile_id)
      returning 1
    )
    select (select count(*) from found)::bigint as members, (select count(*) from come)::bigint as joined,
           (select count(*) from gone)::bigint as departed`.execute(db)
  return rows[0]!
}

export const noteChange = (
  db: Db,
  { sandboxId, now }: RuleScope,
  audienceId: string,
  { members, joined, departed }: Evaluated,
) =>
  db
    .insertInto('audienceChange')
    .values({ sandboxId, audienceId, at: now, members, joined, departed })
    .onConflict((on) => on.doNothing())
    .execute()

/** Above so many profiles an estimate looks at about as many, chosen page by page. */
export const estimateOn = 20_000

/** How many people a definition finds now, with some of them; counted on a sample where there are many. */
export async function estimate(db: Db, definition: AudienceDefinition, scope: RuleScope, samples: number) {
  const { sandboxId } = scope
  const total = await db
    .selectFrom('profile')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('sandboxId', '=', sandboxId)
    .executeTakeFirstOrThrow()
  if (definition.kind === 'rule' && total.n > estimateOn * 2) {
    // Fixed by its seed: the same rule on the same people gives the same estimate.
    const percent = (estimateOn / total.n) * 100
    const { rows } = await sql<{ looked: number; found: number; ids: string[] | null }>`
      with looked as materialized (
        select p.id, p.attributes from profile p tablesample system (${percent}) repeatable (1)
         where p.sandbox_id = ${sandboxId} and not p.test
      ), found as (
        select p.id from looked p where ${ruleSql(definition.rule, scope, 'each')}
      )
      select (select count(*) from looked)::bigint as looked, (select count(*) from found)::bigint as found,
             (select array_agg(id) from (select id from found limit ${samples}) as few) as ids`.execute(db)
    const { looked, found, ids } = rows[0]!
    const count = looked === 0 ? 0 : Math.round((found / looked) * total.n)
    return { count, exact: false, total: total.n, ids: ids ?? [] }
  }
  const set = everybodyOf(definition, scope)
  if (!set) return { count: 0, exact: true, total: total.n, ids: [] }
  const { rows } = await sql<{ count: number; ids: string[] | null }>`
    with found as materialized (${set})
    select (select count(*) from found)::bigint as count,
           (select array_agg(profile_id) from (select profile_id from found limit ${samples}) as few) as ids`.execute(
    db,
  )
  return { count: rows[0]!.count, exact: true, total: total.n, ids: rows[0]!.ids ?? [] }
}

/** Whether one person is found by a rule now. */
export async function isFound(db: Db, rule: Rule, scope: RuleScope, profileId: string): Promise<boolean> {
  const reading: Reading = 'each'
  const { rows } =
    await sql`select from profile p where p.sandbox_id = ${scope.sandboxId} and p.id = ${profileId}::uuid
    and ${ruleSql(rule, scope, reading)}`.execute(db)
  return rows.length > 0
}

export interface MemberRow {
  readonly profileId: string
  readonly joinedAt: Date
  readonly enrichment: Record<string, unknown> | null
}

/** Members in the order of their ids, after one. */
export const page = (
  db: Db,
  sandboxId: number,
  audienceId: string,
  after: string | undefined,
  limit: number,
) =>
  db
    .selectFrom('audienceMember')
    .select(['profileId', 'joinedAt', 'enrichment'])
    .where('sandboxId', '=', sandboxId)
    .where('audienceId', '=', audienceId)
    .$if(after !== undefined, (q) => q.where('profileId', '>', after!))
    .orderBy('profileId')
    .limit(limit)
    .$castTo<MemberRow>()
    .execute()

/** Puts profiles on a list with their columns; a profile named twice keeps the last ones. */
export async function put(
  db: Db,
  { sandboxId, now }: Pick<RuleScope, 'sandboxId' | 'now'>,
  audienceId: string,
  members: readonly { readonly profileId: string; readonly enrichment: Record<string, unknown> }[],
): Promise<{ added: number; updated: number }> {
  const { rows } = await sql<{ added: boolean }>`
    insert into audience_member as m (sandbox_id, audience_id, profile_id, joined_at, enrichment)
    select distinct on (g.profile_id) ${sandboxId}::int, ${audienceId}::uuid, g.profile_id, ${now}::timestamptz, g.enrichment
      from unnest(${members.map((one) => one.profileId)}::uuid[],
                  ${members.map((one) => JSON.stringify(one.enrichment))}::jsonb[])
           with ordinality as g(profile_id, enrichment, n)
     order by g.profile_id, g.n desc
        on conflict (sandbox_id, audience_id, profile_id) do update set enrichment = excluded.enrichment
    returning m.xmax = 0 as added`.execute(db)
  const added = rows.filter((row) => row.added).length
  return { added, updated: rows.length - added }
}

/** Takes everybody off a list who joined or was updated in none of the given profiles; answers how many. */
export async function keepOnly(db: Db, sandboxId: number, audienceId: string, profileIds: readonly string[]) {
  const { numAffectedRows } = await sql`
    delete from audience_member m where m.sandbox_id = ${sandboxId} and m.audience_id = ${audienceId}::uuid
       and not exists (select from unnest(${profileIds}::uuid[]) as kept(id) where kept.id = m.profile_id)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}
