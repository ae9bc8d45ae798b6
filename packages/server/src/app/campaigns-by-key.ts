import type { putCampaign } from '@chappe/core/api/campaigns'
import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from '@chappe/core/api/endpoint'
import { isEditable, isRunning } from '@chappe/core/campaign/commands'
import { type Change, compare } from '@chappe/core/campaign/compare'
import type { Campaign, Definition, EmailContent } from '@chappe/core/campaign/schema'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import { lockInTransaction } from '../store/lock.ts'
import * as versionStore from '../store/versions.ts'
import * as campaigns from './campaigns.ts'
import { mustHold } from './context.ts'
import { compiledDefinition } from './designs.ts'
import * as folders from './folders.ts'
import * as versions from './versions.ts'

type Key = ParamsOf<typeof putCampaign>['key']
type Wanted = BodyOf<typeof putCampaign>
type Put = ReplyOf<typeof putCampaign>

export async function get(ctx: Ctx, key: Key): Promise<Campaign> {
  const row = await store.findByKey(ctx.db, ctx.sandboxId, key)
  if (!row) throw new Problem('campaign/not-found', 'No campaign of this sandbox has this key.')
  return campaigns.present(ctx, row)
}

/** What undoes a dry run; never seen by a caller. */
class Undone extends Error {
  readonly put: Put
  constructor(put: Put) {
    super('A dry run is undone')
    this.put = put
  }
}

/**
 * Makes the campaign of the key what is wanted, in one transaction: all of it, activation included, or nothing. A dry
 * run does the same and takes it back, so that it meets whatever the real one would.
 *
 * Throws campaign/not-editable with what cannot change any more, and what creating, saving and activating throw.
 */
export async function put(
  ctx: Ctx,
  key: Key,
  body: Wanted,
  { dryRun, activate }: QueryOf<typeof putCampaign>,
): Promise<Put> {
  if (activate) mustHold(ctx.actor, 'campaigns:publish')
  const wanted = {
    ...body,
    tags: campaigns.withoutDoubles(body.tags),
    definition: await compiledDefinition(ctx, body.definition),
  }
  try {
    return await inTransaction(ctx.db, async (db) => {
      const within = { ...ctx, db }
      await lockInTransaction(db, `campaign ${ctx.sandboxId} ${key}`)
      const saved = await save(within, key, wanted)
      const put = activate ? await activated(within, saved) : { ...saved, activated: false }
      if (dryRun) throw new Undone(put)
      return put
    })
  } catch (error) {
    if (error instanceof Undone) return error.put
    throw error
  }
}

type Saved = Omit<Put, 'activated'>

async function save(ctx: Ctx, key: Key, wanted: Wanted): Promise<Saved> {
  const found = await store.findByKey(ctx.db, ctx.sandboxId, key)
  if (!found) {
    const { folder = [], ...fields } = wanted
    const folderId = await folders.at(ctx, 'campaign', folder)
    const campaign = await campaigns.create(ctx, { ...fields, key, folderId })
    return { outcome: 'created', changes: [], campaign }
  }
  const campaign = await store.hold(ctx.db, ctx.sandboxId, found.id)
  const number = campaign.draftVersion ?? campaign.liveVersion!
  const version = await versionStore.get(ctx.db, campaign, number)
  const { definition } = version
  const folder = wanted.folder && (await folders.pathOf(ctx, 'campaign', campaign.folderId))
  const changes = compare(documentOf({ ...campaign, folder, definition }), documentOf(wanted))
  if (changes.length === 0)
    return { outcome: 'unchanged', changes, campaign: campaigns.present(ctx, campaign) }
  refuseFrozen(campaign, changes)
  await saveProperties(ctx, campaign, wanted, changes)
  const outcome = changes.some(({ path }) => path.startsWith('definition'))
    ? await saveDefinition(ctx, campaign, wanted.definition)
    : 'changed'
  return { outcome, changes, campaign: await campaigns.get(ctx, campaign.id) }
}

