import type { MessageStatus } from '@chappe/core/message/schema'
import { sql } from 'kysely'
import type { LeasedBatch } from './batches.ts'
import type { Db } from './db.ts'

/** A recipient of a call, as the accept path checked it. */
export interface CallRecipient {
  readonly type: 'aep' | 'external'
  readonly userId: string
  readonly namespace: string
  readonly channelData?: { readonly emailAddress?: string }
  readonly profile?: Record<string, unknown>
  readonly context?: Record<string, unknown>
}

/** A person of an occurrence, in the words of a call that says nothing more. */
export const meant = (profileId: string): CallRecipient => ({
  type: 'aep',
  namespace: 'profile',
  userId: profileId,
})

export interface CallOfBatch {
  readonly id: string
  readonly batchId: number
  readonly body: string
  readonly createdAt: Date
}

/**
 * The calls of these batches (of kind `executions`, of one campaign), in the order of their ids. Lateral, so that
 * each batch is a range of the primary key whatever the statistics say: they lag behind a table that fills quickly.
 */
export async function callsOf(db: Db, batches: readonly LeasedBatch[]): Promise<CallOfBatch[]> {
  const { rows } = await sql<CallOfBatch>`
    select e.id, e.batch_id, e.body, e.created_at
      from unnest(${batches.map((b) => b.id)}::bigint[], ${batches.map((b) => b.firstId)}::uuid[],
                  ${batches.map((b) => b.lastId)}::uuid[]) as b(id, first_id, last_id)
     cross join lateral (select * from execution
                          where id between b.first_id and b.last_id and batch_id = b.id
                          order by id) e
     order by e.id`.execute(db)
  return rows
}

