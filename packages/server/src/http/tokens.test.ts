import { listClients } from '@chappe/core/api/clients'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { openDatabase } from '../store/db.ts'
import { aHouse, organizationId } from '../testing/house.ts'
import { aClient } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx, clock } = await aHouse()
const server = anHttpServer(house)
const client = await aClient(house, { scopes: ['clients:read', 'executions:write'] })
const credentials = { client_id: client.id, client_secret: client.secret }
const grant = { grant_type: 'client_credentials' }

type Parameters = Record<string, string>
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const byForm = (parameters: Parameters, headers: Parameters = {}) =>
  server.inject({
    method: 'POST',
    url: '/ims/token/v3',
    payload: new URLSearchParams(parameters).toString(),
    headers: { ...form, ...headers },
  })
const byQuery = (query: Parameters, headers: Parameters = {}) =>
  server.inject({ method: 'POST', url: '/ims/token/v3', query, headers })
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
})

test('credentials get a token for a day, that the API takes', async () => {
  const response = await byForm({ ...grant, ...credentials })
  expect(response.statusCode).toBe(200)
  expect(response.headers['cache-control']).toBe('no-store')
  expect(response.json()).toEqual({
    access_token: expect.any(String),
    token_type: 'bearer',
    expires_in: 86_399,
  })

  const token = response.json().access_token
  expect(decodeJwt(token)).toMatchObject({
    client_id: client.id,
    org: organizationId,
    scope: 'clients:read executions:write',
  })
  expect((await server.call(listClients, { as: { authorization: `Bearer ${token}` } })).status).toBe(200)
  clock.pass({ seconds: 86_399 })
  expect((await server.call(listClients, { as: { authorization: `Bearer ${token}` } })).status).toBe(401)
})

test('parameters come in the form, in the query, in both, or as HTTP Basic', async () => {
  for (const answer of [
    await byForm({ ...grant, ...credentials }),
    await byQuery({ ...grant, ...credentials }),
    await byQuery({ ...grant, ...credentials }, form),
    await byQuery({ ...grant, ...credentials }, { 'content-type': 'application/json' }),
    await server.inject({
      method: 'POST',
      url: `/ims/token/v3?client_id=${client.id}`,
      headers: form,
      payload: `grant_type=client_credentials&client_secret=${client.secret}`,
    }),
    await byForm(grant, basic(client.id, client.secret)),
    await byForm({ ...grant, client_id: client.id }, basic(client.id, client.secret)),
  ])
    expect(answer.statusCode, answer.body).toBe(200)
})

test('scopes that are not ours are passed over, ours narrow the token, those it lacks are refused', async () => {
  const scopeOf = async (scope: string) => {
    const { access_token: token } = (await byForm({ ...grant, ...credentials, scope })).json()
    return decodeJwt(token).scope
  }
  expect(await scopeOf('openid,AdobeID,read_organizations,session')).toBe('clients:read executions:write')
  expect(await scopeOf('openid executions:write')).toBe('executions:write')
  expect(await scopeOf('executions:write,clients:read')).toBe('clients:read executions:write')

  const answer = await byForm({ ...grant, ...credentials, scope: 'campaigns:publish' })
  expect({ status: answer.statusCode, ...answer.json() }).toMatchObject({
    status: 400,
    error: 'invalid_scope',
  })
})

test('every refusal is an OAuth error that says what to do', async () => {
  const refusals: [number, string, Parameters, Parameters?][] = [
    [400, 'invalid_request', credentials],
    [400, 'unsupported_grant_type', { ...credentials, grant_type: 'password' }],
    [401, 'invalid_client', grant],
    [401, 'invalid_client', { ...grant, client_id: client.id }],
    [401, 'invalid_client', { ...grant, ...credentials, client_secret: 'wrong' }],
    [401, 'invalid_client', { ...grant, ...credentials, client_id: 'nobody' }],
    [401, 'invalid_client', { ...grant, ...credentials, client_id: 'no\0body' }],
    [401, 'invalid_client', grant, basic(client.id, 'wrong')],
    [401, 'invalid_client', grant, { authorization: 'Basic ????' }],
    [400, 'invalid_request', { ...grant, client_id: 'another' }, basic(client.id, client.secret)],
  ]
  for (const [status, error, parameters, headers] of refusals) {
    const answer = await byForm(parameters, headers)
    expect({ status: answer.statusCode, error: answer.json().error }).toEqual({ status, error })
    expect(answer.json().error_description).toMatch(/\.$/)
    expect('www-authenticate' in answer.headers).toBe(status === 401 && headers !== undefined)
  }
})

test('a parameter that is there twice, or in JSON, is no request', async () => {
  const twice = await server.inject({
    method: 'POST',
    url: `/ims/token/v3?client_id=${client.id}`,
    headers: form,
    payload: new URLSearchParams({ ...grant, ...credentials }).toString(),
  })
  const json = await server.inject({
    method: 'POST',
    url: '/ims/token/v3',
    payload: { ...grant, ...credentials },
  })
  const large = await byForm({ ...grant, ...credentials, scope: 'x'.repeat(20_000) })
  for (const answer of [twice, json, large]) expect(answer.json()).toMatchObject({ error: 'invalid_request' })
})

test('guessing a secret ends with 429 where one guesses, and leaves the client alone elsewhere', async () => {
  const guessed = await aClient(house)
  const from = (remoteAddress: string, secret: string) =>
    server.inject({
      method: 'POST',
      url: '/ims/token/v3',
      query: { ...grant, client_id: guessed.id, client_secret: secret },
      remoteAddress,
    })
  for (let i = 0; i < 10; i++) expect((await from('198.51.100.7', 'x')).statusCode).toBe(401)
  const shut = await from('198.51.100.7', guessed.secret)

  expect(shut.statusCode).toBe(429)
  expect(Number(shut.headers['retry-after'])).toBeGreaterThan(0)
  expect(shut.json()).toMatchObject({ error: 'slow_down' })
  expect((await from('198.51.100.8', guessed.secret)).statusCode).toBe(200)
})

test('without its database the endpoint says so, and blames nobody', async () => {
  const { db, pool } = openDatabase({ connection: { host: '127.0.0.1', port: 1 } })
  const answer = await anHttpServer({ ...house, db }).inject({
    method: 'POST',
    url: '/ims/token/v3',
    query: { ...grant, ...credentials },
  })
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
  await pool.end()
})

test('a bug here is logged, without the secret', async () => {
  const broken = anHttpServer({ ...house, db: null as unknown as typeof ctx.db })
  const answer = await broken.inject({
    method: 'POST',
    url: '/ims/token/v3',
    query: { ...grant, ...credentials },
  })
  expect(answer.statusCode).toBe(500)
  expect(answer.json()).toMatchObject({ error: 'server_error' })
  expect(broken.logged).toHaveLength(1)
  expect(JSON.stringify(broken.logged)).not.toContain(client.secret)
})
