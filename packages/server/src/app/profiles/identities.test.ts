import { expect, test } from 'vitest'
import { aHouse } from '../../testing/house.ts'
import { save } from '../profiles.ts'
import * as testProfiles from '../test-profiles.ts'
import { find } from './find.ts'
import * as identities from './identities.ts'
import { merge } from './merge.ts'

const { ctx, otherCtx, foreignCtx } = await aHouse()
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })
const mail = (value: string) => ({ namespace: 'email', value })
const aPerson = (value: string, where = ctx) => save(where, { identities: [mail(value)], attributes: {} })

test('an identity is added in the form in which it is compared, and taken off again', async () => {
  const { id } = await aPerson('zoe@example.com')
  const both = await identities.add(ctx, id, { namespace: 'Phone', value: '+33 6 12 34 56 78' })
  expect(both.identities).toEqual([mail('zoe@example.com'), { namespace: 'phone', value: '+33612345678' }])
  const again = await identities.add(ctx, id, mail(' ZOE@example.com '))
  expect(again.identities).toHaveLength(2)
  const left = await identities.remove(ctx, id, mail('Zoe@Example.com'))
  expect(left.identities).toEqual([{ namespace: 'phone', value: '+33612345678' }])
  expect((await identities.remove(ctx, id, mail('zoe@example.com'))).identities).toHaveLength(1)
})

test('the last identity stays, and one that cannot be read is refused', async () => {
  const { id } = await aPerson('only@example.com')
  await expect(identities.remove(ctx, id, mail('only@example.com'))).rejects.toEqual(
    problem('profile/last-identity'),
  )
  await expect(identities.add(ctx, id, { namespace: 'phone', value: 'ring me' })).rejects.toEqual(
    problem('request/invalid'),
  )
  await expect(identities.add(otherCtx, id, mail('x@example.com'))).rejects.toEqual(
    problem('profile/not-found'),
  )
  await expect(identities.remove(otherCtx, id, mail('only@example.com'))).rejects.toEqual(
    problem('profile/not-found'),
  )
})

test('an identity of somebody else names the profile to merge with; merged, it is there', async () => {
  const [a, b] = [await aPerson('one@example.com'), await aPerson('two@example.com')]
  await expect(identities.add(ctx, a.id, mail('two@example.com'))).rejects.toMatchObject({
    type: 'profile/conflict',
    extra: { profileId: b.id },
  })
  await merge(ctx, a.id, b.id)
  expect((await identities.add(ctx, a.id, mail('two@example.com'))).identities).toHaveLength(2)
})

test('of many who ask for the same identity at once, one gets it', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, (_, n) => aPerson(`racer${n}@example.com`)))
  const results = await Promise.allSettled(
    people.map(({ id }) => identities.add(ctx, id, { namespace: 'crmid', value: 'wanted' })),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toEqual(problem('profile/conflict'))
})

test('profiles are found by how an identity begins, each once, in its order', async () => {
  const where = foreignCtx
  const ada = await aPerson('ada@search.example', where)
  await identities.add(where, ada.id, mail('adam@search.example'))
  for (const value of ['adele@search.example', 'a_d%a@search.example', 'bob@search.example'])
    await aPerson(value, where)
  const ask = (identity: string, page = { limit: 10, offset: 0 }, namespace = 'email') =>
    find(where, { ...page, namespace, identity, match: 'prefix' })
  const values = ({ items }: Awaited<ReturnType<typeof find>>) =>
    items.map(({ identities: [first] }) => first!.value)
  expect(values(await ask('AD'))).toEqual(['ada@search.example', 'adele@search.example'])
  expect(await ask('ad', { limit: 1, offset: 1 })).toMatchObject({ total: 2, items: [{ test: false }] })
  expect(values(await ask('a_'))).toEqual(['a_d%a@search.example'])
  expect((await ask('ad', undefined, 'phone')).total).toBe(0)
  await identities.add(where, ada.id, { namespace: 'phone', value: '+33612345678' })
  expect((await ask('+33 6.12', undefined, 'phone')).total).toBe(1)
  expect(
    (await find(ctx, { namespace: 'email', identity: 'adele', match: 'prefix', limit: 9, offset: 0 })).total,
  ).toBe(0)
})

test('test profiles can be listed alone', async () => {
  const { id } = await aPerson('tester@example.com', otherCtx)
  await aPerson('real@example.com', otherCtx)
  await testProfiles.mark(otherCtx, id, true)
  const page = { namespace: 'email', limit: 10, offset: 0 }
  expect(await find(otherCtx, { ...page, test: true })).toMatchObject({
    total: 1,
    items: [{ id, test: true }],
  })
  expect((await find(otherCtx, { ...page, test: false })).total).toBe(1)
  expect((await find(otherCtx, page)).total).toBe(2)
})
