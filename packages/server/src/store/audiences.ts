import { type AudienceAction, type AudienceStatus, audienceLifecycle } from '@chappe/core/audience/lifecycle'
import { AudienceDefinition, type AudienceKind } from '@chappe/core/audience/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { type By, holds, type Page } from './campaigns.ts'
import { carriesOneOf } from './content-lists.ts'
import type { Db } from './db.ts'
import type { AudienceTable } from './tables.ts'

export interface AudienceRow
  extends Omit<Selectable<AudienceTable>, 'kind' | 'status' | 'definition' | 'schedule' | 'evaluation'> {
  readonly kind: AudienceKind
  readonly status: AudienceStatus
  readonly definition: AudienceDefinition
  readonly schedule: { readonly everyMinutes: number } | null
  readonly evaluation: { readonly failure?: string } | null
}

const read = (row: Selectable<AudienceTable>): AudienceRow => ({
  ...row,
  kind: row.kind as AudienceKind,
  status: row.status as AudienceStatus,
  definition: AudienceDefinition.parse(row.definition),
  schedule: row.schedule as AudienceRow['schedule'],
  evaluation: row.evaluation as AudienceRow['evaluation'],
})

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('audience').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

const found = (row: Selectable<AudienceTable> | undefined): AudienceRow => {
  if (!row)
    throw new Problem('audience/not-found', 'No audience of this sandbox has this id. It may be deleted.')
  return read(row)
}

export const get = async (db: Db, sandboxId: number, id: string): Promise<AudienceRow> =>
  found(await one(db, sandboxId, id).executeTakeFirst())

/** Holds the audience until the end of the transaction: changes and evaluations come one after the other. */
export const hold = async (db: Db, sandboxId: number, id: string): Promise<AudienceRow> =>
  found(await one(db, sandboxId, id).forUpdate().executeTakeFirst())

const sorts = {
  name: sql`folded(name)`,
  members: sql`members`,
  evaluatedAt: sql`evaluated_at`,
  createdAt: sql`created_at`,
  modifiedAt: sql`modified_at`,
}

export interface AudienceFilter {
  readonly search?: string | undefined
  readonly kind?: readonly string[] | undefined
  readonly status?: readonly string[] | undefined
  readonly tag?: readonly string[] | undefined
}

/** One page, and how many there are on all pages. */
export async function list(
  db: Db,
  sandboxId: number,
  { search, kind, status, tag }: AudienceFilter,
  { sort, order, limit, offset }: Page & { sort: keyof typeof sorts; order: 'asc' | 'desc' },
) {
  const matching = db
    .selectFrom('audience')
    .where('sandboxId', '=', sandboxId)
    .$if(search !== undefined, (q) => q.where(holds('name', search!)))
    .$if(kind !== undefined, (q) => q.where('kind', 'in', kind!))
    .$if(status !== undefined, (q) => q.where('status', 'in', status!))
    .$if(tag !== undefined, (q) => q.where(carriesOneOf(tag!)))
  const rows = await matching
    .selectAll()
    .orderBy(sorts[sort], (by) => (order === 'asc' ? by.asc().nullsLast() : by.desc().nullsLast()))
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows: rows.map(read), total }
}

/** Turns the name that somebody has already into a Problem. */
async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code !== '23505' || constraint !== 'audience_name') throw error
    throw new Problem('audience/name-taken', 'Another audience of this sandbox has this name.', {
      errors: [{ pointer: '/name', detail: 'Must be the only audience of this name.' }],
    })
  }
}

export const insert = async (db: Db, values: Insertable<AudienceTable>): Promise<AudienceRow> =>
  read(await named(db.insertInto('audience').values(values).returningAll().executeTakeFirstOrThrow()))

/** Writes the values and counts the revision on; the caller holds the audience. */
export const change = async (
  db: Db,
  { sandboxId, id }: Pick<AudienceRow, 'sandboxId' | 'id'>,
  values: Updateable<AudienceTable>,
  by: By,
): Promise<AudienceRow> =>
  read(
    await named(
      db
        .updateTable('audience')
        .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
        .where('sandboxId', '=', sandboxId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),
    ),
  )

