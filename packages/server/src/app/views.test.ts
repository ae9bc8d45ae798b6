import { viewLimits } from '@chappe/core/campaign/view'
import { beforeEach, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aHouse, anActor, type TestHouse } from '../testing/house.ts'
import * as views from './views.ts'

let house: TestHouse
let ada: Ctx
let grace: Ctx
beforeEach(async () => {
  house = await aHouse()
  ada = house.ctx
  grace = { ...ada, actor: { ...anActor('viewer'), id: ada.newId(), name: 'Grace' } }
})

const state = {
  status: ['failed' as const],
  sort: 'name' as const,
  order: 'asc' as const,
  columns: ['name', 'tags'],
}
const aView = (ctx: Ctx, name: string, shared = false) =>
  views.create(ctx, { kind: 'action', name, shared, state })
const seenBy = async (ctx: Ctx) => (await views.list(ctx)).items.map(({ name }) => name)
const problem = (type: string) => expect.objectContaining({ type })

test('a view is one’s own until it is shared, and then everybody’s of the sandbox to look at', async () => {
  const view = await aView(ada, 'To look into')
  expect(view).toMatchObject({ own: true, shared: false, default: false, state, owner: 'Ada' })
  expect(await seenBy(grace)).toEqual([])
  await views.save(ada, view.id, { revision: 1, shared: true })
  expect((await views.list(grace)).items).toMatchObject([{ id: view.id, own: false, owner: 'Ada', state }])
  expect(await seenBy(house.otherCtx)).toEqual([])
})

test('others neither change nor delete what is shared, but administrators clear it away', async () => {
  const { id } = await aView(grace, 'Grace’s', true)
  const other = { ...ada, actor: { ...anActor('manager'), id: ada.newId() } }
  await expect(views.save(ada, id, { revision: 1, name: 'mine' })).rejects.toEqual(problem('auth/forbidden'))
  await expect(views.remove(other, id)).rejects.toEqual(problem('auth/forbidden'))
  await views.remove(ada, id)
  expect(await seenBy(grace)).toEqual([])
})

test('what is not shared does not exist for others, not even for administrators', async () => {
  const { id } = await aView(grace, 'Private')
  for (const work of [
    () => views.save(ada, id, { revision: 1, name: 'x' }),
    () => views.remove(ada, id),
    () => views.choose(ada, id, true),
  ])
    await expect(work()).rejects.toEqual(problem('view/not-found'))
})

test('names are unique among one’s own of a kind', async () => {
  await aView(ada, 'Été')
  await expect(aView(ada, 'ÉTÉ')).rejects.toEqual(problem('view/name-taken'))
  await aView(grace, 'été')
  await views.create(ada, { kind: 'api_triggered', name: 'Été', shared: false, state: {} })
  expect(await seenBy(ada)).toEqual(['Été', 'Été'])
})

test('everybody begins with one view of each kind at most', async () => {
  const [first, second] = [await aView(ada, 'First', true), await aView(ada, 'Second', true)]
  await views.choose(ada, first.id, true)
  await views.choose(grace, first.id, true)
  expect(await views.choose(ada, second.id, true)).toMatchObject({ default: true })
  const defaults = async (ctx: Ctx) =>
    (await views.list(ctx)).items.filter((one) => one.default).map(({ name }) => name)
  expect([await defaults(ada), await defaults(grace)]).toEqual([['Second'], ['First']])
  expect(await views.choose(ada, second.id, false)).toMatchObject({ default: false })
  expect(await defaults(ada)).toEqual([])
})

test('a view that is not shared any more, or deleted, is nobody else’s beginning', async () => {
  const view = await aView(ada, 'Fleeting', true)
  await views.choose(grace, view.id, true)
  await views.save(ada, view.id, { revision: 1, shared: false })
  await views.save(ada, view.id, { revision: 2, shared: true })
  expect((await views.list(grace)).items).toMatchObject([{ default: false }])
  await views.choose(grace, view.id, true)
  await views.remove(ada, view.id)
  expect(await seenBy(grace)).toEqual([])
})

test('of two who save at once one is told that the other did', async () => {
  const { id } = await aView(ada, 'One')
  const saved = await Promise.allSettled([
    views.save(ada, id, { revision: 1, name: 'A' }),
    views.save(ada, id, { revision: 1, name: 'B' }),
  ])
  expect(saved.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { type: 'request/stale' } },
  ])
})

test('there are so many views of a person and no more', async () => {
  for (let n = 0; n < viewLimits.views; n++) await aView(ada, `View ${n}`)
  await expect(aView(ada, 'One more')).rejects.toEqual(problem('view/too-many'))
  await aView(grace, 'Hers')
})
