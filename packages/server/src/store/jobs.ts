import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface NewJob {
  readonly id: string
  readonly kind: string
  /** Of jobs of one kind with the same key, one is waiting or running at a time. */
  readonly key?: string | undefined
  readonly payload: unknown
  readonly runAt: Date
}

/** A job under lease. `attempt` is its fence: who holds an older number may not settle it. */
export interface LeasedJob {
  readonly id: string
  readonly kind: string
  readonly payload: unknown
  readonly attempt: number
}

/** Channel of NOTIFY that tells workers of a new job; the payload is its kind. */
export const jobChannel = 'chappe_job'

/** Answers the id of the job that will do it: this one, or the one that was there with the same key. */
export async function insert(db: Db, job: NewJob): Promise<string> {
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      with added as (
        insert into job (id, kind, key, payload, run_at)
        values (${job.id}, ${job.kind}, ${job.key ?? null}, ${JSON.stringify(job.payload)}, ${job.runAt})
            on conflict (kind, key) where status in ('ready', 'leased') do nothing
        returning id
      ), told as (
        select pg_notify(${jobChannel}, ${job.kind}) from added
      )
      select id from added where (select count(*) from told) >= 0`.execute(db)
    if (rows[0]) return rows[0].id
    const there = await db
      .selectFrom('job')
      .select('id')
      .where('kind', '=', job.kind)
      .where('key', '=', job.key!)
      .where('status', 'in', ['ready', 'leased'])
      .executeTakeFirst()
    // It may have ended between the two statements: then there is room for ours.
    if (there) return there.id
  }
}

/**
 * Leases due jobs of these kinds, each kind until its own instant; those first whose lease or date is oldest. Lost
 * leases are taken over.
 */
export async function claim(
  db: Db,
  kinds: readonly { readonly kind: string; readonly until: Date }[],
  { now, limit, worker }: { now: Date; limit: number; worker?: string | undefined },
): Promise<LeasedJob[]> {
  const { rows } = await sql<LeasedJob>`
    with kinds as (
      select * from unnest(${kinds.map(({ kind }) => kind)}::text[], ${kinds.map(({ until }) => until)}::timestamptz[])
             as k(kind, until)
    ), due as (
      select id from job
       where kind in (select kind from kinds)
         and (status = 'ready' or (status = 'leased' and leased_until <= ${now}))
         and run_at <= ${now}
       order by run_at, id
       limit ${limit}
         for update skip locked
    )
    update job
       set status = 'leased', leased_until = kinds.until, attempts = attempts + 1, worker = ${worker ?? null}
      from due, kinds
     where job.id = due.id and kinds.kind = job.kind
    returning job.id, job.kind, job.payload, job.attempts as attempt`.execute(db)
  return rows
}

type Settlement =
  | { readonly status: 'done' | 'failed'; readonly result: unknown; readonly at: Date }
  | { readonly status: 'ready'; readonly runAt: Date; readonly result: unknown }

/** Ends the lease, if it is still this one; answers whether it was. */
export async function settle(
  db: Db,
  job: Pick<LeasedJob, 'id' | 'attempt'>,
  to: Settlement,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({
      status: to.status,
      leasedUntil: null,
      worker: null,
      result: JSON.stringify(to.result ?? null),
      ...(to.status === 'ready' ? { runAt: to.runAt } : { finishedAt: to.at }),
    })
    .where('id', '=', job.id)
    .where('status', '=', 'leased')
    .where('attempts', '=', job.attempt)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Gives back every job that the named worker held, or that anybody held, once they are gone; they are due at once.
 * Answers how many there were.
 */
export async function release(db: Db, worker?: string): Promise<number> {
  const { rows } = await sql<{ kind: string }>`
    update job set status = 'ready', leased_until = null, worker = null
     where status = 'leased' and (${worker ?? null}::text is null or worker = ${worker ?? null})
    returning kind`.execute(db)
  for (const kind of new Set(rows.map((row) => row.kind)))
    await sql`select pg_notify(${jobChannel}, ${kind})`.execute(db)
  return rows.length
}

/** Prolongs the lease, if it is still this one; answers whether it was. */
export async function renew(db: Db, job: Pick<LeasedJob, 'id' | 'attempt'>, until: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({ leasedUntil: until })
    .where('id', '=', job.id)
    .where('status', '=', 'leased')
    .where('attempts', '=', job.attempt)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends a job that nobody has taken; answers whether it was so. */
export async function cancel(db: Db, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({ status: 'failed', finishedAt: at })
    .where('id', '=', id)
    .where('status', '=', 'ready')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const outcome = (db: Db, id: string) =>
  db.selectFrom('job').select(['status', 'result']).where('id', '=', id).executeTakeFirst()

/** Forgets jobs that ended before this date. */
export async function forget(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('job')
    .where('status', 'in', ['done', 'failed'])
    .where('finishedAt', '<', before)
    .execute()
}
