import { beforeAll, expect, test } from 'vitest'
import { aDraft } from '../testing/campaigns.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import { review } from './review.ts'
import * as topics from './topics.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const news = {
  name: { en: 'News', fr: 'Actualités' },
  description: { en: '', fr: '' },
  channels: ['email' as const],
  doubleOptIn: false,
  position: 0,
}

test('topics are listed in their order, by whoever saved them last', async () => {
  const { ctx } = house
  await topics.create(ctx, { ...news, key: 'last', position: 2 })
  const { revision } = await topics.create(ctx, { ...news, key: 'first', position: 1 })
  const saved = await topics.save(ctx, 'first', { ...news, position: 1, doubleOptIn: true, revision })
  expect(saved).toMatchObject({ key: 'first', doubleOptIn: true, revision: revision + 1, name: news.name })
  expect((await topics.list(ctx)).items.map(({ key }) => key)).toEqual(['first', 'last'])
  await expect(topics.save(ctx, 'first', { ...news, revision })).rejects.toMatchObject({
    type: 'request/stale',
  })
})

test('topics are put in another order at once, those not named behind; an unknown one moves nothing', async () => {
  const { ctx } = await aHouse()
  for (const key of ['a', 'b', 'c', 'd']) await topics.create(ctx, { ...news, key })
  const { items } = await topics.order(ctx, { keys: ['c', 'a', 'c'] })
  expect(items.map(({ key, revision }) => [key, revision])).toEqual([
    ['c', 1],
    ['a', 2],
    ['b', 2],
    ['d', 2],
  ])
  const wrong = topics.order(ctx, { keys: ['d', 'zebra'] })
  await expect(wrong).rejects.toMatchObject({ type: 'topic/not-found' })
  expect(await topics.list(ctx)).toEqual({ items })
})

test('a key is given once, also when its topic is archived', async () => {
  const { ctx } = house
  await topics.create(ctx, { ...news, key: 'once' })
  const archived = await topics.archive(ctx, 'once')
  expect(archived.archivedAt).not.toBeNull()
  expect(await topics.archive(ctx, 'once')).toEqual(archived)
  await expect(topics.create(ctx, { ...news, key: 'once' })).rejects.toMatchObject({
    type: 'topic/key-taken',
  })
  expect((await topics.restore(ctx, 'once')).archivedAt).toBeNull()
})

test('a campaign about a topic that is not there, or archived, cannot be activated', async () => {
  const { ctx } = house
  const draft = await aDraft(ctx, { category: 'marketing', definition: { topic: 'offers' } })
  const codes = async () => (await review(ctx, draft.id)).alerts.map(({ code }) => code)
  expect(await codes()).toContain('topic-missing')
  await expect(campaigns.activate(ctx, draft.id, {})).rejects.toMatchObject({
    type: 'campaign/not-ready',
    extra: { errors: [{ pointer: '/definition/topic' }] },
  })
  await topics.create(ctx, { ...news, key: 'offers' })
  expect(await codes()).not.toContain('topic-missing')
  await topics.archive(ctx, 'offers')
  expect(await codes()).toContain('topic-missing')
})
