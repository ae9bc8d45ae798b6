import { sql } from 'kysely'
import { leaseSeconds, type Progress } from './batches.ts'
import type { Db } from './db.ts'
import { storable } from './messages.ts'
import { noOccurrence } from './tallies.ts'

/** A message that the channel accepted. */
export interface Accepted {
  readonly id: string
  readonly batchId: number
  readonly reply: string | null
  /** Normalized; its count of soft bounces ends. */
  readonly address: string | null
}

/**
 * What nearly every transaction of a delivery writes, in one statement: how far we go with batches that we hold, and
 * messages of a campaign that were accepted, with all that follows from it. The same as `batches.advance` and then
 * `settle` of the worker; with the same promises. False when one of the leases is not ours: then nothing is written.
 */
export async function writeAccepted(
  db: Db,
  { sandboxId, campaignId }: { readonly sandboxId: number; readonly campaignId: string },
  progress: readonly Progress[],
  accepted: readonly Accepted[],
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    with held as materialized (
      select b.id, h.upto, h.done
        from unnest(${progress.map((p) => p.id)}::bigint[], ${progress.map((p) => p.fence)}::int[],
                    ${progress.map((p) => p.intentUpto)}::int[], ${progress.map((p) => p.done)}::bool[])
               as h(id, fence, upto, done)
        join batch b on b.id = h.id and b.fence = h.fence
       where b.status = 'leased'
       order by b.id for update of b
    ), ours as materialized (
      select count(*) = ${progress.length}::int as ok from held
    ), advanced as (
      update batch b
         set intent_upto = h.upto, expanded = true,
             leased_until = now() + make_interval(secs => ${leaseSeconds}),
             status = case when h.done then 'done' else 'leased' end,
             finished_at = case when h.done then now() end,
             profile_ids = case when not h.done then b.profile_ids end
        from held h where b.id = h.id and (select ok from ours)
    ), settled as (
      update message m
         set status = 'sent', failure = null, reason = null, reply = coalesce(s.reply, m.reply),
             attempts = m.attempts + 1, settled_at = ${now}::timestamptz
        from unnest(${accepted.map((a) => a.id)}::uuid[], ${accepted.map((a) => a.batchId)}::bigint[],
                    ${accepted.map((a) => a.reply && storable(a.reply))}::text[],
                    ${accepted.map((a) => a.address)}::text[]) as s(id, batch_id, reply, address)
       where m.id = s.id and m.batch_id = s.batch_id and m.status in ('pending', 'deferred')
         and (select ok from ours)
      returning m.occurrence_id, s.address
    ), cleared as (
      delete from soft_bounce b using settled s
       where b.sandbox_id = ${sandboxId} and b.address = s.address
    ), counted as (
      insert into tally_delta (sandbox_id, campaign_id, occurrence_id, hour, metric, reason, count)
      select ${sandboxId}::int, ${campaignId}::uuid, coalesce(occurrence_id, ${noOccurrence}::uuid),
             date_trunc('hour', ${now}::timestamptz, 'UTC'), 'sent', '', count(*)
        from settled group by occurrence_id
    )
    select ok from ours`.execute(db)
  return rows[0]!.ok
}
