import type { createCampaign, editCampaign } from '@chappe/core/api/campaigns'
import type { BodyOf } from '@chappe/core/api/endpoint'
import { commandsOf, isAvailable } from '@chappe/core/campaign/commands'
import { contentsOf } from '@chappe/core/campaign/contents'
import { type Campaign, campaignLimits, type Definition, emptyDefinition } from '@chappe/core/campaign/schema'
import { firstTime, timeFrom } from '@chappe/core/campaign/trigger'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import { beginAnew } from '../store/auto-pause.ts'
import * as store from '../store/campaigns.ts'
import { type Db, inTransaction } from '../store/db.ts'
import { share } from '../store/folders.ts'
import { hurry } from '../store/occurrences.ts'
import { prolong } from '../store/releases.ts'
import * as versionStore from '../store/versions.ts'
import { recordVersion } from './content-uses.ts'
import { compiledDefinition } from './designs.ts'
import { snapshotOf } from './fragments/snapshot.ts'
import { addSeeds } from './proofs/job.ts'
import * as review from './review.ts'

export const by = (ctx: Ctx): store.By => ({ ...ctx.actor, at: ctx.now() })

export const stale = (what: { revision: number; modifiedBy: string; modifiedAt: Date }) =>
  new Problem(
    'request/stale',
    `${what.modifiedBy} saved revision ${what.revision} in the meantime. Load it, and make your changes again.`,
    { revision: what.revision, modifiedBy: what.modifiedBy, modifiedAt: what.modifiedAt.toISOString() },
  )

export const get = async (ctx: Ctx, id: string): Promise<Campaign> =>
  present(ctx, await store.get(ctx.db, ctx.sandboxId, id))

export async function create(ctx: Ctx, body: BodyOf<typeof createCampaign>): Promise<Campaign> {
  const { definition: given = emptyDefinition, key: externalKey, ...fields } = body
  checkThroughput(fields)
  const definition = await compiledDefinition(ctx, given)
  return present(
    ctx,
    await inTransaction(ctx.db, (db) => insert(ctx, db, { ...fields, externalKey }, definition)),
  )
}

async function insert(
  ctx: Ctx,
  db: Db,
  fields: Omit<BodyOf<typeof createCampaign>, 'definition' | 'kind' | 'key'> &
    Pick<Campaign, 'kind'> & { externalKey?: string | null | undefined },
  definition: Definition,
) {
  const author = by(ctx)
  const { folderId = null } = fields
  if (folderId !== null) await share(db, ctx.sandboxId, 'campaign', folderId)
  const campaign = await store.insert(db, {
    ...fields,
    folderId,
    externalKey: fields.externalKey ?? null,
    ...windowOf(fields.kind, definition, author.at),
    tags: withoutDoubles(fields.tags),
    sandboxId: ctx.sandboxId,
    id: ctx.newId(),
    status: 'draft',
    draftVersion: 1,
    createdAt: author.at,
    createdBy: author.name,
    createdById: author.id,
    modifiedAt: author.at,
    modifiedBy: author.name,
    modifiedById: author.id,
  })
  await recordVersion(db, await versionStore.insertDraft(db, campaign, definition, author))
  return campaign
}

/** Name, description and throughput may change until the first activation, tags and key at any time. */
export async function edit(ctx: Ctx, id: string, body: BodyOf<typeof editCampaign>): Promise<Campaign> {
  const { revision, tags: given, key: externalKey, ...fields } = body
  const row = await inTransaction(ctx.db, async (db) => {
    const campaign = await store.hold(db, ctx.sandboxId, id)
    if (campaign.revision !== revision) throw stale(campaign)
    if (Object.keys(fields).length > 0 && campaign.status !== 'draft')
      throw new Problem(
        'campaign/not-editable',
        'Only the tags and the key of a campaign can change once it was activated. Duplicate it to change the rest.',
        { reason: 'activated', campaignStatus: campaign.status },
      )
    checkThroughput({ ...campaign, ...fields })
    const anytime = {
      ...(given && { tags: withoutDoubles(given) }),
      ...(externalKey !== undefined && { externalKey }),
    }
    return store.change(db, campaign, { ...fields, ...anytime }, by(ctx))
  })
  return present(ctx, row)
}

export async function remove(ctx: Ctx, id: string): Promise<void> {
  const [gone] = await inTransaction(ctx.db, (db) => store.removeDrafts(db, ctx.sandboxId, [id]))
  if (gone === undefined) await store.refuse(ctx.db, ctx.sandboxId, id, 'be deleted', by(ctx))
}

