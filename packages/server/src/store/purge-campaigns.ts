import { archivedForDays } from '@chappe/core/campaign/lifecycle'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { forget } from './fragment-uses.ts'

const dayInMilliseconds = 86_400_000

/**
 * Deletes archived campaigns 30 days after their last modification, with everything that belongs to them, at most
 * `chunk` messages per statement. Answers how many campaigns are gone for good; calling it again after a crash
 * goes on where it stopped.
 */
export async function purge(db: Db, now: Date, { chunk = 5_000 } = {}): Promise<number> {
  const limit = new Date(now.getTime() - archivedForDays * dayInMilliseconds)
  // From here on nobody finds them, and their keys are free: what is deleted piece by piece must not come back from the
  // archive half.
  await db
    .updateTable('campaign')
    .set({ purging: true, externalKey: null })
    .where('status', '=', 'archived')
    .where('modifiedAt', '<=', limit)
    .where('purging', '=', false)
    .execute()
  const due = await db
    .selectFrom('campaign')
    .select(['sandboxId', 'id'])
    .where('status', '=', 'archived')
    .where('purging', '=', true)
    .orderBy('modifiedAt')
    .limit(100)
    .execute()
  for (const { sandboxId, id } of due) {
    while ((await purgeMessages(db, sandboxId, id, chunk)) > 0);
    while ((await purgeExecutions(db, sandboxId, id, chunk)) > 0);
    for (const table of ['batch', 'tallyDelta', 'tally'] as const)
      await db.deleteFrom(table).where('sandboxId', '=', sandboxId).where('campaignId', '=', id).execute()
    await forget(db, sandboxId, { kind: 'campaign', id })
    await db.deleteFrom('campaign').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()
  }
  return due.length
}

async function purgeMessages(db: Db, sandboxId: number, campaignId: string, chunk: number): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    with gone as (
      delete from message where id in (
        select id from message where sandbox_id = ${sandboxId} and campaign_id = ${campaignId} limit ${chunk})
      returning id
    ), events as (
      delete from event where message_id in (select id from gone)
    )
    select count(*) as gone from gone`.execute(db)
  return rows[0]!.gone
}

async function purgeExecutions(
  db: Db,
  sandboxId: number,
  campaignId: string,
  chunk: number,
): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    with gone as (
      delete from execution where id in (
        select id from execution where sandbox_id = ${sandboxId} and campaign_id = ${campaignId} limit ${chunk})
      returning id
    )
    select count(*) as gone from gone`.execute(db)
  return rows[0]!.gone
}
