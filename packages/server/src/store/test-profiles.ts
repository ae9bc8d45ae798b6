import type { Db } from './db.ts'
import { type ProfileRow, type WithIdentities, withIdentities } from './profiles.ts'

/** The profiles that are marked as test profiles, oldest first. */
export async function list(db: Db, sandboxId: number, limit: number): Promise<WithIdentities[]> {
  const rows = await db
    .selectFrom('profile')
    .select(['id', 'attributes', 'createdAt', 'modifiedAt'])
    .where('sandboxId', '=', sandboxId)
    .where('test', '=', true)
    .orderBy('id')
    .limit(limit)
    .$castTo<ProfileRow>()
    .execute()
  return withIdentities(db, sandboxId, rows)
}

/** False when there is no such profile. */
export async function mark(db: Db, sandboxId: number, id: string, test: boolean): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('profile')
    .set({ test })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
