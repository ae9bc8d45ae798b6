import { Problem } from '@chappe/core/kit/problem'
import type { EventTypeInput, KnownEventType } from '@chappe/core/profile/event'
import { sql } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'

type Row = EventTypeInput & { readonly key: string }

/**
 * The types that a sandbox declared and, up to `most`, those that its events have; in alphabetical order. Types of
 * events are found by stepping from one to the next in the index, however many events there are of each.
 */
export async function list(db: Db, sandboxId: number, most: number): Promise<KnownEventType[]> {
  const { rows } = await sql<KnownEventType>`
    with recursive seen(type) as (
      (select min(type) from profile_event where sandbox_id = ${sandboxId})
      union all
      select (select min(e.type) from profile_event e where e.sandbox_id = ${sandboxId} and e.type > seen.type)
        from seen where seen.type is not null)
    select coalesce(d.key, s.type) as key, coalesce(d.name, '') as name, d.schema, d.key is not null as declared
      from (select * from event_type where sandbox_id = ${sandboxId}) d
      full join (select type from seen where type is not null limit ${most}) s on s.type = d.key
     order by 1`.execute(db)
  return rows
}

export async function count(db: Db, sandboxId: number): Promise<number> {
  const { total } = await db
    .selectFrom('eventType')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('sandboxId', '=', sandboxId)
    .executeTakeFirstOrThrow()
  return total
}

const written = (schema: Row['schema']) => schema && JSON.stringify(schema)

/** False when there is one of this key. */
export async function insert(db: Db, sandboxId: number, row: Row, by: By): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('eventType')
    .values({ ...row, schema: written(row.schema), sandboxId, createdAt: by.at, createdBy: by.name })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Throws event/not-found. */
export async function write(db: Db, sandboxId: number, { key, name, schema }: Row): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('eventType')
    .set({ name, schema: written(schema) })
    .where('sandboxId', '=', sandboxId)
    .where('key', '=', key)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw unknown(key)
}

/** Throws event/not-found. */
export async function remove(db: Db, sandboxId: number, key: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('eventType')
    .where('sandboxId', '=', sandboxId)
    .where('key', '=', key)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw unknown(key)
}

const unknown = (key: string) =>
  new Problem('event/not-found', `This sandbox declared no type of events ${key}.`)
