import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as store from '../../store/profile-events.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, to } from '../../testing/delivery.ts'
import { aHouse } from '../../testing/house.ts'
import * as lists from '../audience-lists.ts'
import * as audiences from '../audiences.ts'
import * as consents from '../consents.ts'
import { examine } from '../doctor.ts'
import * as profiles from '../profiles.ts'
import * as reports from '../reports.ts'
import { erase } from './erase.ts'
import { merge } from './merge.ts'
import * as person from './person.ts'

const house = await aHouse()
const { ctx, otherCtx, db } = house
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })
const mail = (value: string) => ({ namespace: 'email', value })
const save = (value: string, attributes: Record<string, unknown> = {}) =>
  profiles.save(ctx, { identities: [mail(value)], attributes })

async function aList(name: string, ...values: string[]) {
  const definition = { kind: 'list' as const, columns: [] }
  const { id } = await audiences.create(ctx, { name, description: '', tags: [], schedule: null, definition })
  const members = values.map((value) => ({ value, enrichment: {} }))
  await lists.putMembers(ctx, id, { mode: 'add', namespace: 'email', members })
  return id
}

const anEvent = async (profileId: string, type: string) =>
  db
    .insertInto('profileEvent')
    .values({ sandboxId: ctx.sandboxId, at: ctx.now(), id: ctx.newId(), profileId, type, data: '{"sku":1}' })
    .execute()

const optOut = (id: string) =>
  consents.put(ctx, id, {
    choices: [{ channel: 'email', topic: '', address: null, choice: 'out' }],
    source: 'phone',
  })

test('a profile tells its identities, attributes, consents, audiences and tokens', async () => {
  const { id } = await save('zoe@example.com', { person: { name: { firstName: 'Zoé' } } })
  const audience = await aList('Customers', 'zoe@example.com')
  await optOut(id)
  await person.putPushToken(ctx, id, { app: 'shop', token: 'abc', platform: 'ios' })
  expect(await person.get(ctx, id)).toMatchObject({
    id,
    test: false,
    identities: [mail('zoe@example.com')],
    attributes: { person: { name: { firstName: 'Zoé' } } },
    consents: [{ channel: 'email', choice: 'out', source: 'phone' }],
    audiences: [{ id: audience, name: 'Customers' }],
    pushTokens: [{ app: 'shop', token: 'abc', platform: 'ios' }],
  })
  await expect(person.get(otherCtx, id)).rejects.toEqual(problem('profile/not-found'))
})

test('a push token belongs to whoever registered it last', async () => {
  const [a, b] = [await save('one@example.com'), await save('two@example.com')]
  for (const { id } of [a, b]) await person.putPushToken(ctx, id, { app: 'x', token: 't', platform: 'web' })
  expect((await person.get(ctx, a.id)).pushTokens).toEqual([])
  expect((await person.get(ctx, b.id)).pushTokens).toHaveLength(1)
})

test('a merge patch changes what it names, whoever patches at the same time', async () => {
  const { id } = await save('patch@example.com', { a: 1, b: { c: 2, d: 3 } })
  expect(await profiles.change(ctx, id, { a: null, b: { c: 4 } })).toMatchObject({
    attributes: { b: { c: 4, d: 3 } },
  })
  await Promise.all(Array.from({ length: 10 }, (_, n) => profiles.change(ctx, id, { [`k${n}`]: n })))
  expect(Object.keys((await person.get(ctx, id)).attributes)).toHaveLength(11)
  await expect(profiles.change(otherCtx, id, {})).rejects.toEqual(problem('profile/not-found'))
})

