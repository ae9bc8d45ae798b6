import type { FragmentSnapshot } from '@chappe/core/campaign/contents'
import type { FragmentPublication } from '@chappe/core/content/schema'
import { sql } from 'kysely'
import type { CampaignRow } from './campaigns.ts'
import type { Db } from './db.ts'

interface Of {
  readonly sandboxId: number
  readonly fragmentId: string
  /** Of the fragment, as it is being published. */
  readonly version: number
}

const followers = ({ sandboxId, fragmentId }: Of) => sql`
  campaign c join campaign_version v
    on v.sandbox_id = c.sandbox_id and v.campaign_id = c.id and v.number = c.live_version
 where c.sandbox_id = ${sandboxId} and c.status in ('scheduled', 'live', 'paused') and v.fragments ? ${fragmentId}::text`

const isBehind = ({ fragmentId, version }: Of) =>
  sql`(v.fragments -> ${fragmentId}::text ->> 'number')::int < ${version}`

/**
 * Campaigns that run or will run with an older version of the fragment, be it inside another fragment, but for those
 * named. What a campaign runs with is frozen in its live version, so nothing else has to be looked at.
 */
export async function behind(
  db: Db,
  of: Of,
  { except, limit }: { except: readonly string[]; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from ${followers(of)} and ${isBehind(of)} and c.id <> all(${except}::uuid[])
     order by c.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** How many campaigns follow the fragment, and how many of them are not left to be moved on. */
export async function progress(
  db: Db,
  of: Of,
  except: readonly string[],
): Promise<{ done: number; total: number }> {
  const { rows } = await sql<{ done: number; total: number }>`
    select count(*) as total,
           count(*) filter (where not ${isBehind(of)} or c.id = any(${except}::uuid[])) as done
      from ${followers(of)}`.execute(db)
  return rows[0]!
}

/** Tells how far a publication is, unless it is over. */
export const tell = (
  db: Db,
  { sandboxId, fragmentId, version }: Of,
  told: Pick<FragmentPublication, 'done' | 'total' | 'errors'>,
) =>
  db
    .updateTable('fragment')
    .set({ publication: sql<string>`publication || ${JSON.stringify(told)}::jsonb` })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', fragmentId)
    .where('status', '=', 'publishing')
    .where(sql<boolean>`(publication ->> 'version')::int = ${version}`)
    .execute()

/** From here on content finds this version; what was being written is live. The caller holds the fragment. */
export const goLive = (db: Db, { sandboxId, fragmentId, version }: Of) =>
  db
    .updateTable('fragment')
    .set({ liveVersion: version, draft: null })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', fragmentId)
    .execute()

/**
 * Replaces a campaign's live version with one that says the same with other fragments; a draft beside it stays.
 * Not a modification of the campaign: neither the date nor the name of its last change moves. The caller holds the
 * campaign. Answers the number of the new version.
 */
export async function succeed(
  db: Db,
  { sandboxId, id, liveVersion }: Pick<CampaignRow, 'sandboxId' | 'id' | 'liveVersion'>,
  fragments: FragmentSnapshot,
  { name, at }: { name: string; at: Date },
): Promise<number> {
  await db
    .updateTable('campaignVersion')
    .set({ state: 'superseded' })
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', id)
    .where('state', '=', 'live')
    .execute()
  const { rows } = await sql<{ number: number }>`
    insert into campaign_version (sandbox_id, campaign_id, number, state, definition, fragments, created_at,
                                  created_by, modified_at, modified_by, activated_at, activated_by)
    select sandbox_id, campaign_id,
           (select max(number) + 1 from campaign_version where sandbox_id = ${sandboxId} and campaign_id = ${id}),
           'live', definition, ${JSON.stringify(fragments)}, ${at}, ${name}, ${at}, ${name}, ${at}, ${name}
      from campaign_version
     where sandbox_id = ${sandboxId} and campaign_id = ${id} and number = ${liveVersion}
    returning number`.execute(db)
  const { number } = rows[0]!
  await db
    .updateTable('campaign')
    .set({ liveVersion: number, revision: sql`revision + 1` })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .execute()
  return number
}

/** The live version's content as what is being written. */
export const writeAgain = (db: Db, { sandboxId, fragmentId, version }: Of) =>
  sql`
    update fragment f set draft = v.content
      from fragment_version v
     where f.sandbox_id = ${sandboxId} and f.id = ${fragmentId}
       and v.sandbox_id = f.sandbox_id and v.fragment_id = f.id and v.number = ${version}`.execute(db)
