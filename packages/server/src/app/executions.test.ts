import { Problem } from '@chappe/core/kit/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { House } from '../context.ts'
import { newId } from '../ids.ts'
import { openCommitLine } from '../store/executions.ts'
import { aDatabase, type TestDatabase } from '../testing/database.ts'
import { aLiveCampaign, aProfile, aSandbox, type LiveCampaign } from '../testing/live-campaign.ts'
import { type CallMode, executions } from './executions.ts'

let database: TestDatabase
let line: ReturnType<typeof openCommitLine>
let sandboxId: number
let api: ReturnType<typeof executions>
let now = new Date('2026-11-21T10:00:00Z')

beforeAll(async () => {
  database = await aDatabase()
  line = openCommitLine(database.connection, 2)
  sandboxId = await aSandbox(database.db)
  const house = { db: database.db, now: () => now, newId } as unknown as House
  api = executions(house, { line, maxWaiting: 1_000, maxBacklog: 1_000 })
})
afterAll(() => line.close())

const creating = { audience: { createProfiles: true } }
const aCampaign = (given: LiveCampaign = { definition: creating }) =>
  aLiveCampaign(database.db, sandboxId, given)
let requests = 0
const aCall = (campaignId: string, more: object = {}) => ({
  requestId: `r-${++requests}`,
  campaignId,
  recipients: [{ type: 'external', userId: 'ada@example.com', namespace: 'email' }],
  ...more,
})
const send = (
  call: object,
  { mode = 'unitary' as CallMode, clientId = 'shop', raw = JSON.stringify(call) } = {},
) =>
  Promise.resolve().then(async () =>
    JSON.parse(await api.trigger(mode, api.parse(mode, raw, {}), raw, { clientId, sandboxId })),
  )
const refusal = (sending: Promise<unknown>): Promise<Problem> =>
  sending.then(
    () => expect.fail('the call was accepted'),
    (error) => (error instanceof Problem ? error : Promise.reject(error)),
  )
const written = (campaignId: string) =>
  database.db.selectFrom('execution').selectAll().where('campaignId', '=', campaignId).execute()
const batches = (campaignId: string) =>
  database.db.selectFrom('batch').selectAll().where('campaignId', '=', campaignId).execute()

test('an accepted call is an execution, a batch for a worker and a count of its recipients', async () => {
  const campaignId = await aCampaign()
  const call = aCall(campaignId, {
    recipients: [
      {
        type: 'external',
        userId: 'a@example.com',
        namespace: 'email',
        context: { text: 'a "quoted"\nline\\ ünïcode' },
      },
      { type: 'aep', userId: 'b@example.com', namespace: 'email' },
    ],
  })
  const answer = await send(call, { raw: JSON.stringify(call, null, 2) })
  expect(answer).toEqual({
    executionId: expect.stringMatching(/00$/),
    requestId: call.requestId,
    createdAt: now.toISOString(),
    createdBy: 'shop',
    modifiedAt: now.toISOString(),
    modifiedBy: 'shop',
  })
  const [execution] = await written(campaignId)
  expect(execution).toMatchObject({ id: answer.executionId, sandboxId, recipients: 2, version: 1 })
  expect(JSON.parse(execution!.body)).toEqual(call)
  const id = answer.executionId
  expect(await batches(campaignId)).toMatchObject([
    {
      id: execution!.batchId,
      size: 2,
      lane: 'transactional',
      kind: 'executions',
      firstId: id,
      lastId: id,
      status: 'ready',
    },
  ])
  const tally = await database.db
    .selectFrom('tallyDelta')
    .selectAll()
    .where('campaignId', '=', campaignId)
    .execute()
  expect(tally).toMatchObject([{ metric: 'targeted', count: 2 }])
})

