import {
  type FragmentAction,
  type FragmentStatus,
  fragmentLifecycle,
} from '@chappe/core/content/fragment-lifecycle'
import {
  FragmentContent,
  type FragmentKind,
  FragmentPublication,
  type fragmentFormats,
} from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { z } from 'zod'
import { type By, literally, type Page } from './campaigns.ts'
import { type ContentFilter, carriesOneOf, contentSorts, type Order, says } from './content-lists.ts'
import type { Db } from './db.ts'
import type { FragmentTable } from './tables.ts'

export type FragmentFormat = (typeof fragmentFormats)[number]

/** A publication with the number of the version that it makes. */
export const Publication = FragmentPublication.extend({ version: z.int() })
export type Publication = z.infer<typeof Publication>

export interface FragmentRow
  extends Omit<Selectable<FragmentTable>, 'kind' | 'format' | 'status' | 'draft' | 'publication' | 'extra'> {
  readonly kind: FragmentKind
  readonly format: FragmentFormat
  readonly status: FragmentStatus
  readonly draft: FragmentContent | null
  readonly publication: Publication | null
  /** What callers of the compatible API sent along and the model has no place for. */
  readonly extra: Record<string, unknown>
}

const read = (row: Selectable<FragmentTable>): FragmentRow => ({
  ...row,
  kind: row.kind as FragmentKind,
  format: row.format as FragmentFormat,
  status: row.status as FragmentStatus,
  draft: row.draft === null ? null : FragmentContent.parse(row.draft),
  publication: row.publication === null ? null : Publication.parse(row.publication),
  extra: row.extra as Record<string, unknown>,
})

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('fragment').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

const found = (row: Selectable<FragmentTable> | undefined): FragmentRow => {
  if (!row)
    throw new Problem('fragment/not-found', 'No fragment of this sandbox has this id. It may be deleted.')
  return read(row)
}

export const get = async (db: Db, sandboxId: number, id: string): Promise<FragmentRow> =>
  found(await one(db, sandboxId, id).executeTakeFirst())

/**
 * Holds the fragment until the end of the transaction, so that changes come one after the other. Content that
 * refers to it may be saved meanwhile.
 */
export const hold = async (db: Db, sandboxId: number, id: string): Promise<FragmentRow> =>
  found(await one(db, sandboxId, id).forNoKeyUpdate().executeTakeFirst())

/** Holds the fragment so that nobody may begin to refer to it either. */
export const holdAlone = async (db: Db, sandboxId: number, id: string): Promise<FragmentRow> =>
  found(await one(db, sandboxId, id).forUpdate().executeTakeFirst())

export interface FragmentFilter extends ContentFilter {
  readonly kind?: readonly string[] | undefined
  readonly status?: readonly string[] | undefined
}

const sorts = {
  ...contentSorts,
  // In the order of a fragment's life, which is not that of the alphabet.
  status: sql`array_position(array['draft', 'publishing', 'live', 'archived'], status)`,
}
export type FragmentSort = keyof typeof sorts

export interface ListedFragment extends Omit<FragmentRow, 'draft' | 'extra'> {
  readonly hasDraft: boolean
}

/** One page without its contents, and how many there are on all pages. */
export async function list(
  db: Db,
  sandboxId: number,
  { search, tag, kind, status }: FragmentFilter,
  { sort, order, limit, offset }: Page & { sort: FragmentSort; order: Order },
): Promise<{ rows: ListedFragment[]; total: number }> {
  const matching = db
    .selectFrom('fragment')
    .where('sandboxId', '=', sandboxId)
    .$if(kind !== undefined, (q) => q.where('kind', 'in', kind!))
    .$if(status !== undefined, (q) => q.where('status', 'in', status!))
    .$if(search !== undefined, (q) => q.where(says(search!)))
    .$if(tag !== undefined, (q) => q.where(carriesOneOf(tag!)))
  const rows = await matching
    .select(['sandboxId', 'id', 'name', 'description', 'kind', 'format', 'status', 'tags', 'liveVersion'])
    .select(['publication', 'revision', 'createdAt', 'createdBy', 'modifiedAt', 'modifiedBy', 'archivedAt'])
    .select(sql<boolean>`draft is not null`.as('hasDraft'))
    .orderBy(sorts[sort], order)
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return {
    rows: rows.map(({ hasDraft, ...row }) => {
      const { draft: _, extra: __, ...rest } = read({ ...row, draft: null, extra: {} })
      return { ...rest, hasDraft }
    }),
    total,
  }
}

export const namesLike = async (db: Db, sandboxId: number, beginning: string): Promise<string[]> =>
  (
    await db
      .selectFrom('fragment')
      .select('name')
      .where('sandboxId', '=', sandboxId)
      .where('name', 'like', `${literally(beginning)}%`)
      .execute()
  ).map(({ name }) => name)

export const insert = async (db: Db, values: Insertable<FragmentTable>): Promise<FragmentRow> =>
  read(await db.insertInto('fragment').values(values).returningAll().executeTakeFirstOrThrow())

/** Writes the values and counts the revision on; the caller holds the fragment. */
export const change = async (
  db: Db,
  { sandboxId, id }: Pick<FragmentRow, 'sandboxId' | 'id'>,
  values: Updateable<FragmentTable>,
  by: By,
): Promise<FragmentRow> =>
  read(
    await db
      .updateTable('fragment')
      .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
      .where('sandboxId', '=', sandboxId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )

/**
 * Moves a fragment along its lifecycle in one guarded statement, so that of two who race one wins. `values` are
 * written with the move. What the system does is no modification: nobody edited anything.
 *
 * Throws fragment/not-found, or fragment/illegal-transition with what this actor could do instead.
 */
export async function transition(
  db: Db,
  sandboxId: number,
  id: string,
  action: FragmentAction,
  by: By | 'system',
  values: Updateable<FragmentTable> = {},
): Promise<FragmentRow> {
  const { from, to } = fragmentLifecycle.table[action]
  const moved = await db
    .updateTable('fragment')
    .set({ ...values, status: to, revision: sql`revision + 1` })
    .$if(by !== 'system', (q) => q.set({ modifiedAt: (by as By).at, modifiedBy: (by as By).name }))
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst()
  if (moved) return read(moved)
  const { status } = await get(db, sandboxId, id)
  throw illegal(status, `take the action ${action}`, by === 'system' ? [] : by.scopes)
}

export const illegal = (status: FragmentStatus, what: string, scopes: readonly string[]) =>
  new Problem('fragment/illegal-transition', `A fragment that is ${spoken[status]} cannot ${what}.`, {
    fragmentStatus: status,
    allowed: fragmentLifecycle.actionsFrom(status, scopes),
  })

const spoken: Record<FragmentStatus, string> = {
  draft: 'a draft',
  publishing: 'being published',
  live: 'live',
  archived: 'archived',
}

export const remove = (db: Db, sandboxId: number, id: string) =>
  db.deleteFrom('fragment').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()

/** Those of these ids, in their order. */
export const some = async (db: Db, sandboxId: number, ids: readonly string[]): Promise<FragmentRow[]> => {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('fragment')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('id', 'in', ids)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? []).map(read)
}
