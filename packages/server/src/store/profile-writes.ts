import type { Identity } from '@chappe/core/profile/schema'
import { sql } from 'kysely'
import { copyIn, copyJson, copyText } from './copy.ts'
import type { Db } from './db.ts'
import { inPieces } from './first-consents.ts'

/**
 * Sets of thousands are looked up by index, whatever the statistics of a table that grows at this moment may say. Until
 * the end of the transaction.
 */
export const lookUpByIndex = (db: Db) =>
  sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
             set_config('enable_seqscan', 'off', true), set_config('enable_material', 'off', true)`.execute(
    db,
  )

export interface Led extends Identity {
  readonly profileId: string
}

/** Where these identities (normalized), grouped by namespace, lead; those that lead nowhere are left out. */
export async function leadEach(
  db: Db,
  sandboxId: number,
  byNamespace: ReadonlyMap<string, readonly string[]>,
): Promise<Led[]> {
  const led: Led[] = []
  for (const [namespace, values] of byNamespace) {
    const { rows } = await sql<{ value: string; profileId: string }>`
      select g.value, i.profile_id from unnest(${values}::text[]) as g(value)
       cross join lateral (select i.profile_id from profile_identity i
                            where i.sandbox_id = ${sandboxId} and i.namespace = ${namespace} and i.value = g.value
                            limit 1) i`.execute(db)
    for (const row of rows) led.push({ namespace, ...row })
  }
  return led
}

export interface HeldProfile {
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly test: boolean
  /** Whether this import has met it, and if so, whether it changed it. Null: not met. */
  readonly metChanged: boolean | null
}

/** Holds these profiles until the end of the transaction, in the order of their ids; those that are gone are left out. */
export async function holdMany(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  importId: string | null,
): Promise<HeldProfile[]> {
  const { rows } = await sql<HeldProfile>`
    select p.id, p.attributes, p.test, m.changed as met_changed
      from profile p
      left join lateral (select m.changed from import_met m
                          where m.sandbox_id = p.sandbox_id and m.import_id = ${importId}::uuid
                            and m.profile_id = p.id limit 1) m on true
     where p.sandbox_id = ${sandboxId} and p.id = any(${ids}::uuid[])
     order by p.id
       for update of p`.execute(db)
  return rows
}

export interface NewProfile {
  readonly id: string
  /** As JSON. */
  readonly attributes: string
  readonly test: boolean
}

export const insertMany = (
  db: Db,
  sandboxId: number,
  rows: readonly NewProfile[],
  at: Date,
): Promise<void> => {
  const stamp = at.toISOString()
  return copyIn(
    db,
    sql`copy profile (sandbox_id, id, attributes, created_at, modified_at, test) from stdin`,
    inPieces(
      rows,
      ({ id, attributes, test }) =>
        `${sandboxId}\t${id}\t${copyJson(attributes)}\t${stamp}\t${stamp}\t${test ? 't' : 'f'}\n`,
    ),
  )
}

/** Writes what became of profiles that are held. */
export async function updateMany(
  db: Db,
  sandboxId: number,
  rows: readonly NewProfile[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    create temporary table if not exists written_profile (id uuid, attributes jsonb, test boolean)
      on commit delete rows`.execute(db)
  await copyIn(
    db,
    sql`copy written_profile from stdin`,
    inPieces(rows, ({ id, attributes, test }) => `${id}\t${copyJson(attributes)}\t${test ? 't' : 'f'}\n`),
  )
  await sql`
    update profile p set attributes = w.attributes, test = w.test, modified_at = ${at}
      from written_profile w where p.sandbox_id = ${sandboxId} and p.id = w.id`.execute(db)
}

/** Gives profiles identities that nobody had; sorted, so that all writers take them in one order. */
export const insertIdentities = (
  db: Db,
  sandboxId: number,
  rows: readonly { readonly identity: Identity; readonly profileId: string }[],
): Promise<void> =>
  copyIn(
    db,
    sql`copy profile_identity (sandbox_id, namespace, value, profile_id) from stdin`,
    inPieces(
      rows,
      ({ identity: { namespace, value }, profileId }) =>
        `${sandboxId}\t${namespace}\t${copyText(value)}\t${profileId}\n`,
    ),
  )

/** Notes which profiles an import has met, and whether it has changed them. */
export const meet = (
  db: Db,
  sandboxId: number,
  importId: string,
  met: readonly { readonly id: string; readonly changed: boolean }[],
) =>
  sql`
    insert into import_met as m (sandbox_id, import_id, profile_id, changed)
    select ${sandboxId}, ${importId}::uuid, g.* from unnest(${met.map(({ id }) => id)}::uuid[],
                                                            ${met.map(({ changed }) => changed)}::boolean[]) as g
     order by 3
        on conflict (sandbox_id, import_id, profile_id) do update set changed = excluded.changed`.execute(db)

/**
 * A dry run makes nobody, and remembers the identities of those it would have made, in the same place: as profiles whose
 * ids are made of them.
 */
export const meetKeys = (db: Db, sandboxId: number, importId: string, keys: readonly string[]) =>
  sql`
    insert into import_met (sandbox_id, import_id, profile_id, changed)
    select ${sandboxId}, ${importId}::uuid, md5(k)::uuid, false from unnest(${keys}::text[]) k
        on conflict do nothing`.execute(db)

/** Which of these identities a dry run would have made. */
export async function metKeys(
  db: Db,
  sandboxId: number,
  importId: string,
  keys: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select k as key from unnest(${keys}::text[]) k
     where exists (select from import_met m where m.sandbox_id = ${sandboxId} and m.import_id = ${importId}::uuid
                      and m.profile_id = md5(k)::uuid)`.execute(db)
  return rows.map(({ key }) => key)
}

/** What two writers do to each other, and what is over when one of them begins again. */
const overtaken: readonly string[] = ['23505', '23503', '40P01', '40001']

/** Whether somebody else wrote the same at the same time: nothing was written, and it can be tried again. */
export const isOvertaken = (error: unknown): boolean =>
  overtaken.includes((error as { code?: string } | null)?.code ?? '')
