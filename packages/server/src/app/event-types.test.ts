import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import * as eventTypes from './event-types.ts'
import * as events from './profile-events.ts'
import * as profiles from './profiles.ts'

const { ctx, otherCtx } = await aHouse()
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })
const order = {
  type: 'object',
  required: ['total'],
  properties: { total: { type: 'number' }, pattern: { type: 'string' } },
}
const identity = { namespace: 'email', value: 'buyer@example.com' }
await profiles.save(ctx, { identities: [identity], attributes: {} })

test('what is declared is checked from then on, and no longer once it is not', async () => {
  await events.send(ctx, { type: 'order', identity, data: {} })
  await eventTypes.create(ctx, { key: 'order', name: 'Order', schema: order })
  await expect(events.send(ctx, { type: 'order', identity, data: {} })).rejects.toEqual(
    problem('request/invalid'),
  )
  await expect(events.send(ctx, { type: 'order', identity, data: { total: '9' } })).rejects.toMatchObject({
    extra: { errors: [{ pointer: '/data/total' }] },
  })
  await events.send(ctx, { type: 'order', identity, data: { total: 9 } })
  await eventTypes.save(ctx, 'order', { name: 'Purchase', schema: null })
  await events.send(ctx, { type: 'order', identity, data: {} })
  expect((await eventTypes.list(ctx)).items).toEqual([
    { key: 'order', name: 'Purchase', schema: null, declared: true },
  ])
  await eventTypes.remove(ctx, 'order')
  expect((await eventTypes.list(ctx)).items).toEqual([
    { key: 'order', name: '', schema: null, declared: false },
  ])
})

test('types of which events came in are known beside those declared, each once, of this sandbox only', async () => {
  for (const type of ['visit', 'visit', 'cart'])
    await events.send(ctx, { type, identity, data: {}, at: '2031-05-01T00:00:00Z' })
  await eventTypes.create(ctx, { key: 'Zoo', name: '', schema: null })
  const keys = async (where = ctx) => (await eventTypes.list(where)).items.map(({ key }) => key)
  expect((await keys()).sort()).toEqual(['Zoo', 'cart', 'order', 'visit'])
  expect(await keys(otherCtx)).toEqual([])
  await expect(eventTypes.create(ctx, { key: 'Zoo', name: '', schema: null })).rejects.toEqual(
    problem('event/taken'),
  )
  await expect(eventTypes.save(otherCtx, 'Zoo', { name: '', schema: null })).rejects.toEqual(
    problem('event/not-found'),
  )
  await expect(eventTypes.remove(otherCtx, 'Zoo')).rejects.toEqual(problem('event/not-found'))
})

test.each([
  ['of something else than an object', { type: 'array' }],
  ['with a regular expression', { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } }],
  ['that refers to nowhere', { type: 'object', properties: { a: { $ref: '#/nowhere' } } }],
  ['that is too long', { type: 'object', description: 'x'.repeat(17_000) }],
])('a schema %s is refused', async (_, schema) => {
  await expect(eventTypes.create(ctx, { key: 'bad', name: '', schema })).rejects.toEqual(
    problem('request/invalid'),
  )
})
