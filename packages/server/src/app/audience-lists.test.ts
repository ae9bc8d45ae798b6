import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { giveUp } from '../store/audience-uploads.ts'
import * as recipients from '../store/recipients.ts'
import { crashing } from '../testing/crashing.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import * as lists from './audience-lists.ts'
import * as audiences from './audiences.ts'
import { erase } from './profiles/erase.ts'
import { merge } from './profiles/merge.ts'
import * as profiles from './profiles.ts'

let house: TestHouse
let ctx: Ctx
let made = 0

beforeAll(async () => {
  house = await aHouse()
  ctx = house.ctx
  for (const name of ['ada', 'bob']) {
    const identities = [
      { namespace: 'email', value: `${name}@example.com` },
      { namespace: 'crmid', value: `C-${name}` },
    ]
    await profiles.save(ctx, { identities, attributes: { person: { name: { firstName: name } } } })
  }
})

const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })
const aList = () =>
  audiences.create(ctx, {
    name: `List ${++made}`,
    description: '',
    tags: [],
    schedule: null,
    definition: { kind: 'list', columns: [] },
  })
type Row = [value: string, enrichment?: Record<string, string>]
const asMembers = (rows: readonly Row[]) => rows.map(([value, enrichment = {}]) => ({ value, enrichment }))
const put = (list: { id: string }, mode: 'add' | 'replace', ...rows: Row[]) =>
  lists.putMembers(ctx, list.id, { mode, namespace: 'email', members: asMembers(rows) })
const addressesOf = async (list: { id: string }) =>
  (await audiences.listMembers(ctx, list.id, { limit: 100 })).items
    .flatMap(({ identities }) => identities.filter(({ namespace }) => namespace === 'email'))
    .map(({ value }) => value)
    .sort()

describe('people put on a list', () => {
  test('are found by identity, made where unknown, and counted once', async () => {
    const list = await aList()
    const rows: Row[] = [
      ['ADA@example.com ', { seat: '1' }],
      ['new@example.com'],
      ['ada@example.com', { seat: '2' }],
    ]
    expect(await put(list, 'add', ...rows)).toEqual({ added: 2, updated: 0, removed: 0, created: 1 })
    const { items } = await audiences.listMembers(ctx, list.id, { limit: 10 })
    expect(items.find(({ name }) => name === 'ada')!.enrichment).toEqual({ seat: '2' })
    const definition = { kind: 'list', columns: ['seat'] }
    expect(await audiences.get(ctx, list.id)).toMatchObject({ members: 2, definition })
    expect(await put(list, 'replace', ['bob@example.com'])).toEqual({
      added: 1,
      updated: 0,
      removed: 2,
      created: 0,
    })
    expect((await audiences.evaluate(ctx, list.id)).members).toBe(1)
  })

  test('by telephone are read as the sandbox reads numbers, and refused with a pointer', async () => {
    const list = await aList()
    const members = asMembers([['+33 6 12 34 56 78'], ['call me']])
    await expect(
      lists.putMembers(ctx, list.id, { mode: 'add', namespace: 'phone', members }),
    ).rejects.toMatchObject({ type: 'request/invalid', extra: { errors: [{ pointer: '/members/1/value' }] } })
    await lists.putMembers(ctx, list.id, { mode: 'add', namespace: 'phone', members: members.slice(0, 1) })
    const { items } = await audiences.listMembers(ctx, list.id, { limit: 10 })
    expect(items[0]!.identities).toEqual([{ namespace: 'phone', value: '+33612345678' }])
  })

  test('cannot be put on an audience that finds them by a rule', async () => {
    const rule = { kind: 'group' as const, join: 'and' as const, not: false, rules: [] }
    const definition = { kind: 'rule' as const, rule }
    const input = { name: `Rule ${++made}`, description: '', tags: [], schedule: null, definition }
    const byRule = await audiences.create(ctx, input)
    await expect(put(byRule, 'add', ['ada@example.com'])).rejects.toEqual(problem('audience/illegal'))
  })
})

