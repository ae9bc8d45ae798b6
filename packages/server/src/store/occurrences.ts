import type { OccurrenceStatus } from '@chappe/core/campaign/occurrence'
import { type Selectable, sql } from 'kysely'
import type { People } from './audience-sets.ts'
import { type Db, inTransaction } from './db.ts'
import type { OccurrenceTable } from './tables.ts'

export interface OccurrenceRow extends Omit<Selectable<OccurrenceTable>, 'status' | 'pace'> {
  readonly status: OccurrenceStatus
}

/** People in a batch: few enough to be written down at once, many enough that a million of them are 2,000 rows. */
export const batchSize = 500

export interface Due {
  readonly sandboxId: number
  readonly id: string
  readonly version: number
  readonly nextAt: Date
  readonly occurrences: number
}

/** Campaigns whose next occurrence has come, held until the end of the transaction; whoever else plans skips them. */
export async function due(db: Db, now: Date, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select sandbox_id, id, live_version as version, next_at, occurrences from campaign
     where status = 'live' and next_at <= ${now} order by next_at limit ${limit}
       for no key update skip locked`.execute(db)
  return rows
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

export interface Expansion {
  readonly occurrence: Pick<OccurrenceRow, 'id' | 'sandboxId' | 'campaignId' | 'version'>
  /** Whom it is for, and whom it leaves out, each a query of one column `profile_id`. */
  readonly people: People
  readonly excluded: readonly People[]
  /** Whom an earlier occurrence of the campaign has reached is left out, too. */
  readonly evergreen?: boolean
  /** Message ids are this id with the place of the recipient, counted from 0, in its last eight digits. */
  readonly firstId: string
  readonly size?: number
}

/**
 * Takes the snapshot of an occurrence: its people who are in no excluded audience, each once, cut into
 * batches that nobody takes before they are released. One statement, whatever their number. Answers how many people.
 */
export async function expand(
  db: Db,
  { occurrence, people, excluded, evergreen = false, firstId, size = batchSize }: Expansion,
): Promise<number> {
  const { id, sandboxId, campaignId, version } = occurrence
  const idOf = (place: 'min' | 'max') =>
    sql`(${firstId.slice(0, -8)}::text || lpad(to_hex(${sql.raw(place)}(place)), 8, '0'))::uuid`
  const leftOut = (set: People) =>
    sql`and not exists (select from (${set}) as x where x.profile_id = m.profile_id)`
  const { rows } = await sql<{ people: number }>`
    with people as (
      select profile_id, place, place / ${size}::int as page from (
        select profile_id, row_number() over (order by profile_id) - 1 as place from (${people}) as m
         where true ${sql.join(excluded.map(leftOut), sql` `)}
${
  evergreen
    ? sql`
           and not exists (select from message e join occurrence o on o.id = e.occurrence_id
                            where o.sandbox_id = ${sandboxId} and o.campaign_id = ${campaignId}
                              and e.recipient_id = m.profile_id
                              and e.status in ('pending', 'deferred', 'sent', 'uncertain'))`
    : sql``
}
      ) as numbered
    ), made as (
      insert into batch (sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id, profile_ids,
                         occurrence_id, due_at)
      select ${sandboxId}, ${campaignId}, ${version}, 'marketing', 'recipients', count(*),
             ${idOf('min')}, ${idOf('max')}, array_agg(profile_id order by place),
             ${id}::uuid, 'infinity'
        from people group by page order by page
      returning size
    )
    select coalesce(sum(size), 0)::bigint as people from made`.execute(db)
  return rows[0]!.people
}

/** Writes what became of the occurrence as a whole. */
export const change = (
  db: Db,
  id: string,
  values: {
    status: OccurrenceStatus
    targeted?: number
    startedAt?: Date
    finishedAt?: Date
    failure?: string
  },
) => db.updateTable('occurrence').set(values).where('id', '=', id).execute()

export interface Sending
  extends Pick<OccurrenceRow, 'id' | 'sandboxId' | 'campaignId' | 'version' | 'targeted' | 'released'> {
  readonly campaignStatus: string
  /** People who are released and not yet begun with or under way, and those who wait for another attempt. */
  readonly open: number
  readonly deferred: number
}

/** Occurrences that are being sent. */
export async function sending(db: Db): Promise<Sending[]> {
  const { rows } = await sql<Sending>`
    select o.id, o.sandbox_id, o.campaign_id, o.version, o.targeted, o.released, c.status as campaign_status,
           b.open, b.deferred
      from occurrence o
     cross join lateral (
       select coalesce(sum(size) filter (where kind = 'recipients'), 0)::bigint as open,
              coalesce(sum(size) filter (where kind = 'messages'), 0)::bigint as deferred
         from batch where occurrence_id = o.id and status <> 'done' and due_at < 'infinity') b
      join campaign c on c.sandbox_id = o.sandbox_id and c.id = o.campaign_id
     where o.status = 'sending'`.execute(db)
  return rows
}

export interface Grant {
  /** How many people the workers may have. */
  readonly people: number
  /** The pacer's state once they have so many of them. */
  readonly paced?: (released: number) => unknown
}

/**
 * Lets the workers have the next batches of an occurrence, as many whole ones as have the people granted at most.
 * The grant is asked for while the occurrence is held, so that two who do this at once do it one after the other.
 */
export const release = (
  db: Db,
  id: string,
  grant: (occurrence: Pick<OccurrenceRow, 'targeted' | 'released'> & { readonly pace: unknown }) => Grant,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const occurrence = await tx
      .selectFrom('occurrence')
      .select(['targeted', 'released', 'pace'])
      .where('id', '=', id)
      .where('status', '=', 'sending')
      .forUpdate()
      .executeTakeFirst()
    if (!occurrence) return
    const { people, paced } = grant(occurrence)
    if (people <= 0) return
    const { rows } = await sql<{ people: number }>`
      with next as (
        select id, sum(size) over (order by id) as upto from (
          select id, size from batch
           where occurrence_id = ${id}::uuid and due_at = 'infinity' order by id limit ${people}) as held
      ), freed as (
        update batch set due_at = now() where id in (select id from next where upto <= ${people}::bigint)
        returning size
      ), told as (
        select pg_notify('chappe_batch', 'marketing') from freed limit 1
      )
      select coalesce(sum(size), 0)::bigint as people, (select count(*) from told) as told from freed`.execute(
      tx,
    )
    const released = rows[0]!.people
    await tx
      .updateTable('occurrence')
      .set({
        released: sql`released + ${released}`,
        ...(paced && { pace: JSON.stringify(paced(released)) }),
      })
      .where('id', '=', id)
      .execute()
  })

export interface OccurrenceCounts {
  readonly left: number
  readonly sent: number
  readonly excluded: number
  readonly failed: number
  readonly uncertain: number
  readonly pending: number
}

/**
 * The occurrences of a campaign, newest first, each with what the counters say of its people. One statement, so that
 * what is left and what became of the others are of the same instant.
 */
export async function list(db: Db, sandboxId: number, campaignId: string, limit: number) {
  const { rows } = await sql<OccurrenceRow & OccurrenceCounts>`
    with listed as (
      select * from occurrence where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}
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
    select o.*, b.people as left, c.sent, c.excluded, c.failed, c.uncertain,
           o.targeted - b.people - c.sent - c.excluded - c.failed - c.uncertain as pending
      from listed o
     cross join lateral (
       select coalesce(sum(size), 0)::bigint as people
         from (select size from batch where occurrence_id = o.id and due_at = 'infinity'
                union all
               select size from batch where occurrence_id = o.id and status <> 'done' and due_at < 'infinity'
                  and kind = 'recipients' and not expanded) unbegun) b
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
