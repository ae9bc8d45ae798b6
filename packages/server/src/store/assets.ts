import type { Selectable } from 'kysely'
import { holds, type Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { AssetTable } from './tables.ts'

export type AssetRow = Selectable<AssetTable>

/** Newest first. `search` is a part of the name. */
export async function list(
  db: Db,
  sandboxId: number,
  search: string | undefined,
  { limit, offset }: Page,
): Promise<{ rows: AssetRow[]; total: number }> {
  const matching = db
    .selectFrom('asset')
    .where('sandboxId', '=', sandboxId)
    .$if(search !== undefined, (q) => q.where(holds('name', search!)))
  const rows = await matching
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** Adds an image; the same bytes again answer the one that is there, under the name it has. */
export const add = (db: Db, asset: AssetRow): Promise<AssetRow> =>
  db
    .insertInto('asset')
    .values(asset)
    .onConflict((on) =>
      // An update of nothing, because only that makes the row that is there come back.
      on.columns(['sandboxId', 'sha256']).doUpdateSet((eb) => ({ name: eb.ref('asset.name') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()

export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('asset')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
