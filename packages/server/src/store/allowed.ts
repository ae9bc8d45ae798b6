import { type Selectable, sql } from 'kysely'
import { type By, literally, type Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { Entry, Filters } from './suppressions.ts'
import type { AllowedAddressTable } from './tables.ts'

export type AllowedRow = Selectable<AllowedAddressTable>

/** Newest first. */
export async function list(
  db: Db,
  sandboxId: number,
  { search, type }: Pick<Filters, 'search' | 'type'>,
  { limit, offset }: Page,
): Promise<{ rows: AllowedRow[]; total: number }> {
  let query = db.selectFrom('allowedAddress').where('sandboxId', '=', sandboxId)
  if (search) query = query.where('value', 'like', `%${literally(search.toLowerCase())}%`)
  if (type) query = query.where('type', 'in', type)
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

export const find = (db: Db, sandboxId: number, value: string): Promise<AllowedRow | undefined> =>
  db
    .selectFrom('allowedAddress')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('value', '=', value)
    .executeTakeFirst()

/** Adds entries (values all different); those that are there take a new comment if there is one. */
export async function add(
  db: Db,
  sandboxId: number,
  entries: readonly Entry[],
  by: Pick<By, 'name' | 'at'>,
): Promise<AllowedRow[]> {
  if (entries.length === 0) return []
  const { rows } = await sql<AllowedRow>`
    insert into allowed_address as a (sandbox_id, value, type, comment, created_by, created_at)
    select ${sandboxId}::int, e.value, e.type, e.comment, ${by.name}, ${by.at}::timestamptz
      from unnest(${entries.map((e) => e.value)}::text[], ${entries.map((e) => e.type)}::text[],
                  ${entries.map((e) => e.comment)}::text[]) as e(value, type, comment)
     order by e.value
        on conflict (sandbox_id, value) do update
       set comment = case when excluded.comment = '' then a.comment else excluded.comment end
    returning a.*`.execute(db)
  return rows
}

export async function remove(db: Db, sandboxId: number, value: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('allowedAddress')
    .where('sandboxId', '=', sandboxId)
    .where('value', '=', value)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
