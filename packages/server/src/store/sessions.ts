import type { Role } from '@chappe/core/access/scopes'
import type { Db } from './db.ts'

/** A session that is alive, and whose it is. */
export interface LiveSession {
  tokenHash: Buffer
  createdAt: Date
  expiresAt: Date
  personId: string
  personName: string
  role: Role
  organizationId: string
}

export async function start(
  db: Db,
  session: { tokenHash: Buffer; personId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db.insertInto('session').values(session).execute()
}

export async function find(db: Db, tokenHash: Buffer, now: Date): Promise<LiveSession | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.personId')
    .select([
      'session.tokenHash',
      'session.createdAt',
      'session.expiresAt',
      'session.personId',
      'person.name as personName',
      'person.role',
      'person.organizationId',
    ])
    .where('session.tokenHash', '=', tokenHash)
    .where('session.expiresAt', '>', now)
    .where('person.disabledAt', 'is', null)
    .executeTakeFirst()
  return row as LiveSession | undefined
}

export async function extend(db: Db, tokenHash: Buffer, expiresAt: Date): Promise<void> {
  await db.updateTable('session').set({ expiresAt }).where('tokenHash', '=', tokenHash).execute()
}

export async function end(db: Db, tokenHash: Buffer): Promise<void> {
  await db.deleteFrom('session').where('tokenHash', '=', tokenHash).execute()
}

/** Ends a person's sessions, but for the one given. */
export async function endAll(db: Db, personId: string, except?: Buffer): Promise<void> {
  let ending = db.deleteFrom('session').where('personId', '=', personId)
  if (except) ending = ending.where('tokenHash', '!=', except)
  await ending.execute()
}

export async function sweep(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('session').where('expiresAt', '<=', now).execute()
}
