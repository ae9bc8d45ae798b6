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
  readonly channel: string
  readonly topics: readonly string[]
  /** Takes back a refusal of the channel, too. */
  readonly reopen: boolean
  readonly source: string
  readonly byName: string
  readonly person: Newcomer | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly confirmedAt: Date | null
  readonly endedAt: Date | null
}

/** What becomes part of a profile when it is confirmed. */
export interface Newcomer {
  /** Null: attributes only, of the profile that is known by then. */
  readonly identity: { readonly namespace: string; readonly value: string } | null
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
    .select(['createdAt as at', 'topics'])
    .where('sandboxId', '=', sandboxId)
    .where('address', '=', address)
    .where('createdAt', '>', since)
    .execute()

export const insert = (db: Db, sandboxId: number, { person, ...row }: ConfirmationRow) =>
  db
    .insertInto('confirmation')
    .values({
      ...row,
      sandboxId,
      topics: [...row.topics],
      person: person === null ? null : JSON.stringify(person),
    })
    .execute()

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('confirmation').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

export const find = (db: Db, sandboxId: number, id: string): Promise<ConfirmationRow | undefined> =>
  one(db, sandboxId, id).$castTo<ConfirmationRow>().executeTakeFirst()

/**
 * The row, held, after what these subjects said about its channel is: whoever refuses takes them in the same order,
 * so that of a refusal and a confirmation at once one comes after the other.
 */
export async function hold(
  db: Db,
  sandboxId: number,
  id: string,
  { channel, subjects }: { readonly channel: string; readonly subjects: readonly string[] },
): Promise<ConfirmationRow | undefined> {
  await sql`select from consent where sandbox_id = ${sandboxId} and channel = ${channel}
               and subject = any(${subjects}::text[])
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
      select c.id, c.address, c.profile_id, c.channel, c.topics from confirmation c
       where c.sandbox_id = ${sandboxId} and c.ended_at is null
         and (c.address in (select substr(subject, 9) from refused where subject like 'address:%')
              or c.profile_id in (select substr(subject, 9)::uuid from refused where subject like 'profile:%'))
       order by c.id for update
    ), left_over as (
      select h.id, array(
               select topic from unnest(h.topics) topic
                where not exists (select from refused r where r.channel = h.channel and r.topic in ('', topic)
                                     and r.subject in ('address:' || h.address, 'profile:' || h.profile_id))) as topics
        from held h
    )
    update confirmation c set topics = l.topics,
           ended_at = case when cardinality(l.topics) = 0 then ${at}::timestamptz end,
           person = case when cardinality(l.topics) > 0 then c.person end
      from left_over l
     where c.sandbox_id = ${sandboxId} and c.id = l.id and c.topics <> l.topics`.execute(db)
}
