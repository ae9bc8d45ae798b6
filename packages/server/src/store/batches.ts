import type { ExclusionReason } from '@chappe/core/message/schema'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'

export type Lane = 'transactional' | 'marketing'

/** A batch that a worker holds: nobody else may send or write for it until `leaseSeconds` after the last renewal. */
export interface LeasedBatch {
  readonly id: number
  readonly sandboxId: number
  readonly campaignId: string
  readonly version: number
  readonly lane: Lane
  readonly kind: 'executions' | 'messages' | 'recipients'
  readonly size: number
  readonly firstId: string | null
  readonly lastId: string | null
  readonly messageIds: string[] | null
  /** Of kind `recipients`: whom it is for, in the order of their ordinals. */
  readonly profileIds: string[] | null
  /** Null for what comes of calls. */
  readonly occurrenceId: string | null
  /** 0 is the campaign's own content, or its wave's; further actions are counted from 1. */
  readonly action: number
  /** What of the version its messages say; null: the campaign's own content. */
  readonly variant: string | null
  /** Everybody in it is left out, for this reason. */
  readonly reason: ExclusionReason | null
  readonly fence: number
  readonly expanded: boolean
  readonly intentUpto: number
}

/** Names a lease: the batch, and the number that it was leased under. */
export interface Hold {
  readonly id: number
  readonly fence: number
}

export const leaseSeconds = 30

/**
 * Takes due batches of a lane for this worker alone: those nobody holds, and those whose holder did not renew in
 * time. Small ones come together, up to about `messages` messages. Leases are timed by the database's clock, the
 * only one that all workers share. Batches of the campaigns `held` stay where they are.
 */
export async function lease(
  db: Db,
  worker: string,
  lane: Lane,
  { batches, messages, held = [] }: { batches: number; messages: number; held?: readonly string[] },
): Promise<LeasedBatch[]> {
  const { rows } = await sql<LeasedBatch>`
    with due as (
      select id, due_at, size from batch
       where lane = ${lane} and status <> 'done' and due_at <= now()
         and (status = 'ready' or leased_until < now())
         and campaign_id <> all(${held}::uuid[])
       order by due_at, id
       limit ${batches}
         for update skip locked
    ), taken as (
      select id from (select id, sum(size) over (order by due_at, id) - size as before from due) d
       where before < ${messages}::int
    )
    update batch b
       set status = 'leased', fence = fence + 1, worker = ${worker},
           leased_until = now() + make_interval(secs => ${leaseSeconds})
      from taken where b.id = taken.id
    returning b.id, sandbox_id, campaign_id, version, lane, kind, size, first_id, last_id, message_ids, profile_ids,
              occurrence_id, action, variant, reason, fence, expanded, intent_upto`.execute(db)
  return rows.sort((a, b) => a.id - b.id)
}

const holds = (held: readonly Hold[]): RawBuilder<unknown> =>
  sql`unnest(${held.map(({ id }) => id)}::bigint[], ${held.map(({ fence }) => fence)}::int[]) as h(id, fence)`

/**
 * Renews the leases that are still ours; which these are, and which of them were renewed. A row that a transaction of
 * ours has locked at this moment is renewed by that transaction, for a time that counts from its beginning.
 */
export async function renew(
  db: Db,
  held: readonly Hold[],
): Promise<{ ours: ReadonlySet<number>; renewed: ReadonlySet<number> }> {
  const renewed = await sql<{ id: number }>`
    update batch b set leased_until = now() + make_interval(secs => ${leaseSeconds})
      from (select b.id from batch b join ${holds(held)} on b.id = h.id and b.fence = h.fence
             where b.status = 'leased' for update of b skip locked) ours
     where b.id = ours.id returning b.id`.execute(db)
  const ours = await sql<{ id: number }>`
    select b.id from batch b join ${holds(held)} on b.id = h.id and b.fence = h.fence
     where b.status = 'leased'`.execute(db)
  const idsOf = ({ rows }: typeof ours) => new Set(rows.map(({ id }) => id))
  return { ours: idsOf(ours), renewed: idsOf(renewed) }
}

export interface Progress extends Hold {
  /** Messages with a smaller ordinal may have been handed over once this is committed. */
  readonly intentUpto: number
  readonly done: boolean
}

/**
 * Writes how far we go with batches that we hold, and renews their leases. False when one of them is not ours
 * any more: the caller's transaction must be rolled back and nothing may be sent.
 */
