import { type RawBuilder, sql } from 'kysely'
import { type Db, inTransaction } from './db.ts'
import { keepPeople, type OccurrenceRow, standingSql } from './occurrences.ts'

export interface Sending
  extends Pick<
    OccurrenceRow,
    'id' | 'sandboxId' | 'campaignId' | 'version' | 'targeted' | 'released' | 'startedAt'
  > {
  readonly campaignStatus: string
  /** Messages that are released and not yet done with, and of them those that wait for another attempt. */
  readonly open: number
  readonly deferred: number
}

/** Occurrences that are being sent. */
export async function sending(db: Db): Promise<Sending[]> {
  const { rows } = await sql<Sending>`
    select o.id, o.sandbox_id, o.campaign_id, o.version, o.targeted, o.released, o.started_at,
           ${standingSql} as campaign_status, b.open, b.deferred
      from occurrence o
     cross join lateral (
       select coalesce(sum(size), 0)::bigint as open,
              coalesce(sum(size) filter (where kind = 'messages'), 0)::bigint as deferred
         from batch where occurrence_id = o.id and status <> 'done' and due_at < 'infinity') b
      join campaign c on c.sandbox_id = o.sandbox_id and c.id = o.campaign_id
     where o.status = 'sending'`.execute(db)
  return rows
}

/** Messages that wait to be released in waves that have begun; `domain` is null for those without a rate of their own. */
export interface Waiting {
  readonly domain: string | null
  readonly messages: number
}

/** How many messages the workers may have of each domain. */
export type Grant = readonly Waiting[]

export interface Held extends Pick<OccurrenceRow, 'targeted' | 'released'> {
  readonly pace: unknown
  readonly waiting: readonly Waiting[]
}

/**
 * Lets the workers have the next batches of an occurrence, as many whole ones as have the messages granted at most;
 * where that has to be exact, a part of the next one too.
 * The grant is asked for while the occurrence is held, so that two who do this at once do it one after the other;
 * `paced` is told what they got and answers the state of the pacer to keep.
 */
export const release = (
  db: Db,
  { id, sandboxId, campaignId }: Pick<Sending, 'id' | 'sandboxId' | 'campaignId'>,
  at: Date,
  grant: (held: Held) => {
    readonly grant: Grant
    /** To the last message: what is not used of it now is lost. */
    readonly exact: boolean
    readonly paced: (released: Grant) => unknown
  },
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const occurrence = await tx
      .selectFrom('occurrence')
      .select(['targeted', 'released'])
      .where('id', '=', id)
      .where('status', '=', 'sending')
      .forUpdate()
      .executeTakeFirst()
    if (!occurrence || occurrence.released >= occurrence.targeted) return
    const waves = await begun(tx, id, at)
    const { rows: waiting } = await sql<Waiting>`
      select domain, sum(size)::bigint as messages from batch
       where occurrence_id = ${id}::uuid and due_at = 'infinity'
         and wave = any(${waves}::int[])
       group by domain order by domain nulls last`.execute(tx)
    if (waiting.length === 0) return
    const decided = grant({ ...occurrence, waiting, pace: await holdPace(tx, sandboxId, campaignId) })
    // A batch is not parted while somebody in it becomes somebody else; asked for before any batch is held.
    if (decided.exact) await keepPeople(tx, sandboxId)
    const released: Waiting[] = []
    for (const { domain, messages } of decided.grant) {
      if (messages === 0) continue
      const whole = await free(tx, id, waves, domain, messages)
      const left = decided.exact ? messages - whole : 0
      const part = left > 0 ? await freePart(tx, id, waves, domain, left) : 0
      released.push({ domain, messages: whole + part })
    }
    const all = released.reduce((sum, { messages }) => sum + messages, 0)
    if (all > 0) await sql`select pg_notify('chappe_batch', 'marketing')`.execute(tx)
    await tx
      .updateTable('occurrence')
      .set({ released: sql`released + ${all}` })
      .where('id', '=', id)
      .execute()
    await tx
      .updateTable('pacer')
      .set({ state: JSON.stringify(decided.paced(released)) })
      .where('sandboxId', '=', sandboxId)
      .where('campaignId', '=', campaignId)
      .execute()
  })

