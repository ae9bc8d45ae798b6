import type { Metric } from '@chappe/core/message/schema'
import { sql } from 'kysely'
import type { Db } from './db.ts'

/** An addition to a campaign's counters, and to those of its occurrence where it is of one. */
export interface Delta {
  readonly metric: Metric
  readonly occurrenceId?: string | null
  readonly reason?: string
  readonly count: number
}

/** What is counted for no occurrence: the key of a table holds no null. */
export const noOccurrence = '00000000-0000-0000-0000-000000000000'

/** Sums additions that name the same counter, so that one row tells them. */
function summed(deltas: Iterable<Delta>): Delta[] {
  const sums = new Map<string, Required<Delta> & { count: number }>()
  for (const { metric, reason = '', occurrenceId = null, count } of deltas) {
    const key = `${occurrenceId} ${metric} ${reason}`
    const sum = sums.get(key)
    if (sum) sum.count += count
    else sums.set(key, { metric, reason, occurrenceId, count })
  }
  return [...sums.values()].filter(({ count }) => count !== 0)
}

/** Appends to the counters; belongs in the transaction that changes the ledger. */
export async function add(
  db: Db,
  sandboxId: number,
  campaignId: string,
  at: Date,
  deltas: Iterable<Delta>,
): Promise<void> {
  const given = summed(deltas)
  if (given.length === 0) return
  await sql`
    insert into tally_delta (sandbox_id, campaign_id, occurrence_id, hour, metric, reason, count)
    select ${sandboxId}, ${campaignId}, d.occurrence_id, date_trunc('hour', ${at}::timestamptz, 'UTC'), d.metric,
           d.reason, d.count
      from unnest(${given.map((d) => d.occurrenceId ?? noOccurrence)}::uuid[], ${given.map((d) => d.metric)}::text[],
                  ${given.map((d) => d.reason ?? '')}::text[], ${given.map((d) => d.count)}::bigint[])
             as d(occurrence_id, metric, reason, count)`.execute(db)
}

/** Rows that one folding takes: more would keep its locks too long. */
export const foldAtMost = 20_000

/**
 * Folds up to `limit` appended rows into the counters, in one statement: at every instant a row is counted in
 * one of the two places. Any number may do this at once. Answers how many rows there were.
 */
export async function fold(db: Db, limit = foldAtMost): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with taken as (
      select id from tally_delta order by id limit ${limit} for update skip locked
    ), gone as (
      delete from tally_delta d using taken where d.id = taken.id
      returning d.sandbox_id, d.campaign_id, d.occurrence_id, d.hour, d.metric, d.reason, d.count
    ), written as (
      insert into tally (sandbox_id, campaign_id, occurrence_id, hour, metric, reason, count)
      select sandbox_id, campaign_id, occurrence_id, hour, metric, reason, sum(count) from gone
       group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
          on conflict (sandbox_id, campaign_id, occurrence_id, hour, metric, reason)
          do update set count = tally.count + excluded.count
    )
    select count(*) as folded from gone`.execute(db)
  return rows[0]?.folded ?? 0
}

export interface Count {
  readonly metric: string
  readonly reason: string
  readonly count: number
}

const columns = sql`sandbox_id, campaign_id, occurrence_id, hour, metric, reason, count`
const both = sql`(select ${columns} from tally union all select ${columns} from tally_delta) as t`

/** A campaign's counters, or those of one of its occurrences. */
const counted = (sandboxId: number, campaignId: string, occurrenceId: string | undefined) =>
  sql`${both} where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}
        ${occurrenceId === undefined ? sql`` : sql`and occurrence_id = ${occurrenceId}::uuid`}`

/** The counters of a campaign at this instant, or of one of its occurrences. */
export async function ofCampaign(
  db: Db,
  sandboxId: number,
  campaignId: string,
  occurrenceId?: string,
): Promise<Count[]> {
  const { rows } = await sql<Count>`
    select metric, reason, sum(count)::bigint as count from ${counted(sandboxId, campaignId, occurrenceId)}
     group by metric, reason`.execute(db)
  return rows
}

/** The same per hour (UTC), oldest first, for the metrics named. */
export async function hoursOfCampaign(
  db: Db,
  sandboxId: number,
  campaignId: string,
  metrics: readonly Metric[],
  occurrenceId?: string,
): Promise<(Omit<Count, 'reason'> & { hour: Date })[]> {
  const { rows } = await sql<Omit<Count, 'reason'> & { hour: Date }>`
    select hour, metric, sum(count)::bigint as count from ${counted(sandboxId, campaignId, occurrenceId)}
       and metric = any(${metrics}::text[])
     group by hour, metric order by hour`.execute(db)
  return rows
}
