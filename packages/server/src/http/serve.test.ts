import { endpoint, nothing } from '@chappe/core/api/endpoint'
import { Problem } from '@chappe/core/kit/problem'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aHouse } from '../testing/house.ts'
import { aClient, aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'
import type { RouteGroup } from './routes.ts'
import type { Serve } from './serve.ts'

const { house, ctx, otherCtx } = await aHouse()
const client = await aClient(house, { scopes: ['campaigns:read', 'campaigns:write'] })

const about = { summary: '', tag: '' }
const Thing = z.object({ name: z.string(), size: z.int() })
const echo = endpoint({
  id: 'echo',
  ...about,
  method: 'POST',
  path: '/v1/echo/:id',
  access: 'campaigns:write',
  status: 201,
  params: z.object({ id: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().max(9).default(5), tag: z.array(z.string()).optional() }),
  body: z.object({
    items: z.array(Thing).default([]),
    'a/b~c': z.string().optional(),
    address: z.union([z.literal(''), z.email()]).default(''),
  }),
  reply: z.object({ sandbox: z.int(), given: z.unknown() }),
})
const read = endpoint({
  id: 'read',
  ...about,
  method: 'GET',
  path: '/v1/read',
  access: 'campaigns:read',
  reply: Thing,
})
const remove = endpoint({
  id: 'remove',
  ...about,
  method: 'DELETE',
  path: '/v1/read',
  access: 'campaigns:write',
  status: 204,
  reply: nothing,
})
const publish = endpoint({ ...read, id: 'publish', path: '/v1/publish', access: 'campaigns:publish' })
const id = '01970000-0000-7000-8000-000000000000'

const serverOf = (...groups: ((serve: Serve) => void)[]) =>
  anHttpServer(house, { routes: groups as RouteGroup[] })
const echoing = serverOf((serve) => serve(echo, ({ sandboxId }, given) => ({ sandbox: sandboxId, given })))

test('a handler gets what was sent, parsed, and is answered for with the endpoint’s status', async () => {
  const { status, body } = await echoing.call(echo, { params: { id }, body: { address: '' }, as: client })
  expect(status).toBe(201)
  expect(body).toEqual({
    sandbox: ctx.sandboxId,
    given: { params: { id }, query: { limit: 5 }, body: { items: [], address: '' } },
  })
})

test('the header names the sandbox; prod without it; one that is not there is not found', async () => {
  const bare = { authorization: client.headers.authorization as string }
  const call = (sandbox?: string) =>
    echoing.call(echo, { params: { id }, body: {}, as: bare, ...(sandbox && { sandbox }) })
  expect((await call()).body.sandbox).toBe(ctx.sandboxId)
  expect((await call('dev')).body.sandbox).toBe(otherCtx.sandboxId)
  expect((await call('elsewhere')).problem).toMatchObject({
    type: '/problems/sandbox/not-found',
    status: 404,
  })
})

test('every mistake is told at once, and where it stands: body, query, path', async () => {
  const { status, problem } = await echoing
    .inject({
      method: 'POST',
      url: '/v1/echo/abc?limit=10',
      headers: client.headers,
      payload: { items: [{ name: 'a', size: 1 }, { size: 1.5 }], 'a/b~c': 1, address: 'nobody' },
    })
    .then((response) => ({ status: response.statusCode, problem: response.json() }))

  expect(status).toBe(400)
  expect(problem.type).toBe('/problems/request/invalid')
  expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
    ['/address', '/a~1b~0c', '/items/1/name', '/items/1/size', ':id', '?limit'].sort(),
  )
  const address = problem.errors.find(({ pointer }: { pointer: string }) => pointer === '/address')
  expect(address.detail).toMatch(/email/i)
})

test('a body that should be there and is not, is a mistake of the whole body', async () => {
  const { problem } = await echoing.call(echo, { params: { id }, as: client })
  expect(problem.errors?.[0]?.pointer).toBe('')
})

test('nobody is told about mistakes who may not call at all', async () => {
  const url = '/v1/echo/abc'
  const payload = '{'
  const headers = { 'content-type': 'application/json' }
  expect((await echoing.inject({ method: 'POST', url, payload, headers })).statusCode).toBe(401)
  const reader = await aClient(house, { scopes: ['campaigns:read'] })
  const forbidden = await echoing.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...reader.headers, ...headers },
  })
  expect(forbidden.json()).toMatchObject({ type: '/problems/auth/forbidden', needed: 'campaigns:write' })
})

test('a reply that says less or more than its endpoint promises fails here, and passes in production', async () => {
  for (const reply of [{ name: 'a' }, { name: 'a', size: '1' }, { name: 'a', size: 1, password: 'x' }]) {
    const group = (serve: Serve) => serve(read, () => reply as z.infer<typeof Thing>)
    expect((await serverOf(group).call(read, { as: client })).status).toBe(500)
    const production = anHttpServer(house, { routes: [group as RouteGroup], checkReplies: false })
    expect((await production.call(read, { as: client })).body).toEqual(reply)
  }
})

test('nothing is answered where nothing is promised, whatever the content type says', async () => {
  const server = serverOf((serve) => serve(remove, async () => {}))
  const response = await server.inject({
    method: 'DELETE',
    url: remove.path,
    headers: { ...client.headers, 'content-type': 'application/json' },
  })
  expect({ status: response.statusCode, body: response.body }).toEqual({ status: 204, body: '' })
})

