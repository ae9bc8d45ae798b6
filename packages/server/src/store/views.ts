import type { CampaignKind } from '@chappe/core/campaign/schema'
import type { ViewState } from '@chappe/core/campaign/view'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Db } from './db.ts'
import type { SavedViewTable } from './tables.ts'

export interface ViewRow extends Omit<Selectable<SavedViewTable>, 'kind' | 'state'> {
  readonly kind: CampaignKind
  readonly state: ViewState
}
export interface ListedView extends ViewRow {
  /** Whether it is the one that this person begins with. */
  readonly isDefault: boolean
}

/** Somebody's own views and the shared ones, by name; with `id`, that one only. */
export async function list(db: Db, sandboxId: number, ownerId: string, id?: string): Promise<ListedView[]> {
  const { rows } = await sql<ListedView>`
    select v.*, d.view_id is not null as is_default
      from saved_view v
      left join default_view d
             on d.sandbox_id = v.sandbox_id and d.owner_id = ${ownerId} and d.view_id = v.id
     where v.sandbox_id = ${sandboxId} and (v.owner_id = ${ownerId} or v.shared)
       and (${id ?? null}::uuid is null or v.id = ${id ?? null}::uuid)
     order by folded(v.name), v.id`.execute(db)
  return rows
}

export const notFound = () => new Problem('view/not-found', 'No view that you can see has this id.')

/** Throws view/not-found for what is not theirs and not shared either. */
export async function get(db: Db, sandboxId: number, ownerId: string, id: string): Promise<ListedView> {
  const [row] = await list(db, sandboxId, ownerId, id)
  if (!row) throw notFound()
  return row
}

export async function countOf(db: Db, sandboxId: number, ownerId: string): Promise<number> {
  const { count } = await db
    .selectFrom('savedView')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('sandboxId', '=', sandboxId)
    .where('ownerId', '=', ownerId)
    .executeTakeFirstOrThrow()
  return count
}

/** Throws view/name-taken. */
export async function insert(db: Db, values: Insertable<SavedViewTable>): Promise<void> {
  await db.insertInto('savedView').values(values).execute().catch(nameTaken)
}

/** Writes it when it is still of this revision; answers whether it was. Throws view/name-taken. */
export async function save(
  db: Db,
  { sandboxId, id }: Pick<ViewRow, 'sandboxId' | 'id'>,
  revision: number,
  values: Updateable<SavedViewTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('savedView')
    .set({ ...values, revision: sql`revision + 1` })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
    .catch(nameTaken)
  return numUpdatedRows === 1n
}

/** Those who began with a view that is not shared any more begin as usual again. */
export async function forgetOthers(db: Db, { sandboxId, id, ownerId }: ViewRow): Promise<void> {
  await db
    .deleteFrom('defaultView')
    .where('sandboxId', '=', sandboxId)
    .where('viewId', '=', id)
    .where('ownerId', '<>', ownerId)
    .execute()
}

export async function remove(db: Db, { sandboxId, id }: Pick<ViewRow, 'sandboxId' | 'id'>): Promise<void> {
  await db.deleteFrom('savedView').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()
}

/** One default for each kind: it takes the place of the one before. Throws view/not-found when it is being deleted. */
export async function choose(db: Db, { sandboxId, id, kind }: ViewRow, ownerId: string): Promise<void> {
  await db
    .insertInto('defaultView')
    .values({ sandboxId, ownerId, kind, viewId: id })
    .onConflict((on) => on.columns(['sandboxId', 'ownerId', 'kind']).doUpdateSet({ viewId: id }))
    .execute()
    .catch((error: { code?: string }) => {
      throw error.code === '23503' ? notFound() : error
    })
}

export async function unchoose(db: Db, { sandboxId, id }: ViewRow, ownerId: string): Promise<void> {
  await db
    .deleteFrom('defaultView')
    .where('sandboxId', '=', sandboxId)
    .where('ownerId', '=', ownerId)
    .where('viewId', '=', id)
    .execute()
}

function nameTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code !== '23505' || constraint !== 'saved_view_name') throw error
  throw new Problem('view/name-taken', 'You have a view of this name. Choose another one.', {
    errors: [{ pointer: '/name', detail: 'Is taken' }],
  })
}
