import { type Channel, EmailContent } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { type By, literally, type Page } from './campaigns.ts'
import {
  type ContentFilter,
  type ContentSort,
  carriesOneOf,
  contentSorts,
  type Order,
  says,
} from './content-lists.ts'
import type { Db } from './db.ts'
import type { ContentTemplateTable } from './tables.ts'

export interface TemplateRow extends Omit<Selectable<ContentTemplateTable>, 'channel' | 'content' | 'extra'> {
  readonly channel: Channel
  readonly content: EmailContent
  /** What callers of the compatible API sent along and the model has no place for. */
  readonly extra: Record<string, unknown>
}

const read = (row: Selectable<ContentTemplateTable>): TemplateRow => ({
  ...row,
  channel: row.channel as Channel,
  content: EmailContent.parse(row.content),
  extra: row.extra as Record<string, unknown>,
})

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('contentTemplate').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

const found = (row: Selectable<ContentTemplateTable> | undefined): TemplateRow => {
  if (!row)
    throw new Problem(
      'template/not-found',
      'No content template of this sandbox has this id. It may be deleted.',
    )
  return read(row)
}

export const get = async (db: Db, sandboxId: number, id: string): Promise<TemplateRow> =>
  found(await one(db, sandboxId, id).executeTakeFirst())

/** Holds the template until the end of the transaction, so that changes come one after the other. */
export const hold = async (db: Db, sandboxId: number, id: string): Promise<TemplateRow> =>
  found(await one(db, sandboxId, id).forUpdate().executeTakeFirst())

/** One page without its contents, and how many there are on all pages. */
export async function list(
  db: Db,
  sandboxId: number,
  { search, tag }: ContentFilter,
  { sort, order, limit, offset }: Page & { sort: ContentSort; order: Order },
) {
  const matching = db
    .selectFrom('contentTemplate')
    .where('sandboxId', '=', sandboxId)
    .$if(search !== undefined, (q) => q.where(says(search!)))
    .$if(tag !== undefined, (q) => q.where(carriesOneOf(tag!)))
  const rows = await matching
    .select(['id', 'name', 'description', 'channel', 'tags', 'revision'])
    .select(['createdAt', 'createdBy', 'modifiedAt', 'modifiedBy'])
    .select(sql<string>`content ->> 'subject'`.as('subject'))
    .orderBy(contentSorts[sort], order)
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export const namesLike = async (db: Db, sandboxId: number, beginning: string): Promise<string[]> =>
  (
    await db
      .selectFrom('contentTemplate')
      .select('name')
      .where('sandboxId', '=', sandboxId)
      .where('name', 'like', `${literally(beginning)}%`)
      .execute()
  ).map(({ name }) => name)

export const insert = async (db: Db, values: Insertable<ContentTemplateTable>): Promise<TemplateRow> =>
  read(await db.insertInto('contentTemplate').values(values).returningAll().executeTakeFirstOrThrow())

/** Writes the values and counts the revision on; the caller holds the template. */
export const change = async (
  db: Db,
  { sandboxId, id }: Pick<TemplateRow, 'sandboxId' | 'id'>,
  values: Updateable<ContentTemplateTable>,
  by: By,
): Promise<TemplateRow> =>
  read(
    await db
      .updateTable('contentTemplate')
      .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
      .where('sandboxId', '=', sandboxId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )

/** Answers whether there was one. */
export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('contentTemplate')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Those of these ids, in their order. */
export const some = async (db: Db, sandboxId: number, ids: readonly string[]): Promise<TemplateRow[]> => {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('contentTemplate')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('id', 'in', ids)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? []).map(read)
}
