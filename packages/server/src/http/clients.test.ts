import { type Scope, scopes } from '@chappe/core/access/scopes'
import { createClient, listClients, revokeClient, rotateClientSecret } from '@chappe/core/api/clients'
import { getSession } from '@chappe/core/api/session'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aHouse, foreignOrganizationId } from '../testing/house.ts'
import { aClient, aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, db } = await aHouse()
const server = anHttpServer(house)
const as = await signedIn(house, await aPerson(house, { name: 'Ada' }))

const create = (given: { name: string; scopes: Scope[] } = { name: 'Shop', scopes: ['executions:write'] }) =>
  server.call(createClient, { body: given, as })
const tokenFor = (id: string, secret: string) =>
  server.inject({
    method: 'POST',
    url: '/ims/token/v3',
    query: { grant_type: 'client_credentials', client_id: id, client_secret: secret },
  })
const notFound = { status: 404, problem: { type: '/problems/client/not-found' } }

test('a new client’s secret is told once, works, and is nowhere in the database', async () => {
  const { status, body } = await create()
  expect(status).toBe(201)
  expect(body).toMatchObject({
    name: 'Shop',
    scopes: ['executions:write'],
    createdBy: 'Ada',
    revokedAt: null,
  })
  expect(body.id).toMatch(/^[0-9a-f]{32}$/)
  expect(body.secret).toMatch(/^[\w-]{43}$/)
  expect((await tokenFor(body.id, body.secret)).statusCode).toBe(200)

  const { rows } = await sql`select api_client::text from api_client`.execute(db)
  expect(JSON.stringify(rows)).not.toContain(body.secret)
  const list = await server.call(listClients, { as })
  expect(JSON.stringify(list.body)).not.toContain(body.secret)
  expect(list.body.items.map(({ id }) => id)).toContain(body.id)
})

test('nobody gives a client what they may not do themselves', async () => {
  const narrow = await aClient(house, { scopes: ['clients:write', 'inbox:read'] })
  const given = (list: Scope[]) =>
    server.call(createClient, { body: { name: 'Child', scopes: list }, as: narrow.headers })

  expect(await given(['inbox:read', 'campaigns:publish'])).toMatchObject({
    status: 403,
    problem: { type: '/problems/auth/forbidden', lacking: ['campaigns:publish'] },
  })
  expect((await given(['inbox:read'])).status).toBe(201)
})

test('nobody learns the secret of a client that may do more than they', async () => {
  const narrow = await aClient(house, { scopes: ['clients:write', 'inbox:read'] })
  const wide = await create({ name: 'Wide', scopes: ['inbox:read', 'campaigns:publish'] })
  const small = await create({ name: 'Small', scopes: ['inbox:read'] })
  const rotate = (id: string) => server.call(rotateClientSecret, { params: { id }, as: narrow.headers })

  expect(await rotate(wide.body.id)).toMatchObject({
    status: 403,
    problem: { type: '/problems/auth/forbidden', lacking: ['campaigns:publish'] },
  })
  expect((await tokenFor(wide.body.id, wide.body.secret)).statusCode).toBe(200)
  expect((await rotate(small.body.id)).status).toBe(200)
})

test('a client without a name, without scopes or with an unknown one is refused', async () => {
  for (const body of [
    { name: ' ', scopes: ['inbox:read'] },
    { name: 'Shop', scopes: [] },
    { name: 'Shop', scopes: ['everything'] },
    { name: 'x'.repeat(101), scopes: ['inbox:read'] },
  ])
    expect((await server.call(createClient, { body, as })).status, JSON.stringify(body)).toBe(400)
})

test('after a rotation the new secret works and the old one does not; tokens live on', async () => {
  const { body: client } = await create({ name: 'Shop', scopes: ['clients:read'] })
  const { access_token: token } = (await tokenFor(client.id, client.secret)).json()
  const { status, body } = await server.call(rotateClientSecret, { params: { id: client.id }, as })

  expect(status).toBe(200)
  expect(body.secret).not.toBe(client.secret)
  expect((await tokenFor(client.id, client.secret)).statusCode).toBe(401)
  expect((await tokenFor(client.id, body.secret)).statusCode).toBe(200)
  const bearer = { authorization: `Bearer ${token}` }
  expect((await server.call(listClients, { as: bearer })).status).toBe(200)
})

test('a revoked client is out at once, for good, and keeps its first date', async () => {
  const { body: client } = await create({ name: 'Shop', scopes: ['clients:read'] })
  const { access_token: token } = (await tokenFor(client.id, client.secret)).json()
  const bearer = { authorization: `Bearer ${token}` }
  expect((await server.call(listClients, { as: bearer })).status).toBe(200)

  const params = { id: client.id }
  const { status, body } = await server.call(revokeClient, { params, as })
  expect(status).toBe(200)
  expect(body.revokedAt).not.toBeNull()
  expect((await server.call(listClients, { as: bearer })).status).toBe(401)
  expect((await tokenFor(client.id, client.secret)).statusCode).toBe(401)
  expect(await server.call(rotateClientSecret, { params, as })).toMatchObject(notFound)
  expect((await server.call(revokeClient, { params, as })).body.revokedAt).toBe(body.revokedAt)
})

test('another organization’s clients are not there', async () => {
  const theirs = await aClient(house, { organizationId: foreignOrganizationId })
  const params = { id: theirs.id }
  expect(await server.call(revokeClient, { params, as })).toMatchObject(notFound)
  expect(await server.call(rotateClientSecret, { params, as })).toMatchObject(notFound)
  expect(await server.call(revokeClient, { params: { id: 'nobody' }, as })).toMatchObject(notFound)
  const { body } = await server.call(listClients, { as })
  expect(body.items.map(({ id }) => id)).not.toContain(theirs.id)
  expect((await server.call(listClients, { as: theirs.headers })).body.items).toHaveLength(1)
})

test('only administrators see and change clients', async () => {
  for (const role of ['manager', 'approver', 'viewer'] as const) {
    const person = await signedIn(house, await aPerson(house, { role }))
    expect((await server.call(listClients, { as: person })).status).toBe(403)
    expect(
      (await server.call(createClient, { body: { name: 'a', scopes: [...scopes] }, as: person })).status,
    ).toBe(403)
    expect((await server.call(getSession, { as: person })).body.scopes).not.toContain('clients:write')
  }
})