test('an erased person is named nowhere, and the numbers stay right', async () => {
  const campaign = await aCampaignToSend(house)
  const name = 'marie.curie@example.com'
  const { id } = await save(name, { person: { name: { firstName: 'Marie' } } })
  const list = await aList('Physicists', name, 'pierre@example.com')
  await optOut(id)
  await anEvent(id, 'order')
  await person.putPushToken(ctx, id, { app: 'shop', token: 'gone', platform: 'ios' })
  const relay = aRelay(({ to: address }) =>
    address.startsWith('marie')
      ? { kind: 'refused', reply: `550 no ${address}`, reason: 'invalid-recipient', bounce: 'hard' }
      : { kind: 'accepted', reply: '250 Ok' },
  )
  await calls(house, campaign, [[to(name), to('pierre@example.com')], [to(name)]])
  await deliverDue(aWorker(house, relay))
  const [shown] = (await person.messages(ctx, id, { limit: 10 })).items
  expect(shown).toMatchObject({ profileId: id, address: name, timeline: expect.anything() })
  // Accepted, and not taken by a worker yet.
  await calls(house, campaign, [[to(name)]])
  const before = await reports.ofCampaign(ctx, campaign.id)

  await erase(ctx, id)
  expect(await reports.ofCampaign(ctx, campaign.id)).toEqual(before)
  expect(await examine(house)).toEqual([])
  await deliverDue(aWorker(house, relay))
  expect(await examine(house)).toEqual([])
  const after = await reports.ofCampaign(ctx, campaign.id)
  expect(after).toMatchObject({ targeted: before.targeted, pending: 0, excluded: before.excluded + 1 })
  expect((await audiences.get(ctx, list)).members).toBe(1)

  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db)
  const naming: string[] = []
  for (const { name: table } of rows) {
    const found = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(table)} t
       where t::text ilike '%marie%' or t::text like ${`%${id}%`}`.execute(db)
    if (found.rows[0]!.n > 0) naming.push(table)
  }
  // The list of those who must not be written to keeps its address: it is what keeps us from writing.
  expect(naming.filter((table) => table !== 'suppression')).toEqual([])
  await expect(person.get(ctx, id)).rejects.toEqual(problem('profile/not-found'))
  await expect(erase(ctx, id)).rejects.toEqual(problem('profile/not-found'))
})

test('an export holds everything that is known of a person', async () => {
  const campaign = await aCampaignToSend(house)
  const { id } = await save('export@example.com', { tier: 'gold' })
  await optOut(id)
  await anEvent(id, 'visit')
  await calls(house, campaign, [[to('export@example.com')]])
  await deliverDue(aWorker(house, aRelay()))
  expect(await person.everything(ctx, id)).toMatchObject({
    profile: { id, attributes: { tier: 'gold' }, consents: [{ choice: 'out' }] },
    consentHistory: [{ choice: 'out', by: 'Ada' }],
    events: [{ type: 'visit', data: { sku: 1 } }],
    messages: [{ address: 'export@example.com', campaignId: campaign.id }],
  })
})

test('two profiles become one with what both had, and the stricter choice', async () => {
  const kept = await save('kept@example.com', { tier: 'gold', a: 1 })
  const other = await save('other@example.com', { tier: 'tin', b: 2 })
  const list = await aList('Both', 'kept@example.com', 'other@example.com')
  await optOut(other.id)
  await anEvent(other.id, 'order')
  const merged = await merge(ctx, kept.id, other.id)
  expect(merged).toMatchObject({
    id: kept.id,
    identities: [mail('kept@example.com'), mail('other@example.com')],
    attributes: { tier: 'gold', a: 1, b: 2 },
    consents: [{ channel: 'email', choice: 'out' }],
    audiences: [{ id: list }],
  })
  expect((await audiences.get(ctx, list)).members).toBe(1)
  const page = { limit: 10, offset: 0 }
  expect((await store.ofProfile(db, ctx.sandboxId, kept.id, page)).items).toHaveLength(1)
  await expect(person.get(ctx, other.id)).rejects.toEqual(problem('profile/not-found'))
  await expect(merge(ctx, kept.id, kept.id)).rejects.toEqual(problem('request/invalid'))
  await expect(merge(ctx, kept.id, other.id)).rejects.toEqual(problem('request/invalid'))
  await expect(merge(ctx, other.id, kept.id)).rejects.toEqual(problem('profile/not-found'))
})

test('merges that cross each other and saves of the same people end as one profile', async () => {
  for (let round = 0; round < 8; round++) {
    const values = [`a${round}@cross.example`, `b${round}@cross.example`]
    const [a, b] = [await save(values[0]!), await save(values[1]!)]
    await Promise.allSettled([
      merge(ctx, a.id, b.id),
      merge(ctx, b.id, a.id),
      save(values[0]!, { x: 1 }),
      save(values[1]!, { y: 2 }),
    ])
    const last = await profiles.save(ctx, { identities: values.map(mail), attributes: {} })
    expect(last).toMatchObject({ identities: values.map(mail), attributes: { x: 1, y: 2 } })
  }
})

test('events have partitions before their month, and what comes late is kept all the same', async () => {
  const at = new Date('2033-11-15T00:00:00Z')
  await store.makePartitions(db, at)
  await store.makePartitions(db, at)
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('profile_event_2034_02') is not null as there`.execute(db)
  expect(rows[0]!.there).toBe(true)
  const { id } = await save('late@example.com')
  for (const [n, when] of ['1999-01-01T00:00:00Z', '2034-02-28T00:00:00Z'].entries())
    await db
      .insertInto('profileEvent')
      .values({ sandboxId: ctx.sandboxId, at: new Date(when), id: ctx.newId(), profileId: id, type: `t${n}` })
      .execute()
  const { items } = await store.ofProfile(db, ctx.sandboxId, id, { limit: 10, offset: 0 })
  expect(items.map(({ type }) => type)).toEqual(['t1', 't0'])
})
