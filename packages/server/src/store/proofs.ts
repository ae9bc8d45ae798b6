import { Problem } from '@chappe/core/kit/problem'
import type { proofJobStatuses, proofStatuses } from '@chappe/core/simulation/schema'
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from './db.ts'
import type { ProofJobTable, ProofTable } from './tables.ts'

type JobStatus = (typeof proofJobStatuses)[number]
type ProofStatus = (typeof proofStatuses)[number]

export interface ProofJobRow extends Omit<Selectable<ProofJobTable>, 'status' | 'purpose'> {
  readonly purpose: 'proof' | 'seed'
  readonly status: JobStatus
  readonly targeted: number
  readonly submitted: number
  readonly failed: number
}

/** Whose values a proof has, as they were asked for. */
const StoredSample = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  userId: z.string().optional(),
  profile: z.record(z.string(), z.unknown()).optional(),
  context: z.record(z.string(), z.unknown()).optional(),
})
export type StoredSample = z.infer<typeof StoredSample>

export interface ProofRow extends Omit<Selectable<ProofTable>, 'sample' | 'status'> {
  readonly sample: StoredSample
  readonly status: ProofStatus
}

const read = (row: Selectable<ProofTable>): ProofRow => ({
  ...row,
  status: row.status as ProofStatus,
  sample: StoredSample.parse(row.sample),
})

export interface NewProof {
  readonly id: string
  readonly locale: string | null
  readonly address: string
  readonly sample: StoredSample
  readonly subjectPrefix: string
}

/** Writes a job with its proofs; the caller queues what sends them in the same transaction. */
export async function create(
  db: Db,
  job: {
    readonly sandboxId: number
    readonly id: string
    readonly campaignId: string
    readonly version: number
    /** Which of its contents; null: the campaign's own. */
    readonly variant: string | null
    readonly purpose: 'proof' | 'seed'
    readonly createdAt: Date
    readonly createdBy: string
  },
  proofs: readonly NewProof[],
): Promise<void> {
  await db
    .insertInto('proofJob')
    .values({ ...job, status: 'created' })
    .execute()
  await sql`
    insert into proof (sandbox_id, id, job_id, ordinal, locale, address, sample, subject_prefix, status)
    select ${job.sandboxId}, p.id, ${job.id}, p.ordinal - 1, p.locale, p.address, p.sample, p.prefix, 'created'
      from unnest(${proofs.map(({ id }) => id)}::uuid[], ${proofs.map(({ locale }) => locale)}::text[],
                  ${proofs.map(({ address }) => address)}::text[],
                  ${proofs.map(({ sample }) => JSON.stringify(sample))}::jsonb[],
                  ${proofs.map(({ subjectPrefix }) => subjectPrefix)}::text[])
           with ordinality as p(id, locale, address, sample, prefix, ordinal)`.execute(db)
}

interface Of {
  readonly sandboxId: number
  readonly campaignId: string
}

/** With how many messages it has and what became of them. */
const counted = async (db: Db, { sandboxId, campaignId }: Of, id: string | null, limit: number) => {
  const { rows } = await sql<ProofJobRow>`
    select j.*, c.targeted, c.submitted, c.failed
      from proof_job j
           cross join lateral (
             select count(*) as targeted, count(*) filter (where p.status = 'submitted') as submitted,
                    count(*) filter (where p.status = 'failed') as failed
               from proof p where p.sandbox_id = j.sandbox_id and p.job_id = j.id) c
     where j.sandbox_id = ${sandboxId} and j.campaign_id = ${campaignId}
       and (${id}::uuid is null or j.id = ${id}::uuid)
     order by j.id desc
     limit ${limit}`.execute(db)
  return rows
}

/** Newest first. */
export const list = (db: Db, of: Of, limit: number): Promise<ProofJobRow[]> => counted(db, of, null, limit)

/** Throws proof/not-found. */
export async function get(db: Db, of: Of, id: string): Promise<ProofJobRow> {
  const [row] = await counted(db, of, id, 1)
  if (!row) throw new Problem('proof/not-found', 'The campaign has no proof job of this id.')
  return row
}

