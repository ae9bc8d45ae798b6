import { sql } from 'kysely'
import type { Db } from './db.ts'

export const eventTypes = [
  'deferred',
  'uncertain',
  'resend',
  'excluded',
  'opened',
  'clicked',
  'unsubscribed',
  'bounced',
  'complained',
] as const
export type EventType = (typeof eventTypes)[number]

/** Something that happened to a message, as a row of its timeline. */
export interface Event {
  readonly at: Date
  readonly messageId: string
  readonly campaignId: string
  readonly type: EventType
  readonly detail: string | null
}

export async function append(db: Db, sandboxId: number, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return
  await sql`
    insert into event (sandbox_id, at, message_id, campaign_id, type, detail)
    select ${sandboxId}, e.* from unnest(
      ${events.map((e) => e.at)}::timestamptz[], ${events.map((e) => e.messageId)}::uuid[],
      ${events.map((e) => e.campaignId)}::uuid[], ${events.map((e) => e.type)}::text[],
      ${events.map((e) => e.detail?.replaceAll('\0', '\ufffd').slice(0, 2_000) ?? null)}::text[]) as e(at, message_id, campaign_id, type, detail)`.execute(
    db,
  )
}

/** The events of some messages, oldest first. */
export async function ofMessages(db: Db, sandboxId: number, messageIds: readonly string[]): Promise<Event[]> {
  if (messageIds.length === 0) return []
  const { rows } = await sql<Event>`
    select at, message_id, campaign_id, type, detail from event
     where sandbox_id = ${sandboxId} and message_id = any(${messageIds}::uuid[])
     order by at`.execute(db)
  return rows
}

/**
 * Makes the partitions of the month of `now` and of the `ahead` months after it. A month whose rows already went
 * to the default partition keeps them there: such a partition cannot be made any more and is not needed.
 */
export async function makePartitions(db: Db, now: Date, ahead = 3): Promise<void> {
  for (let n = 0; n <= ahead; n++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n + 1, 1))
    const name = `event_${from.getUTCFullYear()}_${String(from.getUTCMonth() + 1).padStart(2, '0')}`
    const { rows } = await sql<{ needed: boolean }>`
      select to_regclass(${name}) is null
         and not exists (select from event_default where at >= ${from} and at < ${to}) as needed`.execute(db)
    if (!rows[0]?.needed) continue
    await sql`create table if not exists ${sql.table(name)} partition of event
      for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(db)
  }
}
