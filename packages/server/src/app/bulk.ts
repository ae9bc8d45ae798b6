import { type BulkCommand, type BulkItem, type BulkResult, bulkLimits } from '@chappe/core/campaign/bulk'
import { isAvailable, isRunning } from '@chappe/core/campaign/commands'
import { campaignLimits } from '@chappe/core/campaign/schema'
import { Problem, problems } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as sets from '../store/campaign-sets.ts'
import * as store from '../store/campaigns.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as folders from '../store/folders.ts'
import * as inventory from '../store/inventory.ts'
import * as campaigns from './campaigns.ts'
import { filterOf } from './inventory.ts'

type Row = store.CampaignRow

/** What takes back what was done to one campaign: the same for many of them, as a rule. */
type Undo = BulkCommand extends infer C
  ? C extends BulkCommand
    ? Omit<C, 'ids' | 'filter' | 'dryRun'>
    : never
  : never

interface Work {
  /** Whether there is anything to do. Throws what refuses it. */
  isDue(ctx: Ctx, campaign: Row): boolean
  /** Does it to all of these, which are held and due. */
  carryOut(ctx: Ctx, due: readonly Row[]): Promise<unknown>
  undo?(before: Row): Undo | undefined
}

type Became = BulkItem & { readonly undo?: Undo | undefined }

/**
 * Does a command to many campaigns, each whole or not at all, and says of each what became of it. Those that nobody
 * holds are done together, in statements whose number does not depend on theirs; whoever is held is waited for alone.
 */
export async function bulk(ctx: Ctx, command: BulkCommand): Promise<BulkResult> {
  const ids = await idsOf(ctx, command)
  if (command.command === 'move' && command.folderId !== null)
    await folders.share(ctx.db, ctx.sandboxId, 'campaign', command.folderId)
  const found = await sets.list(ctx.db, ctx.sandboxId, ids)
  const became = new Map<string, Became>(ids.map((id) => [id, refused({ id, name: '' }, store.notFound())]))
  for (const item of await (command.command === 'duplicate'
    ? copies(ctx, found, command.dryRun)
    : command.dryRun
      ? judge(ctx, workOf(command), found).items
      : carryOut(ctx, workOf(command), found)))
    became.set(item.id, item)
  return resultOf([...became.values()])
}

async function idsOf(ctx: Ctx, { command, ids, filter }: BulkCommand): Promise<string[]> {
  const most = command === 'duplicate' ? bulkLimits.duplicates : bulkLimits.campaigns
  const found = ids
    ? [...new Set(ids.map((id) => id.toLowerCase()))]
    : await inventory.matching(ctx.db, ctx.sandboxId, await filterOf(ctx, filter ?? {}), most + 1)
  if (found.length > most)
    throw new Problem('campaign/too-many', `At most ${most} campaigns at once: name fewer, or filter more.`, {
      most,
    })
  return found
}

async function carryOut(ctx: Ctx, work: Work, found: readonly Row[]): Promise<Became[]> {
  const { sandboxId } = ctx
  const ids = found.map(({ id }) => id)
  const free = await together(ctx, work, found, (db) => sets.holdFree(db, sandboxId, ids))
  const done = new Set(free.map(({ id }) => id))
  const items = [...free]
  for (const row of found)
    if (!done.has(row.id))
      items.push(
        ...(await together(ctx, work, [row], async (db) => [await store.hold(db, sandboxId, row.id)])),
      )
  return items
}

/** One transaction: what is due of those that are held in it is done to all of them, or nothing is done. */
async function together(
  ctx: Ctx,
  work: Work,
  wanted: readonly Row[],
  hold: (db: Db) => Promise<readonly Row[]>,
): Promise<Became[]> {
  try {
    return await inTransaction(ctx.db, async (db) => {
      const within = { ...ctx, db }
      const { due, items } = judge(within, work, await hold(db))
      if (due.length > 0) await work.carryOut(within, due)
      const back = new Map(due.map((row) => [row.id, work.undo?.(row)]))
      return items.map((item) => ({ ...item, undo: back.get(item.id) }))
    })
  } catch (error) {
    return wanted.map((row) => refused(row, error))
  }
}

/** What would come of it, and to which it is to be done. */
function judge(ctx: Ctx, work: Work, campaigns: readonly Row[]): { due: Row[]; items: Became[] } {
  const due: Row[] = []
  const items = campaigns.map((row): Became => {
    try {
      if (!work.isDue(ctx, row)) return item(row, 'unchanged')
    } catch (error) {
      return refused(row, error)
    }
    due.push(row)
    return item(row, 'done')
  })
  return { due, items }
}

/** A copy is more than a statement for all of them: each is made alone. */
async function copies(ctx: Ctx, found: readonly Row[], dryRun: boolean): Promise<Became[]> {
  const items: Became[] = []
  for (const row of found)
    try {
      const copyId = dryRun ? null : (await campaigns.duplicate(ctx, row.id, {})).id
      items.push({ ...item(row, 'done'), copyId, ...(copyId && { undo: { command: 'delete' } }) })
    } catch (error) {
      items.push(refused(row, error))
    }
  return items
}

type Named = Pick<Row, 'id' | 'name'>

const item = ({ id, name }: Named, outcome: BulkItem['outcome']): Became => ({
  ...{ id, name, outcome },
  problem: null,
  copyId: null,
})

