import { connect } from 'node:net'
import { Accepted, ExecutionError } from '@chappe/core/api/trigger'
import { problems } from '@chappe/core/kit/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { executions } from '../app/executions.ts'
import { openAccessTokens } from '../app/tokens.ts'
import { openCommitLine } from '../store/executions.ts'
import { aHouse, organizationId, type TestHouse } from '../testing/house.ts'
import { aLiveCampaign, aSandbox } from '../testing/live-campaign.ts'
import { aClient } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'
import { executionCaller } from './execution-caller.ts'
import { hotHandler } from './hot.ts'

let house: TestHouse
let origin: string
let headers: Record<string, string>
let campaignId: string
let line: ReturnType<typeof openCommitLine>
let api: ReturnType<typeof executions>
const bugs: unknown[] = []
const maxBody = 400_000

beforeAll(async () => {
  house = await aHouse()
  line = openCommitLine(house.database.connection, 2)
  const accessTokens = openAccessTokens(house.house)
  api = executions(house.house, { line, maxWaiting: 1_000, maxBacklog: 5_000 })
  const { app } = anHttpServer(house.house, {
    accessTokens,
    hot: hotHandler({
      executions: api,
      authenticate: executionCaller(house.house, accessTokens),
      maxBody,
      onBug: (error) => bugs.push(error),
    }),
  })
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const client = await aClient(house.house, { scopes: ['executions:write'] })
  headers = {
    ...client.headers,
    'x-api-key': client.id,
    'x-gw-ims-org-id': organizationId,
    'x-sandbox-name': 'prod',
    'content-type': 'application/json',
  }
  campaignId = await aLiveCampaign(house.db, house.ctx.sandboxId, {
    definition: { audience: { createProfiles: true } },
  })
})
afterAll(() => line.close())

let requests = 0
const aCall = (more: object = {}) => ({
  requestId: `http-${++requests}`,
  campaignId,
  recipients: [{ type: 'external', userId: 'ada@example.com', namespace: 'email' }],
  ...more,
})
const post = (body: unknown, given: { path?: string; headers?: Record<string, string> } = {}) =>
  fetch(`${origin}${given.path ?? '/ajo/im/executions/unitary'}`, {
    method: 'POST',
    headers: given.headers ?? headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const without = (name: string) => Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))

/** Reads a refusal and holds it against the contract: shape, media type, stable type and title. */
async function refusal(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/json')
  const body = ExecutionError.parse(await answer.json())
  const type = body.type.replace('/problems/', '') as keyof typeof problems
  expect(body).toMatchObject({ status: answer.status, title: problems[type].title })
  expect(answer.status).toBe(problems[type].status)
  return { type, status: answer.status, said: body.report.additionalContext }
}

test('an accepted call answers 202 with the contract’s body and the room that is left', async () => {
  const call = aCall()
  const answer = await post(call, { headers: { ...headers, 'x-request-id': 'trace-1' } })
  expect(answer.status).toBe(202)
  expect(Accepted.parse(await answer.json())).toMatchObject({
    requestId: call.requestId,
    createdBy: headers['x-api-key'],
  })
  expect(answer.headers.get('x-request-id')).toBe('trace-1')
  expect(answer.headers.get('ratelimit-limit')).toBe('5000')
  expect(Number(answer.headers.get('ratelimit-remaining'))).toBeLessThan(5_000)
  expect(answer.headers.get('ratelimit-reset')).toMatch(/^\d+$/)
})

test('high throughput has its own address and takes external recipients only', async () => {
  const fast = await aLiveCampaign(house.db, house.ctx.sandboxId, { highThroughput: true })
  const path = '/ajo/im/executions/highthroughput'
  expect((await post(aCall({ campaignId: fast }), { path })).status).toBe(202)
  const aep = [{ type: 'aep', userId: 'x', namespace: 'email' }]
  const refused = await refusal(await post(aCall({ campaignId: fast, recipients: aep }), { path }))
  expect(refused).toMatchObject({ type: 'request/invalid', said: { pointer: '/recipients/0/type' } })
})

test('another method is told in the contract’s words, and a campaign’s id may be spelt in capitals', async () => {
  const answer = await fetch(`${origin}/ajo/im/executions/unitary`, { headers })
  expect(answer.headers.get('allow')).toBe('POST')
  expect(await refusal(answer)).toMatchObject({ type: 'request/method-not-allowed', status: 405 })
  expect((await post(aCall({ campaignId: campaignId.toUpperCase() }))).status).toBe(202)
})

test('health answers 200 to who may call', async () => {
  const answer = await fetch(`${origin}/ajo/im/health`, { headers: without('x-sandbox-name') })
  expect(answer.status).toBe(200)
  expect((await refusal(await fetch(`${origin}/ajo/im/health`))).status).toBe(401)
})

