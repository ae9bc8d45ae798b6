import { campaignLifecycle } from '@chappe/core/campaign/lifecycle'
import type { PausedReason, WatchedCounts } from '@chappe/core/campaign/watch'
import type { Metric } from '@chappe/core/message/schema'
import { sql } from 'kysely'
import type { Db } from './db.ts'

/** An occurrence whose outcomes are looked at, and how it goes. */
export interface Watched {
  readonly sandboxId: number
  readonly campaignId: string
  readonly number: number
  /** The version's `autoPause`. */
  readonly limits: unknown
  readonly counts: WatchedCounts
  /** The counters when the campaign was last resumed. */
  readonly from: WatchedCounts | null
}

/** Complaints and bounces come for days: until then an occurrence can pause the ones after it. */
const lateDays = 3

/** Of live campaigns: what is being sent, and what was sent of late where more is to come. */
const isWatched = (now: Date) => sql`
  (o.status = 'sending' or (o.status = 'done' and c.next_at is not null
    and o.finished_at > ${now}::timestamptz - make_interval(days => ${lateDays})))`

const ofOccurrence = sql`
  where sandbox_id = o.sandbox_id and campaign_id = o.campaign_id and occurrence_id = o.id`
const sum = (metric: Metric) => sql`coalesce(sum(count) filter (where metric = ${sql.lit(metric)}), 0)`
const counted = sql`(
  select jsonb_build_object('sent', ${sum('sent')}, 'bounced', ${sum('bounced')}, 'error', ${sum('error')},
           'uncertain', ${sum('uncertain')}, 'laterBounces', ${sum('later_bounce')}, 'complaints', ${sum('complaint')})
    from (select metric, count from tally ${ofOccurrence} union all
          select metric, count from tally_delta ${ofOccurrence}) t)`

/** The occurrences of live campaigns that have a limit; of one campaign, or of all. */
export async function watched(db: Db, now: Date, campaignId?: string): Promise<Watched[]> {
  const { rows } = await sql<Watched>`
    select o.sandbox_id, o.campaign_id, o.number, v.limits, ${counted} as counts, o.watched_from as "from"
      from occurrence o
      join campaign c on c.sandbox_id = o.sandbox_id and c.id = o.campaign_id
     cross join lateral (
       select definition -> 'autoPause' as limits from campaign_version
        where sandbox_id = o.sandbox_id and campaign_id = o.campaign_id and number = o.version offset 0) v
     where c.status = 'live' and ${isWatched(now)}
       ${campaignId === undefined ? sql`` : sql`and c.id = ${campaignId}::uuid`}
       and coalesce(v.limits ->> 'errorPercent', v.limits ->> 'bouncePercent', v.limits ->> 'complaintPercent')
             is not null
     order by o.id`.execute(db)
  return rows
}

/** The system's `pause`; the caller holds the campaign. False when it cannot be paused (any more). */
export async function pause(
  db: Db,
  { sandboxId, campaignId }: Pick<Watched, 'sandboxId' | 'campaignId'>,
  reason: PausedReason,
): Promise<boolean> {
  const { from, to } = campaignLifecycle.table.pause
  const { numUpdatedRows } = await db
    .updateTable('campaign')
    .set({ status: to, pausedReason: JSON.stringify(reason), revision: sql`revision + 1` })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', campaignId)
    .where('status', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** From now on only what comes counts; belongs in the transaction that resumes the campaign. */
export const beginAnew = (db: Db, sandboxId: number, campaignId: string, now: Date) =>
  sql`
    update occurrence o set watched_from = ${counted}
      from campaign c
     where c.sandbox_id = ${sandboxId} and c.id = ${campaignId}::uuid
       and o.sandbox_id = c.sandbox_id and o.campaign_id = c.id and ${isWatched(now)}`.execute(db)
