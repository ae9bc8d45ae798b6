import { type BulkCommand, type BulkItem, type BulkResult, bulkLimits } from '@chappe/core/campaign/bulk'
import { isAvailable, isRunning } from '@chappe/core/campaign/commands'
import { campaignLimits } from '@chappe/core/campaign/schema'
import { Problem, problems } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
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

interface Done {
  readonly undo?: Undo | undefined
  readonly copyId?: string
}

interface Work {
  /** Whether there is anything to do. Throws what refuses it. */
  isDue(ctx: Ctx, campaign: Row): boolean
  /** The campaign is held. */
  carryOut(ctx: Ctx, campaign: Row): Promise<Done>
}

/** Does a command to many campaigns, each whole or not at all, and says of each what became of it. */
export async function bulk(ctx: Ctx, command: BulkCommand): Promise<BulkResult> {
  const ids = await idsOf(ctx, command)
  const work = workOf(command)
  if (command.command === 'move' && command.folderId !== null)
    await folders.share(ctx.db, ctx.sandboxId, 'campaign', command.folderId)
  const items: BulkItem[] = []
  const undo = new Map<string, { command: Undo; ids: string[] }>()
  for (const id of ids) {
    const { undo: back, ...item } = await one(ctx, id, work, command.dryRun)
    items.push(item)
    if (!back) continue
    const key = JSON.stringify(back)
    const group = undo.get(key) ?? { command: back, ids: [] }
    group.ids.push(item.copyId ?? id)
    undo.set(key, group)
  }
  const count = (outcome: BulkItem['outcome']) => items.filter((item) => item.outcome === outcome).length
  return {
    done: count('done'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    items,
    undo: [...undo.values()].map((group) => ({ ...group.command, ids: group.ids, dryRun: false })),
  }
}

async function idsOf(ctx: Ctx, { command, ids, filter }: BulkCommand): Promise<string[]> {
  const most = command === 'duplicate' ? bulkLimits.duplicates : bulkLimits.campaigns
  const found = ids
    ? [...new Set(ids)]
    : await inventory.matching(ctx.db, ctx.sandboxId, await filterOf(ctx, filter ?? {}), most + 1)
  if (found.length > most)
    throw new Problem('campaign/too-many', `At most ${most} campaigns at once: name fewer, or filter more.`, {
      most,
    })
  return found
}

async function one(
  ctx: Ctx,
  id: string,
  work: Work,
  dryRun: boolean,
): Promise<BulkItem & { undo?: Undo | undefined }> {
  let name = ''
  const item = (outcome: BulkItem['outcome']) => ({ id, name, outcome, problem: null, copyId: null })
  try {
    return await inTransaction(ctx.db, async (db) => {
      const within = { ...ctx, db }
      const campaign = await (dryRun ? store.get : store.hold)(db, ctx.sandboxId, id)
      name = campaign.name
      if (!work.isDue(within, campaign)) return item('unchanged')
      if (dryRun) return item('done')
      const { undo, copyId = null } = await work.carryOut(within, campaign)
      return { ...item('done'), undo, copyId }
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { type, message: detail } = error
    return { ...item('refused'), problem: { type, title: problems[type].title, detail } }
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

function workOf(asked: BulkCommand): Work {
  switch (asked.command) {
    case 'archive':
      return {
        isDue(ctx, campaign) {
          if (campaign.status === 'archived') return false
          mustBe(ctx, 'archive', campaign, 'archive')
          return true
        },
        async carryOut(ctx, campaign) {
          await campaigns.archive(ctx, campaign.id)
          // What ran would come back as stopped: that is no undoing.
          return {
            undo:
              isRunning(campaign) || campaign.status === 'in_review' ? undefined : { command: 'unarchive' },
          }
        },
      }
    case 'unarchive':
      return {
        isDue(ctx, campaign) {
          if (campaign.status !== 'archived') return false
          mustBe(ctx, 'unarchive', campaign, 'unarchive')
          return true
        },
        async carryOut(ctx, campaign) {
          const { status } = await campaigns.unarchive(ctx, campaign.id)
          return { undo: status === 'draft' ? undefined : { command: 'archive' } }
        },
      }
    case 'delete':
      return {
        isDue(ctx, campaign) {
          mustBe(ctx, 'delete', campaign, 'be deleted')
          return true
        },
        async carryOut(ctx, campaign) {
          await campaigns.remove(ctx, campaign.id)
          return {}
        },
      }
    case 'stop':
      return {
        isDue(ctx, campaign) {
          if (campaign.status === 'stopped') return false
          mustBe(ctx, 'stop', campaign, 'stop')
          return true
        },
        async carryOut(ctx, campaign) {
          await campaigns.stop(ctx, campaign.id)
          return {}
        },
      }
    case 'duplicate':
      return {
        isDue: () => true,
        async carryOut(ctx, campaign) {
          const { id: copyId } = await campaigns.duplicate(ctx, campaign.id, {})
          return { copyId, undo: { command: 'delete' } }
        },
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
    case 'move':
      return {
        isDue: (_ctx, { folderId }) => folderId !== asked.folderId,
        async carryOut(ctx, campaign) {
          const { folderId } = asked
          if (folderId !== null) await folders.share(ctx.db, ctx.sandboxId, 'campaign', folderId)
          await store.change(ctx.db, campaign, { folderId }, campaigns.by(ctx))
          return { undo: { command: 'move', folderId: campaign.folderId } }
        },
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
      throw new Problem('request/invalid', `A campaign carries at most ${campaignLimits.tags} tags.`)
    return tags.length !== campaign.tags.length
  },
  async carryOut(ctx, campaign) {
    const tags = after(campaign)
    await store.change(ctx.db, campaign, { tags }, campaigns.by(ctx))
    return { undo: undo(campaign.tags, tags) }
  },
})
