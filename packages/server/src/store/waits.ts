import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface OpenBatchRow {
  readonly occurrenceId: string
  readonly isLeased: boolean
  readonly dueAt: Date
  readonly isRetry: boolean
  readonly reason: string | null
  readonly reply: string | null
}

/** Of how many batches somebody who waits is looked for: those that wait the longest tell as much as all of them. */
const looked = 20

/** The batches of each of these occurrences that workers may have, the last due first, with one of their people who were put off. */
export async function openBatches(db: Db, occurrenceIds: readonly string[]): Promise<OpenBatchRow[]> {
  const { rows } = await sql<OpenBatchRow>`
    with open as (
      select b.* from unnest(${occurrenceIds}::uuid[]) as asked(id)
       cross join lateral (
         select id, occurrence_id, kind, status = 'leased' and leased_until > now() as is_leased, due_at, expanded,
                first_id, last_id, message_ids
           from batch where occurrence_id = asked.id and status <> 'done' and due_at < 'infinity'
          order by due_at desc, id limit ${looked}) b
    )
    select o.occurrence_id, o.is_leased, o.due_at, o.kind = 'messages' as is_retry, m.reason, m.reply
      from open o
      left join lateral (
        select m.reason, m.reply from message m
         where o.kind = 'recipients' and o.expanded and m.id between o.first_id and o.last_id
           and m.batch_id = o.id and m.status = 'deferred' limit 1) r on true
      left join lateral (
        select m.reason, m.reply from message m
         where o.kind = 'messages' and m.id = o.message_ids[1] and m.status = 'deferred') d on true
     cross join lateral (
       select coalesce(r.reason, d.reason) as reason, coalesce(r.reply, d.reply) as reply) m
     order by o.due_at, o.id`.execute(db)
  return rows
}

/** What is kept of the pace of each of these campaigns at this moment; nothing of those of which nothing was sent. */
export async function pacesOf(
  db: Db,
  sandboxId: number,
  campaignIds: readonly string[],
): Promise<Map<string, unknown>> {
  const rows = await db
    .selectFrom('pacer')
    .select(['campaignId', 'state'])
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`campaign_id = any(${campaignIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ campaignId, state }) => [campaignId, state]))
}

/** Those of these channel configurations that are active. */
export async function activeAmong(db: Db, sandboxId: number, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from channel_configuration
     where sandbox_id = ${sandboxId} and id = any(${ids}::uuid[]) and status = 'active'`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Seconds that a campaign was paused since an instant. */
export async function pausedSeconds(
  db: Db,
  sandboxId: number,
  campaignId: string,
  since: Date,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(sum(extract(epoch from until - greatest(at, ${since}::timestamptz))), 0)::float8 as seconds
      from (select what, at, coalesce(lead(at) over (order by id), ${now}::timestamptz) as until
              from campaign_log
             where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}::uuid and occurrence_id is null) as log
     where what = 'paused' and until > ${since}::timestamptz`.execute(db)
  return rows[0]!.seconds
}
