import type { Selectable } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import type { FeedbackSourceTable } from './tables.ts'

export interface SourceRow extends Omit<Selectable<FeedbackSourceTable>, 'config' | 'state'> {
  readonly config: Record<string, string>
  readonly state: { readonly at?: string; readonly problem?: string | null }
}

const read = (row: Selectable<FeedbackSourceTable>): SourceRow => ({
  ...row,
  config: row.config as Record<string, string>,
  state: row.state as SourceRow['state'],
})

export const list = async (db: Db, sandboxId: number): Promise<SourceRow[]> =>
  (
    await db
      .selectFrom('feedbackSource')
      .selectAll()
      .where('sandboxId', '=', sandboxId)
      .orderBy('name')
      .orderBy('id')
      .execute()
  ).map(read)

export async function find(db: Db, sandboxId: number, id: string): Promise<SourceRow | undefined> {
  const row = await db
    .selectFrom('feedbackSource')
    .selectAll()
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && read(row)
}

/** The source of a webhook's address, which names no sandbox: whoever posts there proves who it is. */
export async function behindAddress(db: Db, id: string, kind: string): Promise<SourceRow | undefined> {
  const row = await db
    .selectFrom('feedbackSource')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row && read(row)
}

export interface NewSource {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly config: Record<string, string>
  readonly secrets: Buffer | null
}

export const create = async (db: Db, sandboxId: number, source: NewSource, by: By): Promise<SourceRow> =>
  read(
    await db
      .insertInto('feedbackSource')
      .values({
        sandboxId,
        ...source,
        config: JSON.stringify(source.config),
        createdAt: by.at,
        createdBy: by.name,
        modifiedAt: by.at,
        modifiedBy: by.name,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )

export const setActive = (db: Db, sandboxId: number, id: string, active: boolean, by: By) =>
  db
    .updateTable('feedbackSource')
    .set((eb) => ({ active, revision: eb('revision', '+', 1), modifiedAt: by.at, modifiedBy: by.name }))
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

/** Notes when a source last said something, and what was wrong with it. */
export const note = (db: Db, sandboxId: number, id: string, at: Date, problem: string | null) =>
  db
    .updateTable('feedbackSource')
    .set({ state: JSON.stringify({ at: at.toISOString(), problem }) })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('feedbackSource')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