/** Writes what an evaluation found; the revision stays, as nobody's work is overwritten by it. */
export const noteEvaluation = async (
  db: Db,
  { sandboxId, id }: Pick<AudienceRow, 'sandboxId' | 'id'>,
  values: Updateable<AudienceTable>,
): Promise<AudienceRow> =>
  read(
    await db
      .updateTable('audience')
      .set(values)
      .where('sandboxId', '=', sandboxId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )

export const remove = (db: Db, sandboxId: number, id: string) =>
  db.deleteFrom('audience').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()

/** Whoever changes what audiences are made of does so alone in the sandbox: two changes could close a circle. */
export const holdCompositions = (db: Db, sandboxId: number) =>
  sql`select id from sandbox where id = ${sandboxId} for no key update`.execute(db)

export async function setUses(
  db: Db,
  { sandboxId, id }: Pick<AudienceRow, 'sandboxId' | 'id'>,
  used: readonly string[],
): Promise<void> {
  await db.deleteFrom('audienceUse').where('sandboxId', '=', sandboxId).where('audienceId', '=', id).execute()
  await sql`insert into audience_use (sandbox_id, audience_id, used_id)
    select ${sandboxId}, ${id}::uuid, u from unnest(${used}::uuid[]) u`.execute(db)
}

export interface Part {
  readonly id: string
  readonly known: boolean
  readonly name: string | null
  readonly status: AudienceStatus | null
  /** As it is stored. */
  readonly definition: unknown
  readonly evaluatedAt: Date | null
}

/** Every audience that these are made of, themselves included, and whether it exists; the deepest first. */
export async function madeOf(db: Db, sandboxId: number, ids: readonly string[]): Promise<Part[]> {
  const { rows } = await sql<Part>`
    with recursive part (id, depth) as (
      select unnest(${ids}::uuid[]), 0
       union
      select u.used_id, p.depth + 1 from part p
        join audience_use u on u.sandbox_id = ${sandboxId} and u.audience_id = p.id
       where p.depth < 100
    )
    select p.id, a.id is not null as known, a.name, a.status, a.definition, a.evaluated_at
      from (select id, max(depth) as depth from part group by id) p
      left join audience a on a.sandbox_id = ${sandboxId} and a.id = p.id
     order by p.depth desc, p.id`.execute(db)
  return rows
}

/** Those of these audiences that can be sent to: they exist and are not archived. */
export async function usable(db: Db, sandboxId: number, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('audience')
    .select('id')
    .where('sandboxId', '=', sandboxId)
    .where('id', 'in', ids)
    .where('status', '<>', 'archived')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Audiences that are made of this one. */
export async function usersOf(db: Db, sandboxId: number, id: string) {
  const rows = await db
    .selectFrom('audienceUse as u')
    .innerJoin('audience as a', (join) =>
      join.onRef('a.sandboxId', '=', 'u.sandboxId').onRef('a.id', '=', 'u.audienceId'),
    )
    .select(['a.id', 'a.name', 'a.status'])
    .where('u.sandboxId', '=', sandboxId)
    .where('u.usedId', '=', id)
    .orderBy(sql`folded(a.name)`)
    .execute()
  return rows.map((row) => ({ ...row, status: row.status as AudienceStatus }))
}

/**
 * Moves an audience along its lifecycle; the caller holds it.
 * Throws audience/illegal with what could be done instead.
 */
export async function transition(
  db: Db,
  audience: AudienceRow,
  action: AudienceAction,
  by: By,
): Promise<AudienceRow> {
  const { from, to } = audienceLifecycle.table[action]
  if (!from.includes(audience.status))
    throw new Problem(
      'audience/illegal',
      `An audience that is ${audience.status} cannot take the action ${action}.`,
      {
        reason: 'status',
        audienceStatus: audience.status,
        allowed: audienceLifecycle.actionsFrom(audience.status, by.scopes),
      },
    )
  const isArchived = to === 'archived'
  const nextAt = !isArchived && audience.schedule ? by.at : null
  return change(db, audience, { status: to, archivedAt: isArchived ? by.at : null, nextAt }, by)
}

/** Audiences whose time to be evaluated has come, the most overdue first. */
export const due = (db: Db, now: Date, limit: number) =>
  db
    .selectFrom('audience')
    .select(['sandboxId', 'id', 'name'])
    .where('nextAt', '<=', now)
    .where('status', '=', 'live')
    .orderBy('nextAt')
    .limit(limit)
    .execute()

export const changes = (db: Db, sandboxId: number, id: string) =>
  db
    .selectFrom('audienceChange')
    .select(['at', 'members', 'joined', 'departed'])
    .where('sandboxId', '=', sandboxId)
    .where('audienceId', '=', id)
    .orderBy('at', 'desc')
    .limit(200)
    .execute()
