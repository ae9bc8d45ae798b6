import { sql } from 'kysely'
import { type By, type CampaignRow, lastChange } from './campaigns.ts'
import type { Db } from './db.ts'

const those = (ids: readonly string[]) => sql<boolean>`id = any(${ids}::uuid[])`

const rowsOf = (db: Db, sandboxId: number, ids: readonly string[]) =>
  db
    .selectFrom('campaign')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where(those(ids))
    .where('purging', '=', false)
    .$castTo<CampaignRow>()

/** Those of these campaigns that are there, in no order. */
export const list = (db: Db, sandboxId: number, ids: readonly string[]): Promise<CampaignRow[]> =>
  rowsOf(db, sandboxId, ids).execute()

/**
 * Holds those of these campaigns that nobody else holds until the end of the transaction. Nobody is waited for: while
 * one is being expanded, the others could not be stopped.
 */
export const holdFree = (db: Db, sandboxId: number, ids: readonly string[]): Promise<CampaignRow[]> =>
  rowsOf(db, sandboxId, ids).forNoKeyUpdate().skipLocked().execute()

/** Puts campaigns, which the caller holds, into a folder; null: in none. */
export const put = (db: Db, sandboxId: number, ids: readonly string[], folderId: string | null, by: By) =>
  db
    .updateTable('campaign')
    .set({ folderId, revision: sql`revision + 1`, ...lastChange(by) })
    .where('sandboxId', '=', sandboxId)
    .where(those(ids))
    .execute()

/** Gives each of these campaigns, which the caller holds, its tags. */
export const tag = (
  db: Db,
  sandboxId: number,
  given: readonly { readonly id: string; readonly tags: readonly string[] }[],
  { id: modifiedById, name: modifiedBy, at: modifiedAt }: By,
) =>
  sql`
    update campaign c
       set tags = g.tags, revision = c.revision + 1, modified_at = ${modifiedAt}, modified_by = ${modifiedBy},
           modified_by_id = ${modifiedById}
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(id uuid, tags text[])
     where c.sandbox_id = ${sandboxId} and c.id = g.id`.execute(db)