/** A new draft of what runs or ran last. A start or end that has passed is left out of one that is called. */
export async function duplicate(
  ctx: Ctx,
  id: string,
  { name }: { name?: string | undefined },
): Promise<Campaign> {
  const row = await inTransaction(ctx.db, async (db) => {
    const original = await store.get(db, ctx.sandboxId, id)
    const number = original.liveVersion ?? original.draftVersion!
    const { definition } = await versionStore.get(db, original, number)
    const { kind, category, channel, description, highThroughput } = original
    const copy = {
      kind,
      category,
      channel,
      description,
      highThroughput,
      tags: original.tags,
      folderId: original.folderId,
      name: name ?? (await nextName((stem) => store.namesLike(db, ctx.sandboxId, stem), original.name)),
    }
    return insert(ctx, db, copy, { ...definition, schedule: withoutPast(definition.schedule, ctx.now()) })
  })
  return present(ctx, row)
}

/**
 * Activates the draft version: a draft campaign goes live, or is scheduled when its start is ahead; a running
 * one has its live version replaced. All in one transaction that holds the campaign, so of two people one wins,
 * and what goes live is what was reviewed.
 *
 * Throws campaign/illegal-transition, request/stale when the draft is not of this revision (any more), and
 * campaign/not-ready with every alert.
 */
export async function activate(
  ctx: Ctx,
  id: string,
  { revision }: { revision?: number | undefined },
): Promise<Campaign> {
  const author = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    const campaign = await store.hold(db, ctx.sandboxId, id)
    if (!isAvailable('activate', campaign, ['campaigns:publish']))
      throw store.illegal(campaign, 'be activated: there is no draft version, or it is over', author)
    const draft = await versionStore.get(db, campaign, campaign.draftVersion!)
    if (revision !== undefined && draft.revision !== revision) throw stale(draft)
    // Before the review, so that the fragments that are reviewed are those that go live.
    const sources = contentsOf(draft.definition).map(({ source }) => source)
    const { fragments } = await snapshotOf(db, ctx.sandboxId, sources)
    const { alerts } = await review.examine({ ...ctx, db }, campaign, draft)
    review.refuseUnlessReady(alerts, draft.definition)
    await versionStore.promoteDraft(db, campaign, author, fragments)
    await recordVersion(db, { ...draft, fragments })
    await addSeeds(ctx, db, draft, author)
    return goLive(db, campaign, draft, author)
  })
  return present(ctx, row)
}

function goLive(db: Db, campaign: store.CampaignRow, draft: versionStore.VersionRow, author: store.By) {
  const { kind, status } = campaign
  const nextAt = nextTime(campaign, draft.definition, author.at)
  const window = {
    ...windowOf(kind, draft.definition, author.at),
    ...(kind === 'action' && startOf(campaign, draft.definition, nextAt)),
  }
  const values = {
    ...window,
    draftVersion: null,
    liveVersion: draft.number,
    activatedAt: campaign.activatedAt ?? author.at,
    nextAt,
  }
  const ahead = window.startAt !== null && window.startAt > author.at
  const move = (action: 'schedule' | 'start' | 'begin') =>
    store.transition(db, campaign.sandboxId, campaign.id, action, author, values)
  switch (status) {
    case 'live':
    case 'paused':
      return store.change(db, campaign, values, author)
    case 'scheduled':
      return ahead ? store.change(db, campaign, values, author) : move('begin')
    default:
      return move(ahead ? 'schedule' : 'start')
  }
}

/** When a campaign sends next with this version live. Null: never again, or it is sent by calls. */
export function nextTime(
  { kind, occurrences, nextAt }: store.CampaignRow,
  { trigger }: Definition,
  now: Date,
): Date | null {
  if (kind !== 'action') return null
  const next = timeFrom(trigger, { occurrences, nextAt: nextAt?.getTime() ?? null }, now.getTime())
  return next === null ? null : new Date(next)
}

/** What has begun keeps its start, whatever its new version says. */
const startOf = ({ status, startAt }: store.CampaignRow, { trigger }: Definition, nextAt: Date | null) => {
  if (status === 'live' || status === 'paused') return { startAt }
  return { startAt: trigger.kind === 'now' ? null : nextAt }
}

/** For good: calls are refused from now on, and what a worker has not handed over yet stays. */
export async function stop(ctx: Ctx, id: string): Promise<Campaign> {
  const author = by(ctx)
  const [row] = await inTransaction(ctx.db, (db) => store.stop(db, ctx.sandboxId, [id], author))
  return present(ctx, row ?? (await store.refuse(ctx.db, ctx.sandboxId, id, 'stop', author)))
}

/** Nothing leaves any more, within a second, and nothing is lost: what waits goes on waiting. */
export async function pause(ctx: Ctx, id: string): Promise<Campaign> {
  const author = by(ctx)
  const campaign = await store.get(ctx.db, ctx.sandboxId, id)
  if (campaign.kind === 'api_triggered')
    throw store.illegal(campaign, 'be paused: calls cannot wait. Stop it instead', author)
  return present(ctx, await store.transition(ctx.db, ctx.sandboxId, id, 'pause', author))
}

