import type { Asked } from '@chappe/core/consent/confirmation'
import { sql } from 'kysely'
import type { About } from './consents.ts'
import type { Db } from './db.ts'

/** A message that asks an address to confirm, under the message's id. */
export interface ConfirmationRow {
  readonly id: string
  /** Normalized. */
  readonly address: string
  readonly profileId: string | null
  /** What is still to be confirmed, or was, each as `channel.topic`. */
  readonly options: readonly string[]
  /** Takes back a refusal of the channel, too. */
  readonly reopen: boolean
  readonly language: string | null
  readonly source: string
  readonly byName: string
  readonly person: Newcomer | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly confirmedAt: Date | null
  /** Confirmed, refused since, or run out. */
  readonly endedAt: Date | null
}

/** What becomes part of a profile when it is confirmed. */
export interface Newcomer {
  readonly identity: { readonly namespace: string; readonly value: string }
  readonly attributes: Record<string, unknown>
}

/** Lets one request at a time ask this address, until the transaction ends: the limits count what was asked before. */
export const holdAddress = (db: Db, sandboxId: number, address: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`confirmation ${sandboxId} ${address}`}, 0))`.execute(
    db,
  )

/** What this address was asked since. */
export const askedSince = (db: Db, sandboxId: number, address: string, since: Date): Promise<Asked[]> =>
  db
    .selectFrom('confirmation')
    .select(['createdAt as at', 'options'])
    .where('sandboxId', '=', sandboxId)
    .where('address', '=', address)
    .where('createdAt', '>', since)
    .execute()

export const insert = (db: Db, sandboxId: number, { person, options, ...row }: ConfirmationRow) =>
  db
    .insertInto('confirmation')
    .values({ ...row, sandboxId, options: [...options], person: person && JSON.stringify(person) })
    .execute()

/** A call of ours to the campaign that asks. */
export interface OwnCall {
  readonly executionId: string
  readonly campaignId: string
  readonly body: string
  /** SHA-256 of the body. */
  readonly fingerprint: Buffer
  readonly createdBy: string
  readonly at: Date
}

/**
 * Accepts a call with one recipient as the execution API does: an execution, its batch, the count of targeted. False
 * when the campaign is not live any more; then nothing is written.
 */
export async function accept(db: Db, sandboxId: number, call: OwnCall): Promise<boolean> {
  const { executionId: id, at } = call
  const { rows } = await sql`
    with place as (
      select id as campaign_id, live_version as version, nextval('batch_id_seq') as batch_id from campaign
       where sandbox_id = ${sandboxId} and id = ${call.campaignId}::uuid and status = 'live'
    ), written as (
      insert into execution (sandbox_id, id, campaign_id, version, batch_id, request_id, fingerprint, recipients,
                             body, created_at, created_by)
      select ${sandboxId}, ${id}::uuid, campaign_id, version, batch_id, ${id}, ${call.fingerprint}, 1, ${call.body},
             ${at}::timestamptz, ${call.createdBy} from place
      returning campaign_id
    ), made as (
      insert into batch (id, sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id)
      overriding system value
      select batch_id, ${sandboxId}, campaign_id, version, 'transactional', 'executions', 1, ${id}::uuid, ${id}::uuid
        from place
      returning lane
    ), counted as (
      insert into tally_delta (sandbox_id, campaign_id, hour, metric, count)
      select ${sandboxId}, campaign_id, date_trunc('hour', now(), 'UTC'), 'targeted', 1 from written
    )
    select pg_notify('chappe_batch', lane) from made`.execute(db)
  return rows.length > 0
}

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('confirmation').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

export const find = (db: Db, sandboxId: number, id: string): Promise<ConfirmationRow | undefined> =>
  one(db, sandboxId, id).$castTo<ConfirmationRow>().executeTakeFirst()

/**
 * The row, held, after what these subjects said is: whoever refuses takes the two in the same order, so that of a
 * refusal and a confirmation at once one comes after the other.
 */
export async function hold(
  db: Db,
  sandboxId: number,
  id: string,
  subjects: readonly string[],
): Promise<ConfirmationRow | undefined> {
  await sql`select from consent where sandbox_id = ${sandboxId} and subject = any(${subjects}::text[])
             order by channel, subject, topic for update`.execute(db)
  return one(db, sandboxId, id).forUpdate().$castTo<ConfirmationRow>().executeTakeFirst()
}

export const confirmed = (db: Db, sandboxId: number, id: string, at: Date) =>
  db
    .updateTable('confirmation')
    .set({ confirmedAt: at, endedAt: at, person: null })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()

/** Takes what is refused out of everything that waits to be confirmed; what has nothing left is over. */
export async function withdraw(
  db: Db,
  sandboxId: number,
  refused: readonly About[],
  at: Date,
): Promise<void> {
  if (refused.length === 0) return
  await sql`
    with refused as (
      select * from unnest(${refused.map((r) => r.subject)}::text[], ${refused.map((r) => r.channel)}::text[],
                           ${refused.map((r) => r.topic)}::text[]) as r(subject, channel, topic)
    ), held as materialized (
      select c.id, c.address, c.profile_id, c.options from confirmation c
       where c.sandbox_id = ${sandboxId} and c.ended_at is null
         and (c.address in (select substr(subject, 9) from refused where subject like 'address:%')
              or c.profile_id in (select case when subject like 'profile:%' then substr(subject, 9)::uuid end
                                    from refused))
       order by c.id for update
    ), remaining as (
      select h.id, array(
               select option from unnest(h.options) option
                where not exists (select from refused r
                                   where r.channel = split_part(option, '.', 1)
                                     and r.topic in ('', split_part(option, '.', 2))
                                     and r.subject in ('address:' || h.address, 'profile:' || h.profile_id))
             ) as options
        from held h
    )
    update confirmation c set options = r.options,
           ended_at = case when cardinality(r.options) = 0 then ${at}::timestamptz end,
           person = case when cardinality(r.options) > 0 then c.person end
      from remaining r
     where c.sandbox_id = ${sandboxId} and c.id = r.id and c.options <> r.options`.execute(db)
}

/** What waits for a confirmation that will not come. */
export interface Overdue extends About {
  readonly sandboxId: number
  /** What counted before; null: nothing. */
  readonly previous: 'in' | 'out' | null
}

/**
 * Ends confirmations that have run out, at most `limit`, and answers the choices, held, that waited for them and wait
 * for no other.
 */
export async function expire(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ ended: number; overdue: Overdue[] }> {
  const due = sql`
    due as materialized (
      select sandbox_id, id, address, profile_id, options from confirmation
       where ended_at is null and expires_at <= ${now}::timestamptz order by expires_at limit ${limit}
    ), about as (
      select distinct d.sandbox_id, s.subject, split_part(option, '.', 1) as channel, split_part(option, '.', 2) as topic
        from due d cross join unnest(d.options) option
       cross join lateral (values ('address:' || d.address), ('profile:' || d.profile_id)) s(subject)
       where s.subject is not null
         and not exists (select from confirmation o
                          where o.sandbox_id = d.sandbox_id and o.ended_at is null
                            and o.expires_at > ${now}::timestamptz and option = any(o.options)
                            and (o.address = d.address or o.profile_id = d.profile_id))
    )`
  // What was said first, then the confirmations, as everybody takes them.
  const { rows: overdue } = await sql<Overdue>`
    with ${due}, held as materialized (
      select c.sandbox_id, c.channel, c.subject, c.topic from consent c
        join about using (sandbox_id, subject, channel, topic)
       where c.choice = 'pending' order by c.sandbox_id, c.channel, c.subject, c.topic for update of c
    )
    select h.*, (select nullif(previous, 'pending') from consent_change e
                  where e.sandbox_id = h.sandbox_id and e.subject = h.subject and e.channel = h.channel
                    and e.topic = h.topic and e.choice = 'pending'
                  order by e.at desc, e.id desc limit 1) as previous
      from held h`.execute(db)
  const { rows } = await sql`
    with ${due}, held as (
      select c.sandbox_id, c.id from confirmation c join due using (sandbox_id, id)
       where c.ended_at is null order by c.sandbox_id, c.id for update of c
    )
    update confirmation c set ended_at = ${now}::timestamptz, person = null from held
     where c.sandbox_id = held.sandbox_id and c.id = held.id returning c.id`.execute(db)
  return { ended: rows.length, overdue }
}

/** Has these choices, held, be again what they were before; `ids` are of their history. */
export async function restore(
  db: Db,
  overdue: readonly (Overdue & { readonly changeId: string })[],
  { source, name, at }: { readonly source: string; readonly name: string; readonly at: Date },
): Promise<void> {
  if (overdue.length === 0) return
  const given = sql`unnest(${overdue.map((o) => o.sandboxId)}::int[], ${overdue.map((o) => o.changeId)}::uuid[],
    ${overdue.map((o) => o.channel)}::text[], ${overdue.map((o) => o.subject)}::text[],
    ${overdue.map((o) => o.topic)}::text[], ${overdue.map((o) => o.previous)}::text[])
      as g(sandbox_id, id, channel, subject, topic, previous)`
  const same = sql`c.sandbox_id = g.sandbox_id and c.channel = g.channel and c.subject = g.subject
    and c.topic = g.topic and c.choice = 'pending'`
  await sql`update consent c set choice = g.previous, source = ${source}, at = ${at}::timestamptz from ${given}
             where ${same} and g.previous is not null`.execute(db)
  await sql`delete from consent c using ${given} where ${same} and g.previous is null`.execute(db)
  await sql`
    insert into consent_change (sandbox_id, id, at, channel, subject, topic, choice, previous, source, by_name)
    select sandbox_id, id, ${at}::timestamptz, channel, subject, topic, previous, 'pending', ${source}, ${name}
      from ${given}`.execute(db)
}

/** Forgets confirmations that ran out before this date, however they ended. */
export const forget = (db: Db, before: Date) =>
  db.deleteFrom('confirmation').where('expiresAt', '<', before).execute()