export async function advance(db: Db, progress: readonly Progress[]): Promise<boolean> {
  const given = [...progress].sort((a, b) => a.id - b.id)
  const { numAffectedRows } = await sql`
    update batch b
       set intent_upto = p.upto, expanded = true,
           leased_until = now() + make_interval(secs => ${leaseSeconds}),
           status = case when p.done then 'done' else 'leased' end,
           finished_at = case when p.done then now() end,
           profile_ids = case when not p.done then b.profile_ids end
      from (select b.id, h.upto, h.done
              from unnest(${given.map((p) => p.id)}::bigint[], ${given.map((p) => p.fence)}::int[],
                          ${given.map((p) => p.intentUpto)}::int[], ${given.map((p) => p.done)}::bool[])
                     as h(id, fence, upto, done)
              join batch b on b.id = h.id and b.fence = h.fence
             where b.status = 'leased'
             order by b.id for update of b) p
     where b.id = p.id`.execute(db)
  return Number(numAffectedRows) === given.length
}

export interface Return extends Hold {
  /** Absent: leave the marker where it is. Only the holder knows what it handed over, so only it may rewind. */
  readonly intentUpto?: number
}

/** Gives back what is still ours, due again after `delay` milliseconds. */
export async function release(db: Db, returned: readonly Return[], delay = 0): Promise<void> {
  if (returned.length === 0) return
  await sql`
    update batch b
       set status = 'ready', worker = null, leased_until = null,
           intent_upto = coalesce(r.upto, b.intent_upto),
           due_at = greatest(b.due_at, now() + make_interval(secs => ${delay / 1000}))
      from (select b.id, h.upto
              from unnest(${returned.map((r) => r.id)}::bigint[], ${returned.map((r) => r.fence)}::int[],
                          ${returned.map((r) => r.intentUpto ?? null)}::int[]) as h(id, fence, upto)
              join batch b on b.id = h.id and b.fence = h.fence
             where b.status = 'leased'
             order by b.id for update of b) r
     where b.id = r.id`.execute(db)
}

/**
 * Gives back every batch that the named worker held, or that anybody held, once they are dead. Markers stay: who
 * takes over finds out what is uncertain. Answers how many there were.
 */
export async function releaseLeases(db: Db, worker?: string): Promise<number> {
  const { rows } = await sql<{ lane: Lane }>`
    update batch set status = 'ready', worker = null, leased_until = null
     where status = 'leased' and (${worker ?? null}::text is null or worker = ${worker ?? null})
    returning lane`.execute(db)
  for (const lane of new Set(rows.map((row) => row.lane)))
    await sql`select pg_notify('chappe_batch', ${lane})`.execute(db)
  return rows.length
}

/**
 * Moves messages from the batch of their last attempt into one of their own, due in `delay` milliseconds:
 * from now on that batch answers for them.
 */
export async function enqueueMessages(
  db: Db,
  from: Pick<
    LeasedBatch,
    'sandboxId' | 'campaignId' | 'version' | 'lane' | 'occurrenceId' | 'action' | 'variant'
  >,
  messageIds: readonly string[],
  delay: number,
): Promise<void> {
  await sql`
    with made as (
      insert into batch (sandbox_id, campaign_id, version, lane, kind, size, message_ids, occurrence_id, action,
                         variant, due_at)
      values (${from.sandboxId}, ${from.campaignId}, ${from.version}, ${from.lane}, 'messages',
              ${messageIds.length}, ${messageIds}::uuid[], ${from.occurrenceId}::uuid, ${from.action}::smallint,
              ${from.variant}::text, now() + make_interval(secs => ${delay / 1000}))
      returning id
    )
    update message m set batch_id = made.id, ordinal = g.n - 1
      from made, unnest(${messageIds}::uuid[]) with ordinality g(id, n)
     where m.id = g.id`.execute(db)
}

/** Milliseconds until the next batch of the lane is due; null when none waits for its time. */
export async function untilNextDue(db: Db, lane: Lane): Promise<number | null> {
  const { rows } = await sql<{ wait: number | null }>`
    select extract(epoch from min(due_at) - now())::float8 * 1000 as wait from batch
     where lane = ${lane} and status <> 'done' and due_at > now() and due_at < 'infinity'`.execute(db)
  return rows[0]?.wait ?? null
}

/** Whom these batches (of kind `recipients`) are for as it stands: people are merged while batches wait. */
export async function peopleOf(db: Db, ids: readonly number[]): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ id: number; profileIds: string[] | null }>`
    select id, profile_ids from batch where id = any(${ids}::bigint[])`.execute(db)
  return new Map(rows.map(({ id, profileIds }) => [id, profileIds ?? []]))
}
