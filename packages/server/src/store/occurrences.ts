import type { OccurrenceStatus } from '@chappe/core/campaign/occurrence'
import { type Selectable, sql } from 'kysely'
import type { Db } from './db.ts'
import { lockInTransaction, shareLockInTransaction } from './lock.ts'
import type { OccurrenceTable } from './tables.ts'

export interface OccurrenceRow extends Omit<Selectable<OccurrenceTable>, 'status'> {
  readonly status: OccurrenceStatus
}

export interface Due {
  readonly sandboxId: number
  readonly id: string
  readonly version: number
  readonly nextAt: Date
  readonly occurrences: number
}

const isDue = (now: Date) => sql`status = 'live' and next_at <= ${now}`

/** The campaigns whose next occurrence has come, those that wait longest first. */
export async function due(db: Db, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from campaign where ${isDue(now)} order by next_at limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** One of these, held until the end of the transaction; undefined when somebody else plans it or it is not due. */
export async function holdDue(db: Db, id: string, now: Date): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select sandbox_id, id, live_version as version, next_at, occurrences from campaign
     where id = ${id}::uuid and ${isDue(now)}
       for no key update skip locked`.execute(db)
  return rows[0]
}

/**
 * Writes an occurrence down before anything of it happens, and when the next one is. False when there is none to
 * write: its time went by, or its slot is taken.
 */
export async function plan(
  db: Db,
  campaign: Due,
  { id, slot, next }: { readonly id: string; readonly slot: Date | null; readonly next: Date | null },
): Promise<boolean> {
  const { sandboxId, occurrences } = campaign
  const written = slot !== null && (await write(db, campaign, id, slot))
  await db
    .updateTable('campaign')
    .set({ nextAt: next, occurrences: occurrences + (written ? 1 : 0) })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', campaign.id)
    .execute()
  return written
}

export const find = (db: Db, id: string): Promise<OccurrenceRow | undefined> =>
  db.selectFrom('occurrence').selectAll().where('id', '=', id).$castTo<OccurrenceRow>().executeTakeFirst()

async function write(db: Db, campaign: Due, id: string, plannedAt: Date): Promise<boolean> {
  const { sandboxId, version, occurrences } = campaign
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('occurrence')
    .values({
      sandboxId,
      id,
      campaignId: campaign.id,
      number: occurrences + 1,
      version,
      plannedAt,
      status: 'planned',
    })
    .onConflict((on) =>
      on.columns(['sandboxId', 'campaignId', 'plannedAt']).where('kind', '=', 'slot').doNothing(),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The occurrence, held until the end of the transaction. */
export const hold = (db: Db, id: string): Promise<OccurrenceRow | undefined> =>
  db
    .selectFrom('occurrence')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .$castTo<OccurrenceRow>()
    .executeTakeFirst()

/** Until the end of the transaction nobody else takes a snapshot of the campaign's; the campaign itself is free. */
export const holdSnapshots = (db: Db, campaignId: string) => lockInTransaction(db, `snapshot ${campaignId}`)

const whoIsWho = (sandboxId: number) => `who is who in ${sandboxId}`

/** Until the end of the transaction nobody becomes somebody else: whom a snapshot means, they are. */
export const keepPeople = (db: Db, sandboxId: number) => shareLockInTransaction(db, whoIsWho(sandboxId))

/** Waits for the snapshots that are being taken, and until the end of the transaction none is begun. */
export const holdPeople = (db: Db, sandboxId: number) => lockInTransaction(db, whoIsWho(sandboxId))

/**
 * The status of campaign `c` as its occurrence `o` sees it. One that was stopped alone, by somebody or by itself, is
 * stopped whatever the campaign is; a resend of a campaign that was stopped or failed is sent all the same: somebody
 * asked for just that.
 */
export const standingSql = sql`
  case when o.stopped_by is not null or o.stopped_reason is not null then 'stopped'
       when o.kind = 'resend' and c.status in ('stopped', 'failed') then 'live'
       else c.status end`

/** That status, of an occurrence that is there. */
export async function standingOf(db: Db, id: string): Promise<string> {
  const { rows } = await sql<{ standing: string }>`
    select ${standingSql} as standing from occurrence o
      join campaign c on c.sandbox_id = o.sandbox_id and c.id = o.campaign_id
     where o.id = ${id}::uuid`.execute(db)
  return rows[0]?.standing ?? 'archived'
}

/** Of these campaigns the occurrences that are planned or being sent, oldest first, each as it stands. */
export async function openOf(
  db: Db,
  sandboxId: number,
  campaignIds: readonly string[],
): Promise<(OccurrenceRow & { readonly standing: string })[]> {
  if (campaignIds.length === 0) return []
  const { rows } = await sql<OccurrenceRow & { readonly standing: string }>`
    select o.*, ${standingSql} as standing from occurrence o
      join campaign c on c.sandbox_id = o.sandbox_id and c.id = o.campaign_id
     where o.sandbox_id = ${sandboxId} and o.campaign_id = any(${campaignIds}::uuid[])
       and o.status in ('planned', 'sending')
     order by o.planned_at, o.number`.execute(db)
  return rows
}

/** Writes what became of the occurrence as a whole. */
export const change = (
  db: Db,
  id: string,
  values: {
    status: OccurrenceStatus
    targeted?: number
    released?: number
    startedAt?: Date
    finishedAt?: Date
    failure?: string
  },
) => db.updateTable('occurrence').set(values).where('id', '=', id).execute()

export interface OccurrenceCounts {
  readonly left: number
  readonly sent: number
  readonly excluded: number
  readonly failed: number
  readonly uncertain: number
  readonly pending: number
}

const stoppedFirstBy = (name: string) => ({ stoppedBy: sql<string>`coalesce(stopped_by, ${name})` })

/** Stops what is being resent of campaigns that end: only what is asked for after their end is sent all the same. */
export const stopResends = (db: Db, sandboxId: number, campaignIds: readonly string[], stoppedBy: string) =>
  db
    .updateTable('occurrence')
    .set(stoppedFirstBy(stoppedBy))
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`campaign_id = any(${campaignIds}::uuid[])`)
    .where('kind', '=', 'resend')
    .where('status', 'in', ['planned', 'sending'])
    .execute()

/** Stops an occurrence alone; false when it is over. Who sends it sees that before the next hand-over. */
export async function stop(db: Db, id: string, stoppedBy: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('occurrence')
    .set(stoppedFirstBy(stoppedBy))
    .where('id', '=', id)
    .where('status', 'in', ['planned', 'sending'])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * The occurrences of a campaign, newest first, or the one of this number, each with what the counters say of its people. One statement, so that
 * what is left and what became of the others are of the same instant.
 */
export async function list(db: Db, sandboxId: number, campaignId: string, limit: number, number?: number) {
  const { rows } = await sql<OccurrenceRow & OccurrenceCounts & { readonly resends: number | null }>`
    with listed as (
      select * from occurrence where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}
         ${number === undefined ? sql`` : sql`and number = ${number}`}
       order by number desc limit ${limit}
    ), counted as (
      select occurrence_id,
             coalesce(sum(count) filter (where metric = 'sent'), 0)::bigint as sent,
             coalesce(sum(count) filter (where metric = 'excluded'), 0)::bigint as excluded,
             coalesce(sum(count) filter (where metric in ('bounced', 'error')), 0)::bigint as failed,
             coalesce(sum(count) filter (where metric = 'uncertain'), 0)::bigint as uncertain
        from (select occurrence_id, metric, count from tally
               where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}
                 and occurrence_id = any(select id from listed)
               union all
              select occurrence_id, metric, count from tally_delta
               where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}
                 and occurrence_id = any(select id from listed)) t
       group by occurrence_id
    )
    select o.*, (select r.number from occurrence r where r.id = o.resends_id) as resends, b.people as left, c.sent, c.excluded, c.failed, c.uncertain,
           o.targeted - b.people - c.sent - c.excluded - c.failed - c.uncertain as pending
      from listed o
     cross join lateral (
       select coalesce(sum(size), 0)::bigint as people
         from batch
        where occurrence_id = o.id and kind = 'recipients' and status <> 'done' and not expanded) b
     cross join lateral (
       select coalesce(max(sent), 0) as sent, coalesce(max(excluded), 0) as excluded,
              coalesce(max(failed), 0) as failed, coalesce(max(uncertain), 0) as uncertain
         from counted where occurrence_id = o.id) c
     order by o.number desc`.execute(db)
  return rows
}

/** What waits of a campaign is due at once. */
export const hurry = (db: Db, campaignId: string) =>
  sql`with due as (
        update batch set due_at = now() where campaign_id = ${campaignId} and kind = 'recipients'
           and status = 'ready' and due_at > now() and due_at < 'infinity' returning id)
      select pg_notify('chappe_batch', 'marketing') from due limit 1`.execute(db)