describe('refusals speak the contract and name the call', () => {
  test.each(['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name'])('without %s', async (name) => {
    const refused = await refusal(await post(aCall(), { headers: without(name) }))
    expect(refused).toMatchObject({ type: 'request/missing-header', status: 400, said: { pointer: name } })
  })
  test('without a token, with a bad one, with one of somebody else', async () => {
    for (const bad of [
      without('authorization'),
      { ...headers, authorization: 'Bearer rubbish' },
      { ...headers, 'x-api-key': 'another' },
      { ...headers, 'x-gw-ims-org-id': 'Other@ChappeOrg' },
    ]) {
      const refused = await refusal(await post(aCall(), { headers: bad as Record<string, string> }))
      expect(refused).toMatchObject({ type: 'auth/unauthenticated', status: 401 })
    }
  })
  test('with a client that may not trigger', async () => {
    const reader = await aClient(house.house, { scopes: ['campaigns:read'] })
    const answer = await post(aCall(), { headers: { ...headers, ...reader.headers, 'x-api-key': reader.id } })
    expect(await refusal(answer)).toMatchObject({ type: 'auth/forbidden', status: 403 })
  })
  test('in a sandbox that does not exist, or where the campaign is not', async () => {
    const nowhere = await refusal(
      await post(aCall(), { headers: { ...headers, 'x-sandbox-name': 'nowhere' } }),
    )
    expect(nowhere).toMatchObject({ type: 'sandbox/not-found', status: 404 })
    const call = aCall()
    const elsewhere = await refusal(await post(call, { headers: { ...headers, 'x-sandbox-name': 'dev' } }))
    expect(elsewhere).toMatchObject({
      type: 'campaign/not-found',
      status: 404,
      said: { requestId: call.requestId, campaignId, pointer: '/campaignId' },
    })
  })
  test('with malformed JSON, no body, or a body that is not an object', async () => {
    for (const body of ['{"requestId":', '', '\u0000']) {
      expect(await refusal(await post(body))).toMatchObject({ type: 'request/malformed', status: 400 })
    }
    for (const body of ['[]', 'null', '"text"']) {
      expect(await refusal(await post(body))).toMatchObject({ type: 'request/invalid', status: 400 })
    }
  })
  test('with a body beyond the limit, announced or not', async () => {
    const big = JSON.stringify(aCall({ filler: 'x'.repeat(maxBody) }))
    expect(await refusal(await post(big))).toMatchObject({ type: 'request/too-large', status: 413 })
    const stream = new Blob([big]).stream()
    const answer = await fetch(`${origin}/ajo/im/executions/unitary`, {
      method: 'POST',
      headers,
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect(await refusal(answer)).toMatchObject({ type: 'request/too-large' })
  })
  test('with a field that does not fit, naming it and the call', async () => {
    const call = aCall({ recipients: [{ type: 'external', namespace: 'email' }] })
    expect(await refusal(await post(call))).toMatchObject({
      type: 'request/invalid',
      said: { requestId: call.requestId, campaignId, pointer: '/recipients/0/userId' },
    })
  })
  test('with a recipient listed twice', async () => {
    const one = { type: 'external', userId: 'twice@example.com', namespace: 'email' }
    const refused = await refusal(await post(aCall({ recipients: [one, one] })))
    expect(refused).toMatchObject({
      type: 'execution/duplicate-recipient',
      said: { pointer: '/recipients/1/userId' },
    })
  })
  test('when the requestId was used with another body', async () => {
    const call = aCall()
    await post(call)
    const refused = await refusal(
      await post({ ...call, recipients: [{ ...call.recipients[0], userId: 'b@example.com' }] }),
    )
    expect(refused).toMatchObject({
      type: 'execution/request-id-reused',
      status: 409,
      said: { pointer: '/requestId' },
    })
  })
  test('when the campaign is not live', async () => {
    const draft = await aLiveCampaign(house.db, house.ctx.sandboxId, { status: 'draft' })
    const refused = await refusal(await post(aCall({ campaignId: draft })))
    expect(refused).toMatchObject({ type: 'execution/campaign-not-live', status: 400 })
  })
})

test('an overload answers 429 with the time to wait, and takes calls again after it', async () => {
  const sandboxId = await aSandbox(house.db, 'full')
  const id = await aLiveCampaign(house.db, sandboxId)
  const at = newIdOfBatch()
  await house.db
    .insertInto('batch')
    .values({
      sandboxId,
      campaignId: id,
      version: 1,
      lane: 'transactional',
      kind: 'executions',
      size: 5_000,
      ...at,
    })
    .execute()
  await api.measure()
  const answer = await post(aCall())
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(answer.headers.get('ratelimit-remaining')).toBe('0')
  expect(await refusal(answer)).toMatchObject({ type: 'execution/overloaded', status: 429 })
  await house.db.updateTable('batch').set({ status: 'done' }).execute()
  await api.measure()
  expect((await post(aCall())).status).toBe(202)
})
const newIdOfBatch = () => ({ firstId: house.house.newId(), lastId: house.house.newId() })

test('a caller that hangs up in the middle of its body leaves nothing and disturbs nobody', async () => {
  const { port } = new URL(origin)
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = `POST /ajo/im/executions/unitary HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n${head.join('')}\r\n{"requestId"`
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(request, () => socket.destroy()))
    socket.on('close', () => resolve())
  })
  expect((await post(aCall())).status).toBe(202)
  expect(bugs).toEqual([])
})

test('when the database is away the answer is 503, nothing is accepted, and it recovers by itself', async () => {
  const { count } = house.db.fn
  const accepted = () =>
    house.db.selectFrom('execution').select(count('id').as('n')).executeTakeFirstOrThrow()
  const before = await accepted()
  const call = aCall()
  await house.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  // The first call may meet a connection that the server just closed.
  const statuses = [(await post(call)).status, (await post(call)).status]
  expect(statuses[1]).toBe(202)
  expect([202, 503]).toContain(statuses[0])
  expect(Number((await accepted()).n)).toBe(Number(before.n) + 1)
})
