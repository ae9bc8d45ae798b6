import type { FolderKind } from '@chappe/core/folder/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { FolderTable } from './tables.ts'

export interface FolderRow extends Omit<Selectable<FolderTable>, 'kind'> {
  readonly kind: FolderKind
}

/** Every folder of a kind, with how many things each holds itself. */
export async function list(
  db: Db,
  sandboxId: number,
  kind: FolderKind,
): Promise<(FolderRow & { readonly holds: number })[]> {
  const { rows } = await sql<FolderRow & { holds: number }>`
    select f.*, coalesce(c.holds, 0)::bigint as holds
      from folder f
      left join (select folder_id, count(*) as holds from campaign
                  where sandbox_id = ${sandboxId} and folder_id is not null and not purging
                  group by folder_id) c on c.folder_id = f.id
     where f.sandbox_id = ${sandboxId} and f.kind = ${kind}
     order by folded(f.name), f.id`.execute(db)
  return rows
}

/** The folder and all that are in it, by id; empty when there is no such folder. */
export async function within(db: Db, sandboxId: number, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive inner_folder as (
      select id from folder where sandbox_id = ${sandboxId} and id = ${id}::uuid
       union
      select f.id from folder f join inner_folder i on f.parent_id = i.id where f.sandbox_id = ${sandboxId}
    )
    select id from inner_folder`.execute(db)
  return rows.map((row) => row.id)
}

/** Keeps the folder from being deleted until the transaction is over. Throws folder/not-found. */
export async function share(db: Db, sandboxId: number, kind: FolderKind, id: string): Promise<void> {
  const row = await db
    .selectFrom('folder')
    .select('id')
    .where('sandboxId', '=', sandboxId)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
  if (!row) throw notFound()
}

export const notFound = () => new Problem('folder/not-found', 'No folder of this sandbox has this id.')

/** Throws folder/name-taken. */
export const insert = (db: Db, values: Insertable<FolderTable>): Promise<FolderRow> =>
  db
    .insertInto('folder')
    .values(values)
    .returningAll()
    .$castTo<FolderRow>()
    .executeTakeFirstOrThrow()
    .catch(nameTaken)

/** Throws folder/name-taken. */
export const change = (
  db: Db,
  { sandboxId, id }: Pick<FolderRow, 'sandboxId' | 'id'>,
  values: Updateable<FolderTable>,
  by: By,
): Promise<FolderRow> =>
  db
    .updateTable('folder')
    .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .returningAll()
    .$castTo<FolderRow>()
    .executeTakeFirstOrThrow()
    .catch(nameTaken)

/** Moves so many of the campaigns in a folder, which nobody holds, into the one around. Answers how many. */
export async function moveUp(
  db: Db,
  { sandboxId, id }: Pick<FolderRow, 'sandboxId' | 'id'>,
  most: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update campaign c set folder_id = f.parent_id
      from (select id from campaign where sandbox_id = ${sandboxId} and folder_id = ${id}::uuid
             order by id limit ${most} for no key update skip locked) held, folder f
     where c.sandbox_id = ${sandboxId} and c.id = held.id and f.sandbox_id = ${sandboxId} and f.id = ${id}::uuid
    `.execute(db)
  return Number(numAffectedRows)
}

/**
 * Deletes the folder; what is in it is in the folder around then. That is no modification of what it holds. Throws
 * folder/name-taken when a folder in it has the name of one beside it.
 */
export async function remove(db: Db, { sandboxId, id, parentId }: FolderRow): Promise<void> {
  // Whoever puts something in waits for us, and then there is no such folder.
  await sql`select from folder where sandbox_id = ${sandboxId} and id = ${id}::uuid for update`.execute(db)
  await sql`update campaign set folder_id = ${parentId}::uuid
    where sandbox_id = ${sandboxId} and folder_id = ${id}::uuid`.execute(db)
  await db
    .updateTable('folder')
    .set({ parentId })
    .where('sandboxId', '=', sandboxId)
    .where('parentId', '=', id)
    .execute()
    .catch(nameTaken)
  await db.deleteFrom('folder').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()
}

export const taken = () =>
  new Problem('folder/name-taken', 'A folder beside it has this name. Choose another one.', {
    errors: [{ pointer: '/name', detail: 'Is taken' }],
  })

function nameTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code !== '23505' || constraint !== 'folder_name') throw error
  throw taken()
}
