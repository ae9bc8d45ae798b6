import { type ImportAction, type ImportStatus, importLifecycle } from '@chappe/core/import/lifecycle'
import type { ImportCounts, ImportFormat, ImportSettings } from '@chappe/core/import/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Selectable, sql, type Updateable } from 'kysely'
import type { Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { ImportJobTable } from './tables.ts'

export interface ImportRow
  extends Omit<Selectable<ImportJobTable>, 'format' | 'status' | 'settings' | 'counts'> {
  readonly format: ImportFormat
  readonly status: ImportStatus
  readonly settings: ImportSettings | null
  /** Empty before the first run. */
  readonly counts: Partial<ImportCounts>
}

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('importJob').where('sandboxId', '=', sandboxId).where('id', '=', id)

/** Newest first. */
export async function list(
  db: Db,
  sandboxId: number,
  statuses: readonly ImportStatus[] | undefined,
  { limit, offset }: Page,
): Promise<{ rows: ImportRow[]; total: number }> {
  let query = db.selectFrom('importJob').where('sandboxId', '=', sandboxId)
  if (statuses) query = query.where('status', 'in', statuses)
  const rows = await query.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute()
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows: rows as ImportRow[], total }
}

/** Throws import/not-found. */
export async function get(db: Db, sandboxId: number, id: string): Promise<ImportRow> {
  const row = await find(db, sandboxId, id)
  if (!row) throw missing()
  return row
}

export const find = async (db: Db, sandboxId: number, id: string): Promise<ImportRow | undefined> =>
  (await one(db, sandboxId, id).selectAll().executeTakeFirst()) as ImportRow | undefined

/** The import, held until the end of the transaction. Throws import/not-found. */
export async function hold(db: Db, sandboxId: number, id: string): Promise<ImportRow> {
  const row = await one(db, sandboxId, id).selectAll().forUpdate().executeTakeFirst()
  if (!row) throw missing()
  return row as ImportRow
}

const missing = () => new Problem('import/not-found', 'No import of this sandbox has this id.')

export interface NewImport {
  readonly id: string
  readonly name: string
  readonly filename: string
  readonly format: ImportFormat
  readonly size: number
}

export const create = async (
  db: Db,
  sandboxId: number,
  given: NewImport,
  by: { readonly name: string; readonly at: Date },
): Promise<ImportRow> =>
  (await db
    .insertInto('importJob')
    .values({ ...given, sandboxId, status: 'uploading', createdAt: by.at, createdBy: by.name })
    .returningAll()
    .executeTakeFirstOrThrow()) as ImportRow

export const change = async (
  db: Db,
  { sandboxId, id }: Pick<ImportRow, 'sandboxId' | 'id'>,
  values: Updateable<ImportJobTable>,
): Promise<ImportRow> =>
  (await db
    .updateTable('importJob')
    .set(values)
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()) as ImportRow

/**
 * Takes an action; the statuses that it may leave are in the lifecycle's table. With `run`, nothing happens in any
 * other run than that. Undefined where it could not.
 */
export async function transition(
  db: Db,
  sandboxId: number,
  id: string,
  action: ImportAction,
  values: Updateable<ImportJobTable> = {},
  run?: number,
): Promise<ImportRow | undefined> {
  const { from, to } = importLifecycle.table[action]
  let query = db
    .updateTable('importJob')
    .set({ ...values, status: to })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('status', 'in', from)
  if (run !== undefined) query = query.where('run', '=', run)
  return (await query.returningAll().executeTakeFirst()) as ImportRow | undefined
}

/** Adds a piece to the file of an import that is held. */
export const addPiece = (db: Db, { sandboxId, id, uploaded }: ImportRow, bytes: Buffer) =>
  db.insertInto('importPiece').values({ sandboxId, importId: id, offsetBytes: uploaded, bytes }).execute()

