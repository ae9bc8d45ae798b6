import { listCampaigns } from '@chappe/core/api/campaigns'
import { signOut } from '@chappe/core/api/session'
import { removeSuppression } from '@chappe/core/api/suppressions'
import { compareVersions } from '@chappe/core/api/versions'
import { afterEach, expect, test, vi } from 'vitest'
import { addressOf, call, chooseSandbox } from './api.ts'
import { ApiProblem, mistakesByField } from './problem.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  chooseSandbox(undefined)
})

/** The network, answering one thing; what it was asked is kept. */
function network(answer: () => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return Promise.resolve().then(answer)
  })
  return asked
}

const problem = (status: number, body: unknown) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })

test('lists repeat their name, what is left out or empty is not sent', () => {
  const query = { status: ['draft', 'live'], search: '', createdByMe: undefined, limit: 100 }
  expect(addressOf(listCampaigns, { query })).toBe('/v1/campaigns?status=draft&status=live&limit=100')
})

test('a value in the path cannot leave its place', () => {
  expect(addressOf(removeSuppression, { params: { value: 'a/../b?c@x.org' } })).toBe(
    '/v1/suppressions/a%2F..%2Fb%3Fc%40x.org',
  )
})

test('an answer is parsed by the contract', async () => {
  network(() => new Response(JSON.stringify({ from: 1, to: 2, changes: [], more: true })))
  const id = '01890000-0000-7000-8000-000000000000'
  expect(await call(compareVersions, { params: { id }, query: { from: 1, to: 2 } })).toEqual({
    from: 1,
    to: 2,
    changes: [],
  })
})

test('a call names the sandbox that was chosen, and an empty answer is undefined', async () => {
  const asked = network(() => new Response(null, { status: 204 }))
  chooseSandbox('prod')
  expect(await call(signOut, {})).toBeUndefined()
  expect(asked[0]?.init.headers).toMatchObject({ 'x-sandbox-name': 'prod' })
})

test('a problem document becomes a problem of its type, with its mistakes by field', async () => {
  const document = {
    type: '/problems/request/invalid',
    title: 'The request does not fit its schema',
    detail: 'One mistake.',
    errors: [{ pointer: '/settings/senderEmail', detail: 'Not an address' }],
  }
  network(() => problem(400, document))
  const error = await call(signOut, {}).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiProblem)
  expect(error).toMatchObject({ type: 'request/invalid', status: 400, detail: 'One mistake.' })
  expect(mistakesByField(error)).toEqual({ 'settings.senderEmail': 'Not an address' })
})

test('an answer of something in between, without a document, still has a type', async () => {
  for (const [status, type] of [
    [401, 'auth/unauthenticated'],
    [404, 'request/not-found'],
    [502, 'server/unavailable'],
    [500, 'server/bug'],
  ] as const) {
    network(() => problem(status, '<html>Bad gateway</html>'))
    await expect(call(signOut, {})).rejects.toMatchObject({ type, status })
  }
})

test('no answer at all is a problem too', async () => {
  network(() => {
    throw new TypeError('fetch failed')
  })
  await expect(call(signOut, {})).rejects.toMatchObject({ type: 'network/unreachable' })
})
