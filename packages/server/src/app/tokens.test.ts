import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import * as clientStore from '../store/clients.ts'
import { aHouse, foreignOrganizationId, organizationId } from '../testing/house.ts'
import { aClient, type TestClient } from '../testing/people.ts'
import { revoke } from './clients.ts'
import { openSecrets } from './secrets.ts'
import { openAccessTokens, tokenLifetime } from './tokens.ts'

const { house, ctx, clock, db } = await aHouse()
const refused = { type: 'auth/unauthenticated' }
let client: TestClient
beforeEach(async () => {
  client = await aClient(house, { scopes: ['executions:write', 'executions:read'] })
})

/** The house's database, which tells of every statement before it runs it. */
const heard = (listen: () => void) =>
  db.withPlugin({
    transformQuery: ({ node }) => {
      listen()
      return node
    },
    transformResult: async ({ result }) => result,
  })

test('a token says whose it is, what it allows and until when', async () => {
  const tokens = openAccessTokens(house)
  const bearer = await tokens.verify(client.token)

  expect(bearer).toMatchObject({
    clientId: client.id,
    clientName: 'Shop',
    organizationId,
    scopes: ['executions:write', 'executions:read'],
  })
  expect(decodeProtectedHeader(client.token)).toEqual({ alg: 'HS256', typ: 'at+jwt' })
  const { iat, exp, jti, sub } = decodeJwt(client.token)
  expect(exp! - iat!).toBe(tokenLifetime)
  expect(sub).toBe(client.id)
  expect(jti).toBeDefined()
})

test('a token that was altered anywhere is refused', async () => {
  const tokens = openAccessTokens(house)
  const [head = '', body = '', signature = ''] = client.token.split('.')
  const claims = { ...decodeJwt(client.token), scope: 'clients:write' }
  const forged = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
  const unsigned = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
  for (const token of [
    `${head}.${forged}.${signature}`,
    `${head}.${body}.${flipped}`,
    `${head}.${body}.`,
    `${unsigned}.${body}.`,
    'rubbish',
    '',
  ])
    await expect(tokens.verify(token), token).rejects.toMatchObject(refused)
})

test('a token of another key, issuer, audience or type is refused', async () => {
  const tokens = openAccessTokens(house)
  const elsewhere = openAccessTokens({ ...house, secrets: openSecrets([randomBytes(32)]) })
  await expect(elsewhere.verify(client.token)).rejects.toMatchObject(refused)

  const signed = (typ: string, changes: object) =>
    new SignJWT({ ...decodeJwt(client.token), ...changes })
      .setProtectedHeader({ alg: 'HS256', typ })
      .sign(house.secrets.derive('access-token'))
  expect(await tokens.verify(await signed('at+jwt', {}))).toMatchObject({ clientId: client.id })
  await expect(tokens.verify(await signed('JWT', {}))).rejects.toMatchObject(refused)
  for (const changes of [
    { iss: 'somebody' },
    { aud: 'else' },
    { scope: undefined },
    { org: foreignOrganizationId },
  ])
    await expect(tokens.verify(await signed('at+jwt', changes))).rejects.toMatchObject(refused)
})

test('a token ends with its day, remembered or not', async () => {
  const remembering = openAccessTokens(house)
  const token = await remembering.issue({ ...client, scopes: [] })
  await remembering.verify(token)
  clock.pass({ seconds: tokenLifetime + 1 })

  for (const tokens of [remembering, openAccessTokens(house)])
    await expect(tokens.verify(token)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('expired'),
    })
})

test('a revoked client is out within a second in every process, and at once where it was revoked', async () => {
  const token = await openAccessTokens(house).issue({ ...client, scopes: [] })
  const [here, elsewhere] = [openAccessTokens(house), openAccessTokens(house)]
  for (const tokens of [here, elsewhere]) await tokens.verify(token)

  await revoke(ctx, client.id)
  here.forget(client.id)

  await expect(here.verify(token)).rejects.toMatchObject(refused)
  clock.pass({ seconds: 1 })
  await expect(elsewhere.verify(token)).rejects.toMatchObject(refused)
})

test('the token of a client that is gone is refused', async () => {
  const token = await openAccessTokens(house).issue({ id: 'nobody', organizationId, scopes: [] })
  await expect(openAccessTokens(house).verify(token)).rejects.toMatchObject(refused)
})

test('a thousand calls within a second cost one read of the client and one note of its use', async () => {
  const token = await openAccessTokens(house).issue({ ...client, scopes: [] })
  let asked = 0
  const counting = { ...house, db: heard(() => void asked++) }
  const at = house.now()
  const tokens = openAccessTokens({ ...counting, now: () => at })
  await Promise.all(Array.from({ length: 1_000 }, () => tokens.verify(token)))
  for (let i = 0; i < 1_000; i++) await tokens.verify(token)
  expect(asked).toBe(2)
})

test('a database that is away is told, not remembered', async () => {
  const token = await openAccessTokens(house).issue({ ...client, scopes: [] })
  let away = true
  const shaky = {
    ...house,
    db: heard(() => {
      if (away) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    }),
  }
  const tokens = openAccessTokens(shaky)
  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  away = false
  expect(await tokens.verify(token)).toMatchObject({ clientId: client.id })
})

test('only so many tokens are remembered', async () => {
  const tokens = openAccessTokens(house, { cached: 2 })
  for (let i = 0; i < 5; i++)
    expect(await tokens.verify(await tokens.issue({ ...client, scopes: [] }))).toMatchObject({
      clientId: client.id,
    })
  expect(await tokens.verify(await tokens.issue({ ...client, scopes: ['inbox:read'] }))).toMatchObject({
    scopes: ['inbox:read'],
  })
})

test('the last use of a client is noted, once a minute', async () => {
  const token = await openAccessTokens(house).issue({ ...client, scopes: [] })
  const tokens = openAccessTokens(house)
  const lastUse = async () => (await clientStore.find(db, client.id))?.lastUsedAt?.getTime()

  await tokens.verify(token)
  const first = await lastUse()
  expect(first).toBeDefined()
  clock.pass({ seconds: 30 })
  await tokens.verify(token)
  expect(await lastUse()).toBe(first)
  clock.pass({ seconds: 31 })
  await tokens.verify(token)
  expect(await lastUse()).toBeGreaterThan(first!)
})
