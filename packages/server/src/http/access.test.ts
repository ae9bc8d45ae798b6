import { type AnyEndpoint, scopesFor } from '@chappe/core/api/endpoint'
import { endpoints } from '@chappe/core/api/index'
import { describe, expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import { aClient, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house } = await aHouse()
const server = anHttpServer(house)
const powerless = await aClient(house, { scopes: [] })
const person = await signedIn(house)

const named = (some: readonly AnyEndpoint[]) => some.map((endpoint) => [endpoint.id, endpoint] as const)
const guarded = endpoints.filter(({ access }) => access !== 'public')
const changing = guarded.filter(({ method }) => method !== 'GET')
const inSandboxes = guarded.filter(({ access }) => scopesFor(access))

/** Fills every parameter with something that fits most of them: nobody should come so far that it matters. */
const at = ({ method, path }: AnyEndpoint, headers: Record<string, string> = {}) =>
  server.inject({
    method,
    url: path.replaceAll(':number', '1').replaceAll(/:\w+/g, '01970000-0000-7000-8000-000000000000'),
    headers,
  })

test('every endpoint is served', async () => {
  await server.app.ready()
  const missing = endpoints.filter(({ method, path }) => !server.app.hasRoute({ method, url: path }))
  expect(missing.map(({ id }) => id)).toEqual([])
})

describe.each(named(guarded))('%s', (_, endpoint) => {
  test('asks strangers who they are', async () => {
    const answer = await at(endpoint)
    expect({ status: answer.statusCode, type: answer.json().type }).toEqual({
      status: 401,
      type: '/problems/auth/unauthenticated',
    })
  })

  test('refuses who may not', async () => {
    const answer = await at(endpoint, powerless.headers)
    expect(answer.json()).toMatchObject({
      status: 403,
      type: '/problems/auth/forbidden',
      ...(endpoint.access !== 'signed-in' && { needed: scopesFor(endpoint.access)?.join(' or ') }),
    })
  })
})

test.each(named(changing))('%s is not done for a page of another site', async (_, endpoint) => {
  const answer = await at(endpoint, { ...person, 'sec-fetch-site': 'cross-site' })
  expect(answer.json()).toMatchObject({ status: 403, type: '/problems/request/foreign-origin' })
})

test.each(named(inSandboxes))('%s finds no unknown sandbox', async (_, endpoint) => {
  const answer = await at(endpoint, { ...person, 'x-sandbox-name': 'elsewhere' })
  expect(answer.json()).toMatchObject({ status: 404, type: '/problems/sandbox/not-found' })
})

const shared = guarded.flatMap((endpoint) => {
  const scopes = scopesFor(endpoint.access) ?? []
  return scopes.length > 1 ? scopes.map((scope) => [endpoint.id, scope, endpoint] as const) : []
})
test.each(shared)('%s is there for whoever holds %s alone', async (_, scope, endpoint) => {
  const { headers } = await aClient(house, { scopes: [scope] })
  expect((await at(endpoint, headers)).statusCode).toBeLessThan(400)
})
