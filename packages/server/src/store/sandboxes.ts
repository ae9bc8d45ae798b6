import type { Db } from './db.ts'

export interface Sandbox {
  id: number
  organizationId: string
  name: string
  title: string
}

const columns = ['id', 'organizationId', 'name', 'title'] as const

export const find = (db: Db, organizationId: string, name: string): Promise<Sandbox | undefined> =>
  db
    .selectFrom('sandbox')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .where('name', '=', name)
    .executeTakeFirst()

/** An organization's sandboxes, the oldest first. */
export const list = (db: Db, organizationId: string): Promise<Sandbox[]> =>
  db
    .selectFrom('sandbox')
    .select(columns)
    .where('organizationId', '=', organizationId)
    .orderBy('id')
    .execute()

export const create = (db: Db, sandbox: Omit<Sandbox, 'id'> & { createdAt: Date }): Promise<Sandbox> =>
  db.insertInto('sandbox').values(sandbox).returning(columns).executeTakeFirstOrThrow()
