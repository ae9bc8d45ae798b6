import type { Role } from '@chappe/core/access/scopes'
import type { Preferences } from '@chappe/core/api/session'
import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface FeedRow {
  readonly createdAt: Date
  readonly readAt: Date | null
}

type Of = readonly [sandboxId: number, personId: string]

export const find = (db: Db, ...[sandboxId, personId]: Of): Promise<FeedRow | undefined> =>
  db
    .selectFrom('calendarFeed')
    .select(['createdAt', 'readAt'])
    .where('sandboxId', '=', sandboxId)
    .where('personId', '=', personId)
    .executeTakeFirst()

/** Gives a person's feed of a sandbox a new token; the one before leads nowhere from then on. */
export const renew = (
  db: Db,
  {
    sandboxId,
    personId,
    tokenHash,
    at,
  }: { sandboxId: number; personId: string; tokenHash: Buffer; at: Date },
): Promise<FeedRow> => {
  const fresh = { tokenHash, createdAt: at, changedAt: at, readAt: null, etag: null }
  return db
    .insertInto('calendarFeed')
    .values({ sandboxId, personId, ...fresh })
    .onConflict((on) => on.columns(['sandboxId', 'personId']).doUpdateSet(fresh))
    .returning(['createdAt', 'readAt'])
    .executeTakeFirstOrThrow()
}

export const revoke = (db: Db, ...[sandboxId, personId]: Of) =>
  db.deleteFrom('calendarFeed').where('sandboxId', '=', sandboxId).where('personId', '=', personId).execute()

export interface OpenFeed {
  readonly sandboxId: number
  readonly sandboxTitle: string
  readonly organizationId: string
  readonly personId: string
  readonly personName: string
  readonly role: Role
  readonly preferences: Preferences
}

/** Whose feed the token opens; nobody's when that person is disabled. */
export async function open(db: Db, tokenHash: Buffer): Promise<OpenFeed | undefined> {
  const row = await db
    .selectFrom('calendarFeed')
    .innerJoin('person', 'person.id', 'calendarFeed.personId')
    .innerJoin('sandbox', 'sandbox.id', 'calendarFeed.sandboxId')
    .select([
      'calendarFeed.sandboxId',
      'sandbox.title as sandboxTitle',
      'person.organizationId',
      'person.id as personId',
      'person.name as personName',
      'person.role',
      'person.preferences',
    ])
    .where('calendarFeed.tokenHash', '=', tokenHash)
    .where('person.disabledAt', 'is', null)
    .whereRef('sandbox.organizationId', '=', 'person.organizationId')
    .executeTakeFirst()
  return row as OpenFeed | undefined
}

/** Notes that the feed was read and said this; answers since when it says so. */
export async function note(
  db: Db,
  [sandboxId, personId]: Of,
  etag: string,
  at: Date,
): Promise<Date | undefined> {
  const row = await db
    .updateTable('calendarFeed')
    .set({
      etag,
      readAt: at,
      changedAt: sql<Date>`case when etag is not distinct from ${etag} then changed_at else ${at}::timestamptz end`,
    })
    .where('sandboxId', '=', sandboxId)
    .where('personId', '=', personId)
    .returning('changedAt')
    .executeTakeFirst()
  return row?.changedAt
}
