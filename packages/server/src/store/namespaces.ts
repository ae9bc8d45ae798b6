import { Problem } from '@chappe/core/kit/problem'
import type { NamespaceKind } from '@chappe/core/profile/namespaces'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'

export interface NamespaceRow {
  readonly key: string
  readonly name: string
  readonly kind: NamespaceKind
}

const columns = ['key', 'name', 'kind'] as const

/** The namespaces that a sandbox declared itself, in the order of their keys. */
export const list = (db: Db, sandboxId: number): Promise<NamespaceRow[]> =>
  db
    .selectFrom('identityNamespace')
    .select(columns)
    .where('sandboxId', '=', sandboxId)
    .orderBy('key')
    .$castTo<NamespaceRow>()
    .execute()

/** False when there is one of this key. */
export async function insert(db: Db, sandboxId: number, row: NamespaceRow, by: By): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('identityNamespace')
    .values({ ...row, sandboxId, createdAt: by.at, createdBy: by.name })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Throws namespace/not-found. */
export async function rename(db: Db, sandboxId: number, key: string, name: string): Promise<NamespaceRow> {
  const row = await db
    .updateTable('identityNamespace')
    .set({ name })
    .where('sandboxId', '=', sandboxId)
    .where('key', '=', key)
    .returning(columns)
    .$castTo<NamespaceRow>()
    .executeTakeFirst()
  if (!row) throw unknown(key)
  return row
}

/** Throws namespace/not-found. */
export async function remove(db: Db, sandboxId: number, key: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('identityNamespace')
    .where('sandboxId', '=', sandboxId)
    .where('key', '=', key)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw unknown(key)
}

/** Whether somebody has an identity in this namespace. */
export async function isUsed(db: Db, sandboxId: number, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('profileIdentity')
    .select('profileId')
    .where('sandboxId', '=', sandboxId)
    .where('namespace', '=', key)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

const unknown = (key: string) =>
  new Problem('namespace/not-found', `This sandbox declared no identity namespace ${key}.`)
