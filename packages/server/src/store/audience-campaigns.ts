import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { sql } from 'kysely'
import type { Db } from './db.ts'

/**
 * Writes which audiences a version of a campaign names, instead of what was written before. Ids that are of no audience
 * are passed over; the audiences cannot be archived or deleted until the transaction is over.
 */
export async function replace(
  db: Db,
  { sandboxId, campaignId, number }: { sandboxId: number; campaignId: string; number: number },
  ids: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('audienceCampaign')
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', campaignId)
    .where('version', '=', number)
    .execute()
  if (ids.length === 0) return
  await sql`
    insert into audience_campaign (sandbox_id, audience_id, campaign_id, version)
    select ${sandboxId}, a.id, ${campaignId}::uuid, ${number}
      from (select id from audience where sandbox_id = ${sandboxId} and id = any(${ids}::uuid[])
             order by id for key share) a
        on conflict do nothing`.execute(db)
}

export interface NamingCampaign {
  readonly id: string
  readonly name: string
  readonly status: CampaignStatus
}

/** Campaigns whose draft or live version names the audience, by name. */
export async function naming(db: Db, sandboxId: number, audienceId: string): Promise<NamingCampaign[]> {
  const { rows } = await sql<NamingCampaign>`
    select distinct c.id, c.name, c.status, folded(c.name) as sort from audience_campaign u
      join campaign_version v on v.sandbox_id = u.sandbox_id and v.campaign_id = u.campaign_id and v.number = u.version
       and v.state in ('draft', 'live')
      join campaign c on c.sandbox_id = u.sandbox_id and c.id = u.campaign_id
     where u.sandbox_id = ${sandboxId} and u.audience_id = ${audienceId}::uuid
     order by sort, c.id`.execute(db)
  return rows.map(({ id, name, status }) => ({ id, name, status }))
}