describe('a requestId', () => {
  test('with the same body gets the first answer again, written once', async () => {
    const campaignId = await aCampaign()
    const call = aCall(campaignId)
    const first = await send(call)
    now = new Date(now.getTime() + 60_000)
    expect(await send(call, { clientId: 'another' })).toEqual(first)
    expect(await send(call, { raw: JSON.stringify(call, null, 1) })).toEqual(first)
    expect(await written(campaignId)).toHaveLength(1)
  })

  test('with another body is refused and names the field', async () => {
    const campaignId = await aCampaign()
    const call = aCall(campaignId)
    await send(call)
    const problem = await refusal(
      send({ ...call, recipients: [{ ...call.recipients[0], userId: 'other@example.com' }] }),
    )
    expect(problem).toMatchObject({ type: 'execution/request-id-reused', status: 409 })
    expect(problem.extra.errors).toMatchObject([{ pointer: '/requestId' }])
  })

  test('raced by forty callers is accepted once, and all get the same answer', async () => {
    const campaignId = await aCampaign()
    const call = aCall(campaignId)
    const answers = await Promise.all(Array.from({ length: 40 }, () => send(call)))
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1)
    expect(await written(campaignId)).toHaveLength(1)
    expect(await batches(campaignId)).toMatchObject([{ size: 1 }])
  })

  test('raced by two bodies has one winner; the other is refused', async () => {
    const campaignId = await aCampaign()
    const call = aCall(campaignId)
    const other = { ...call, recipients: [{ ...call.recipients[0], userId: 'b@example.com' }] }
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => send(i % 2 ? call : other)))
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(10)
    expect(await written(campaignId)).toHaveLength(1)
  })

  test('is answered even when the campaign has ended since', async () => {
    const campaignId = await aCampaign()
    const call = aCall(campaignId)
    const first = await send(call)
    await database.db
      .updateTable('campaign')
      .set({ status: 'stopped' })
      .where('id', '=', campaignId)
      .execute()
    expect(await send(call)).toEqual(first)
    expect(await refusal(send(aCall(campaignId)))).toMatchObject({ type: 'execution/campaign-not-live' })
  })

  test('belongs to its campaign: another campaign may use it too', async () => {
    const [one, two] = [await aCampaign(), await aCampaign()]
    const first = await send({ ...aCall(one), requestId: 'shared' })
    const second = await send({ ...aCall(two), requestId: 'shared' })
    expect(second.executionId).not.toBe(first.executionId)
  })
})