/** The job that a worker was told of; undefined when its campaign is gone. */
export const find = (db: Db, sandboxId: number, id: string) =>
  db
    .selectFrom('proofJob')
    .select(['campaignId', 'version', 'variant', 'purpose', 'status'])
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()

export const proofsOf = async (db: Db, sandboxId: number, jobId: string): Promise<ProofRow[]> =>
  (
    await db
      .selectFrom('proof')
      .selectAll()
      .where('sandboxId', '=', sandboxId)
      .where('jobId', '=', jobId)
      .orderBy('ordinal')
      .execute()
  ).map(read)

/** The intent: the next proofs of a job that nobody has begun are being sent from now on. In their order. */
export async function begin(db: Db, sandboxId: number, jobId: string, limit: number): Promise<ProofRow[]> {
  await db
    .updateTable('proofJob')
    .set({ status: 'processing' })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', jobId)
    .where('status', '=', 'created')
    .execute()
  // Chosen first and once: as a subquery of the update it might be asked again, and lock another page each time.
  const { rows } = await sql<Selectable<ProofTable>>`
    with page as materialized (
      select id from proof
       where sandbox_id = ${sandboxId} and job_id = ${jobId} and status = 'created'
       order by ordinal
       limit ${limit}
         for update skip locked
    )
    update proof p set status = 'sending' from page where p.sandbox_id = ${sandboxId} and p.id = page.id
    returning p.*`.execute(db)
  return rows.map(read).sort((a, b) => a.ordinal - b.ordinal)
}

export interface Ending {
  readonly id: string
  /** `created` takes the intent back: nothing of it left. */
  readonly status: 'submitted' | 'failed' | 'created'
  readonly reason: string | null
  readonly reply: string | null
}

/** What became of proofs that are being sent; those that were told otherwise meanwhile stay so. */
export const settle = (db: Db, sandboxId: number, endings: readonly Ending[], at: Date) =>
  endings.length === 0
    ? Promise.resolve()
    : sql`
    update proof p
       set status = e.status, reason = e.reason, reply = e.reply,
           settled_at = case when e.status = 'created' then null else ${at}::timestamptz end
      from unnest(${endings.map(({ id }) => id)}::uuid[], ${endings.map(({ status }) => status)}::text[],
                  ${endings.map(({ reason }) => reason)}::text[], ${endings.map(({ reply }) => reply)}::text[])
             as e(id, status, reason, reply)
     where p.sandbox_id = ${sandboxId} and p.id = e.id and p.status = 'sending'`.execute(db)

/** Ends proofs of a job that are in this status as failed, all for one reason. */
export const failAll = (
  db: Db,
  { sandboxId, jobId }: { readonly sandboxId: number; readonly jobId: string },
  statuses: readonly ('created' | 'sending')[],
  { reason, reply, at }: { reason: string; reply: string | null; at: Date },
) =>
  db
    .updateTable('proof')
    .set({ status: 'failed', reason, reply, settledAt: at })
    .where('sandboxId', '=', sandboxId)
    .where('jobId', '=', jobId)
    .where('status', 'in', statuses)
    .execute()

/** Ends the job when all of its proofs have ended; answers whether they have. */
export async function conclude(db: Db, sandboxId: number, jobId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    with counts as (
      select count(*) filter (where status in ('created', 'sending')) as open,
             count(*) filter (where status = 'failed') as failed, count(*) as total
        from proof where sandbox_id = ${sandboxId} and job_id = ${jobId}
    ), concluded as (
      update proof_job j
         set finished_at = ${at}::timestamptz,
             status = case when failed = 0 then 'submitted' when failed = total then 'failed'
                           else 'partially_failed' end
        from counts
       where j.sandbox_id = ${sandboxId} and j.id = ${jobId} and open = 0 and j.finished_at is null
    )
    select open > 0 as open from counts`.execute(db)
  return !rows[0]!.open
}
