import type { ConsentChannel } from '@chappe/core/consent/schema'
import type { Words } from '@chappe/core/consent/topic'
import { sql } from 'kysely'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'

export interface TopicRow {
  readonly key: string
  readonly name: Words
  readonly description: Words
  readonly channels: ConsentChannel[]
  readonly doubleOptIn: boolean
  readonly position: number
  readonly revision: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly modifiedAt: Date
  readonly modifiedBy: string
  readonly archivedAt: Date | null
}

export type TopicSettings = Pick<TopicRow, 'name' | 'description' | 'channels' | 'doubleOptIn' | 'position'>

const columns = [
  'key',
  'name',
  'description',
  'channels',
  'doubleOptIn',
  'position',
  'revision',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'modifiedBy',
  'archivedAt',
] as const

const asValues = ({ name, description, ...rest }: TopicSettings) => ({
  ...rest,
  name: JSON.stringify(name),
  description: JSON.stringify(description),
})

/** In the order in which people see them. */
export const list = (db: Db, sandboxId: number): Promise<TopicRow[]> =>
  db
    .selectFrom('topic')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .orderBy('position')
    .orderBy('key')
    .$castTo<TopicRow>()
    .execute()

export const find = (db: Db, sandboxId: number, key: string): Promise<TopicRow | undefined> =>
  db
    .selectFrom('topic')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .where('key', '=', key)
    .$castTo<TopicRow>()
    .executeTakeFirst()

/** Undefined when there is a topic with this key, archived or not. */
export const insert = (
  db: Db,
  sandboxId: number,
  key: string,
  settings: TopicSettings,
  { name, at }: By,
): Promise<TopicRow | undefined> =>
  db
    .insertInto('topic')
    .values({
      ...asValues(settings),
      sandboxId,
      key,
      createdAt: at,
      createdBy: name,
      modifiedAt: at,
      modifiedBy: name,
    })
    .onConflict((on) => on.doNothing())
    .returning(columns)
    .$castTo<TopicRow>()
    .executeTakeFirst()

/** Undefined when the revision is not this one. */
export const save = (
  db: Db,
  sandboxId: number,
  key: string,
  revision: number,
  change: Partial<Pick<TopicRow, 'archivedAt'>> & { settings?: TopicSettings },
  { name, at }: By,
): Promise<TopicRow | undefined> => {
  const { settings, ...rest } = change
  return db
    .updateTable('topic')
    .set({
      ...rest,
      ...(settings && asValues(settings)),
      revision: sql<number>`revision + 1`,
      modifiedAt: at,
      modifiedBy: name,
    })
    .where('sandboxId', '=', sandboxId)
    .where('key', '=', key)
    .where('revision', '=', revision)
    .returning(columns)
    .$castTo<TopicRow>()
    .executeTakeFirst()
}

/** Puts these first, in this order; the others follow as they stood. What stays where it is keeps its revision. */
export async function order(
  db: Db,
  sandboxId: number,
  keys: readonly string[],
  { name, at }: By,
): Promise<void> {
  await sql`
    with placed as (
      select t.key, row_number() over (order by w.n nulls last, t.position, t.key) - 1 as place
        from topic t left join unnest(${keys}::text[]) with ordinality as w(key, n) on w.key = t.key
       where t.sandbox_id = ${sandboxId})
    update topic t
       set position = p.place, revision = t.revision + 1, modified_at = ${at}, modified_by = ${name}
      from placed p
     where t.sandbox_id = ${sandboxId} and t.key = p.key and t.position <> p.place`.execute(db)
}
