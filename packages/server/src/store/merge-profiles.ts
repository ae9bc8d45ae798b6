import { sql } from 'kysely'
import type { Db } from './db.ts'

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
}
