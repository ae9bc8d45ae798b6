import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { differences } from './audience-members.ts'
import type { Db } from './db.ts'
import type { AudienceUploadTable } from './tables.ts'

type Modes = { readonly mode: 'add' | 'replace'; readonly status: 'open' | 'complete' | 'cancelled' }
export type UploadRow = Omit<Selectable<AudienceUploadTable>, keyof Modes> & Modes
type Of = Pick<UploadRow, 'sandboxId' | 'audienceId' | 'id'>

const one = (db: Db, { sandboxId, audienceId, id }: Of) =>
  db
    .selectFrom('audienceUpload')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('audienceId', '=', audienceId)
    .where('id', '=', id)
    .$castTo<UploadRow>()

const found = (row: UploadRow | undefined): UploadRow => {
  if (!row) throw new Problem('audience/upload-not-found', 'No upload to this audience has this id.')
  return row
}

export const get = async (db: Db, of: Of): Promise<UploadRow> => found(await one(db, of).executeTakeFirst())

/** Holds the upload until the end of the transaction: its rows come one request after the other. */
export const hold = async (db: Db, of: Of): Promise<UploadRow> =>
  found(await one(db, of).forUpdate().executeTakeFirst())

export const list = (db: Db, sandboxId: number, audienceId: string): Promise<UploadRow[]> =>
  db
    .selectFrom('audienceUpload')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('audienceId', '=', audienceId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .$castTo<UploadRow>()
    .execute()

export const insert = (db: Db, values: Insertable<AudienceUploadTable>): Promise<UploadRow> =>
  db.insertInto('audienceUpload').values(values).returningAll().$castTo<UploadRow>().executeTakeFirstOrThrow()

export const change = (
  db: Db,
  { sandboxId, id }: Pick<UploadRow, 'sandboxId' | 'id'>,
  values: Updateable<AudienceUploadTable>,
): Promise<UploadRow> =>
  db
    .updateTable('audienceUpload')
    .set(values)
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .returningAll()
    .$castTo<UploadRow>()
    .executeTakeFirstOrThrow()

export interface StagedRow {
  readonly row: number
  /** An identity as it is stored. */
  readonly value: string
  readonly enrichment: Readonly<Record<string, unknown>>
}

export async function stage(db: Db, sandboxId: number, uploadId: string, rows: readonly StagedRow[]) {
  await sql`
    insert into audience_upload_row (sandbox_id, upload_id, row, value, enrichment)
    select ${sandboxId}, ${uploadId}::uuid, g.* from unnest(
      ${rows.map(({ row }) => row)}::int[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ enrichment }) => JSON.stringify(enrichment))}::jsonb[]) as g(row, value, enrichment)`.execute(
    db,
  )
}

/**
 * Puts everybody of an upload on its list in one statement, and with `replace` takes the others off. Whoever has two
 * of the identities keeps the columns of the later row; an identity that nobody has any more is passed over.
 */
export async function takeOver(
  db: Db,
  { sandboxId, id, audienceId, namespace, mode }: UploadRow,
  now: Date,
): Promise<{ added: number; updated: number; removed: number }> {
  const members = sql`m.sandbox_id = ${sandboxId} and m.audience_id = ${audienceId}::uuid`
  const { rows } = await sql<{ added: number; named: number; removed: number }>`
    with named as materialized (
      select distinct on (i.profile_id) i.profile_id, r.enrichment
        from audience_upload_row r
        join profile_identity i on i.sandbox_id = ${sandboxId} and i.namespace = ${namespace} and i.value = r.value
       where r.sandbox_id = ${sandboxId} and r.upload_id = ${id}::uuid
       order by i.profile_id, r.row desc
    ), different as materialized (${differences(sql`named`, members)}),
    gone as (
      delete from audience_member m using different d
       where ${mode === 'replace'} and d.wanted is null and ${members} and m.profile_id = d.known
      returning 1
    ), put as (
      insert into audience_member as m (sandbox_id, audience_id, profile_id, joined_at, enrichment)
      select ${sandboxId}, ${audienceId}::uuid, profile_id, ${now}::timestamptz, enrichment from named
          on conflict (sandbox_id, audience_id, profile_id) do update set enrichment = excluded.enrichment
       where m.enrichment is distinct from excluded.enrichment
      returning m.xmax = 0 as added
    )
    select (select count(*) from named)::bigint as named, (select count(*) from put where added)::bigint as added,
           (select count(*) from gone)::bigint as removed`.execute(db)
  const { added, named, removed } = rows[0]!
  return { added, updated: named - added, removed }
}

/** Throws the rows of an upload that is over away. */
export const clear = (db: Db, { sandboxId, id }: Pick<UploadRow, 'sandboxId' | 'id'>) =>
  db.deleteFrom('audienceUploadRow').where('sandboxId', '=', sandboxId).where('uploadId', '=', id).execute()

/** Throws away what was sent to a list that is about to go. */
export const clearAll = (db: Db, sandboxId: number, audienceId: string) =>
  sql`delete from audience_upload_row r using audience_upload u
       where u.sandbox_id = ${sandboxId} and u.audience_id = ${audienceId}::uuid
         and r.sandbox_id = u.sandbox_id and r.upload_id = u.id`.execute(db)

/** Gives up the uploads that nothing came to since; answers how many. */
export async function giveUp(db: Db, before: Date, now: Date): Promise<number> {
  const { rows } = await sql`
    with given as (
      update audience_upload set status = 'cancelled', finished_at = ${now}::timestamptz
       where status = 'open' and modified_at < ${before}::timestamptz
      returning sandbox_id, id
    ), gone as (
      delete from audience_upload_row r using given g where r.sandbox_id = g.sandbox_id and r.upload_id = g.id
    )
    select from given`.execute(db)
  return rows.length
}