/** Goes on where it was paused. */
export const resume = async (ctx: Ctx, id: string): Promise<Campaign> =>
  present(
    ctx,
    await inTransaction(ctx.db, async (db) => {
      const row = await store.transition(db, ctx.sandboxId, id, 'resume', by(ctx), { pausedReason: null })
      await beginAnew(db, ctx.sandboxId, id, ctx.now())
      await prolong(db, ctx.sandboxId, id, ctx.now())
      await hurry(db, id)
      return row
    }),
  )

/** Archiving a campaign that runs stops it. */
export async function archive(ctx: Ctx, id: string): Promise<Campaign> {
  const author = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    const campaign = await store.hold(db, ctx.sandboxId, id)
    const held = ctx.actor.scopes
    if (
      !isAvailable('archive', campaign, held) &&
      isAvailable('archive', campaign, [...held, 'campaigns:publish'])
    )
      throw new Problem(
        'auth/forbidden',
        'Archiving stops this campaign, which takes the scope campaigns:publish.',
        {
          needed: 'campaigns:publish',
        },
      )
    const [archived] = await store.archive(db, ctx.sandboxId, [id], author)
    return archived ?? store.refuse(db, ctx.sandboxId, id, 'archive', author)
  })
  return present(ctx, row)
}

/** Out of the archive, as what it was; what ran when it was archived is stopped. */
export async function unarchive(ctx: Ctx, id: string): Promise<Campaign> {
  const [row] = await store.unarchive(ctx.db, ctx.sandboxId, [id], by(ctx))
  return present(ctx, row ?? (await store.refuse(ctx.db, ctx.sandboxId, id, 'unarchive', by(ctx))))
}

export const present = (ctx: Ctx, row: store.CampaignRow): Campaign => {
  const {
    sandboxId: _sandbox,
    createdById: _author,
    modifiedById: _editor,
    purging: _purging,
    foldedName: _folded,
    ...shown
  } = row
  const { externalKey: key, ...rest } = shown
  return {
    ...rest,
    key,
    pausedReason: row.status === 'paused' ? (row.pausedReason as Campaign['pausedReason']) : null,
    nextAt: iso(row.nextAt),
    startAt: iso(row.startAt),
    endAt: iso(row.endAt),
    createdAt: row.createdAt.toISOString(),
    modifiedAt: row.modifiedAt.toISOString(),
    activatedAt: iso(row.activatedAt),
    endedAt: iso(row.endedAt),
    archivedAt: iso(row.archivedAt),
    actions: commandsOf(row, ctx.actor.scopes),
  }
}

export const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text))

/** From when and until when a version is in force. Null at the start: from its activation; at the end: until stopped. */
export function windowOf(kind: Campaign['kind'], { schedule, trigger }: Definition, now: Date) {
  if (kind !== 'action') return { startAt: instant(schedule.startAt), endAt: instant(schedule.endAt) }
  const date = (at: number | null) => (at === null ? null : new Date(at))
  return {
    startAt: trigger.kind === 'now' ? null : date(firstTime(trigger, now.getTime())),
    // When the last occurrence is through it is completed; its last start is no end.
    endAt: null,
  }
}

function withoutPast(schedule: Definition['schedule'], now: Date): Definition['schedule'] {
  const ahead = (text: string | null) => (text !== null && new Date(text) > now ? text : null)
  return { ...schedule, startAt: ahead(schedule.startAt), endAt: ahead(schedule.endAt) }
}

/** Tags are compared whatever the case of their letters; the first spelling stays. */
export function withoutDoubles(tags: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const tag of tags) if (!seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag)
  return [...seen.values()]
}

function checkThroughput({
  kind,
  category,
  highThroughput = false,
}: {
  kind: string
  category: string
  highThroughput?: boolean | undefined
}) {
  if (!highThroughput || (kind === 'api_triggered' && category === 'transactional')) return
  throw new Problem(
    'request/invalid',
    'Only transactional campaigns that are called can have high throughput.',
    {
      errors: [{ pointer: '/highThroughput', detail: 'Must be false for any other campaign.' }],
    },
  )
}

/** `Order confirmation` is copied to `Order confirmation (2)`, and that one to `Order confirmation (3)`. */
export async function nextName(
  namesLike: (beginning: string) => Promise<string[]>,
  name: string,
): Promise<string> {
  const stem = name.replace(/ \(\d+\)$/, '').slice(0, campaignLimits.name - ' (99999)'.length)
  const taken = new Set(await namesLike(stem))
  let number = 2
  while (taken.has(`${stem} (${number})`)) number++
  return `${stem} (${number})`
}