describe('a call is refused whole', () => {
  test('when a recipient has no profile and the campaign creates none', async () => {
    const campaignId = await aCampaign({})
    await aProfile(database.db, sandboxId, 'known@example.com')
    const known = { type: 'aep', userId: ' Known@Example.com', namespace: 'Email' }
    const problem = await refusal(
      send(aCall(campaignId, { recipients: [known, { ...known, userId: 'nobody@example.com' }] })),
    )
    expect(problem).toMatchObject({ type: 'execution/unknown-profile', status: 400 })
    expect(problem.extra.errors).toMatchObject([{ pointer: '/recipients/1/userId' }])
    expect(await written(campaignId)).toEqual([])
    await send(aCall(campaignId, { recipients: [known] }))
    expect(await batches(campaignId)).toMatchObject([{ size: 1 }])
  })

  test('without harm to the calls that are committed beside it', async () => {
    const campaignId = await aCampaign({})
    const at = (n: number) => `beside-${n}@example.com`
    for (let n = 0; n < 10; n += 2) await aProfile(database.db, sandboxId, at(n))
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        send(aCall(campaignId, { recipients: [{ type: 'aep', userId: at(n), namespace: 'email' }] })),
      ),
    )
    expect(results.map((r) => r.status === 'fulfilled')).toEqual(results.map((_, n) => n % 2 === 0))
    const sizes = (await batches(campaignId)).map((b) => b.size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5)
  })

  test.each([
    ['draft', 'execution/campaign-not-live'],
    ['completed', 'execution/campaign-not-live'],
    ['archived', 'execution/campaign-not-live'],
  ])('when the campaign is %s', async (status, type) => {
    const id = await aCampaign({})
    await database.db
      .updateTable('campaign')
      .set({ status, draftVersion: 1, archivedAt: now, returnsTo: 'stopped' })
      .where('id', '=', id)
      .execute()
    expect(await refusal(send(aCall(id)))).toMatchObject({ type, status: 400 })
  })

  test('before the start and from the end on', async () => {
    const campaignId = await aCampaign({
      startAt: new Date('2030-01-01T00:00:00Z'),
      endAt: new Date('2030-01-02T00:00:00Z'),
      definition: creating,
    })
    expect(await refusal(send(aCall(campaignId)))).toMatchObject({ type: 'execution/outside-schedule' })
    now = new Date('2030-01-01T00:00:00Z')
    await send(aCall(campaignId))
    now = new Date('2030-01-02T00:00:00Z')
    expect(await refusal(send(aCall(campaignId)))).toMatchObject({ type: 'execution/outside-schedule' })
    now = new Date('2026-11-21T10:00:00Z')
  })

  test('at the wrong endpoint, for either kind of campaign', async () => {
    const [plain, fast] = [await aCampaign(), await aCampaign({ highThroughput: true })]
    expect(await refusal(send(aCall(plain), { mode: 'highthroughput' }))).toMatchObject({
      type: 'execution/wrong-type',
    })
    expect(await refusal(send(aCall(fast)))).toMatchObject({ type: 'execution/wrong-type' })
    await send(aCall(fast), { mode: 'highthroughput' })
  })

  test('when it names a campaign of another sandbox, or none', async () => {
    const other = await aSandbox(database.db, 'other')
    const foreign = await aLiveCampaign(database.db, other, { definition: creating })
    for (const campaignId of [foreign, newId(), 'campaign-12345']) {
      expect(await refusal(send(aCall(campaignId)))).toMatchObject({
        type: 'campaign/not-found',
        status: 404,
      })
    }
  })

  test('when a recipient stands in it twice, whatever the letters’ case', async () => {
    const twice = ['A@example.com', 'b@example.com', 'a@EXAMPLE.com'].map((userId) => ({
      type: 'external',
      userId,
      namespace: 'email',
    }))
    const problem = await refusal(send(aCall(await aCampaign(), { recipients: twice })))
    expect(problem.type).toBe('execution/duplicate-recipient')
    expect(problem.extra.errors).toMatchObject([{ pointer: '/recipients/2/userId' }])
  })

  test('when its contexts together pass 200 KB', async () => {
    const recipients = [1, 2].map((n) => ({
      type: 'external',
      userId: `big${n}@example.com`,
      namespace: 'email',
      context: { text: 'é'.repeat(52_000) },
    }))
    const campaignId = await aCampaign()
    const problem = await refusal(send(aCall(campaignId, { recipients })))
    expect(problem.type).toBe('execution/context-too-large')
    expect(problem.extra.errors).toMatchObject([{ pointer: '/recipients/1/context' }])
    await send(aCall(campaignId, { recipients: recipients.slice(1) }))
  })

  test('when its context does not fit the campaign’s schema and the campaign asks for that', async () => {
    const schema = { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] }
    const campaignId = await aCampaign({ definition: { ...creating, context: { schema, validate: true } } })
    const recipient = { type: 'external', userId: 'a@example.com', namespace: 'email' }
    const bad = await refusal(
      send(aCall(campaignId, { recipients: [{ ...recipient, context: { total: 'much' } }] })),
    )
    expect(bad.type).toBe('execution/context-invalid')
    expect(bad.extra.errors).toMatchObject([{ pointer: '/recipients/0/context/total' }])
    await send(aCall(campaignId, { recipients: [{ ...recipient, context: { total: 12 } }] }))
  })

  test('when its context lacks what the content prints, by the schema inferred from the content', async () => {
    const campaignId = await aCampaign({
      definition: {
        ...creating,
        content: { html: '<p>{{context.order.number}}</p>' },
        context: { validate: true },
      },
    })
    const recipient = { type: 'external', userId: 'a@example.com', namespace: 'email' }
    const bad = await refusal(send(aCall(campaignId, { recipients: [recipient] })))
    expect(bad.type).toBe('execution/context-invalid')
    const given = { ...recipient, context: { order: { number: 'CH-1' } } }
    await send(aCall(campaignId, { recipients: [given] }))
  })

  test.each<[string, object, string]>([
    ['no requestId', { requestId: undefined }, '/requestId'],
    ['an empty requestId', { requestId: '' }, '/requestId'],
    ['a control character in the requestId', { requestId: 'a\u001eb' }, '/requestId'],
    ['no recipients', { recipients: [] }, '/recipients'],
    [
      '21 recipients',
      {
        recipients: Array.from({ length: 21 }, (_, n) => ({
          type: 'aep',
          userId: `u${n}`,
          namespace: 'crm',
        })),
      },
      '/recipients',
    ],
    [
      'an unknown type',
      { recipients: [{ type: 'other', userId: 'u', namespace: 'crm' }] },
      '/recipients/0/type',
    ],
    ['no userId', { recipients: [{ type: 'aep', namespace: 'crm' }] }, '/recipients/0/userId'],
    [
      'a context that is text',
      { recipients: [{ type: 'aep', userId: 'u', namespace: 'crm', context: 'x' }] },
      '/recipients/0/context',
    ],
  ])('with %s, naming the place', async (_, change, pointer) => {
    const problem = await refusal(send(aCall(await aCampaign(), change)))
    expect(problem).toMatchObject({ type: 'request/invalid', status: 400 })
    expect(problem.extra.errors).toMatchObject([{ pointer }])
  })

  test('when it is nested so deep that nobody could compare it with its repetition', async () => {
    const campaignId = await aCampaign()
    const nested = (levels: number) => {
      const list = '['.repeat(levels) + ']'.repeat(levels)
      const call = aCall(campaignId, { extra: '@' })
      return { call, raw: JSON.stringify(call).replace('"@"', list) }
    }
    for (const levels of [101, 100_000])
      expect(await refusal(send({}, nested(levels)))).toMatchObject({ type: 'request/invalid' })
    const deep = nested(99)
    const first = await send({}, deep)
    expect(await send({}, { raw: ` ${deep.raw}` })).toEqual(first)
  })

  test('when it is not JSON', async () => {
    expect(await refusal(send({}, { raw: '{"requestId":' }))).toMatchObject({ type: 'request/malformed' })
  })
})

