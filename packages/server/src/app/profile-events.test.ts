import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import * as events from './profile-events.ts'
import * as profiles from './profiles.ts'

const { ctx, otherCtx, db, newId } = await aHouse()
const invalid = (...pointers: string[]) =>
  expect.objectContaining({
    type: 'request/invalid',
    extra: { errors: pointers.map((pointer) => expect.objectContaining({ pointer })) },
  })
const page = { limit: 50, offset: 0 }
let made = 0
const someone = async (where = ctx) => {
  const identity = { namespace: 'email', value: `event${++made}@example.com` }
  const { id } = await profiles.save(where, { identities: [identity], attributes: {} })
  return { id, identity }
}

test('an event finds its person by identity or by id, and is listed newest first', async () => {
  const { id, identity } = await someone()
  const at = '2026-11-20T10:00:00+01:00'
  const first = await events.send(ctx, { type: 'order', at, identity, data: { total: 12 } })
  expect(first).toMatchObject({ written: 1, repeated: 0, ids: [expect.any(String)] })
  await events.send(ctx, { type: 'visit', profileId: id, data: {} })
  expect(await events.list(ctx, id, page)).toMatchObject({
    total: 2,
    items: [{ type: 'visit' }, { type: 'order', at: '2026-11-20T09:00:00.000Z', data: { total: 12 } }],
  })
  expect(await events.list(ctx, id, { ...page, type: 'order' })).toMatchObject({ total: 1 })
  await expect(events.list(otherCtx, id, page)).rejects.toMatchObject({ type: 'profile/not-found' })
})

test('the same event twice is one event, also inside one call and at the same time', async () => {
  const { id, identity } = await someone()
  const event = { id: newId(), type: 'order', at: '2026-11-20T09:00:00Z', identity, data: {} }
  const many = { events: [event, event], createProfiles: false }
  const counts = await Promise.all(Array.from({ length: 6 }, () => events.send(ctx, many)))
  expect(counts.reduce((sum, { written }) => sum + written, 0)).toBe(1)
  expect((await events.list(ctx, id, page)).total).toBe(1)
})

test('strangers are refused, or become profiles when the caller says so; all or nothing', async () => {
  const { id, identity } = await someone()
  const stranger = { namespace: 'email', value: `stranger${++made}@example.com` }
  const given = [
    { type: 'order', identity, data: {} },
    { type: 'order', identity: stranger, data: {} },
    { type: 'order', identity: stranger, data: {} },
  ]
  await expect(events.send(ctx, { events: given, createProfiles: false })).rejects.toEqual(
    invalid('/events/1/identity', '/events/2/identity'),
  )
  expect((await events.list(ctx, id, page)).total).toBe(0)
  expect(await events.send(ctx, { events: given, createProfiles: true })).toMatchObject({ written: 3 })
  const query = { ...page, namespace: 'email', identity: stranger.value }
  const { items } = await profiles.find(ctx, query)
  expect((await events.list(ctx, items[0]!.id, page)).total).toBe(2)
})

test('nobody of another sandbox is found, and an event names one person', async () => {
  const foreign = await someone(otherCtx)
  await expect(events.send(ctx, { type: 'x', profileId: foreign.id, data: {} })).rejects.toEqual(
    invalid('/profileId'),
  )
  await expect(events.send(ctx, { type: 'x', data: {} })).rejects.toEqual(invalid('/identity'))
  await expect(events.send(ctx, { type: 'x', ...foreign, profileId: foreign.id, data: {} })).rejects.toEqual(
    invalid('/identity'),
  )
})

test('data fits the schema of its type where there is one, and 32 KB', async () => {
  const { identity } = await someone()
  const schema = { type: 'object', required: ['total'], properties: { total: { type: 'number' } } }
  await db
    .insertInto('eventType')
    .values({
      sandboxId: ctx.sandboxId,
      key: 'purchase',
      name: 'Purchase',
      schema: JSON.stringify(schema),
      createdBy: 'Ada',
    })
    .execute()
  await expect(
    events.send(ctx, { events: [{ type: 'purchase', identity, data: {} }], createProfiles: false }),
  ).rejects.toEqual(invalid('/events/0/data/total'))
  await expect(events.send(ctx, { type: 'purchase', identity, data: { total: 'x' } })).rejects.toEqual(
    invalid('/data/total'),
  )
  await events.send(ctx, { type: 'purchase', identity, data: { total: 1 } })
  const data = { text: 'é'.repeat(17_000) }
  await expect(events.send(ctx, { type: 'free', identity, data })).rejects.toEqual(invalid('/data'))
})
