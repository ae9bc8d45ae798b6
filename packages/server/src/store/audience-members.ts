import type { Membership } from '@chappe/core/audience/membership'
import type { Rule } from '@chappe/core/audience/rule'
import type { AudienceDefinition } from '@chappe/core/audience/schema'
import { type RawBuilder, sql } from 'kysely'
import { peopleOf } from './audience-sets.ts'
import { type RuleScope, ruleSql } from './audience-sql.ts'
import type { Db } from './db.ts'

export interface Evaluated {
  readonly members: number
  readonly joined: number
  readonly departed: number
}

/**
 * Who is wanted and not there, and who is there and not wanted, against the rows `m` of members that `where` tells. A
 * full join, because it is never made row by row: of an audience that was just filled the planner knows nothing yet, and
 * would compare everybody with everybody.
 */
export const differences = (wanted: RawBuilder<unknown>, where: RawBuilder<unknown>) => sql`
  select w.profile_id as wanted, k.profile_id as known
    from ${wanted} w full join (select m.profile_id from audience_member m where ${where}) k on k.profile_id = w.profile_id
   where w.profile_id is null or k.profile_id is null`

/** Makes the stored members those whom the definition finds now: one statement, whatever their number. */
export async function evaluate(
  db: Db,
  audienceId: string,
  definition: AudienceDefinition,
  scope: RuleScope,
): Promise<Evaluated> {
  const set = peopleOf(definition, scope)
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
    different as materialized (${differences(sql`found`, where)}),
    gone as (
      delete from audience_member m using different d
       where d.wanted is null and ${where} and m.profile_id = d.known
      returning 1
    ), come as (
      insert into audience_member (sandbox_id, audience_id, profile_id, joined_at)
      select ${sandboxId}, ${audienceId}::uuid, d.wanted, ${now}::timestamptz from different d where d.known is null
      returning 1
    )
    select (select count(*) from found)::bigint as members, (select count(*) from come)::bigint as joined,
           (select count(*) from gone)::bigint as departed`.execute(db)
  return rows[0]!
}

export const noteChange = (
  db: Db,
  { sandboxId, now }: Pick<RuleScope, 'sandboxId' | 'now'>,
  audienceId: string,
  { members, joined, departed }: Evaluated,
) =>
  db
    .insertInto('audienceChange')
    .values({ sandboxId, audienceId, at: now, members, joined, departed })
    .onConflict((on) => on.doNothing())
    .execute()

/** Whether one person is found by a rule now. */
export async function isFound(db: Db, rule: Rule, scope: RuleScope, profileId: string): Promise<boolean> {
  const { rows } =
    await sql`select from profile p where p.sandbox_id = ${scope.sandboxId} and p.id = ${profileId}::uuid
    and ${ruleSql(rule, scope)}`.execute(db)
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

/** What these people are members of, of these audiences, by profile. */
export async function membershipsOf(
  db: Db,
  sandboxId: number,
  profileIds: readonly string[],
  audienceIds: readonly string[],
): Promise<Map<string, Membership[]>> {
  if (profileIds.length === 0 || audienceIds.length === 0) return new Map()
  const { rows } = await sql<Membership & { profileId: string }>`
    select m.profile_id, m.audience_id, m.joined_at, m.enrichment
      from unnest(${profileIds}::uuid[]) as g(id)
      join audience_member m on m.sandbox_id = ${sandboxId} and m.profile_id = g.id
       and m.audience_id = any(${audienceIds}::uuid[])`.execute(db)
  const found = new Map<string, Membership[]>()
  for (const { profileId, ...membership } of rows) {
    const known = found.get(profileId)
    if (known) known.push(membership)
    else found.set(profileId, [membership])
  }
  return found
}
