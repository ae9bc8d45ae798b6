import { beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import * as profiles from './profiles.ts'
import * as suppressions from './suppressions.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aHouse()
  ctx = house.ctx
})

let made = 0
const email = (value = `person${++made}@example.com`) => ({ namespace: 'email', value })
const page = { limit: 50, offset: 0 }
const find = async (identity: string, where = ctx) =>
  (await profiles.find(where, { ...page, namespace: 'email', identity })).items
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })

test('identities lead to one profile, however they are written, and attributes are merged', async () => {
  const first = await profiles.save(ctx, {
    identities: [email('Marie@Example.com '), { namespace: 'CRM', value: 'c-1' }],
    attributes: { person: { name: { firstName: 'Marie' } }, loyalty: { tier: 'gold' } },
  })
  expect(first.identities).toEqual([
    { namespace: 'crm', value: 'c-1' },
    { namespace: 'email', value: 'marie@example.com' },
  ])
  const second = await profiles.save(ctx, {
    identities: [
      { namespace: 'crm', value: 'C-1' },
      { namespace: 'phone', value: '+33 6 12 34 56 78' },
    ],
    attributes: { person: { name: { lastName: 'Durand' } }, loyalty: { tier: null } },
  })
  expect(second).toMatchObject({
    id: first.id,
    attributes: { person: { name: { firstName: 'Marie', lastName: 'Durand' } }, loyalty: {} },
  })
  expect(second.identities).toHaveLength(3)
  expect(await find('MARIE@example.com')).toEqual([{ ...second, test: false }])
})

test('identities of different people are refused, and nothing is written', async () => {
  const [a, b] = [email(), email()]
  await profiles.save(ctx, { identities: [a], attributes: {} })
  await profiles.save(ctx, { identities: [b], attributes: { x: 1 } })
  await expect(
    profiles.save(ctx, { identities: [a, b, email('new@example.com')], attributes: { x: 2 } }),
  ).rejects.toEqual(problem('profile/conflict'))
  expect(await find('new@example.com')).toEqual([])
  expect(await find(b.value)).toMatchObject([{ attributes: { x: 1 } }])
})

test('twenty callers with the same new person make one profile with what each of them knew', async () => {
  const identity = email()
  const saved = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      profiles.save(ctx, {
        identities: [identity, email(`alias${n % 3}-${made}@example.com`)],
        attributes: { [`k${n}`]: n },
      }),
    ),
  )
  expect(new Set(saved.map(({ id }) => id)).size).toBe(1)
  const [profile] = await find(identity.value)
  expect(Object.keys(profile!.attributes)).toHaveLength(20)
  expect(profile!.identities).toHaveLength(4)
})

test('callers who cross end as one profile or as a conflict, never as two that share an identity', async () => {
  for (let round = 0; round < 10; round++) {
    const [a, b] = [email(), email()]
    const results = await Promise.allSettled([
      profiles.save(ctx, { identities: [a], attributes: {} }),
      profiles.save(ctx, { identities: [b], attributes: {} }),
      profiles.save(ctx, { identities: [b, a], attributes: {} }),
    ])
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(problem('profile/conflict'))
    const empty = await ctx.db
      .selectFrom('profile as p')
      .leftJoin('profileIdentity as i', 'i.profileId', 'p.id')
      .select('p.id')
      .where('i.profileId', 'is', null)
      .execute()
    expect(empty).toEqual([])
  }
})

test('a sandbox has its own people', async () => {
  const identity = email()
  const here = await profiles.save(ctx, { identities: [identity], attributes: {} })
  expect(await find(identity.value, house.otherCtx)).toEqual([])
  const there = await profiles.save(house.otherCtx, { identities: [identity], attributes: {} })
  expect(there.id).not.toBe(here.id)
})

test('profiles are listed newest first, and counted', async () => {
  const there = house.foreignCtx
  for (const value of ['a@x.example', 'b@x.example', 'c@x.example'])
    await profiles.save(there, { identities: [email(value)], attributes: {} })
  const { items, total } = await profiles.find(there, { namespace: 'email', limit: 2, offset: 1 })
  expect(total).toBe(3)
  expect(items.map(({ identities }) => identities[0]!.value)).toEqual(['b@x.example', 'a@x.example'])
})

test('attributes are the standard ones and those that profiles have', async () => {
  await profiles.save(ctx, {
    identities: [email()],
    attributes: {
      pets: [{ name: 'Rex' }],
      shoe: { size: 42, wide: true, brand: null },
      person: { name: { firstName: 'A' } },
    },
  })
  const { items } = await profiles.attributes(ctx)
  const types = new Map(items.map(({ path, type }) => [path, type]))
  expect(types.get('pets')).toBe('array')
  expect(types.get('shoe.size')).toBe('number')
  expect(types.get('shoe.wide')).toBe('boolean')
  expect(types.has('shoe.brand')).toBe(false)
  expect(types.get('person.name.firstName')).toBe('string')
  expect(items.map(({ path }) => path)).toEqual([...types.keys()].sort())
})

test('a suppressed address is listed until it is taken off', async () => {
  const added = await suppressions.add(ctx, {
    value: 'Bad@Example.com',
    type: 'address',
    comment: 'asked by phone',
  })
  expect(added).toEqual({
    value: 'bad@example.com',
    type: 'address',
    category: 'manual',
    reason: 'manual',
    comment: 'asked by phone',
    createdBy: 'Ada',
    expiresAt: null,
    createdAt: expect.any(String),
  })
  const again = await suppressions.add(ctx, { value: 'bad@example.com', type: 'address', comment: '' })
  expect(again).toEqual(added)
  await suppressions.add(ctx, { value: 'spam.example', type: 'domain', comment: '' })
  expect((await suppressions.list(ctx, { ...page, search: 'BAD@' })).items).toEqual([added])
  expect((await suppressions.list(ctx, page)).total).toBe(2)
  expect((await suppressions.list(house.otherCtx, page)).total).toBe(0)
  await expect(suppressions.remove(house.otherCtx, 'bad@example.com')).rejects.toEqual(
    problem('suppression/not-found'),
  )
  await suppressions.remove(ctx, ' BAD@example.com')
  await expect(suppressions.remove(ctx, 'bad@example.com')).rejects.toEqual(problem('suppression/not-found'))
})

test('an entry that a bounce made keeps its category when a person adds it too', async () => {
  const entry = { sandboxId: ctx.sandboxId, value: 'gone@example.com', type: 'address', category: 'hard' }
  await ctx.db
    .insertInto('suppression')
    .values({ ...entry, reason: 'invalid-recipient' })
    .execute()
  expect(
    await suppressions.add(ctx, { value: 'gone@example.com', type: 'address', comment: 'me too' }),
  ).toMatchObject({
    category: 'hard',
    reason: 'invalid-recipient',
    comment: 'me too',
  })
})

test.each([
  ['address', 'example.com'],
  ['address', 'a b@example.com'],
  ['domain', 'a@example.com'],
  ['domain', 'localhost'],
] as const)('as %s, "%s" is refused', async (type, value) => {
  await expect(suppressions.add(ctx, { type, value, comment: '' })).rejects.toMatchObject({
    type: 'request/invalid',
    extra: { errors: [{ pointer: '/value' }] },
  })
})