/** Throws what is no problem of the campaign. */
function refused(row: Named, error: unknown): Became {
  if (!(error instanceof Problem)) throw error
  const { type, message: detail, extra } = error
  const { reason } = extra
  const problem = { type, title: problems[type].title, detail, ...(reason && { reason }) }
  return { ...item(row, 'refused'), problem }
}

function resultOf(became: readonly Became[]): BulkResult {
  const undo = new Map<string, { command: Undo; ids: string[] }>()
  for (const { id, copyId, undo: back } of became) {
    if (!back) continue
    const key = JSON.stringify(back)
    const group = undo.get(key) ?? { command: back, ids: [] }
    group.ids.push(copyId ?? id)
    undo.set(key, group)
  }
  const count = (outcome: BulkItem['outcome']) => became.filter((one) => one.outcome === outcome).length
  return {
    done: count('done'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    items: became.map(({ undo: _undo, ...one }) => one),
    undo: [...undo.values()].map((group) => ({ ...group.command, ids: group.ids, dryRun: false })),
  }
}

/** Refuses what the campaign's own button would not be there for. */
function mustBe(ctx: Ctx, command: Parameters<typeof isAvailable>[0], campaign: Row, words: string): void {
  const { scopes } = ctx.actor
  if (isAvailable(command, campaign, scopes)) return
  if (isAvailable(command, campaign, [...scopes, 'campaigns:publish']))
    throw new Problem('auth/forbidden', 'This ends the campaign, which takes the scope campaigns:publish.')
  throw store.illegal(campaign, words, campaigns.by(ctx))
}

const idsIn = (rows: readonly Row[]) => rows.map(({ id }) => id)

function workOf(asked: Exclude<BulkCommand, { command: 'duplicate' }>): Work {
  switch (asked.command) {
    case 'archive':
      return {
        isDue(ctx, campaign) {
          if (campaign.status === 'archived') return false
          mustBe(ctx, 'archive', campaign, 'archive')
          return true
        },
        carryOut: (ctx, due) => store.archive(ctx.db, ctx.sandboxId, idsIn(due), campaigns.by(ctx)),
        // What ran would come back as stopped: that is no undoing.
        undo: (before) =>
          isRunning(before) || before.status === 'in_review' ? undefined : { command: 'unarchive' },
      }
    case 'unarchive':
      return {
        isDue(ctx, campaign) {
          if (campaign.status !== 'archived') return false
          mustBe(ctx, 'unarchive', campaign, 'unarchive')
          return true
        },
        carryOut: (ctx, due) => store.unarchive(ctx.db, ctx.sandboxId, idsIn(due), campaigns.by(ctx)),
        undo: ({ returnsTo }) => (returnsTo === 'draft' ? undefined : { command: 'archive' }),
      }
    case 'delete':
      return {
        isDue(ctx, campaign) {
          mustBe(ctx, 'delete', campaign, 'be deleted')
          return true
        },
        carryOut: (ctx, due) => store.removeDrafts(ctx.db, ctx.sandboxId, idsIn(due)),
      }
    case 'stop':
      return {
        isDue(ctx, campaign) {
          if (campaign.status === 'stopped') return false
          mustBe(ctx, 'stop', campaign, 'stop')
          return true
        },
        carryOut: (ctx, due) => store.stop(ctx.db, ctx.sandboxId, idsIn(due), campaigns.by(ctx)),
      }
    case 'add_tags':
      return tagging(
        ({ tags }) => campaigns.withoutDoubles([...tags, ...asked.tags]),
        (before, after) => ({ command: 'remove_tags', tags: after.filter((tag) => !before.includes(tag)) }),
      )
    case 'remove_tags': {
      const gone = new Set(asked.tags.map((tag) => tag.toLowerCase()))
      return tagging(
        ({ tags }) => tags.filter((tag) => !gone.has(tag.toLowerCase())),
        (before, after) => ({ command: 'add_tags', tags: before.filter((tag) => !after.includes(tag)) }),
      )
    }
    case 'move': {
      const { folderId } = asked
      return {
        isDue: (_ctx, campaign) => campaign.folderId !== folderId,
        async carryOut(ctx, due) {
          if (folderId !== null) await folders.share(ctx.db, ctx.sandboxId, 'campaign', folderId)
          await sets.put(ctx.db, ctx.sandboxId, idsIn(due), folderId, campaigns.by(ctx))
        },
        undo: (before) => ({ command: 'move', folderId: before.folderId }),
      }
    }
  }
}

const tagging = (
  after: (campaign: Row) => string[],
  undo: (before: string[], after: string[]) => Undo,
): Work => ({
  isDue(_ctx, campaign) {
    const tags = after(campaign)
    if (tags.length > Math.max(campaign.tags.length, campaignLimits.tags))
      throw new Problem('request/invalid', `A campaign carries at most ${campaignLimits.tags} tags.`, {
        reason: 'tags',
      })
    return tags.length !== campaign.tags.length
  },
  carryOut: (ctx, due) =>
    sets.tag(
      ctx.db,
      ctx.sandboxId,
      due.map((campaign) => ({ id: campaign.id, tags: after(campaign) })),
      campaigns.by(ctx),
    ),
  undo: (before) => undo(before.tags, after(before)),
})
