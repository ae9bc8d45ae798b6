import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface LogRow {
  readonly id: number
  readonly at: Date
  readonly what: string
  readonly occurrence: number | null
  readonly resends: number | null
  readonly who: string | null
  readonly failure: string | null
  readonly pausedReason: unknown
}

/** What happened to a campaign, newest first. */
export async function list(
  db: Db,
  sandboxId: number,
  campaignId: string,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`
    select l.id, l.at, l.what, o.number as occurrence, r.number as resends, l.who, l.failure, l.paused_reason
      from campaign_log l
      left join occurrence o on o.id = l.occurrence_id
      left join occurrence r on r.id = o.resends_id
     where l.sandbox_id = ${sandboxId} and l.campaign_id = ${campaignId}
       ${before === undefined ? sql`` : sql`and l.id < ${before}`}
     order by l.id desc limit ${limit}`.execute(db)
  return rows
}
