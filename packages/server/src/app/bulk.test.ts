import type { BulkAsked, BulkCommand } from '@chappe/core/campaign/bulk'
import { BulkCommand as Command } from '@chappe/core/campaign/bulk'
import { campaignLimits } from '@chappe/core/campaign/schema'
import type { KyselyPlugin } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import { aCampaignHouse, aDraft, aRunningCampaign, inStatus } from '../testing/campaigns.ts'
import { anActor, type TestHouse } from '../testing/house.ts'
import * as bulkActions from './bulk.ts'
import * as campaigns from './campaigns.ts'
import * as folders from './folders.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const bulk = (asked: BulkAsked, who = ctx) => bulkActions.bulk(who, Command.parse(asked))
const undo = async (commands: BulkCommand[]) => {
  for (const command of commands) await bulkActions.bulk(ctx, command)
}
const outcomes = ({ items }: Awaited<ReturnType<typeof bulk>>) =>
  items.map(({ outcome, problem }) => (problem ? `${outcome}: ${problem.type}` : outcome))
const tagsOf = async (id: string) => (await campaigns.get(ctx, id)).tags

describe('a command for many campaigns', () => {
  test('says of each what was done or why not, and the others do not mind', async () => {
    const ids = [
      await inStatus(ctx, 'completed'),
      await inStatus(ctx, 'draft'),
      await inStatus(ctx, 'archived'),
      ctx.newId(),
      await inStatus(ctx, 'live'),
    ]
    const result = await bulk({ command: 'archive', ids })
    expect(outcomes(result)).toEqual([
      'done',
      'refused: campaign/illegal-transition',
      'unchanged',
      'refused: campaign/not-found',
      'done',
    ])
    expect(result).toMatchObject({ done: 2, unchanged: 1, refused: 2 })
    expect(result.items.map(({ id }) => id)).toEqual(ids)
  })

  test('may be repeated: what is done already is unchanged', async () => {
    const ids = [await inStatus(ctx, 'stopped'), await inStatus(ctx, 'completed')]
    for (const asked of [
      { command: 'add_tags', tags: ['Q4'], ids },
      { command: 'archive', ids },
      { command: 'unarchive', ids },
      { command: 'remove_tags', tags: ['q4'], ids },
    ] satisfies BulkAsked[]) {
      expect(await bulk(asked)).toMatchObject({ done: 2 })
      expect(await bulk(asked)).toMatchObject({ done: 0, unchanged: 2, undo: [] })
    }
  })

  test('that is only tried says the same and does nothing', async () => {
    const ids = [
      await inStatus(ctx, 'live'),
      await inStatus(ctx, 'completed'),
      await inStatus(ctx, 'stopped'),
    ]
    const tried = await bulk({ command: 'stop', ids, dryRun: true })
    expect(outcomes(tried)).toEqual(['done', 'refused: campaign/illegal-transition', 'unchanged'])
    expect(await campaigns.get(ctx, ids[0]!)).toMatchObject({ status: 'live', revision: 1 })
    expect(outcomes(await bulk({ command: 'stop', ids }))).toEqual(outcomes(tried))
  })

  test('names a campaign twice and is done once', async () => {
    const id = await inStatus(ctx, 'stopped')
    expect(await bulk({ command: 'duplicate', ids: [id, id] })).toMatchObject({ done: 1 })
  })

  test('does what its giver may do, no more', async () => {
    const manager = { ...ctx, actor: anActor('manager') }
    const ids = [await inStatus(ctx, 'live'), await inStatus(ctx, 'stopped')]
    expect(outcomes(await bulk({ command: 'archive', ids }, manager))).toEqual([
      'refused: auth/forbidden',
      'done',
    ])
    expect(outcomes(await bulk({ command: 'stop', ids: ids.slice(0, 1) }, manager))).toEqual([
      'refused: auth/forbidden',
    ])
  })

  test('takes no more statements for many than for few', async () => {
    let statements = 0
    const counting: KyselyPlugin = {
      transformQuery({ node }) {
        statements++
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const counted = { ...ctx, db: house.db.withPlugin(counting) }
    const folder = await folders.create(ctx, { kind: 'campaign', name: 'counted', parentId: null })
    const asked = [
      { command: 'add_tags', tags: ['counted'] },
      { command: 'remove_tags', tags: ['counted'] },
      { command: 'move', folderId: folder.id },
      { command: 'archive' },
      { command: 'unarchive' },
    ] as const
    const took = async (campaigns: number) => {
      const ids = await Promise.all(Array.from({ length: campaigns }, () => inStatus(ctx, 'completed')))
      const each: number[] = []
      for (const command of asked) {
        statements = 0
        expect(await bulk({ ...command, ids } as BulkAsked, counted)).toMatchObject({ done: campaigns })
        each.push(statements)
      }
      return each
    }
    expect(await took(12)).toEqual(await took(2))
  })

  test('waits for who is held by somebody else alone: the others are done, and held by nobody', async () => {
    const [held, free] = [await inStatus(ctx, 'live'), await inStatus(ctx, 'live')]
    let end = () => {}
    const over = new Promise<void>((resolve) => (end = resolve))
    const holding = inTransaction(ctx.db, async (db) => {
      await store.hold(db, ctx.sandboxId, held)
      await over
    })
    const stopping = bulk({ command: 'stop', ids: [held, free] })
    await expect.poll(async () => (await campaigns.get(ctx, free)).status).toBe('stopped')
    expect(await campaigns.archive(ctx, free)).toMatchObject({ status: 'archived' })
    end()
    await holding
    expect(outcomes(await stopping)).toEqual(['done', 'done'])
  })

  test('knows a campaign whatever the case of the letters of its id', async () => {
    const id = await inStatus(ctx, 'stopped')
    const { items } = await bulk({ command: 'archive', ids: [id.toUpperCase(), id] })
    expect(items).toMatchObject([{ id, outcome: 'done' }])
  })

  test('reaches no other sandbox', async () => {
    const id = await inStatus(ctx, 'stopped')
    expect(outcomes(await bulk({ command: 'archive', ids: [id] }, house.otherCtx))).toEqual([
      'refused: campaign/not-found',
    ])
  })
})

describe('undoing', () => {
  test('takes campaigns out of the archive, but not those that were running', async () => {
    const [running, over] = [await inStatus(ctx, 'live'), await inStatus(ctx, 'completed')]
    const { undo: back } = await bulk({ command: 'archive', ids: [running, over] })
    expect(back).toEqual([{ command: 'unarchive', ids: [over], dryRun: false }])
    await undo(back)
    expect(await campaigns.get(ctx, over)).toMatchObject({ status: 'completed' })
    expect(await campaigns.get(ctx, running)).toMatchObject({ status: 'archived', returnsTo: 'stopped' })
  })

  test('leaves tags that were there before', async () => {
    const one = (await aDraft(ctx, { tags: ['EU'] })).id
    const other = (await aDraft(ctx)).id
    const { undo: back } = await bulk({ command: 'add_tags', tags: ['eu', 'VIP'], ids: [one, other] })
    expect([await tagsOf(one), await tagsOf(other)]).toEqual([
      ['EU', 'VIP'],
      ['eu', 'VIP'],
    ])
    await undo(back)
    expect([await tagsOf(one), await tagsOf(other)]).toEqual([['EU'], []])
    const removed = await bulk({ command: 'remove_tags', tags: ['eu'], ids: [one, other] })
    await undo(removed.undo)
    expect([await tagsOf(one), await tagsOf(other)]).toEqual([['EU'], []])
  })

  test('puts campaigns back where each was, and deletes copies', async () => {
    const [here, there] = await Promise.all(
      ['here', 'there'].map((name) => folders.create(ctx, { kind: 'campaign', name, parentId: null })),
    )
    const ids = [await inStatus(ctx, 'stopped'), await inStatus(ctx, 'live')]
    await bulk({ command: 'move', folderId: here!.id, ids: ids.slice(0, 1) })
    const { undo: back } = await bulk({ command: 'move', folderId: there!.id, ids })
    await undo(back)
    expect(await campaigns.get(ctx, ids[0]!)).toMatchObject({ folderId: here!.id })
    expect(await campaigns.get(ctx, ids[1]!)).toMatchObject({ folderId: null, status: 'live' })

    const { items, undo: without } = await bulk({ command: 'duplicate', ids })
    await undo(without)
    for (const { copyId } of items)
      await expect(campaigns.get(ctx, copyId!)).rejects.toMatchObject({ type: 'campaign/not-found' })
  })

  test('is not offered for what is for good', async () => {
    const { id } = await aRunningCampaign(ctx)
    expect(await bulk({ command: 'stop', ids: [id] })).toMatchObject({ done: 1, undo: [] })
    const draft = await aDraft(ctx)
    expect(await bulk({ command: 'delete', ids: [draft.id] })).toMatchObject({ done: 1, undo: [] })
  })
})

describe('the campaigns that match a filter', () => {
  test('are all meant, and only those', async () => {
    const there = house.foreignCtx
    const wanted = [await aDraft(there, { name: 'Old news 1' }), await aDraft(there, { name: 'OLD NEWS 2' })]
    const kept = await aDraft(there, { name: 'News' })
    const result = await bulk({ command: 'delete', filter: { search: 'old news', status: ['draft'] } }, there)
    expect(result.items.map(({ name }) => name)).toEqual(['OLD NEWS 2', 'Old news 1'])
    for (const { id } of wanted)
      await expect(campaigns.get(there, id)).rejects.toMatchObject({ type: 'campaign/not-found' })
    expect(await campaigns.get(there, kept.id)).toMatchObject({ name: 'News' })
  })

  test('are refused when they are more than one command is for, and nothing is done', async () => {
    const there = house.otherCtx
    const id = await inStatus(there, 'completed')
    const of = {
      sandboxId: there.sandboxId,
      kind: 'action',
      category: 'marketing',
      channel: 'email',
      status: 'failed',
    }
    const by = { createdBy: 'x', createdById: 'x', modifiedBy: 'x' }
    const others = Array.from({ length: 1_000 }, () => ({ ...of, ...by, id: there.newId(), name: 'x' }))
    await there.db.insertInto('campaign').values(others).execute()
    await expect(bulk({ command: 'archive', filter: {} }, there)).rejects.toMatchObject({
      type: 'campaign/too-many',
      extra: { most: 1_000 },
    })
    expect(await campaigns.get(there, id)).toMatchObject({ status: 'completed' })
  })

  test('are not asked for by a list of nothing', () => {
    for (const empty of [{ status: [] }, { category: [] }, { channel: [] }, { tag: [] }])
      expect(Command.safeParse({ command: 'delete', filter: empty }).error?.issues[0]?.path[0]).toBe('filter')
  })

  test('are named by ids or by a filter, never by both or none', () => {
    expect(Command.safeParse({ command: 'archive' }).success).toBe(false)
    expect(Command.safeParse({ command: 'archive', filter: {}, ids: [ctx.newId()] }).success).toBe(false)
  })
})

test('a campaign carries no more tags than it can, and the others get theirs', async () => {
  const full = await aDraft(ctx, { tags: Array.from({ length: campaignLimits.tags }, (_, n) => `tag ${n}`) })
  const other = await aDraft(ctx)
  const said = await bulk({ command: 'add_tags', tags: ['one more'], ids: [full.id, other.id] })
  expect(outcomes(said)).toEqual(['refused: request/invalid', 'done'])
  expect(said.items[0]!.problem?.reason).toBe('tags')
})

test('a folder that is not there is said at once', async () => {
  const id = await inStatus(ctx, 'stopped')
  await expect(bulk({ command: 'move', ids: [id], folderId: ctx.newId() })).rejects.toMatchObject({
    type: 'folder/not-found',
  })
})

test('two people archive the same campaigns at once: each is archived once', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => inStatus(ctx, 'stopped')))
  const results = await Promise.all([bulk({ command: 'archive', ids }), bulk({ command: 'archive', ids })])
  expect(results.reduce((sum, { done }) => sum + done, 0)).toBe(ids.length)
  expect(results.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(ids.length)
})
