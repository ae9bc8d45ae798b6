import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'

export interface WaveRow {
  readonly number: number
  readonly startsAt: Date
  readonly targeted: number
}

export async function insert(db: Db, occurrenceId: string, waves: readonly WaveRow[]): Promise<void> {
  if (waves.length === 0) return
  await db
    .insertInto('wave')
    .values(waves.map((wave) => ({ ...wave, occurrenceId })))
    .execute()
}

/** The waves of these occurrences, in order, each with the messages that no worker has begun with. */
export async function list(
  db: Db,
  occurrenceIds: readonly string[],
): Promise<(WaveRow & { readonly occurrenceId: string; readonly left: number })[]> {
  const { rows } = await sql<WaveRow & { occurrenceId: string; left: number }>`
    select w.*, coalesce((select sum(size) from batch where occurrence_id = w.occurrence_id and wave = w.number
                             and status <> 'done' and not expanded), 0)::bigint as left
      from wave w where w.occurrence_id = any(${occurrenceIds}::uuid[])
     order by w.occurrence_id, w.number`.execute(db)
  return rows
}

/**
 * An id of a message of each action of an occurrence, by which all of its are known: the others differ in their last
 * eight digits only. Null where there are none. An action that is not in an open batch any more is written down for
 * everybody, so that the first message of anybody is found at once.
 */
export async function idsOfActions(
  db: Db,
  occurrenceId: string,
  actions: number,
): Promise<(string | null)[]> {
  const { rows } = await sql<{ id: string | null }>`
    select coalesce(
             (select first_id from batch where occurrence_id = ${occurrenceId}::uuid and kind = 'recipients'
                 and status <> 'done' and action = a.number limit 1),
             (select id from message where occurrence_id = ${occurrenceId}::uuid and action = a.number
               order by recipient_id limit 1)) as id
      from generate_series(0, ${actions}::int - 1) as a(number) order by a.number`.execute(db)
  return rows.map(({ id }) => id)
}

export interface WaveCountsRow extends WaveRow {
  readonly left: number
  readonly sent: number
  readonly excluded: number
  readonly failed: number
  readonly uncertain: number
}

/**
 * What became of the messages of each wave of an occurrence at this instant, but for the waves named `known`, of which
 * nothing is said. No counter has the wave: the ledger is read, which the ids make a range of its primary key for each
 * wave and action, since the snapshot numbers its people wave by wave. `ids` are those of `idsOfActions`.
 */
export async function counts(
  db: Db,
  occurrenceId: string,
  ids: readonly (string | null)[],
  known: readonly number[],
): Promise<WaveCountsRow[]> {
  const idAt = (place: RawBuilder<unknown>) => sql`(a.head || lpad(to_hex(${place}), 8, '0'))::uuid`
  const { rows } = await sql<WaveCountsRow>`
    with placed as (
      select number, starts_at, targeted, targeted / ${ids.length}::int as people,
             (sum(targeted) over (order by number) - targeted)::bigint / ${ids.length}::int as first
        from wave where occurrence_id = ${occurrenceId}::uuid
    ), waiting as (
      select wave, sum(size)::bigint as messages from batch
       where occurrence_id = ${occurrenceId}::uuid and kind = 'recipients' and status <> 'done' and not expanded
       group by wave
    ), parts as (
      select p.*, coalesce(w.messages, 0) as left from placed p left join waiting w on w.wave = p.number
    )
    select p.number, p.starts_at, p.targeted, p.left, c.*
      from parts p
     cross join lateral (
       select count(*) filter (where m.status = 'sent') as sent,
              count(*) filter (where m.status = 'excluded') as excluded,
              count(*) filter (where m.status = 'failed') as failed,
              count(*) filter (where m.status = 'uncertain') as uncertain
         from unnest(${ids.flatMap((id) => id?.slice(0, -8) ?? [])}::text[]) as a(head)
         join message m on m.id between ${idAt(sql`p.first`)} and ${idAt(sql`p.first + p.people - 1`)}
        where p.targeted > p.left and p.number <> all(${known}::int[])) c
     order by p.number`.execute(db)
  return rows
}
