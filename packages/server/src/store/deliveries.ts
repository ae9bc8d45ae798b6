import { sql } from 'kysely'
import type { LeasedBatch } from './batches.ts'
import type { Db } from './db.ts'
import { standingSql } from './occurrences.ts'

type Key = Pick<LeasedBatch, 'sandboxId' | 'campaignId' | 'version'>

/** What a version says; versions that were live never change. */
export async function versionOf(db: Db, { sandboxId, campaignId, version }: Key) {
  return db
    .selectFrom('campaignVersion as v')
    .innerJoin('campaign as c', (join) =>
      join.onRef('c.sandboxId', '=', 'v.sandboxId').onRef('c.id', '=', 'v.campaignId'),
    )
    .select(['v.definition', 'v.fragments', 'v.state', 'c.category', 'c.highThroughput'])
    .where('v.sandboxId', '=', sandboxId)
    .where('v.campaignId', '=', campaignId)
    .where('v.number', '=', version)
    .executeTakeFirst()
}

export interface Standing {
  /** As an occurrence of the campaign sees it. Null: the campaign is no more. */
  readonly campaignStatus: string | null
  readonly configurationStatus: string | null
  readonly configurationRevision: number | null
}

/** Where a campaign and its channel configuration stand at this moment; asked before every hand-over. */
export async function standing(
  db: Db,
  { sandboxId, campaignId, occurrenceId }: Key & Pick<LeasedBatch, 'occurrenceId'>,
  configurationId: string | null,
): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select (select ${standingSql} from campaign c left join occurrence o on o.id = ${occurrenceId}::uuid
             where c.sandbox_id = ${sandboxId} and c.id = ${campaignId}) as campaign_status,
           c.status as configuration_status, c.revision as configuration_revision
      from (select 1) as one
      left join channel_configuration c on c.sandbox_id = ${sandboxId} and c.id = ${configurationId}::uuid
    `.execute(db)
  return rows[0]!
}
