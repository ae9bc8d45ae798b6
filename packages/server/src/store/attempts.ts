import { sql } from 'kysely'
import type { Db } from './db.ts'
import { lockInTransaction } from './lock.ts'

/** Serializes whoever counts attempts of these subjects until the transaction ends; in one order, so without deadlock. */
export async function lock(db: Db, subjects: readonly string[]): Promise<void> {
  for (const subject of [...subjects].sort()) await lockInTransaction(db, `attempt ${subject}`)
}

/** Times of a subject's latest attempts after `since`, newest first, `limit` at most. */
export async function latest(db: Db, subject: string, since: Date, limit: number): Promise<Date[]> {
  const rows = await db
    .selectFrom('signInAttempt')
    .select('at')
    .where('subject', '=', subject)
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at }) => at)
}

export async function add(db: Db, subjects: readonly string[], at: Date): Promise<void> {
  await db
    .insertInto('signInAttempt')
    .values(subjects.map((subject) => ({ subject, at })))
    .execute()
}

export async function forget(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('signInAttempt').where('subject', '=', subject).execute()
}

export async function takeBack(db: Db, subjects: readonly string[], at: Date): Promise<void> {
  for (const subject of subjects)
    await sql`
      delete from sign_in_attempt where ctid =
        (select ctid from sign_in_attempt where subject = ${subject} and at = ${at} limit 1)`.execute(db)
}

export async function sweep(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('signInAttempt').where('at', '<', before).execute()
}
