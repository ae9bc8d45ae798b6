import type { CalendarColor, ExternalCalendar } from '@chappe/core/api/calendar'
import type { SlashedDates } from '@chappe/core/schedule/calendar/read-csv'
import { type Selectable, sql } from 'kysely'
import type { By } from './campaigns.ts'
import { type Db, inTransaction } from './db.ts'
import type { ExternalCalendarTable } from './tables.ts'

/** A calendar without the file that it came from. */
export interface CalendarRow
  extends Omit<Selectable<ExternalCalendarTable>, 'source' | 'color' | 'format' | 'dates'> {
  readonly color: CalendarColor
  readonly format: ExternalCalendar['format']
  readonly dates: SlashedDates
}

const columns = [
  'sandboxId',
  'id',
  'name',
  'color',
  'format',
  'dates',
  'events',
  'revision',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'modifiedBy',
] as const

/** By name. */
export const list = (db: Db, sandboxId: number): Promise<CalendarRow[]> =>
  db
    .selectFrom('externalCalendar')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .orderBy(sql`folded(name)`)
    .orderBy('id')
    .$castTo<CalendarRow>()
    .execute()

export const find = (db: Db, sandboxId: number, id: string): Promise<CalendarRow | undefined> =>
  db
    .selectFrom('externalCalendar')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .$castTo<CalendarRow>()
    .executeTakeFirst()

export async function sourceOf(db: Db, sandboxId: number, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('externalCalendar')
    .select('source')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.source
}

export interface CalendarFile {
  readonly format: string
  readonly dates: string
  readonly source: string
  readonly events: number
}

/** Undefined when the sandbox has `most` of them; of two who add the last one, one does. */
export const create = (
  db: Db,
  sandboxId: number,
  calendar: CalendarFile & { readonly id: string; readonly name: string; readonly color: string },
  most: number,
  by: By,
): Promise<CalendarRow | undefined> =>
  inTransaction(db, async (tx) => {
    await sql`select from sandbox where id = ${sandboxId} for update`.execute(tx)
    if ((await list(tx, sandboxId)).length >= most) return undefined
    return tx
      .insertInto('externalCalendar')
      .values({
        sandboxId,
        ...calendar,
        createdAt: by.at,
        createdBy: by.name,
        modifiedAt: by.at,
        modifiedBy: by.name,
      })
      .returning(columns)
      .$castTo<CalendarRow>()
      .executeTakeFirstOrThrow()
  })

/** Changes what is given; undefined when its revision is another, or it is gone. */
export const change = (
  db: Db,
  sandboxId: number,
  id: string,
  revision: number,
  values: Partial<CalendarFile & { readonly name: string; readonly color: string }>,
  by: By,
): Promise<CalendarRow | undefined> =>
  db
    .updateTable('externalCalendar')
    .set({ ...values, revision: revision + 1, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(columns)
    .$castTo<CalendarRow>()
    .executeTakeFirst()

export async function remove(db: Db, sandboxId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('externalCalendar')
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
