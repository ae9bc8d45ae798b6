import { sql } from 'kysely'
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
