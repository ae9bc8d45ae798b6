import { Problem } from '@chappe/core/kit/problem'
import type { FieldType, ProfileField } from '@chappe/core/profile/fields'
import type { Selectable } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { ProfileFieldTable } from './tables.ts'

const columns = ['path', 'type', 'required', 'options', 'labelEn', 'labelFr', 'pii'] as const
type Row = Pick<Selectable<ProfileFieldTable>, (typeof columns)[number]>

const read = ({ labelEn, labelFr, type, ...row }: Row): ProfileField => ({
  ...row,
  type: type as FieldType,
  labels: { en: labelEn, fr: labelFr },
})

const written = ({ labels, path: _, ...field }: ProfileField) => ({
  ...field,
  labelEn: labels.en,
  labelFr: labels.fr,
})

/** The attributes that a sandbox declared, in the order of their paths. */
export const list = async (db: Db, sandboxId: number): Promise<ProfileField[]> =>
  (
    await db
      .selectFrom('profileField')
      .select(columns)
      .where('sandboxId', '=', sandboxId)
      .orderBy('path')
      .execute()
  ).map(read)

/** False when there is one at this path. */
export async function insert(db: Db, sandboxId: number, field: ProfileField, by: By): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('profileField')
    .values({ ...written(field), path: field.path, sandboxId, createdAt: by.at, createdBy: by.name })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Throws field/not-found. */
export async function write(db: Db, sandboxId: number, field: ProfileField): Promise<ProfileField> {
  const row = await db
    .updateTable('profileField')
    .set(written(field))
    .where('sandboxId', '=', sandboxId)
    .where('path', '=', field.path)
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw unknown(field.path)
  return read(row)
}

/** Throws field/not-found. */
export async function remove(db: Db, sandboxId: number, path: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('profileField')
    .where('sandboxId', '=', sandboxId)
    .where('path', '=', path)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw unknown(path)
}

const unknown = (path: string) => new Problem('field/not-found', `This sandbox did not declare ${path}.`)
