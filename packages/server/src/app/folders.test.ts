import { folderLimits } from '@chappe/core/folder/schema'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import { aCampaignHouse, inStatus } from '../testing/campaigns.ts'
import type { TestHouse } from '../testing/house.ts'
import { bulk } from './bulk.ts'
import * as campaigns from './campaigns.ts'
import * as folders from './folders.ts'
import * as inventory from './inventory.ts'

let house: TestHouse
let ctx: Ctx
beforeEach(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const aFolder = (name: string, parentId: string | null = null) =>
  folders.create(ctx, { kind: 'campaign', name, parentId })
const aCampaignIn = async (folderId: string | null) => {
  const id = await inStatus(ctx, 'stopped')
  await bulk(ctx, { command: 'move', ids: [id], folderId, dryRun: false })
  return id
}
const problem = (type: string, extra = {}) =>
  expect.objectContaining({ type, extra: expect.objectContaining(extra) })

describe('folders', () => {
  test('have names that are unique beside each other, whatever the case of their letters', async () => {
    const spring = await aFolder('Printemps')
    await expect(aFolder('PRINTEMPS')).rejects.toEqual(problem('folder/name-taken'))
    const inner = await aFolder('printemps', spring.id)
    await expect(folders.edit(ctx, inner.id, { revision: 1, parentId: null })).rejects.toEqual(
      problem('folder/name-taken'),
    )
    expect(await folders.edit(ctx, inner.id, { revision: 1, parentId: null, name: 'Été' })).toMatchObject({
      name: 'Été',
      parentId: null,
      revision: 2,
    })
  })

  test('of which two people make one of the same name at once are one', async () => {
    const made = await Promise.allSettled([aFolder('Sales'), aFolder('sales')])
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('are five deep at most, also when they are moved with what is in them', async () => {
    let parent: string | null = null
    for (let level = 1; level <= folderLimits.depth; level++)
      parent = (await aFolder(`level ${level}`, parent)).id
    await expect(aFolder('too deep', parent)).rejects.toEqual(problem('folder/illegal-place'))
    const { items } = await folders.list(ctx, 'campaign')
    const [outer, second] = ['level 1', 'level 2'].map((name) => items.find((one) => one.name === name)!)
    const beside = await aFolder('beside')
    await expect(folders.edit(ctx, outer!.id, { revision: 1, parentId: beside.id })).rejects.toEqual(
      problem('folder/illegal-place'),
    )
    expect(await folders.edit(ctx, second!.id, { revision: 1, parentId: beside.id })).toMatchObject({
      parentId: beside.id,
    })
  })

  test('are never put into themselves, also when two people move them into each other at once', async () => {
    const one = await aFolder('one')
    const other = await aFolder('other')
    await expect(folders.edit(ctx, one.id, { revision: 1, parentId: one.id })).rejects.toEqual(
      problem('folder/illegal-place'),
    )
    const moved = await Promise.allSettled([
      folders.edit(ctx, one.id, { revision: 1, parentId: other.id }),
      folders.edit(ctx, other.id, { revision: 1, parentId: one.id }),
    ])
    expect(moved.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('that somebody saved in the meantime are not overwritten', async () => {
    const { id } = await aFolder('old')
    await folders.edit(ctx, id, { revision: 1, name: 'new' })
    await expect(folders.edit(ctx, id, { revision: 1, name: 'newer' })).rejects.toEqual(
      problem('request/stale'),
    )
  })

  test('are of one sandbox', async () => {
    const { id } = await aFolder('ours')
    const there = house.otherCtx
    expect((await folders.list(there, 'campaign')).items).toEqual([])
    await expect(folders.remove(there, id, 'move_up')).rejects.toEqual(problem('folder/not-found'))
    await expect(folders.create(there, { kind: 'campaign', name: 'x', parentId: id })).rejects.toEqual(
      problem('folder/not-found'),
    )
  })
})

describe('deleting a folder', () => {
  test('is refused with the numbers while it holds something', async () => {
    const outer = await aFolder('outer')
    await aFolder('inner', outer.id)
    await aCampaignIn(outer.id)
    await expect(folders.remove(ctx, outer.id, 'refuse')).rejects.toEqual(
      problem('folder/not-empty', { folders: 1, campaigns: 1 }),
    )
  })

  test('moves what it holds up when that is asked for, and modifies no campaign', async () => {
    const outer = await aFolder('outer')
    const inner = await aFolder('inner', outer.id)
    const deep = await aFolder('deep', inner.id)
    const id = await aCampaignIn(inner.id)
    const before = await campaigns.get(ctx, id)
    await folders.remove(ctx, inner.id, 'move_up')
    expect(await campaigns.get(ctx, id)).toEqual({ ...before, folderId: outer.id })
    expect((await folders.list(ctx, 'campaign')).items).toEqual([
      expect.objectContaining({ id: deep.id, parentId: outer.id, holds: 0 }),
      expect.objectContaining({ id: outer.id, holds: 1 }),
    ])
    await folders.remove(ctx, outer.id, 'move_up')
    expect(await campaigns.get(ctx, id)).toMatchObject({ folderId: null })
  })

  test('does nothing when a folder in it has the name of one beside it', async () => {
    const outer = await aFolder('outer')
    await aFolder('twin', outer.id)
    await aFolder('twin')
    const id = await aCampaignIn(outer.id)
    await expect(folders.remove(ctx, outer.id, 'move_up')).rejects.toEqual(problem('folder/name-taken'))
    expect(await campaigns.get(ctx, id)).toMatchObject({ folderId: outer.id })
  })

  test('moves many up in pieces: while one is held by somebody, nobody has to wait for the others', async () => {
    const { id: folderId } = await aFolder('large')
    const { sandboxId } = ctx
    const of = { sandboxId, folderId, kind: 'action', category: 'marketing', channel: 'email' }
    const by = { createdBy: 'x', createdById: 'x', modifiedBy: 'x' }
    const ids = Array.from({ length: 1_100 }, () => ctx.newId())
    const rows = ids.map((id) => ({ ...of, ...by, id, name: id, status: 'draft', draftVersion: 1 }))
    await ctx.db.insertInto('campaign').values(rows).execute()
    const left = async () => (await folders.list(ctx, 'campaign')).items.map(({ holds }) => holds)
    let removing: Promise<void> | undefined
    await inTransaction(ctx.db, async (db) => {
      await store.hold(db, sandboxId, ids[700]!)
      removing = folders.remove(ctx, folderId, 'move_up')
      await expect.poll(left).toEqual([1])
    })
    await removing
    expect(await left()).toEqual([])
    expect(await campaigns.get(ctx, ids[700]!)).toMatchObject({ folderId: null, revision: 1 })
  })

  test('while campaigns are moved into it loses none', async () => {
    const { id: folderId } = await aFolder('short-lived')
    const ids = await Promise.all(Array.from({ length: 8 }, () => inStatus(ctx, 'stopped')))
    await Promise.allSettled([
      bulk(ctx, { command: 'move', ids, folderId, dryRun: false }),
      folders.remove(ctx, folderId, 'move_up'),
    ])
    for (const id of ids) expect(await campaigns.get(ctx, id)).toMatchObject({ folderId: null })
  })
})

test('a folder shows what is in it and in the folders in it; none shows what is in no folder', async () => {
  const outer = await aFolder('outer')
  const inner = await aFolder('inner', outer.id)
  const [top, deep, out] = [await aCampaignIn(outer.id), await aCampaignIn(inner.id), await aCampaignIn(null)]
  const query = { limit: 50, offset: 0, sort: 'createdAt', order: 'asc' } as const
  const shown = async (folder: string) =>
    (await inventory.list(ctx, { ...query, folder })).items.map(({ id }) => id)
  expect(await shown(outer.id)).toEqual([top, deep])
  expect(await shown(inner.id)).toEqual([deep])
  expect(await shown('none')).toEqual([out])
  expect(await shown(ctx.newId())).toEqual([])
})

test('a copy is in the folder of its original', async () => {
  const { id: folderId } = await aFolder('here')
  expect(await campaigns.duplicate(ctx, await aCampaignIn(folderId), {})).toMatchObject({ folderId })
})