/** What files say about a campaign; the rest is what happens to it. */
const documentOf = ({
  kind,
  category,
  channel,
  name,
  description,
  tags,
  folder,
  highThroughput,
  definition,
}: Omit<Wanted, 'kind'> & Pick<Campaign, 'kind'>) => ({
  kind,
  category,
  channel,
  name,
  description,
  tags,
  folder,
  highThroughput,
  definition: withoutCompiled(definition),
})

/** What a design compiles to is no statement of its own: a newer compiler changes nothing that anybody wrote. */
function withoutCompiled({ content, translations, variants, ...rest }: Definition) {
  const written = (one: EmailContent) => (one.design ? { ...one, html: '' } : one)
  const all = (some: Definition['translations']) =>
    Object.fromEntries(Object.entries(some).map(([locale, one]) => [locale, written(one)]))
  return {
    ...rest,
    content: written(content),
    translations: all(translations),
    variants: variants.map((one) => ({
      ...one,
      content: written(one.content),
      translations: all(one.translations),
    })),
  }
}

const always = ['tags', 'folder']
const inDrafts = ['name', 'description', 'highThroughput']

/** Tags and folder may always change, the content until the campaign is over, name and description until it was activated. */
function refuseFrozen(campaign: store.CampaignRow, changes: readonly Change[]): void {
  const mayChange = (path: string) =>
    always.includes(path) ||
    (path.startsWith('definition') && isEditable(campaign)) ||
    (inDrafts.includes(path) && campaign.status === 'draft')
  const errors: Mistake[] = changes
    .filter(({ path }) => !mayChange(path))
    .map(({ path }) => ({ pointer: `/${path.replaceAll('.', '/')}`, detail: 'Cannot change any more' }))
  if (errors.length === 0) return
  const status = campaign.status.replace('_', ' ')
  throw new Problem(
    'campaign/not-editable',
    `The campaign of this key is ${status}, so this cannot change: ${errors.map(({ pointer }) => pointer).join(', ')}. Give another key to make another campaign.`,
    { campaignStatus: campaign.status, errors },
  )
}

async function saveProperties(
  ctx: Ctx,
  campaign: store.CampaignRow,
  wanted: Wanted,
  changes: readonly Change[],
): Promise<void> {
  const names = ['name', 'description', 'highThroughput', 'tags'] as const
  const fields = names.filter((name) => changes.some(({ path }) => path === name))
  if (fields.length > 0) {
    const { id, revision } = campaign
    const values = Object.fromEntries(fields.map((name) => [name, wanted[name]]))
    await campaigns.edit(ctx, id, { revision, ...values })
  }
  if (wanted.folder && changes.some(({ path }) => path === 'folder')) {
    const folderId = await folders.at(ctx, 'campaign', wanted.folder)
    await store.change(ctx.db, campaign, { folderId }, campaigns.by(ctx))
  }
}

async function saveDefinition(
  ctx: Ctx,
  campaign: store.CampaignRow,
  definition: Definition,
): Promise<Put['outcome']> {
  if (campaign.draftVersion !== null && isRunning(campaign)) {
    const live = await versionStore.get(ctx.db, campaign, campaign.liveVersion!)
    const differs = compare(withoutCompiled(live.definition), withoutCompiled(definition)).length > 0
    if (!differs) {
      await versions.discardDraft(ctx, campaign.id)
      return 'discarded'
    }
  }
  const { revision } = await versions.createDraft(ctx, campaign.id)
  await versions.saveDraft(ctx, campaign.id, { revision, definition })
  return 'changed'
}

/** A campaign that is over stays over: what once was sent is not sent again because a file is applied again. */
async function activated(ctx: Ctx, saved: Saved): Promise<Put> {
  const { id, draftVersion, status } = saved.campaign
  if (draftVersion === null || (status !== 'draft' && !isRunning(saved.campaign)))
    return { ...saved, activated: false }
  return { ...saved, activated: true, campaign: await campaigns.activate(ctx, id, {}) }
}
