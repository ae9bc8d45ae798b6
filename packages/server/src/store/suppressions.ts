import { type Insertable, type Selectable, sql } from 'kysely'
import { literally, type Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { SuppressionTable } from './tables.ts'

export type SuppressionRow = Selectable<SuppressionTable>

/** Newest first. */
export async function list(
  db: Db,
  sandboxId: number,
  search: string | undefined,
  { limit, offset }: Page,
): Promise<{ rows: SuppressionRow[]; total: number }> {
  const matching = db
    .selectFrom('suppression')
    .where('sandboxId', '=', sandboxId)
    .$if(search !== undefined, (q) => q.where('value', 'like', `%${literally(search!.toLowerCase())}%`))
  const rows = await matching
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('value')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** Adds an entry; one that is there keeps its category, reason and date, and takes a new comment if one is given. */
export const add = (db: Db, entry: Insertable<SuppressionTable>): Promise<SuppressionRow> =>
  db
    .insertInto('suppression')
    .values(entry)
    .onConflict((on) =>
      on.columns(['sandboxId', 'value']).doUpdateSet({
        comment: sql`case when excluded.comment = '' then suppression.comment else excluded.comment end`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()

export async function remove(db: Db, sandboxId: number, value: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('suppression')
    .where('sandboxId', '=', sandboxId)
    .where('value', '=', value)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
