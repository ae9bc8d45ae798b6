import type { Role } from '@chappe/core/access/scopes'
import type { Preferences } from '@chappe/core/api/session'
import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface Person {
  id: string
  organizationId: string
  /** In lower case; unique in the installation, so it says which organization one signs in to. */
  email: string
  name: string
  role: Role
  passwordHash: string
  preferences: Preferences
  disabledAt: Date | null
}

const columns = [
  'id',
  'organizationId',
  'email',
  'name',
  'role',
  'passwordHash',
  'preferences',
  'disabledAt',
] as const

export async function find(db: Db, id: string): Promise<Person | undefined> {
  const row = await db.selectFrom('person').select(columns).where('id', '=', id).executeTakeFirst()
  return row as Person | undefined
}

export async function findByEmail(db: Db, email: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('person')
    .select(columns)
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst()
  return row as Person | undefined
}

export async function create(
  db: Db,
  person: Pick<Person, 'id' | 'organizationId' | 'email' | 'name' | 'role' | 'passwordHash'> & {
    createdAt: Date
  },
): Promise<void> {
  await db
    .insertInto('person')
    .values({ ...person, email: person.email.toLowerCase() })
    .execute()
}

export async function change(
  db: Db,
  id: string,
  set: Partial<Pick<Person, 'email' | 'role' | 'passwordHash' | 'disabledAt'>>,
): Promise<void> {
  await db.updateTable('person').set(set).where('id', '=', id).execute()
}

/** Merges the given preferences into those stored, in one statement, and answers all of them. */
export async function mergePreferences(db: Db, id: string, preferences: Preferences): Promise<Preferences> {
  const row = await db
    .updateTable('person')
    .set({ preferences: sql`preferences || ${JSON.stringify(preferences)}::jsonb` })
    .where('id', '=', id)
    .returning('preferences')
    .executeTakeFirstOrThrow()
  return row.preferences as Preferences
}
