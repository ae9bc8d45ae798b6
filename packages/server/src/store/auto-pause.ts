import { campaignLifecycle } from '@chappe/core/campaign/lifecycle'
import type { PausedReason, WatchedCounts } from '@chappe/core/campaign/watch'
import type { Metric } from '@chappe/core/message/schema'
import { sql } from 'kysely'
import type { Db } from './db.ts'

/** An occurrence whose outcomes are looked at, and how it goes. */
export interface Watched {
  readonly sandboxId: number
  readonly campaignId: string
  readonly id: string
  readonly number: number
  /** The campaign is over, and this is a resend that somebody asked for. */
  readonly isOver: boolean
  /** The version's `autoPause`. */
  readonly limits: unknown
  readonly counts: WatchedCounts
  /** The counters when the campaign was last resumed. */
  readonly from: WatchedCounts | null
}

/** Complaints and bounces come for days: until then an occurrence can pause the ones after it. */
const lateDays = 3

/** What is being sent; or, of live campaigns, what was sent of late where more is to come. */
export type Looking = 'sending' | 'sent'
const isSending = sql`o.status = 'sending'`
/** Of a campaign that is over only what is resent is sent, unless that was stopped, too. */
const isWatched = sql`
  (c.status = 'live' or (c.status in ('completed', 'stopped', 'failed') and o.kind = 'resend'
                         and o.stopped_by is null and o.stopped_reason is null))`
const wasSent = (now: Date) => sql`
  (o.status = 'done' and c.next_at is not null
    and o.finished_at > ${now}::timestamptz - make_interval(days => ${lateDays}))`

const ofOccurrence = sql`
  where sandbox_id = o.sandbox_id and campaign_id = o.campaign_id and occurrence_id = o.id`
const sum = (metric: Metric) => sql`coalesce(sum(count) filter (where metric = ${sql.lit(metric)}), 0)`
const counted = sql`(
  select jsonb_build_object('sent', ${sum('sent')}, 'bounced', ${sum('bounced')}, 'error', ${sum('error')},
           'uncertain', ${sum('uncertain')}, 'laterBounces', ${sum('later_bounce')}, 'complaints', ${sum('complaint')})
    from (select metric, count from tally ${ofOccurrence} union all
          select metric, count from tally_delta ${ofOccurrence}) t)`

/** The occurrences that have a limit, of live campaigns and resends of those that are over; of one campaign, or of all. */
export async function watched(db: Db, now: Date, looking: Looking, campaignId?: string): Promise<Watched[]> {
  const { rows } = await sql<Watched>`
    select o.sandbox_id, o.campaign_id, o.id, o.number, c.status <> 'live' as is_over,
           v.definition -> 'autoPause' as limits, ${counted} as counts, o.watched_from as "from"
      from occurrence o
      join campaign c on c.sandbox_id = o.sandbox_id and c.id = o.campaign_id
      join campaign_version v on v.sandbox_id = o.sandbox_id and v.campaign_id = o.campaign_id and v.number = o.version
     where ${looking === 'sending' ? sql`${isSending} and ${isWatched}` : sql`${wasSent(now)} and c.status = 'live'`}
       ${campaignId === undefined ? sql`` : sql`and c.id = ${campaignId}::uuid`}
       -- As the index campaign_version_watched has it.
       and v.state <> 'draft'
       and coalesce(v.definition #>> '{autoPause,errorPercent}', v.definition #>> '{autoPause,bouncePercent}',
                    v.definition #>> '{autoPause,complaintPercent}') is not null
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

/** Stops a resend of a campaign that is over; the caller holds that. False when it is sent, or was stopped before. */
export async function stopResend(
  db: Db,
  { id }: Pick<Watched, 'id'>,
  reason: PausedReason,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('occurrence')
    .set({ stoppedReason: JSON.stringify(reason) })
    .where('id', '=', id)
    .where('kind', '=', 'resend')
    .where('status', '=', 'sending')
    .where('stoppedBy', 'is', null)
    .where('stoppedReason', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** From now on only what comes counts; belongs in the transaction that resumes the campaign. */
export const beginAnew = (db: Db, sandboxId: number, campaignId: string, now: Date) =>
  sql`
    update occurrence o set watched_from = ${counted}
      from campaign c
     where c.sandbox_id = ${sandboxId} and c.id = ${campaignId}::uuid
       and o.sandbox_id = c.sandbox_id and o.campaign_id = c.id and (${isSending} or ${wasSent(now)})`.execute(
    db,
  )
