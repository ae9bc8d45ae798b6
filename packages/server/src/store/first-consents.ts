import type { StoredChoice } from '@chappe/core/consent/schema'
import { sql } from 'kysely'
import type { About, Act } from './consents.ts'
import { copyIn, copyText } from './copy.ts'
import type { Db } from './db.ts'

export interface FirstChoice extends About {
  readonly choice: StoredChoice
  readonly changeId: string
}

/**
 * Writes choices, with their history, of people who are made in this very transaction: nobody can have said anything
 * about them. Each `About` is given once.
 */
export async function chooseOfNew(
  db: Db,
  sandboxId: number,
  chosen: readonly FirstChoice[],
  { source, name, at }: Act,
): Promise<void> {
  if (chosen.length === 0) return
  const stamp = at.toISOString()
  const [from, by] = [copyText(source), copyText(name)]
  const row = ({ channel, subject, topic, choice }: FirstChoice) =>
    `${channel}\t${subject}\t${topic}\t${choice}\t${from}\t${stamp}`
  await copyIn(
    db,
    sql`copy consent (sandbox_id, channel, subject, topic, choice, source, at) from stdin`,
    inPieces(chosen, (one) => `${sandboxId}\t${row(one)}\n`),
  )
  await copyIn(
    db,
    sql`copy consent_change (sandbox_id, id, channel, subject, topic, choice, source, at, by_name) from stdin`,
    inPieces(chosen, (one) => `${sandboxId}\t${one.changeId}\t${row(one)}\t${by}\n`),
  )
}

/** Writes choices, with their history, where nothing was said; answers those. Each `About` is given once. */
export async function chooseWhereNothing(
  db: Db,
  sandboxId: number,
  chosen: readonly FirstChoice[],
  { source, name, at }: Act,
): Promise<FirstChoice[]> {
  if (chosen.length === 0) return []
  const { rows } = await sql<FirstChoice>`
    with given as (
      select * from unnest(${chosen.map((c) => c.changeId)}::uuid[], ${chosen.map((c) => c.channel)}::text[],
                           ${chosen.map((c) => c.subject)}::text[], ${chosen.map((c) => c.topic)}::text[],
                           ${chosen.map((c) => c.choice)}::text[]) as g(id, channel, subject, topic, choice)
    ), written as (
      insert into consent (sandbox_id, channel, subject, topic, choice, source, at)
      select ${sandboxId}, channel, subject, topic, choice, ${source}, ${at}::timestamptz from given
       order by channel, subject, topic
          on conflict do nothing
      returning channel, subject, topic
    )
    insert into consent_change (sandbox_id, id, at, channel, subject, topic, choice, source, by_name)
    select ${sandboxId}, g.id, ${at}::timestamptz, channel, subject, topic, g.choice, ${source}, ${name}
      from given g join written using (channel, subject, topic)
    returning channel, subject, topic, choice, id as change_id`.execute(db)
  return rows
}

/** Until the end of the transaction, refusals are told in one word, about everybody: see `chappe_refused` in 0006. */
export const tellAtOnce = (db: Db) => sql`select set_config('chappe.refusals_told', '50', true)`.execute(db)

/** Texts of about a hundred kilobytes, so that copying begins before all is written. */
export function* inPieces<T>(rows: readonly T[], write: (row: T) => string): Iterable<string> {
  let piece = ''
  for (const row of rows) {
    piece += write(row)
    if (piece.length < 100_000) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
