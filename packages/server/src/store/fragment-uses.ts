import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface User {
  readonly kind: 'campaign' | 'template' | 'fragment'
  readonly id: string
  /** The campaign's version; 0 for the others. */
  readonly version?: number
}

/**
 * Writes which fragments somebody refers to, instead of what was written before. Fragments that do not exist are
 * passed over; those that do cannot be deleted until the transaction is over.
 */
export async function replace(
  db: Db,
  sandboxId: number,
  { kind, id, version = 0 }: User,
  fragmentIds: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('fragmentUse')
    .where('sandboxId', '=', sandboxId)
    .where('userKind', '=', kind)
    .where('userId', '=', id)
    .where('version', '=', version)
    .execute()
  if (fragmentIds.length === 0) return
  await sql`
    insert into fragment_use (sandbox_id, fragment_id, user_kind, user_id, version)
    select ${sandboxId}, f.id, ${kind}, ${id}, ${version}
      from (select id from fragment where sandbox_id = ${sandboxId} and id = any(${fragmentIds}::uuid[])
             order by id for key share) f
        on conflict do nothing`.execute(db)
}

/** Forgets everything that somebody who is no more, or each of them, referred to. */
export const forget = (
  db: Db,
  sandboxId: number,
  { kind, id }: { readonly kind: User['kind']; readonly id: string | readonly string[] },
) =>
  db
    .deleteFrom('fragmentUse')
    .where('sandboxId', '=', sandboxId)
    .where('userKind', '=', kind)
    .where(sql<boolean>`user_id = any(${[id].flat()}::uuid[])`)
    .execute()

/** Campaigns' versions of the past do not count: nothing is made of them any more. */
const counts = sql<boolean>`(u.user_kind <> 'campaign' or exists (
  select from campaign_version v
   where v.sandbox_id = u.sandbox_id and v.campaign_id = u.user_id and v.number = u.version
     and v.state in ('draft', 'live')))`

/** How many campaigns, templates and fragments refer to each; fragments without any are left out. */
export async function numbers(
  db: Db,
  sandboxId: number,
  fragmentIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ fragmentId: string; uses: number }>`
    select u.fragment_id, count(distinct (u.user_kind, u.user_id)) as uses
      from fragment_use u
     where u.sandbox_id = ${sandboxId} and u.fragment_id = any(${fragmentIds}::uuid[]) and ${counts}
     group by u.fragment_id`.execute(db)
  return new Map(rows.map(({ fragmentId, uses }) => [fragmentId, uses]))
}

export interface UseRow {
  readonly kind: User['kind']
  readonly id: string
  readonly name: string
  readonly status: string | null
  readonly versions: number[]
}

/** Who refers to the fragment, by kind and name. */
export async function list(db: Db, sandboxId: number, fragmentId: string): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`
    select u.user_kind as kind, u.user_id as id, coalesce(c.name, t.name, f.name) as name,
           coalesce(c.status, f.status) as status,
           coalesce(array_agg(u.version order by u.version) filter (where u.version > 0), '{}') as versions
      from fragment_use u
      left join campaign c on u.user_kind = 'campaign' and c.sandbox_id = u.sandbox_id and c.id = u.user_id
      left join content_template t on u.user_kind = 'template' and t.sandbox_id = u.sandbox_id and t.id = u.user_id
      left join fragment f on u.user_kind = 'fragment' and f.sandbox_id = u.sandbox_id and f.id = u.user_id
     where u.sandbox_id = ${sandboxId} and u.fragment_id = ${fragmentId} and ${counts}
     group by u.user_kind, u.user_id, c.name, t.name, f.name, c.status, f.status
     order by u.user_kind, lower(coalesce(c.name, t.name, f.name)), u.user_id`.execute(db)
  return rows
}

/** Which fragment refers to which, in the whole sandbox. */
export const between = async (db: Db, sandboxId: number): Promise<{ from: string; to: string }[]> =>
  db
    .selectFrom('fragmentUse')
    .select(['userId as from', 'fragmentId as to'])
    .where('sandboxId', '=', sandboxId)
    .where('userKind', '=', 'fragment')
    .execute()
