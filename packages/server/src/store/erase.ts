import { sql } from 'kysely'
import type { Db } from './db.ts'

/** What stands in the ledger instead of a person. */
export const erased = 'erased'

export interface CallRow {
  readonly id: string
  readonly body: string
}

/** Messages to some addresses, as far as they were found; those from the id `upto` on may be missing. */
export interface FoundMessages {
  readonly ids: readonly string[]
  readonly upto: string
}

/**
 * Reads the whole ledger for messages to these addresses, without holding anything. There is no index for it on
 * purpose: it would double what writing a message costs, for a question asked when somebody is erased.
 */
export async function findMessages(
  db: Db,
  sandboxId: number,
  addresses: readonly string[],
  recently: string,
): Promise<FoundMessages> {
  // A worker that is at a batch writes messages with ids as old as the batch.
  const { rows: open } = await sql<{ upto: string | null }>`
    select (select first_id from batch where status <> 'done' and first_id is not null
             order by first_id limit 1) as upto`.execute(db)
  const { rows } = await sql<{ id: string }>`
    select id from message
     where sandbox_id = ${sandboxId} and lower(address) = any(${addresses}::text[])`.execute(db)
  const upto = open[0]?.upto ?? recently
  return { ids: rows.map(({ id }) => id), upto: upto < recently ? upto : recently }
}

/** The messages to a person, by their profile or by one of their addresses; held, in the order of their ids. */
export async function holdMessages(
  db: Db,
  sandboxId: number,
  profileId: string,
  addresses: readonly string[],
  { ids, upto }: FoundMessages,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message
     where sandbox_id = ${sandboxId}
       and id in (select id from message where sandbox_id = ${sandboxId} and profile_id = ${profileId}::uuid
                   union select unnest(${ids}::uuid[])
                   union select id from message where id >= ${upto}::uuid and sandbox_id = ${sandboxId}
                            and lower(address) = any(${addresses}::text[]))
     order by id for update`.execute(db)
  return rows.map(({ id }) => id)
}

/** The calls of these ids, and those that no worker has taken and that name one of these values. Held. */
export async function holdCalls(
  db: Db,
  sandboxId: number,
  ids: readonly string[],
  values: readonly string[],
): Promise<CallRow[]> {
  const { rows } = await sql<CallRow>`
    select e.id, e.body from execution e
     where e.sandbox_id = ${sandboxId}
       and (e.id = any(${ids}::uuid[])
            or (e.batch_id in (select b.id from batch b where b.sandbox_id = ${sandboxId} and b.status <> 'done')
                and exists (select from unnest(${values}::text[]) v
                             where position(v in lower(e.body)) > 0)))
     order by e.id for update`.execute(db)
  return rows
}

export const writeCalls = (db: Db, sandboxId: number, calls: readonly CallRow[]) =>
  sql`
    update execution e set body = c.body
      from unnest(${calls.map(({ id }) => id)}::uuid[], ${calls.map(({ body }) => body)}::text[]) as c(id, body)
     where e.sandbox_id = ${sandboxId} and e.id = c.id`.execute(db)

export interface Traces {
  readonly profileId: string
  readonly messageIds: readonly string[]
  /** Email addresses, in lower case. */
  readonly addresses: readonly string[]
  /** Values of all identities. */
  readonly values: readonly string[]
}

/**
 * Takes a person out of everything around their profile. Rows that are counted stay with their outcome, and say
 * nothing more of whom they were about.
 */
export async function removeTraces(
  db: Db,
  sandboxId: number,
  { profileId, messageIds, addresses, values }: Traces,
): Promise<void> {
  const subjects = [`profile:${profileId}`, ...addresses.map((address) => `address:${address}`)]
  const ours = sql`sandbox_id = ${sandboxId}`
  const ids = sql`any(${messageIds}::uuid[])`
  const mails = sql`any(${addresses}::text[])`
  await sql`update message set profile_id = null, address = ${erased}, reply = null
             where ${ours} and id = ${ids}`.execute(db)
  await sql`update event set detail = null where ${ours} and message_id = ${ids}`.execute(db)
  await sql`delete from inbox_message
             where ${ours} and (message_id = ${ids} or lower(recipient) = ${mails})`.execute(db)
  await sql`update feedback set address = null, detail = '', raw = null
             where ${ours} and (message_id = ${ids} or lower(address) = ${mails})`.execute(db)
  await sql`update proof set address = ${erased}, sample = '{"name": "erased"}', reply = null
             where ${ours} and (lower(address) = ${mails} or lower(sample ->> 'userId') = any(${values}::text[]))
             `.execute(db)
  await sql`delete from consent where ${ours} and subject = any(${subjects}::text[])`.execute(db)
  await sql`delete from consent_change where ${ours} and subject = any(${subjects}::text[])`.execute(db)
  await sql`delete from confirmation
             where ${ours} and (address = ${mails} or profile_id = ${profileId}::uuid)`.execute(db)
  await sql`delete from import_error e
             where ${ours} and exists (select from unnest(${values}::text[]) v where position(v in lower(e.raw)) > 0)`.execute(
    db,
  )
  await sql`delete from audience_upload_row where ${ours} and value = any(${values}::text[])`.execute(db)
  await sql`delete from soft_bounce where ${ours} and address = ${mails}`.execute(db)
  await sql`delete from profile_event where ${ours} and profile_id = ${profileId}::uuid`.execute(db)
}

/** Removes a profile with its identities, tokens and memberships. */
export async function removeProfile(db: Db, sandboxId: number, profileId: string): Promise<void> {
  await sql`
    with gone as (
      delete from audience_member where sandbox_id = ${sandboxId} and profile_id = ${profileId}::uuid
      returning audience_id
    ), counted as materialized (
      select a.id, (select count(*) from audience_member m
                     where m.sandbox_id = a.sandbox_id and m.audience_id = a.id) - 1 as members
        from audience a join gone on gone.audience_id = a.id
       where a.sandbox_id = ${sandboxId} and a.kind = 'list'
    )
    update audience a set members = c.members from counted c
     where a.sandbox_id = ${sandboxId} and a.id = c.id`.execute(db)
  await sql`delete from profile_identity
             where sandbox_id = ${sandboxId} and profile_id = ${profileId}::uuid`.execute(db)
  await sql`delete from profile where sandbox_id = ${sandboxId} and id = ${profileId}::uuid`.execute(db)
}
