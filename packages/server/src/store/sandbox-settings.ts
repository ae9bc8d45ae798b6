import type { By } from './campaigns.ts'
import type { Db } from './db.ts'

/** A setting of a sandbox; undefined when nobody set it. */
export async function get(db: Db, sandboxId: number, name: string): Promise<unknown> {
  const row = await db
    .selectFrom('sandboxSetting')
    .select('value')
    .where('sandboxId', '=', sandboxId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

/** Who changed one of these settings last, and when; undefined when nobody has. */
export const lastChange = (db: Db, sandboxId: number, names: readonly string[]) =>
  db
    .selectFrom('sandboxSetting')
    .select(['modifiedAt', 'modifiedBy'])
    .where('sandboxId', '=', sandboxId)
    .where('name', 'in', names)
    .orderBy('modifiedAt', 'desc')
    .limit(1)
    .executeTakeFirst()

export const put = (db: Db, sandboxId: number, name: string, value: unknown, by: By) => {
  const set = { value: JSON.stringify(value), modifiedAt: by.at, modifiedBy: by.name }
  return db
    .insertInto('sandboxSetting')
    .values({ sandboxId, name, ...set })
    .onConflict((on) => on.columns(['sandboxId', 'name']).doUpdateSet(set))
    .execute()
}
