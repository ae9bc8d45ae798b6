import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listClients } from '@chappe/core/api/clients'
import { signIn } from '@chappe/core/api/session'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../store/db.ts'
import { aHouse } from '../testing/house.ts'
import { aClient } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'
import { partsOf } from './ui.ts'

const { house } = await aHouse()
const folder = mkdtempSync(join(tmpdir(), 'chappe-ui-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'assets'))
writeFileSync(
  join(folder, 'index.html'),
  '<!doctype html><html><head><title>Chappe</title><script type="module" src="/assets/a-1.js"></script></head></html>',
)
writeFileSync(join(folder, 'assets', 'a-1.js'), 'export {}')
writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')

const server = anHttpServer(house, { ui: folder })
const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'GET', url, headers })

test('the process says that it lives, and whether it can work', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'ok' })
  expect((await get('/readyz')).json()).toEqual({ status: 'ok' })
})

test('without its database it lives, is not ready, and says so to callers without telling why', async () => {
  const { db, pool } = openDatabase({ connection: { host: '127.0.0.1', port: 1 } })
  const lost = anHttpServer({ ...house, db })
  const inject = (url: string) => lost.inject({ method: 'GET', url })

  expect((await inject('/healthz')).statusCode).toBe(200)
  expect((await inject('/readyz')).statusCode).toBe(503)
  const { token } = await aClient(house)
  const { status, problem, headers } = await lost.call(listClients, {
    as: { authorization: `Bearer ${token}` },
  })
  expect(status).toBe(503)
  expect(problem.type).toBe('/problems/server/unavailable')
  expect(headers['retry-after']).toBeDefined()
  expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|ECONN/)
  await pool.end()
})

test('an address that is not there is a problem for programs and the UI for people', async () => {
  for (const url of [
    '/v1/nothing',
    '/ajo/im/nothing',
    '/ims/nothing',
    '/problems/no/such',
    '/t/x/y',
    '/assets/gone.js',
    '//elsewhere.example/',
  ])
    expect((await get(url)).json(), url).toMatchObject({
      type: '/problems/request/not-found',
      status: 404,
      instance: url,
    })
  for (const url of ['/', '/index.html', '/campaigns', '/campaigns/123?tab=content'])
    expect((await get(url)).body, url).toContain('<title>Chappe</title>')
})

test('a wrong method is told from a wrong address, with the right ones', async () => {
  const { statusCode, headers, body } = await server.inject({
    method: 'PUT',
    url: '/v1/api-clients/abc/rotate',
  })
  expect(statusCode).toBe(405)
  expect(headers.allow).toBe('POST')
  expect(JSON.parse(body)).toMatchObject({ type: '/problems/request/method-not-allowed', allowed: ['POST'] })
})

test('the UI runs only scripts and styles of its own, under a nonce that is never the same', async () => {
  const answers = [await get('/'), await get('/')]
  const nonces = answers.map(({ body }) => /<meta property="csp-nonce" nonce="([^"]+)">/.exec(body)?.[1])
  expect(nonces[0]).not.toBe(nonces[1])
  answers.forEach(({ headers, body }, index) => {
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain(`script-src 'self' 'nonce-${nonces[index]}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(body).toContain(`<script nonce="${nonces[index]}" type="module"`)
    expect(headers['cache-control']).toBe('no-store')
  })
})

test('the document’s own nonces give way to ours', () => {
  const parts = partsOf(
    '<head lang="en"><meta property="csp-nonce" nonce="old"><style nonce="old">a</style><link rel="x" nonce="old"></head>',
  )
  expect(parts.join('NEW')).toBe(
    '<head lang="en"><meta property="csp-nonce" nonce="NEW"><style nonce="NEW">a</style><link nonce="NEW" rel="x"></head>',
  )
})

test('hashed files are kept for ever, others are asked for again', async () => {
  expect((await get('/assets/a-1.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const icon = await get('/favicon.svg')
  expect(icon.headers['cache-control']).toBe('no-cache')
  expect((await get('/favicon.svg', { 'if-none-match': String(icon.headers.etag) })).statusCode).toBe(304)
  expect((await get('/../package.json')).body).not.toContain('"chappe"')
})

test('answers of the API are not stored, not guessed at, not framed, and do not say what made them', async () => {
  const { headers } = await get('/v1/session')
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/problem+json; charset=utf-8',
  })
  expect(headers).not.toHaveProperty('server')
  expect(headers).not.toHaveProperty('x-powered-by')
})

test('a request id is echoed if it may stand in a log, else made', async () => {
  expect((await get('/healthz', { 'x-request-id': 'abc-123' })).headers['x-request-id']).toBe('abc-123')
  for (const id of ['', 'a\tb', 'x'.repeat(129)])
    expect((await get('/healthz', { 'x-request-id': id })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

const post = (payload: string, headers: Record<string, string> = {}) =>
  server.inject({
    method: 'POST',
    url: signIn.path,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  })

test('a body that is not JSON, not whole, or harmful is malformed', async () => {
  for (const payload of ['{', '{"a":1}x', '{"__proto__":{"admin":true}}'])
    expect((await post(payload)).json(), payload).toMatchObject({
      type: '/problems/request/malformed',
      status: 400,
    })
})

test('a body of another kind is refused by its kind', async () => {
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
    expect((await post('a=1', { 'content-type': type })).json(), type).toMatchObject({ status: 415 })
})

test('a body larger than allowed is refused before it is read', async () => {
  const small = anHttpServer(house, { bodyLimit: 100 })
  const { status, problem } = await small.call(signIn, {
    body: { email: 'a@b.test', password: 'x'.repeat(100) },
  })
  expect({ status, type: problem.type }).toEqual({ status: 413, type: '/problems/request/too-large' })
})

test('an address that is not well-formed is not found', async () => {
  for (const url of ['/v1/%', '/v1/api-clients/%E0%A4%A/rotate'])
    expect((await get(url)).json(), url).toMatchObject({ type: '/problems/request/not-found' })
})

test('what somebody else takes first never comes to the routes', async () => {
  const hot = anHttpServer(house, {
    hot: (request, response) => {
      if (!request.url?.startsWith('/ajo/')) return false
      response.end('taken')
      return true
    },
  })
  const origin = await hot.app.listen({ host: '127.0.0.1', port: 0 })
  expect(await (await fetch(`${origin}/ajo/im/health`)).text()).toBe('taken')
  expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' })
})

test('what is not HTTP is answered by a status and the end', async () => {
  const { app } = anHttpServer(house)
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const answer = await new Promise<string>((resolve) => {
    let heard = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('EHLO there\r\n\r\n'))
    socket.on('data', (data) => (heard += data)).on('close', () => resolve(heard))
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n/)
})

test('closing lets a request that is under way end', async () => {
  let begun = () => {}
  let release = () => {}
  const waiting = new Promise<void>((resolve) => (begun = resolve))
  const released = new Promise<void>((resolve) => (release = resolve))
  const { app } = anHttpServer(house, {
    routes: [
      (_serve, group) => {
        group.get('/slow', async () => {
          begun()
          await released
          return { done: true }
        })
      },
    ],
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const answer = fetch(`${origin}/slow`, { headers: { connection: 'close' } })
  await waiting
  const closed = app.close()
  release()
  expect(await (await answer).json()).toEqual({ done: true })
  await closed
})
