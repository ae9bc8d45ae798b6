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
