import { sql } from 'kysely'
import type { Db } from './db.ts'
import { holdPeople } from './occurrences.ts'

/**
 * Gives everything of the profile `from` to the profile `to`; both are held. What `from` said is forgotten, its
 * history kept: whoever calls has written what counts of it. Nothing is left of `from` but its row.
 */
export async function moveAll(db: Db, sandboxId: number, from: string, to: string): Promise<void> {
  const [was, is] = [`profile:${from}`, `profile:${to}`]
  for (const table of ['profile_identity', 'push_token', 'profile_event', 'message', 'confirmation'])
    await sql`update ${sql.table(table)} set profile_id = ${to}::uuid
               where sandbox_id = ${sandboxId} and profile_id = ${from}::uuid`.execute(db)
  await sql`delete from consent where sandbox_id = ${sandboxId} and subject = ${was}`.execute(db)
  await sql`update consent_change set subject = ${is}
             where sandbox_id = ${sandboxId} and subject = ${was}`.execute(db)
  await sql`
    insert into audience_member (sandbox_id, audience_id, profile_id, joined_at, enrichment)
    select sandbox_id, audience_id, ${to}::uuid, joined_at, enrichment from audience_member
     where sandbox_id = ${sandboxId} and profile_id = ${from}::uuid
       and audience_id not in (select audience_id from audience_member
                                where sandbox_id = ${sandboxId} and profile_id = ${to}::uuid)`.execute(db)
  await meanInstead(db, sandboxId, from, to)
}

/** What waits to be sent to `from` goes to `to`, unless the same occurrence has or had them as well. */
async function meanInstead(db: Db, sandboxId: number, from: string, to: string): Promise<void> {
  await holdPeople(db, sandboxId)
  await sql`
    update batch b set profile_ids = array_replace(profile_ids, ${from}::uuid, ${to}::uuid)
     where sandbox_id = ${sandboxId} and kind = 'recipients' and status <> 'done' and not expanded
       and profile_ids @> array[${from}::uuid]
       and not exists (select from message m where m.occurrence_id = b.occurrence_id
                          and m.recipient_id = ${to}::uuid and m.action = b.action)
       and not exists (select from batch o where o.occurrence_id = b.occurrence_id and o.status <> 'done'
                          and o.action = b.action and o.profile_ids @> array[${to}::uuid])`.execute(db)
}
