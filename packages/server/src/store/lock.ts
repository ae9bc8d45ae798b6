import { sql } from 'kysely'
import type { Db } from './db.ts'

/** Waits until nobody else holds the lock of this name, and holds it to the end of the transaction. */
export async function lockInTransaction(db: Db, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** Waits until nobody holds the lock of this name alone; to the end of the transaction it is held with others who share. */
export async function shareLockInTransaction(db: Db, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`.execute(db)
}
