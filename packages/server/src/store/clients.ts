import type { Scope } from '@chappe/core/access/scopes'
import type { Db } from './db.ts'

export interface ApiClient {
  id: string
  organizationId: string
  name: string
  /** SHA-256 of the secret, which has 256 random bits: a slow hash would add nothing. */
  secretHash: Buffer
  scopes: Scope[]
  createdAt: Date
  createdBy: string
  lastUsedAt: Date | null
  revokedAt: Date | null
}

const columns = [
  'id',
  'organizationId',
  'name',
  'secretHash',
  'scopes',
  'createdAt',
  'createdBy',
  'lastUsedAt',
  'revokedAt',
] as const

/** A client of any organization: the id is what a caller knows before anybody knows who calls. */
export async function find(db: Db, id: string): Promise<ApiClient | undefined> {
  const row = await db.selectFrom('apiClient').select(columns).where('id', '=', id).executeTakeFirst()
  return row as ApiClient | undefined
}

/** An organization's clients, the newest first. */
export async function list(db: Db, organizationId: string): Promise<ApiClient[]> {
  const rows = await db
    .selectFrom('apiClient')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute()
  return rows as ApiClient[]
}

export async function create(
  db: Db,
  client: Omit<ApiClient, 'lastUsedAt' | 'revokedAt'>,
): Promise<ApiClient> {
  const row = await db.insertInto('apiClient').values(client).returning(columns).executeTakeFirstOrThrow()
  return row as ApiClient
}

/** Replaces the secret of a client that is not revoked; undefined when there is none. */
export async function changeSecret(
  db: Db,
  organizationId: string,
  id: string,
  secretHash: Buffer,
): Promise<ApiClient | undefined> {
  const row = await db
    .updateTable('apiClient')
    .set({ secretHash })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  return row as ApiClient | undefined
}

/** Revokes a client; the first revocation's time stays. */
export async function revoke(
  db: Db,
  organizationId: string,
  id: string,
  at: Date,
): Promise<ApiClient | undefined> {
  const row = await db
    .updateTable('apiClient')
    .set((eb) => ({ revokedAt: eb.fn.coalesce('revokedAt', eb.val(at)) }))
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  return row as ApiClient | undefined
}

/** Notes a use, unless one after `unlessAfter` is noted already. */
export async function touch(db: Db, id: string, at: Date, unlessAfter: Date): Promise<void> {
  await db
    .updateTable('apiClient')
    .set({ lastUsedAt: at })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<=', unlessAfter)]))
    .execute()
}
