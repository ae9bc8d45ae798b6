import type { Db } from '../store/db.ts'
import * as store from '../store/jobs.ts'

export type Job = store.LeasedJob
export { forget, jobChannel, release } from '../store/jobs.ts'

/**
 * Queues a job in the transaction of `db`: it is there when that commits, or not at all. With a key, a second job
 * of that kind and key is not added while the first waits or runs. Answers the id of the job that will do it.
 */
export const add = (db: Db, job: store.NewJob): Promise<string> => store.insert(db, job)

/**
 * Leases up to `limit` due jobs of these kinds for `seconds`, which may depend on the kind; a job whose lease ran out
 * is leased again, and so is one whose worker is gone (`release`).
 */
export const claim = (
  db: Db,
  kinds: readonly string[],
  {
    now,
    seconds,
    limit,
    worker,
  }: { now: Date; seconds: number | ((kind: string) => number); limit: number; worker?: string },
): Promise<Job[]> => {
  const of = typeof seconds === 'number' ? () => seconds : seconds
  return store.claim(
    db,
    kinds.map((kind) => ({ kind, until: after(now, of(kind)) })),
    { now, limit, worker },
  )
}

/** Ends a job with its result. False when the lease was lost: then somebody else does or did the job. */
export const finish = (db: Db, job: Job, result: unknown, now: Date): Promise<boolean> =>
  store.settle(db, job, { status: 'done', result, at: now })

/** Leases the job for longer. False when the lease was lost: then somebody else does or did the job. */
export const renew = (db: Db, job: Job, { now, seconds }: { now: Date; seconds: number }): Promise<boolean> =>
  store.renew(db, job, after(now, seconds))

/** Gives a job back that is not done, to be taken at once. False as `finish`. */
export const again = (db: Db, job: Job, now: Date): Promise<boolean> =>
  store.settle(db, job, { status: 'ready', result: null, runAt: now })

/** Seconds until the next attempt: 2, 4, 8 … at most ten minutes. */
export const backoff = (attempt: number): number => Math.min(2 ** attempt, 600)

/** Puts a job back for a later attempt, or ends it as failed after `attempts` of them. False as `finish`. */
export const fail = (
  db: Db,
  job: Job,
  reason: string,
  { now, attempts }: { now: Date; attempts: number },
): Promise<boolean> =>
  store.settle(
    db,
    job,
    job.attempt >= attempts
      ? { status: 'failed', result: { reason }, at: now }
      : { status: 'ready', result: { reason }, runAt: after(now, backoff(job.attempt)) },
  )

export type Waited =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nobody had taken the job: it is withdrawn and will not be done. */
  | { readonly kind: 'withdrawn' }
  /** Somebody is at it. */
  | { readonly kind: 'running' }

const pause = 100

/** Waits for the end of a job for at most `seconds`. A job that nobody took in that time is withdrawn. */
export async function wait(
  db: Db,
  id: string,
  { seconds, now }: { seconds: number; now: () => Date },
): Promise<Waited> {
  for (let waited = 0; waited < seconds * 1_000; waited += pause) {
    const ended = await ending(db, id)
    if (ended) return ended
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  if (await store.cancel(db, id, now())) return { kind: 'withdrawn' }
  return (await ending(db, id)) ?? { kind: 'running' }
}

async function ending(db: Db, id: string): Promise<Waited | undefined> {
  const job = await store.outcome(db, id)
  if (job?.status === 'done') return { kind: 'done', result: job.result }
  if (job?.status === 'failed')
    return { kind: 'failed', reason: (job.result as { reason?: string } | null)?.reason ?? '' }
  return undefined
}

const after = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1_000)
