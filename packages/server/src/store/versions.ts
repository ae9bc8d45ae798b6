import type { FragmentSnapshot } from '@chappe/core/campaign/contents'
import { Definition, type VersionState } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Selectable, sql } from 'kysely'
import type { By, CampaignRow } from './campaigns.ts'
import { keep } from './configurations.ts'
import type { Db } from './db.ts'
import type { CampaignVersionTable } from './tables.ts'

export interface VersionRow
  extends Omit<Selectable<CampaignVersionTable>, 'state' | 'definition' | 'fragments'> {
  readonly state: VersionState
  readonly definition: Definition
  /** As they were when the version was activated; nothing for a draft. */
  readonly fragments: FragmentSnapshot
}

type Of = Pick<CampaignRow, 'sandboxId' | 'id'>

/** What a version says, read from its row. */
export const readVersion = (
  row: Pick<Selectable<CampaignVersionTable>, 'state' | 'definition' | 'fragments'>,
) => ({
  state: row.state as VersionState,
  definition: Definition.parse(row.definition),
  fragments: row.fragments as FragmentSnapshot,
})

const read = (row: Selectable<CampaignVersionTable>): VersionRow => ({ ...row, ...readVersion(row) })

const all = (db: Db, { sandboxId, id }: Of) =>
  db.selectFrom('campaignVersion').selectAll().where('sandboxId', '=', sandboxId).where('campaignId', '=', id)

/** Newest first. */
export const list = async (db: Db, campaign: Of): Promise<VersionRow[]> =>
  (await all(db, campaign).orderBy('number', 'desc').execute()).map(read)

export async function get(db: Db, campaign: Of, number: number): Promise<VersionRow> {
  const row = await all(db, campaign).where('number', '=', number).executeTakeFirst()
  if (!row) throw new Problem('campaign/version-not-found', `The campaign has no version ${number}.`)
  return read(row)
}

const configurationsOf = ({ channelConfigurationId, variants }: Definition): string[] => [
  ...new Set(
    [channelConfigurationId, ...variants.map((one) => one.channelConfigurationId)].filter(
      (id) => id !== null,
    ),
  ),
]

/** Writes a draft version with the number after the highest one; the caller holds the campaign. */
export async function insertDraft(db: Db, campaign: Of, definition: Definition, by: By): Promise<VersionRow> {
  await keep(db, campaign.sandboxId, configurationsOf(definition))
  const row = await db
    .insertInto('campaignVersion')
    .values(({ selectFrom }) => ({
      sandboxId: campaign.sandboxId,
      campaignId: campaign.id,
      number: selectFrom('campaignVersion')
        .select(({ fn }) => sql<number>`coalesce(${fn.max('number')}, 0) + 1`.as('next'))
        .where('sandboxId', '=', campaign.sandboxId)
        .where('campaignId', '=', campaign.id),
      state: 'draft',
      definition: JSON.stringify(definition),
      createdAt: by.at,
      createdBy: by.name,
      modifiedAt: by.at,
      modifiedBy: by.name,
    }))
    .returningAll()
    .executeTakeFirstOrThrow()
  return read(row)
}

/** Writes the draft when it is still of this revision; answers undefined when somebody was quicker. */
export async function saveDraft(
  db: Db,
  { sandboxId, id }: Of,
  { revision, definition }: { revision: number; definition: Definition },
  by: By,
): Promise<VersionRow | undefined> {
  await keep(db, sandboxId, configurationsOf(definition))
  const row = await db
    .updateTable('campaignVersion')
    .set({
      definition: JSON.stringify(definition),
      revision: sql`revision + 1`,
      modifiedAt: by.at,
      modifiedBy: by.name,
    })
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', id)
    .where('state', '=', 'draft')
    .where('revision', '=', revision)
    .returningAll()
    .executeTakeFirst()
  return row && read(row)
}

/**
 * The live version, if there is one, makes room for the draft, which keeps the fragments that it goes live with;
 * the caller holds the campaign.
 */
export async function promoteDraft(
  db: Db,
  { sandboxId, id }: Of,
  by: By,
  fragments: FragmentSnapshot = {},
): Promise<void> {
  const ours = db
    .updateTable('campaignVersion')
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', id)
  await ours.set({ state: 'superseded' }).where('state', '=', 'live').execute()
  await ours
    .set({
      state: 'live',
      activatedAt: by.at,
      activatedBy: by.name,
      fragments: JSON.stringify(fragments),
    })
    .where('state', '=', 'draft')
    .execute()
}

export const removeDraft = (db: Db, { sandboxId, id }: Of) =>
  db
    .deleteFrom('campaignVersion')
    .where('sandboxId', '=', sandboxId)
    .where('campaignId', '=', id)
    .where('state', '=', 'draft')
    .execute()
