import { sql } from 'kysely'
import { leaseSeconds } from './batches.ts'
import type { Db } from './db.ts'

/** Says that the worker process of this name is alive. */
export const heartbeat = (db: Db, name: string) =>
  sql`insert into worker (name) values (${name})
      on conflict (name) do update set seen_at = now()`.execute(db)

/** Takes the name off the list of the living. */
export const leave = (db: Db, name: string) => db.deleteFrom('worker').where('name', '=', name).execute()

/** Forgets workers that were not seen for several lease times; their batches expire by themselves. */
export const forgetSilent = (db: Db) =>
  sql`delete from worker where seen_at < now() - make_interval(secs => ${leaseSeconds * 10})`.execute(db)

/** Whether a worker process was seen within the time of a lease. */
export async function anyAlive(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select from worker where seen_at > now() - make_interval(secs => ${leaseSeconds}) limit 1`.execute(db)
  return rows.length > 0
}