test('a scheduled campaign takes the first call after its start, though nobody has begun it yet', async () => {
  const startAt = new Date(now.getTime() + 60_000)
  const campaignId = await aCampaign({ status: 'scheduled', startAt, definition: creating })
  expect(await refusal(send(aCall(campaignId)))).toMatchObject({
    type: 'execution/campaign-not-live',
    extra: { campaignStatus: 'scheduled' },
  })
  now = startAt
  await send(aCall(campaignId))
  expect(await written(campaignId)).toHaveLength(1)
})

test('a version activated between two calls is the next call’s version', async () => {
  const campaignId = await aCampaign()
  await send(aCall(campaignId))
  await database.db.transaction().execute(async (db) => {
    const version = db.updateTable('campaignVersion').where('campaignId', '=', campaignId)
    await version.set({ state: 'superseded' }).execute()
    const definition = JSON.stringify({ audience: { namespace: 'email', createProfiles: true } })
    const by = { createdBy: 'test', modifiedBy: 'test' }
    await db
      .insertInto('campaignVersion')
      .values({ sandboxId, campaignId, number: 2, state: 'live', definition, ...by })
      .execute()
    await db.updateTable('campaign').set({ liveVersion: 2 }).where('id', '=', campaignId).execute()
  })
  await send(aCall(campaignId))
  expect((await written(campaignId)).map((e) => e.version).sort()).toEqual([1, 2])
})

test('calls are turned away while too many messages wait, and taken again when they have left', async () => {
  const campaignId = await aCampaign()
  await database.db.updateTable('batch').set({ status: 'done' }).execute()
  await api.measure()
  expect(api.overload()).toBeUndefined()
  await send(aCall(campaignId))
  await database.db.updateTable('batch').set({ size: 1_000 }).where('campaignId', '=', campaignId).execute()
  await api.measure()
  expect(api.overload()).toBeGreaterThan(0)
  expect(api.room()).toEqual({ limit: 1_000, remaining: 0 })
  await database.db.updateTable('batch').set({ status: 'done' }).execute()
  await api.measure()
  expect(api.overload()).toBeUndefined()
})
