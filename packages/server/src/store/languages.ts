import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { LanguageSettingTable } from './tables.ts'

export interface LanguageRow extends Omit<Selectable<LanguageSettingTable>, 'fallbacks'> {
  readonly fallbacks: Record<string, string>
}

const all = (db: Db, sandboxId: number) =>
  db.selectFrom('languageSetting').selectAll().where('sandboxId', '=', sandboxId).$castTo<LanguageRow>()

const notFound = () => new Problem('language/not-found', 'No language settings of this sandbox have this id.')

/** By name. */
export const list = (db: Db, sandboxId: number): Promise<LanguageRow[]> =>
  all(db, sandboxId).orderBy(sql`folded(name)`).execute()

/** Throws language/not-found. */
export async function get(db: Db, sandboxId: number, id: string): Promise<LanguageRow> {
  const row = await all(db, sandboxId).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

export const insert = (db: Db, values: Insertable<LanguageSettingTable>): Promise<LanguageRow> =>
  db
    .insertInto('languageSetting')
    .values(values)
    .returningAll()
    .$castTo<LanguageRow>()
    .executeTakeFirstOrThrow()
    .catch(nameTaken)

/** Writes the settings when they are still of this revision; undefined when they are not, or are no more. */
export const save = (
  db: Db,
  sandboxId: number,
  id: string,
  revision: number,
  values: Updateable<LanguageSettingTable>,
  by: By,
): Promise<LanguageRow | undefined> =>
  db
    .updateTable('languageSetting')
    .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returningAll()
    .$castTo<LanguageRow>()
    .executeTakeFirst()
    .catch(nameTaken)

/** Throws language/not-found. */
export async function remove(db: Db, sandboxId: number, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('languageSetting')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw notFound()
}

function nameTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23505' && constraint === 'language_setting_name')
    throw new Problem('language/name-taken', 'Choose another name: case makes no difference.', {
      errors: [{ pointer: '/name', detail: 'Other language settings have this name.' }],
    })
  throw error
}
