import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { purge } from '../store/purge-campaigns.ts'
import { aCampaignHouse, aDraft, aRunningCampaign, inStatus } from '../testing/campaigns.ts'
import type { TestHouse } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import * as inventory from './inventory.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const daysAhead = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000)

describe('the inventory', () => {
  const query = { limit: 50, offset: 0, sort: 'name', order: 'asc' } as const
  let there: Ctx
  beforeAll(async () => {
    there = house.otherCtx
    await aDraft(there, { name: 'Été', tags: ['Summer', 'EU'] })
    await aDraft(there, { name: 'autumn', tags: ['eu'], category: 'marketing' })
    await aRunningCampaign(there, {
      name: 'Bills 100%',
      definition: { schedule: { startAt: daysAhead(5).toISOString() } },
    })
    await campaigns.stop(there, (await aRunningCampaign(there, { name: 'Bills 100' })).id)
  })
  const names = async (filter: Partial<Parameters<typeof inventory.list>[1]>) =>
    (await inventory.list(there, { ...query, ...filter })).items.map(({ name }) => name)

  test('shows the campaigns of its sandbox only', async () => {
    const all = await inventory.list(there, query)
    expect(all.total).toBe(4)
    expect(all.items.map(({ name }) => name)).toEqual(['autumn', 'Bills 100', 'Bills 100%', 'Été'])
  })

  test.each([
    ['status', { status: ['draft'] as CampaignStatus[] }, ['autumn', 'Été']],
    [
      'several statuses',
      { status: ['stopped', 'scheduled'] as CampaignStatus[] },
      ['Bills 100', 'Bills 100%'],
    ],
    ['category', { category: ['marketing'] as ['marketing'] }, ['autumn']],
    ['tag, in any case', { tag: ['eU'] }, ['autumn', 'Été']],
    ['part of the name, taken literally', { search: '100%' }, ['Bills 100%']],
    ['part of the name, in any case', { search: 'BILLS' }, ['Bills 100', 'Bills 100%']],
    ['part of the name, without its accents', { search: 'ete' }, ['Été']],
    ['part of the name, in capitals with accents', { search: 'ÉT' }, ['Été']],
    ['the past', { createdTo: '2020-01-01T00:00:00Z' }, []],
    ['what I made', { createdByMe: true }, ['autumn', 'Bills 100', 'Bills 100%', 'Été']],
  ])('filters by %s', async (_, filter, expected) => {
    expect(await names(filter)).toEqual(expected)
  })

  test('finds and orders names as a reader does: à is an a, œ is oe, and an apostrophe is one', async () => {
    const made = ['À l’heure', 'Zoé', 'Cœur\u00a0!', 'Code', 'Ètape', 'Étalon']
    for (const name of made) await aDraft(there, { name, tags: ['accents'] })
    const ours = { tag: ['accents'] }
    expect(await names(ours)).toEqual(['À l’heure', 'Code', 'Cœur\u00a0!', 'Étalon', 'Ètape', 'Zoé'])
    for (const [search, found] of [
      ["a l'heure", 'À l’heure'],
      ['COEUR !', 'Cœur\u00a0!'],
      ['zoe', 'Zoé'],
    ])
      expect(await names({ ...ours, search })).toEqual([found])
    for (const { id } of (await inventory.list(there, { ...query, ...ours })).items)
      await campaigns.remove(there, id)
  })

  test('sorts by the order of a campaign’s life, and puts what has no date last', async () => {
    expect(await names({ sort: 'status' })).toEqual(['Été', 'autumn', 'Bills 100%', 'Bills 100'])
    expect((await names({ sort: 'startAt', order: 'desc' }))[0]).toBe('Bills 100%')
    expect((await names({ sort: 'startAt', order: 'asc' }))[0]).toBe('Bills 100%')
  })

  test('pages, and counts what is on all pages', async () => {
    const page = await inventory.list(there, { ...query, limit: 1, offset: 3 })
    expect(page).toMatchObject({ total: 4, items: [{ name: 'Été' }] })
  })

  test('tells tags once, whatever their case, as they were written first', async () => {
    expect(await inventory.tags(there)).toEqual({
      items: [
        { tag: 'EU', campaigns: 2 },
        { tag: 'Summer', campaigns: 1 },
      ],
    })
  })
})

describe('purging', () => {
  test('deletes what was archived and not touched for thirty days, with everything that belongs to it', async () => {
    const gone = await inStatus(ctx, 'archived')
    const touched = await inStatus(ctx, 'archived')
    const kept = await inStatus(ctx, 'stopped')
    const old = daysAhead(-31)
    await ctx.db.updateTable('campaign').set({ modifiedAt: old }).where('id', 'in', [gone, kept]).execute()
    for (const id of [gone, kept]) await someLedger(id)

    expect(await purge(ctx.db, ctx.now(), { chunk: 2 })).toBe(1)
    expect(await ledgerOf(gone)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(await ledgerOf(kept)).toEqual([1, 1, 1, 5, 5, 1, 5, 1])
    expect(await campaigns.get(ctx, touched)).toMatchObject({ status: 'archived' })
  })

  async function someLedger(campaignId: string) {
    const { sandboxId, db } = ctx
    const of = { sandboxId, campaignId }
    const at = ctx.now()
    const ids = Array.from({ length: 5 }, () => ctx.newId())
    const { id: batchId } = await db
      .insertInto('batch')
      .values({
        ...of,
        version: 1,
        lane: 'transactional',
        kind: 'executions',
        size: 5,
        firstId: ids[0]!,
        lastId: ids[4]!,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const message = { ...of, version: 1, batchId, ordinal: 0, status: 'sent', createdAt: at, expiresAt: at }
    const execution = {
      ...of,
      version: 1,
      batchId,
      fingerprint: Buffer.of(1),
      recipients: 1,
      body: '{}',
      createdAt: at,
      createdBy: 'x',
    }
    await db
      .insertInto('message')
      .values(ids.map((id) => ({ ...message, id })))
      .execute()
    await db
      .insertInto('execution')
      .values(ids.map((id) => ({ ...execution, id, requestId: id })))
      .execute()
    await db
      .insertInto('event')
      .values(ids.map((messageId) => ({ ...of, messageId, at, type: 'open' })))
      .execute()
    const count = { ...of, hour: at, metric: 'sent', count: 5 }
    await db.insertInto('tallyDelta').values(count).execute()
    await db.insertInto('tally').values(count).execute()
  }

  async function ledgerOf(id: string): Promise<number[]> {
    const tables = [
      'campaignVersion',
      'batch',
      'execution',
      'message',
      'tally',
      'event',
      'tallyDelta',
    ] as const
    const rows = tables.map((table) =>
      ctx.db.selectFrom(table).select('campaignId').where('campaignId', '=', id).execute(),
    )
    const campaign = ctx.db.selectFrom('campaign').select('id').where('id', '=', id).execute()
    return (await Promise.all([campaign, ...rows])).map(({ length }) => length)
  }
})
