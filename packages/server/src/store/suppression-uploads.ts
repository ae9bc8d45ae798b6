import type { UploadError, UploadList, UploadStatus } from '@chappe/core/suppression/schema'
import { type Selectable, sql } from 'kysely'
import type { By, Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { SuppressionUploadTable } from './tables.ts'

export type UploadRow = Omit<Selectable<SuppressionUploadTable>, 'content' | 'errors' | 'list' | 'status'> & {
  readonly list: UploadList
  readonly status: UploadStatus
}

const shown = [
  'sandboxId',
  'id',
  'list',
  'filename',
  'status',
  'lines',
  'added',
  'failed',
  'createdAt',
  'createdBy',
  'finishedAt',
] as const

/** Newest first. */
export async function list(
  db: Db,
  sandboxId: number,
  which: UploadList | undefined,
  { limit, offset }: Page,
): Promise<{ rows: UploadRow[]; total: number }> {
  let query = db.selectFrom('suppressionUpload').where('sandboxId', '=', sandboxId)
  if (which) query = query.where('list', '=', which)
  const rows = await query.select(shown).orderBy('id', 'desc').limit(limit).offset(offset).execute()
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows: rows as UploadRow[], total }
}

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('suppressionUpload').where('sandboxId', '=', sandboxId).where('id', '=', id)

export const find = async (db: Db, sandboxId: number, id: string): Promise<UploadRow | undefined> =>
  (await one(db, sandboxId, id).select(shown).executeTakeFirst()) as UploadRow | undefined

export async function errorsOf(db: Db, sandboxId: number, id: string): Promise<UploadError[] | undefined> {
  const row = await one(db, sandboxId, id).select('errors').executeTakeFirst()
  return row?.errors as UploadError[] | undefined
}

/** What an upload that has not ended has to add. */
export const open = (db: Db, sandboxId: number, id: string) =>
  one(db, sandboxId, id)
    .select(['list', 'content', 'createdBy'])
    .where('status', 'in', ['pending', 'processing'])
    .executeTakeFirst()

export const create = async (
  db: Db,
  sandboxId: number,
  upload: { id: string; list: UploadList; filename: string; content: string },
  by: Pick<By, 'name' | 'at'>,
): Promise<UploadRow> =>
  (await db
    .insertInto('suppressionUpload')
    .values({ sandboxId, ...upload, status: 'pending', createdBy: by.name, createdAt: by.at })
    .returning(shown)
    .executeTakeFirstOrThrow()) as UploadRow

export const begin = (db: Db, sandboxId: number, id: string) =>
  db
    .updateTable('suppressionUpload')
    .set({ status: 'processing' })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

export interface Ending {
  readonly status: 'complete' | 'error'
  readonly lines: number
  readonly added: number
  readonly failed: number
  readonly errors: readonly UploadError[]
}

/** Ends an upload. Its file is not needed any more. */
export const finish = (
  db: Db,
  sandboxId: number,
  id: string,
  { errors, ...ending }: Ending,
  finishedAt: Date,
) =>
  db
    .updateTable('suppressionUpload')
    .set({ ...ending, errors: JSON.stringify(errors), finishedAt, content: null })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('suppressionUpload')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Forgets uploads, in every sandbox. */
export const forget = (db: Db, before: Date) =>
  sql`delete from suppression_upload where created_at < ${before}`.execute(db)
