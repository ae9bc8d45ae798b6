import { type Selectable, sql } from 'kysely'
import { type By, literally, type Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { SuppressionTable } from './tables.ts'

export type SuppressionRow = Selectable<SuppressionTable>

export interface Filters {
  readonly search?: string | undefined
  readonly type?: readonly string[] | undefined
  readonly category?: readonly string[] | undefined
  readonly reason?: readonly string[] | undefined
}

/** Entries in force. An expired one is gone, whether or not housekeeping has removed it. */
function matching(db: Db, sandboxId: number, { search, type, category, reason }: Filters) {
  let query = db
    .selectFrom('suppression')
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`(expires_at is null or expires_at > now())`)
  if (search) query = query.where('value', 'like', `%${literally(search.toLowerCase())}%`)
  if (type) query = query.where('type', 'in', type)
  if (category) query = query.where('category', 'in', category)
  if (reason) query = query.where('reason', 'in', reason)
  return query
}

/** Newest first. */
export async function list(
  db: Db,
  sandboxId: number,
  filters: Filters,
  { limit, offset }: Page,
): Promise<{ rows: SuppressionRow[]; total: number }> {
  const query = matching(db, sandboxId, filters)
  const rows = await query
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('value')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** The next entries after a value, in the order of the values. */
export const page = (db: Db, sandboxId: number, filters: Filters, after: string, limit: number) =>
  matching(db, sandboxId, filters)
    .selectAll()
    .where('value', '>', after)
    .orderBy('value')
    .limit(limit)
    .execute()

export const find = (db: Db, sandboxId: number, value: string): Promise<SuppressionRow | undefined> =>
  matching(db, sandboxId, {}).selectAll().where('value', '=', value).executeTakeFirst()

export interface Entry {
  readonly value: string
  readonly type: string
  readonly comment: string
}

/**
 * Adds entries (values all different) by hand and answers them as they are then, in no order. One that is there takes
 * a new comment if there is one, and the expiry if it was made by hand; one that bounced keeps everything else. One
 * that has expired is made anew.
 */
export async function add(
  db: Db,
  sandboxId: number,
  entries: readonly Entry[],
  by: Pick<By, 'name' | 'at'>,
  expiresAt: Date | null = null,
): Promise<SuppressionRow[]> {
  if (entries.length === 0) return []
  const over = sql`(s.expires_at <= now())`
  const { rows } = await sql<SuppressionRow>`
    insert into suppression as s (sandbox_id, value, type, category, reason, comment, source, created_by, created_at,
                                  expires_at)
    select ${sandboxId}::int, e.value, e.type, 'manual', 'manual', e.comment, 'person', ${by.name},
           ${by.at}::timestamptz, ${expiresAt}::timestamptz
      from unnest(${entries.map((e) => e.value)}::text[], ${entries.map((e) => e.type)}::text[],
                  ${entries.map((e) => e.comment)}::text[]) as e(value, type, comment)
     order by e.value
        on conflict (sandbox_id, value) do update
       set comment = case when excluded.comment = '' and ${over} is not true then s.comment else excluded.comment end,
           category = case when ${over} then 'manual' else s.category end,
           reason = case when ${over} then 'manual' else s.reason end,
           source = case when ${over} then excluded.source else s.source end,
           created_by = case when ${over} then excluded.created_by else s.created_by end,
           created_at = case when ${over} then excluded.created_at else s.created_at end,
           expires_at = case when ${over} or s.category = 'manual' then excluded.expires_at else s.expires_at end
    returning s.*`.execute(db)
  return rows
}

export async function remove(db: Db, sandboxId: number, value: string): Promise<boolean> {
  const { rows } = await sql<{ inForce: boolean }>`
    delete from suppression where sandbox_id = ${sandboxId} and value = ${value}
    returning (expires_at is null or expires_at > now()) as in_force`.execute(db)
  return rows[0]?.inForce ?? false
}

/** Takes entries that were made before an instant off the list, some at a time. Answers how many of them went. */
export async function clear(db: Db, sandboxId: number, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from suppression where sandbox_id = ${sandboxId} and value in (
      select value from suppression where sandbox_id = ${sandboxId} and created_at <= ${before} limit ${limit})
    `.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Removes what has expired, in every sandbox. */
export async function removeExpired(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`delete from suppression where expires_at <= now()`.execute(db)
  return Number(numAffectedRows ?? 0)
}
