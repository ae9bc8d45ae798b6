import { sql } from 'kysely'
import type { Page } from './campaigns.ts'
import type { Db } from './db.ts'

export interface ProfileEventRow {
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly data: Record<string, unknown>
}

/** What a person did, newest first. */
export async function ofProfile(
  db: Db,
  sandboxId: number,
  profileId: string,
  { limit, offset, type }: Page & { readonly type?: string | undefined },
): Promise<{ items: ProfileEventRow[] }> {
  let query = db
    .selectFrom('profileEvent')
    .select(['id', 'type', 'at', 'data'])
    .where('sandboxId', '=', sandboxId)
    .where('profileId', '=', profileId)
  if (type !== undefined) query = query.where('type', '=', type)
  const items = await query
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .$castTo<ProfileEventRow>()
    .execute()
  return { items }
}

/**
 * Makes the partitions of the month of `now` and of the `ahead` months after it. What is older, and a month whose
 * events came before its partition, stays in the default partition.
 */
export async function makePartitions(db: Db, now: Date, ahead = 3): Promise<void> {
  for (let n = 0; n <= ahead; n++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n + 1, 1))
    const name = `profile_event_${from.getUTCFullYear()}_${String(from.getUTCMonth() + 1).padStart(2, '0')}`
    const { rows } = await sql<{ needed: boolean }>`
      select to_regclass(${name}) is null
         and not exists (select from profile_event_default where at >= ${from} and at < ${to}) as needed`.execute(
      db,
    )
    if (!rows[0]?.needed) continue
    await sql`create table if not exists ${sql.table(name)} partition of profile_event
      for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(db)
  }
}

export async function count(
  db: Db,
  sandboxId: number,
  profileId: string,
  type: string | undefined,
): Promise<number> {
  const { total } = await db
    .selectFrom('profileEvent')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('sandboxId', '=', sandboxId)
    .where('profileId', '=', profileId)
    .$if(type !== undefined, (q) => q.where('type', '=', type!))
    .executeTakeFirstOrThrow()
  return total
}

/** Writes events, but those that are there already (the same id at the same instant); answers how many were new. */
export async function insert(
  db: Db,
  sandboxId: number,
  events: readonly (ProfileEventRow & { readonly profileId: string })[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into profile_event (sandbox_id, at, id, profile_id, type, data)
    select ${sandboxId}, e.* from unnest(
      ${events.map((e) => e.at)}::timestamptz[], ${events.map((e) => e.id)}::uuid[],
      ${events.map((e) => e.profileId)}::uuid[], ${events.map((e) => e.type)}::text[],
      ${events.map((e) => JSON.stringify(e.data))}::jsonb[]) as e(at, id, profile_id, type, data)
     order by e.id, e.at
        on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Which of these profiles there are; they stay until the end of the transaction. */
export async function holdProfiles(db: Db, sandboxId: number, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from profile where sandbox_id = ${sandboxId} and id = any(${ids}::uuid[])
     order by id for key share`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** The JSON Schemas that a sandbox declared for these types. */
export async function schemasOf(
  db: Db,
  sandboxId: number,
  types: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const { rows } = await sql<{ key: string; schema: Record<string, unknown> }>`
    select key, schema from event_type
     where sandbox_id = ${sandboxId} and key = any(${types}::text[]) and schema is not null`.execute(db)
  return new Map(rows.map(({ key, schema }) => [key, schema]))
}