test('a problem is answered as its document, with all that it says', async () => {
  const server = serverOf((serve) =>
    serve(read, () => {
      throw new Problem('campaign/illegal-transition', 'A draft cannot stop.', { allowed: ['activate'] })
    }),
  )
  const response = await server.inject({ method: 'GET', url: '/v1/read?secret=1', headers: client.headers })
  expect(response.statusCode).toBe(409)
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(response.json()).toEqual({
    type: '/problems/campaign/illegal-transition',
    title: 'The campaign cannot do that now',
    status: 409,
    detail: 'A draft cannot stop.',
    instance: '/v1/read',
    allowed: ['activate'],
  })
})

test('a bug is logged whole and told bare', async () => {
  const server = serverOf((serve) =>
    serve(read, () => {
      throw new TypeError('undefined is not a password')
    }),
  )
  const response = await server.inject({ method: 'GET', url: '/v1/read?token=t0p', headers: client.headers })
  expect(response.statusCode).toBe(500)
  expect(response.body).not.toContain('password')
  expect(response.json()).toMatchObject({ type: '/problems/server/bug' })
  expect(server.logged).toHaveLength(1)
  const [line] = server.logged
  expect(line).toMatchObject({
    err: { type: 'TypeError', message: 'undefined is not a password' },
    path: '/v1/read',
  })
  expect(line?.reqId).toBe(response.headers['x-request-id'])
  expect(JSON.stringify(line)).not.toMatch(/t0p|Bearer/)
})

test('an endpoint cannot be served to others than it is for', () => {
  const registering = (group: (serve: Serve) => void) => serverOf(group).app.ready().then()
  return Promise.all([
    expect(registering((serve) => serve.anyone(read, () => ({ name: '', size: 1 })))).rejects.toThrow(
      'campaigns:read',
    ),
    expect(registering((serve) => serve.person(read, () => ({ name: '', size: 1 })))).rejects.toThrow(
      'campaigns:read',
    ),
    expect(
      registering((serve) => serve({ ...read, access: 'public' }, () => ({ name: '', size: 1 }))),
    ).rejects.toThrow('public'),
  ])
})

const reading = serverOf((serve) => {
  serve(read, () => ({ name: 'a', size: 1 }))
  serve(remove, () => {})
  serve(publish, () => ({ name: 'a', size: 1 }))
})

test('a role decides what a person may do', async () => {
  const viewer = await signedIn(house, await aPerson(house, { role: 'viewer' }))
  const approver = await signedIn(house, await aPerson(house, { role: 'approver' }))
  expect((await reading.call(read, { as: viewer })).status).toBe(200)
  expect((await reading.call(remove, { as: viewer })).status).toBe(403)
  expect((await reading.call(publish, { as: viewer })).status).toBe(403)
  expect((await reading.call(publish, { as: approver })).status).toBe(200)
})

test('another site cannot use a person’s cookie to change anything', async () => {
  const { cookie } = await signedIn(house)
  const remotely = (headers: Record<string, string>) => reading.call(remove, { as: { cookie, ...headers } })
  const foreign = { status: 403, problem: { type: '/problems/request/foreign-origin' } }

  for (const site of ['cross-site', 'same-site'])
    expect(await remotely({ 'sec-fetch-site': site })).toMatchObject(foreign)
  for (const origin of ['http://evil.test', 'null', 'https://chappe.test'])
    expect(await remotely({ origin }), origin).toMatchObject(foreign)
  expect(await remotely({ origin: 'http://chappe.test', 'sec-fetch-site': 'cross-site' })).toMatchObject(
    foreign,
  )

  for (const site of ['same-origin', 'none'])
    expect((await remotely({ 'sec-fetch-site': site })).status).toBe(204)
  expect((await remotely({ origin: 'http://chappe.test' })).status).toBe(204)
  expect((await remotely({ origin: 'http://127.0.0.1:8025', host: '127.0.0.1:8025' })).status).toBe(204)
  expect((await remotely({})).status).toBe(204)
  expect((await reading.call(read, { as: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(200)
})

test('a token is nobody’s cookie: where its call comes from does not matter', async () => {
  const as = { ...client.headers, origin: 'http://evil.test', 'sec-fetch-site': 'cross-site' }
  expect((await reading.call(remove, { as })).status).toBe(204)
})

test('headers that name somebody else than the token does are refused', async () => {
  for (const [name, value] of [
    ['x-api-key', 'another'],
    ['x-gw-ims-org-id', 'B1@ChappeOrg'],
  ] as const) {
    const { status, problem, headers } = await reading.call(read, {
      as: { ...client.headers, [name]: value },
    })
    expect(status).toBe(401)
    expect(problem.detail).toContain(name)
    expect(headers['www-authenticate']).toBe('Bearer realm="chappe"')
  }
})

test('credentials of no kind that we know are no credentials', async () => {
  for (const authorization of ['Bearer', 'Bearer a b', 'Basic YTpi', 'bearer', client.token])
    expect((await reading.call(read, { as: { authorization } })).status, authorization).toBe(401)
  expect((await reading.call(read, { as: { authorization: `bearer ${client.token}` } })).status).toBe(200)
})