/** The waves whose time has come; one that has begun goes on, though somebody sets the clock back. */
async function begun(db: Db, id: string, at: Date): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number from wave w
     where occurrence_id = ${id}::uuid
       and (starts_at <= ${at}
            or targeted > (select coalesce(sum(size), 0) from batch b where b.occurrence_id = w.occurrence_id
                              and b.wave = w.number and b.due_at = 'infinity'))`.execute(db)
  return rows.map(({ number }) => number)
}

/** What is kept of a campaign's pace, held until the end of the transaction: its occurrences share it. Null at first. */
async function holdPace(db: Db, sandboxId: number, campaignId: string): Promise<unknown> {
  const key = { sandboxId, campaignId }
  await db
    .insertInto('pacer')
    .values(key)
    .onConflict((on) => on.doNothing())
    .execute()
  const { state } = await db
    .selectFrom('pacer')
    .select('state')
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return state
}

async function free(
  db: Db,
  id: string,
  waves: readonly number[],
  domain: string | null,
  messages: number,
): Promise<number> {
  const { rows } = await sql<{ messages: number }>`
    with next as (
      select id, sum(size) over (order by wave, id) as upto from (
        select id, wave, size from batch
         where occurrence_id = ${id}::uuid and due_at = 'infinity' and domain is not distinct from ${domain}
           and wave = any(${waves}::int[])
         order by wave, id limit ${messages}) as held
    ), freed as (
      update batch set due_at = now() where id in (select id from next where upto <= ${messages}::bigint)
      returning size
    )
    select coalesce(sum(size), 0)::bigint as messages from freed`.execute(db)
  return rows[0]!.messages
}

/** Parts the next batch in two and lets the workers have so many of its messages; it has more than that. */
async function freePart(
  db: Db,
  id: string,
  waves: readonly number[],
  domain: string | null,
  messages: number,
): Promise<number> {
  const size = sql`${messages}::int`
  // Ids of messages are the first one's, counted on in their last eight digits.
  const counted = (on: RawBuilder<unknown>) => sql`(left(b.first_id::text, 28)
    || lpad(to_hex(('x' || right(b.first_id::text, 8))::bit(32)::bigint + ${on}), 8, '0'))::uuid`
  const { rows } = await sql<{ messages: number }>`
    with next as (
      select id from batch
       where occurrence_id = ${id}::uuid and due_at = 'infinity' and domain is not distinct from ${domain}
         and wave = any(${waves}::int[])
       order by wave, id limit 1
    ), rest as (
      insert into batch (sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id, profile_ids,
                         occurrence_id, wave, reason, domain, action, variant, due_at)
      select sandbox_id, campaign_id, version, lane, kind, size - ${size}, ${counted(size)}, last_id,
             profile_ids[${size} + 1:], occurrence_id, wave, reason, domain, action, variant, 'infinity'
        from batch b where id in (select id from next) and size > ${size}
    )
    update batch b set size = ${size}, last_id = ${counted(sql`${size} - 1`)}, profile_ids = profile_ids[:${size}],
                       due_at = now()
     where id in (select id from next) and size > ${size}
    returning size as messages`.execute(db)
  return rows[0]?.messages ?? 0
}

/** Gives the workers all that is held, to be left out for the reason; null: because it was stopped, which they see. */
export const releaseRest = (db: Db, id: string, reason: 'deadline-passed' | null): Promise<void> =>
  inTransaction(db, async (tx) => {
    const occurrence = await tx
      .selectFrom('occurrence')
      .select('id')
      .where('id', '=', id)
      .where('status', '=', 'sending')
      .forUpdate()
      .executeTakeFirst()
    if (!occurrence) return
    await sql`
      with freed as (
        update batch set due_at = now(), reason = coalesce(${reason}::text, reason)
         where occurrence_id = ${id}::uuid and due_at = 'infinity' returning size
      ), told as (
        select pg_notify('chappe_batch', 'marketing') from freed limit 1
      )
      update occurrence set released = released + (select coalesce(sum(size), 0) from freed)
       where id = ${id}::uuid and (select count(*) from told) >= 0`.execute(tx)
  })

/** What the workers put off, for another attempt or because the campaign was paused, is due at once. */
export const hurry = (db: Db, id: string) =>
  sql`with due as (
        update batch set due_at = now() where occurrence_id = ${id}::uuid
           and status = 'ready' and due_at > now() and due_at < 'infinity' returning id)
      select pg_notify('chappe_batch', 'marketing') from due limit 1`.execute(db)

/**
 * Adds the time since a campaign was paused to the retry windows of its messages that were written down and have no
 * outcome; belongs in the transaction that resumes it.
 */
export const prolong = (db: Db, sandboxId: number, campaignId: string, now: Date) =>
  sql`
    with paused as (
      select greatest(${now}::timestamptz - at, interval '0') as time from campaign_log
       where sandbox_id = ${sandboxId} and campaign_id = ${campaignId}::uuid and what = 'paused'
       order by id desc limit 1
    ), open as (
      select b.id, b.kind, b.expanded, b.first_id, b.last_id, b.message_ids
        from occurrence o join batch b on b.occurrence_id = o.id and b.status <> 'done'
       where o.sandbox_id = ${sandboxId} and o.campaign_id = ${campaignId}::uuid and o.status = 'sending'
    ), waiting as (
      select m.id from message m
       where m.status in ('pending', 'deferred')
         and m.id in (select m.id from open b join message m on m.id between b.first_id and b.last_id and m.batch_id = b.id
                       where b.kind = 'recipients' and b.expanded
                       union all
                      select unnest(message_ids) from open where kind = 'messages')
       order by m.id for update
    )
    update message m set expires_at = expires_at + paused.time
      from waiting w, paused where m.id = w.id`.execute(db)

/** Ends an occurrence that is through. */
export const finish = (db: Db, id: string, status: 'done' | 'stopped', at: Date) =>
  db
    .updateTable('occurrence')
    .set({ status, finishedAt: at })
    .where('id', '=', id)
    .where('status', '=', 'sending')
    .execute()
