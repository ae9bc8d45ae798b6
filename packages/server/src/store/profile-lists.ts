import { sql } from 'kysely'
import type { Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { ProfileRow } from './profiles.ts'

export interface ListedRow extends ProfileRow {
  readonly test: boolean
}

const columns = ['id', 'attributes', 'createdAt', 'modifiedAt', 'test'] as const

interface Listed {
  readonly rows: ListedRow[]
  readonly total: number
}

/** Newest first; where `test` is given, only test profiles or only the others. */
export async function newest(
  db: Db,
  sandboxId: number,
  { limit, offset, test }: Page & { readonly test?: boolean | undefined },
): Promise<Listed> {
  const all = db
    .selectFrom('profile')
    .where('sandboxId', '=', sandboxId)
    .$if(test !== undefined, (query) => query.where('test', '=', test!))
  const [rows, { total }] = await Promise.all([
    all.select(columns).orderBy('id', 'desc').limit(limit).offset(offset).$castTo<ListedRow>().execute(),
    all.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

export const byIds = (db: Db, sandboxId: number, ids: readonly string[]): Promise<ListedRow[]> =>
  db
    .selectFrom('profile')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .$castTo<ListedRow>()
    .execute()

/**
 * Those that have an identity of the namespace that begins with `prefix`, in the order of the identity; a person with
 * several such ones once. The range is what the index serves: it holds all of them where text compares by code point.
 */
export async function byPrefix(
  db: Db,
  sandboxId: number,
  { namespace, prefix }: { readonly namespace: string; readonly prefix: string },
  { limit, offset }: Page,
): Promise<Listed> {
  const begins = (name: string) => {
    const value = sql.ref(`${name}.value`)
    return sql`${sql.ref(`${name}.sandboxId`)} = ${sandboxId} and ${sql.ref(`${name}.namespace`)} = ${namespace}
      and ${value} >= ${prefix} and ${value} < ${`${prefix}\u{10ffff}`} and starts_with(${value}, ${prefix})`
  }
  const found = sql`
    from profile_identity i
   where ${begins('i')} and not exists (
         select from profile_identity o
          where ${begins('o')} and o.profile_id = i.profile_id and o.value < i.value)`
  const [{ rows }, counted] = await Promise.all([
    sql<ListedRow>`
      select p.id, p.attributes, p.created_at, p.modified_at, p.test
        from (select i.profile_id, i.value ${found} order by i.value limit ${limit} offset ${offset}) f
        join profile p on p.sandbox_id = ${sandboxId} and p.id = f.profile_id
       order by f.value`.execute(db),
    sql<{ total: number }>`select count(*) as total ${found}`.execute(db),
  ])
  return { rows, total: counted.rows[0]?.total ?? 0 }
}