/** The calls of these ids. */
export async function callsById(db: Db, sandboxId: number, ids: readonly string[]): Promise<CallOfBatch[]> {
  const { rows } = await sql<CallOfBatch>`
    select id, batch_id, body, created_at from execution
     where sandbox_id = ${sandboxId} and id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** A message about to be written down, before anything of it leaves. */
export interface NewMessage {
  readonly id: string
  readonly batchId: number
  readonly ordinal: number
  readonly profileId: string | null
  /** Whom an occurrence meant; null for messages of calls. */
  readonly recipientId: string | null
  readonly occurrenceId: string | null
  readonly address: string | null
  /** Null: pending. */
  readonly excluded: string | null
  readonly createdAt: Date
}

/**
 * Writes messages of one action of a campaign version; they may be tried until `retryMinutes` after they were accepted.
 * Answers the ids of those that were not there yet, so that writing the same messages twice counts once.
 */
export async function insert(
  db: Db,
  of: Pick<LeasedBatch, 'sandboxId' | 'campaignId' | 'version' | 'action' | 'variant'>,
  messages: readonly NewMessage[],
  retryMinutes: number,
  now: Date,
): Promise<Set<string>> {
  if (messages.length === 0) return new Set()
  const { sandboxId, campaignId, version, action, variant } = of
  const { rows } = await sql<{ id: string }>`
    insert into message (sandbox_id, id, campaign_id, version, action, variant, batch_id, ordinal, profile_id, recipient_id,
                         occurrence_id, address, status, reason, created_at, expires_at, settled_at)
    select ${sandboxId}, m.id, ${campaignId}, ${version}, ${action}::smallint, ${variant}::text, m.batch_id, m.ordinal, m.profile_id,
           m.recipient_id, m.occurrence_id, m.address,
           case when m.excluded is null then 'pending' else 'excluded' end, m.excluded, m.created_at,
           m.created_at + make_interval(mins => ${retryMinutes}),
           case when m.excluded is not null then ${now}::timestamptz end
      from unnest(${messages.map((m) => m.id)}::uuid[], ${messages.map((m) => m.batchId)}::bigint[],
                  ${messages.map((m) => m.ordinal)}::int[], ${messages.map((m) => m.profileId)}::uuid[],
                  ${messages.map((m) => m.recipientId)}::uuid[], ${messages.map((m) => m.occurrenceId)}::uuid[],
                  ${messages.map((m) => m.address)}::text[], ${messages.map((m) => m.excluded)}::text[],
                  ${messages.map((m) => m.createdAt)}::timestamptz[])
           as m(id, batch_id, ordinal, profile_id, recipient_id, occurrence_id, address, excluded, created_at)
    on conflict (id) do nothing returning id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

export interface OpenMessage
  extends Pick<NewMessage, 'id' | 'batchId' | 'ordinal' | 'profileId' | 'recipientId' | 'occurrenceId'> {
  readonly address: string | null
  readonly attempts: number
  readonly resends: number
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly reply: string | null
}

/** The last message id that a batch can have: of calls its last call's, with the ordinal at its highest. */
const highest = ({ kind, lastId }: LeasedBatch) =>
  kind === 'executions' && lastId !== null ? `${lastId.slice(0, -2)}ff` : lastId

/** Messages that these batches (expanded, or of kind `messages`) answer for and that have no outcome yet. */
export async function openOf(db: Db, batches: readonly LeasedBatch[]): Promise<OpenMessage[]> {
  const ranges = batches.filter((b) => b.kind !== 'messages')
  const listed = batches.filter((b) => b.kind === 'messages')
  const { rows } = await sql<OpenMessage>`
    select m.id, m.batch_id, m.ordinal, m.profile_id, m.recipient_id, m.occurrence_id, m.address, m.attempts, m.resends, m.created_at,
           m.expires_at, m.reply
      from (select m.* from unnest(${ranges.map((b) => b.id)}::bigint[], ${ranges.map((b) => b.firstId)}::uuid[],
                                   ${ranges.map(highest)}::uuid[]) as b(id, first_id, last_id)
              join message m on m.id between b.first_id and b.last_id and m.batch_id = b.id
             union all
            select m.* from message m
             where m.id = any(${listed.flatMap((b) => b.messageIds ?? [])}::uuid[])
               and m.batch_id = any(${listed.map((b) => b.id)}::bigint[])) m
     where m.status in ('pending', 'deferred')
     order by m.batch_id, m.ordinal`.execute(db)
  return rows
}

/** What the other side says may hold a NUL, which PostgreSQL does not, and has no end that we know of. */
export const storable = (text: string) => text.replaceAll('\0', '\ufffd').slice(0, 2_000)

/** What became of a message, for the ledger. */
export interface Settled {
  readonly id: string
  readonly batchId: number
  readonly status: MessageStatus
  readonly failure: 'bounced' | 'error' | null
  readonly reason: string | null
  readonly reply: string | null
  /** 1 when the message was handed over. */
  readonly attempted: 0 | 1
  /** 1 when it goes out a second time although it may have arrived. */
  readonly resent: 0 | 1
}

/**
 * Writes outcomes and answers the ids of the messages that took one. A message that has an outcome, or that
 * another batch answers for by now, is left alone, so writing the same outcomes twice counts once.
 */
export async function settle(db: Db, settled: readonly Settled[], now: Date): Promise<Set<string>> {
  if (settled.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    update message m
       set status = s.status, failure = s.failure, reason = s.reason, reply = coalesce(s.reply, m.reply),
           attempts = m.attempts + s.attempted, resends = m.resends + s.resent,
           settled_at = case when s.status <> 'deferred' then ${now}::timestamptz end
      from unnest(${settled.map((s) => s.id)}::uuid[], ${settled.map((s) => s.batchId)}::bigint[],
                  ${settled.map((s) => s.status)}::text[], ${settled.map((s) => s.failure)}::text[],
                  ${settled.map((s) => s.reason)}::text[], ${settled.map((s) => s.reply && storable(s.reply))}::text[],
                  ${settled.map((s) => s.attempted)}::smallint[], ${settled.map((s) => s.resent)}::smallint[])
           as s(id, batch_id, status, failure, reason, reply, attempted, resent)
     where m.id = s.id and m.batch_id = s.batch_id and m.status in ('pending', 'deferred')
    returning m.id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

const shown = [
  'id',
  'campaignId',
  'occurrenceId',
  'version',
  'action',
  'variant',
  'profileId',
  'address',
  'status',
  'failure',
  'reason',
  'reply',
  'attempts',
  'resends',
  'createdAt',
  'settledAt',
] as const

export interface MessageFilters {
  readonly status?: readonly MessageStatus[] | undefined
  readonly occurrence?: string | undefined
  readonly address?: string | undefined
}

/** The messages of a campaign, newest first. */
export const list = (
  db: Db,
  sandboxId: number,
  campaignId: string,
  {
    limit,
    before,
    address,
    status,
    occurrence,
  }: MessageFilters & { limit: number; before?: string | undefined },
) =>
  db
    .selectFrom('message')
    .select(shown)
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .$if(before !== undefined, (q) => q.where('id', '<', before!))
    .$if(status !== undefined, (q) => q.where('status', 'in', status!))
    .$if(occurrence !== undefined, (q) => q.where('occurrenceId', '=', occurrence!))
    .$if(!!address, (q) => q.where(sql`lower(address)`, '=', address!.trim().toLowerCase()))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const byIds = (db: Db, sandboxId: number, ids: readonly string[]) =>
  db.selectFrom('message').select(shown).where('sandboxId', '=', sandboxId).where('id', 'in', ids).execute()

export type MessageRow = Awaited<ReturnType<typeof byIds>>[number]

/** What a link in a message leads back to. */
export const behindLink = (db: Db, sandboxId: number, id: string) =>
  db
    .selectFrom('message')
    .select([
      'id',
      'campaignId',
      'occurrenceId',
      'version',
      'variant',
      'profileId',
      'recipientId',
      'address',
      'createdAt',
    ])
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .executeTakeFirst()

/** What the version that a message was made of is about; null for no topic. */
export async function topicOf(
  db: Db,
  sandboxId: number,
  { campaignId, version }: { readonly campaignId: string; readonly version: number },
): Promise<string | null> {
  const row = await db
    .selectFrom('campaignVersion')
    .select(sql<string | null>`definition ->> 'topic'`.as('topic'))
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .where('number', '=', version)
    .executeTakeFirst()
  return row?.topic ?? null
}

/** Which of these messages have no outcome yet; they keep that until the end of the transaction. */
export async function stillOpen(
  db: Db,
  messages: readonly { readonly id: string; readonly batchId: number }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select m.id from unnest(${messages.map((m) => m.id)}::uuid[], ${messages.map((m) => m.batchId)}::bigint[])
             as g(id, batch_id)
      join message m on m.id = g.id and m.batch_id = g.batch_id
     where m.status in ('pending', 'deferred')
       for update of m`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