describe('an upload', () => {
  const begin = (list: { id: string }, mode: 'add' | 'replace' = 'replace', columns: string[] = []) =>
    lists.startUpload(ctx, list.id, { mode, namespace: 'email', columns })
  const send = (list: { id: string }, upload: { id: string }, from: number, ...rows: Row[]) =>
    lists.sendRows(ctx, list.id, upload.id, { from, members: asMembers(rows) })

  test('changes the list at its end and all at once', async () => {
    const list = await aList()
    await put(list, 'add', ['old@example.com'], ['ada@example.com', { seat: '1' }])
    const upload = await begin(list, 'replace', ['gate'])
    await send(list, upload, 0, ['ada@example.com', { gate: 'A' }])
    await send(list, upload, 1, ['fresh@example.com'], ['ADA@example.com', { gate: 'B' }])
    expect(await addressesOf(list)).toEqual(['ada@example.com', 'old@example.com'])
    expect(await lists.upload(ctx, list.id, upload.id)).toMatchObject({
      status: 'open',
      received: 3,
      created: 1,
    })
    const counts = { added: 1, updated: 1, removed: 1, created: 1, received: 3 }
    const finished = await lists.finishUpload(ctx, list.id, upload.id)
    expect(finished).toMatchObject({ status: 'complete', ...counts })
    expect(await addressesOf(list)).toEqual(['ada@example.com', 'fresh@example.com'])
    const { items } = await audiences.listMembers(ctx, list.id, { limit: 10 })
    expect(items.find(({ name }) => name === 'ada')!.enrichment).toEqual({ gate: 'B' })
    const definition = { kind: 'list', columns: ['gate'] }
    expect(await audiences.get(ctx, list.id)).toMatchObject({ members: 2, definition })
    expect((await audiences.listChanges(ctx, list.id)).items[0]).toMatchObject({ joined: 1, departed: 1 })
    expect(await lists.finishUpload(ctx, list.id, upload.id)).toEqual(finished)
    expect((await lists.uploads(ctx, list.id)).items).toEqual([finished])
  })

  test('that crashes while it takes over leaves the old list, and can be finished again', async () => {
    const list = await aList()
    await put(list, 'add', ['old@example.com'])
    const upload = await begin(list)
    await send(list, upload, 0, ['ada@example.com'], ['bob@example.com'])
    let survived = 0
    for (let after = 1; after < 30; after++) {
      const { db, crashed } = crashing(house.db, after)
      await lists.finishUpload({ ...ctx, db }, list.id, upload.id).catch(() => {})
      if (!crashed()) break
      survived++
      expect(await addressesOf(list)).toEqual(['old@example.com'])
      expect((await lists.upload(ctx, list.id, upload.id)).status).toBe('open')
    }
    expect(survived).toBeGreaterThan(3)
    expect(await addressesOf(list)).toEqual(['ada@example.com', 'bob@example.com'])
  })

  test('takes a request that is sent twice once, and none out of turn', async () => {
    const list = await aList()
    const upload = await begin(list, 'add')
    const rows: Row[] = [['a@example.com'], ['b@example.com']]
    await send(list, upload, 0, ...rows)
    expect(await send(list, upload, 0, ...rows)).toMatchObject({ received: 2 })
    expect(await send(list, upload, 1, ['b@example.com'], ['c@example.com'])).toMatchObject({ received: 3 })
    await expect(send(list, upload, 4, ['d@example.com'])).rejects.toMatchObject({
      type: 'audience/illegal',
      extra: { received: 3 },
    })
    expect(await lists.finishUpload(ctx, list.id, upload.id)).toMatchObject({ added: 3, received: 3 })
    await expect(send(list, upload, 3, ['d@example.com'])).rejects.toEqual(problem('audience/illegal'))
  })

  test('goes on past identities that cannot be read, and says which', async () => {
    const list = await aList()
    const upload = await lists.startUpload(ctx, list.id, { mode: 'add', namespace: 'phone', columns: [] })
    await send(list, upload, 0, ['+33612345670'])
    const answer = await send(list, upload, 1, ['nobody'], ['+33612345671'])
    expect(answer).toMatchObject({ received: 3, refused: 1, mistakes: [{ row: 1 }] })
    expect(await lists.finishUpload(ctx, list.id, upload.id)).toMatchObject({ added: 2, refused: 1 })
  })

  test('passes over people who are erased meanwhile, and follows those who are merged', async () => {
    const list = await aList()
    const upload = await begin(list)
    await send(list, upload, 0, ['gone@example.com'], ['twin@example.com'])
    const idOf = async (value: string) =>
      (await recipients.profilesOf(house.db, ctx.sandboxId, [{ namespace: 'email', value }]))[0]!.id
    await erase(ctx, await idOf('gone@example.com'))
    await merge(ctx, await idOf('ada@example.com'), await idOf('twin@example.com'))
    expect(await lists.finishUpload(ctx, list.id, upload.id)).toMatchObject({ added: 1 })
    const { items } = await audiences.listMembers(ctx, list.id, { limit: 10 })
    expect(items.map(({ name }) => name)).toEqual(['ada'])
  })

  test('that is given up leaves nothing, by hand or after a day without rows', async () => {
    const list = await aList()
    const [byHand, forgotten] = [await begin(list), await begin(list)]
    for (const upload of [byHand, forgotten]) await send(list, upload, 0, ['x@example.com'])
    expect(await lists.cancelUpload(ctx, list.id, byHand.id)).toMatchObject({ status: 'cancelled' })
    await expect(lists.finishUpload(ctx, list.id, byHand.id)).rejects.toEqual(problem('audience/illegal'))
    const aDay = () => giveUp(house.db, new Date(house.now().getTime() - 86_400_000), house.now())
    await aDay()
    expect((await lists.upload(ctx, list.id, forgotten.id)).status).toBe('open')
    house.clock.pass({ hours: 25 })
    expect(await aDay()).toBeGreaterThan(0)
    expect((await lists.upload(ctx, list.id, forgotten.id)).status).toBe('cancelled')
    const rows = await house.db.selectFrom('audienceUploadRow').selectAll().execute()
    expect(rows).toEqual([])
    expect(await addressesOf(list)).toEqual([])
  })

  test('of two that end at once one comes after the other', async () => {
    const list = await aList()
    const both = await Promise.all([begin(list), begin(list)])
    await send(list, both[0]!, 0, ['first@example.com'])
    await send(list, both[1]!, 0, ['second@example.com'])
    await Promise.all(both.map((upload) => lists.finishUpload(ctx, list.id, upload.id)))
    expect([['first@example.com'], ['second@example.com']]).toContainEqual(await addressesOf(list))
    expect((await audiences.get(ctx, list.id)).members).toBe(1)
  })
})
