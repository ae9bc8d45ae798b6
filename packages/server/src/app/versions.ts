import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { compareVersions, saveDraft as SaveDraft } from '@chappe/core/api/versions'
import { isEditable } from '@chappe/core/campaign/commands'
import { compare as changesBetween } from '@chappe/core/campaign/compare'
import type { CampaignVersion } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as campaignStore from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/versions.ts'
import { by, iso, stale, windowOf } from './campaigns.ts'
import { recordVersion } from './content-uses.ts'
import { compiledDefinition } from './designs.ts'

export async function list(ctx: Ctx, id: string): Promise<{ items: CampaignVersion[] }> {
  const campaign = await campaignStore.get(ctx.db, ctx.sandboxId, id)
  return { items: (await store.list(ctx.db, campaign)).map(present) }
}

export async function get(ctx: Ctx, id: string, number: number): Promise<CampaignVersion> {
  const campaign = await campaignStore.get(ctx.db, ctx.sandboxId, id)
  return present(await store.get(ctx.db, campaign, number))
}

export async function compare(ctx: Ctx, id: string, { from, to }: QueryOf<typeof compareVersions>) {
  const before = await get(ctx, id, from)
  const after = await get(ctx, id, to)
  return { from, to, changes: changesBetween(named(before), named(after)) }
}

/** Variants by their ids, so that each is compared with what it was: `variants.second.content.subject`. */
const named = ({ definition }: CampaignVersion) => ({
  ...definition,
  variants: Object.fromEntries(definition.variants.map(({ id, ...variant }) => [id, variant])),
})

/**
 * Saves the draft version when it is still of the revision that the editor had.
 *
 * Throws campaign/not-editable where there is no draft to save, and request/stale with who saved what when.
 */
export async function saveDraft(
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof SaveDraft>,
): Promise<CampaignVersion> {
  const author = by(ctx)
  const definition = await compiledDefinition(ctx, body.definition)
  const row = await inTransaction(ctx.db, async (db) => {
    const campaign = await campaignStore.hold(db, ctx.sandboxId, id)
    if (!isEditable(campaign) || campaign.draftVersion === null) throw notEditable(campaign)
    const saved = await store.saveDraft(db, campaign, { ...body, definition }, author)
    if (!saved) throw stale(await store.get(db, campaign, campaign.draftVersion))
    await recordVersion(db, saved)
    // The campaign's own dates are those of its live version while there is one.
    await campaignStore.touch(
      db,
      campaign,
      author,
      campaign.liveVersion === null ? windowOf(campaign.kind, definition, author.at) : {},
    )
    return saved
  })
  return present(row)
}

/** The draft version beside the live one; answers the one that is there. */
export async function createDraft(ctx: Ctx, id: string): Promise<CampaignVersion> {
  const author = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    const campaign = await campaignStore.hold(db, ctx.sandboxId, id)
    if (!isEditable(campaign)) throw notEditable(campaign)
    if (campaign.draftVersion !== null) return store.get(db, campaign, campaign.draftVersion)
    const live = await store.get(db, campaign, campaign.liveVersion!)
    const draft = await store.insertDraft(db, campaign, live.definition, author)
    await recordVersion(db, draft)
    await campaignStore.change(db, campaign, { draftVersion: draft.number }, author)
    return draft
  })
  return present(row)
}

export async function discardDraft(ctx: Ctx, id: string): Promise<void> {
  const author = by(ctx)
  await inTransaction(ctx.db, async (db) => {
    const campaign = await campaignStore.hold(db, ctx.sandboxId, id)
    if (!isEditable(campaign)) throw notEditable(campaign)
    if (campaign.liveVersion === null)
      throw campaignStore.illegal(campaign, 'lose its only version: delete the campaign instead', author)
    if (campaign.draftVersion === null)
      throw new Problem('campaign/version-not-found', 'The campaign has no draft version to discard.')
    await store.removeDraft(db, campaign)
    await campaignStore.change(db, campaign, { draftVersion: null }, author)
  })
}

const notEditable = (campaign: campaignStore.CampaignRow) =>
  new Problem(
    'campaign/not-editable',
    isEditable(campaign)
      ? 'The live version cannot be edited. Begin a draft version beside it first.'
      : `A campaign that is ${campaign.status.replace('_', ' ')} cannot be edited. Duplicate it instead.`,
    { reason: isEditable(campaign) ? 'live-version' : 'status', campaignStatus: campaign.status },
  )

export const present = (row: store.VersionRow): CampaignVersion => {
  const { sandboxId: _sandbox, fragments: _fragments, ...rest } = row
  return {
    ...rest,
    createdAt: row.createdAt.toISOString(),
    modifiedAt: row.modifiedAt.toISOString(),
    activatedAt: iso(row.activatedAt),
  }
}
