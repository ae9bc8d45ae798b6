import { returnsTo } from '@chappe/core/campaign/lifecycle'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { purge } from '../store/purge-campaigns.ts'
import { aCampaignHouse, aRunningCampaign, inStatus } from '../testing/campaigns.ts'
import { anActor, type TestHouse } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const archived = async (status: Parameters<typeof inStatus>[1]) => {
  const id = await inStatus(ctx, status)
  await campaigns.archive(ctx, id)
  return id
}
const outcomes = async (...work: Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map(({ status }) => status).sort()

describe('a campaign that comes out of the archive', () => {
  test.each(['in_review', 'scheduled', 'live', 'paused', 'completed', 'stopped', 'failed'] as const)(
    'is what it was when it was %s, and never runs',
    async (status) => {
      const id = await archived(status)
      expect(await campaigns.get(ctx, id)).toMatchObject({ returnsTo: returnsTo(status), nextAt: null })
      const back = await campaigns.unarchive(ctx, id)
      expect(back).toMatchObject({
        status: returnsTo(status),
        archivedAt: null,
        returnsTo: null,
        nextAt: null,
      })
      expect(['live', 'scheduled', 'paused']).not.toContain(back.status)
      expect(back.endedAt === null).toBe(back.status === 'draft')
    },
  )

  test('can go back into it', async () => {
    const id = await archived('completed')
    await campaigns.unarchive(ctx, id)
    await campaigns.archive(ctx, id)
    expect(await campaigns.unarchive(ctx, id)).toMatchObject({ status: 'completed' })
  })

  test('is asked for by those who may write campaigns', async () => {
    const id = await archived('stopped')
    const held = await campaigns.get({ ...ctx, actor: anActor('viewer') }, id)
    expect(held.actions.find(({ command }) => command === 'unarchive')).toMatchObject({ available: false })
    expect(await campaigns.unarchive({ ...ctx, actor: anActor('manager') }, id)).toMatchObject({
      status: 'stopped',
    })
  })

  test('is one of the archive, of this sandbox', async () => {
    const { id } = await aRunningCampaign(ctx)
    await expect(campaigns.unarchive(ctx, id)).rejects.toMatchObject({ type: 'campaign/illegal-transition' })
    await expect(campaigns.unarchive(house.otherCtx, await archived('stopped'))).rejects.toMatchObject({
      type: 'campaign/not-found',
    })
  })
})

describe('at once', () => {
  test('two people take a campaign out of the archive: one does, the other is told why not', async () => {
    const id = await archived('failed')
    expect(await outcomes(campaigns.unarchive(ctx, id), campaigns.unarchive(ctx, id))).toEqual([
      'fulfilled',
      'rejected',
    ])
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'failed', returnsTo: null })
  })

  test('one archives and another takes out, again and again: what it returns to is never lost', async () => {
    const id = await inStatus(ctx, 'completed')
    for (let round = 0; round < 10; round++)
      await outcomes(campaigns.archive(ctx, id), campaigns.unarchive(ctx, id), campaigns.archive(ctx, id))
    const { status } = await campaigns.get(ctx, id)
    if (status === 'archived') await campaigns.unarchive(ctx, id)
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'completed' })
  })

  test('a campaign whose time is over is deleted whole, or comes back whole', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await archived('stopped')
      const old = new Date(ctx.now().getTime() - 31 * 86_400_000)
      await ctx.db.updateTable('campaign').set({ modifiedAt: old }).where('id', '=', id).execute()
      const [back] = await Promise.allSettled([campaigns.unarchive(ctx, id), purge(ctx.db, ctx.now())])
      await purge(ctx.db, ctx.now())
      const versions = await ctx.db
        .selectFrom('campaignVersion')
        .select('number')
        .where('campaignId', '=', id)
        .execute()
      expect(versions).toHaveLength(back.status === 'fulfilled' ? 1 : 0)
    }
  })
})

describe('the thirty days', () => {
  test('begin anew each time that a campaign is archived, and end for one that was taken out', async () => {
    const id = await archived('stopped')
    const at = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000)
    await campaigns.unarchive(ctx, id)
    await purge(ctx.db, at(31))
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'stopped' })
    await campaigns.archive(ctx, id)
    await purge(ctx.db, at(29))
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'archived' })
    await purge(ctx.db, at(31))
    await expect(campaigns.get(ctx, id)).rejects.toMatchObject({ type: 'campaign/not-found' })
  })

  test('once over, nobody finds it any more, also while it is being deleted', async () => {
    const id = await archived('stopped')
    await ctx.db.updateTable('campaign').set({ purging: true }).where('id', '=', id).execute()
    for (const work of [campaigns.get, campaigns.unarchive, campaigns.archive])
      await expect(work(ctx, id)).rejects.toMatchObject({ type: 'campaign/not-found' })
  })
})