/** Bytes of the file from an offset on: at least one and at most `length`, where they have arrived. */
export async function readBytes(
  db: Db,
  sandboxId: number,
  importId: string,
  offset: number,
  length: number,
): Promise<Buffer | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select substring(bytes from (${offset}::bigint - offset_bytes + 1)::int for ${length}::int) as bytes
      from import_piece
     where sandbox_id = ${sandboxId} and import_id = ${importId} and offset_bytes <= ${offset}
     order by offset_bytes desc limit 1`.execute(db)
  const bytes = rows[0]?.bytes
  return bytes && bytes.length > 0 ? bytes : undefined
}

export interface Advance {
  readonly sandboxId: number
  readonly importId: string
  readonly run: number
  /** Where the run stood, and where it stands now. */
  readonly from: number
  readonly to: number
  readonly lines: number
  readonly counts: ImportCounts
  readonly rowsPerSecond: number
  readonly bytesPerSecond: number
}

/** Notes how far a run has come. False: it was stopped, or somebody else is ahead. Nothing may be written then. */
export async function advance(db: Db, step: Advance): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('importJob')
    .set({
      offsetBytes: step.to,
      lines: step.lines,
      counts: JSON.stringify(step.counts),
      rowsPerSecond: step.rowsPerSecond,
      bytesPerSecond: step.bytesPerSecond,
    })
    .where('sandboxId', '=', step.sandboxId)
    .where('id', '=', step.importId)
    .where('status', '=', 'running')
    .where('run', '=', step.run)
    .where('offsetBytes', '=', step.from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface ImportErrorRow {
  readonly line: number
  readonly ordinal: number
  /** Empty where it is about the line as a whole. */
  readonly columnName: string
  readonly reason: string
  readonly raw: string
}

export async function addErrors(
  db: Db,
  sandboxId: number,
  importId: string,
  errors: readonly ImportErrorRow[],
): Promise<void> {
  if (errors.length === 0) return
  await sql`
    insert into import_error (sandbox_id, import_id, line, ordinal, column_name, reason, raw)
    select ${sandboxId}, ${importId}::uuid, * from unnest(
      ${errors.map((e) => e.line)}::bigint[], ${errors.map((e) => e.ordinal)}::int[],
      ${errors.map((e) => e.columnName)}::text[], ${errors.map((e) => e.reason)}::text[],
      ${errors.map((e) => e.raw)}::text[])`.execute(db)
}

const page = 1_000

/** The errors of the last run, in the order of the lines. */
export async function* errors(db: Db, sandboxId: number, importId: string): AsyncIterable<ImportErrorRow[]> {
  let [line, ordinal] = [-1, -1]
  for (;;) {
    const { rows } = await sql<ImportErrorRow>`
      select line, ordinal, column_name, reason, raw from import_error
       where sandbox_id = ${sandboxId} and import_id = ${importId} and (line, ordinal) > (${line}, ${ordinal})
       order by line, ordinal limit ${page}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < page) return
    ;({ line, ordinal } = rows.at(-1)!)
  }
}

/** Forgets the errors of the last run. */
export const clearErrors = (db: Db, sandboxId: number, importId: string) =>
  db.deleteFrom('importError').where('sandboxId', '=', sandboxId).where('importId', '=', importId).execute()

/**
 * Forgets whom a run has met. Whoever asks holds the import, or nothing at all: a worker that writes a part takes these
 * rows first and the import last.
 */
export const clearMet = (db: Db, sandboxId: number, importId: string) =>
  db.deleteFrom('importMet').where('sandboxId', '=', sandboxId).where('importId', '=', importId).execute()

/** Removes an import with its file and errors; its worker can write no more. False when there is none. */
export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('importJob')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Removes the files of imports, in every sandbox, that ended, or were begun and left, before this date. */
export const forgetFiles = (db: Db, before: Date) =>
  sql`
    with old as (
      update import_job set file_kept = false
       where file_kept and status <> 'running' and coalesce(finished_at, created_at) < ${before}
      returning sandbox_id, id
    )
    delete from import_piece p using old where p.sandbox_id = old.sandbox_id and p.import_id = old.id`.execute(
    db,
  )
