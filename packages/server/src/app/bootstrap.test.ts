import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { scopes } from '@chappe/core/access/scopes'
import { expect, test } from 'vitest'
import { mailForm } from '../channels/email/index.ts'
import type { House } from '../context.ts'
import { newId } from '../ids.ts'
import * as clientStore from '../store/clients.ts'
import { aDatabase } from '../testing/database.ts'
import { openStorage } from './assets/storage.ts'
import { bootstrap, type Welcome } from './bootstrap.ts'
import { authenticate, revoke } from './clients.ts'
import { resetPassword } from './people.ts'
import { openSecrets } from './secrets.ts'
import { resume, signIn } from './session.ts'
import { openAccessTokens } from './tokens.ts'

async function anEmptyHouse(): Promise<House> {
  const { db } = await aDatabase()
  return {
    db,
    now: () => new Date(),
    newId,
    secrets: openSecrets([randomBytes(32)]),
    providers: { list: () => [], parse: () => ({ ok: false, mistakes: [] }) },
    mail: mailForm,
    assets: openStorage({
      folder: tmpdir(),
      bucket: undefined,
      url: undefined,
      publicUrl: 'http://chappe.test',
    }),
    publicUrl: 'http://chappe.test',
  }
}

const count = async ({ db }: House, table: 'organization' | 'sandbox' | 'person' | 'apiClient') => {
  const { n } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}
const enters = ({ administrator }: Welcome, house: House, password: string) =>
  signIn(house, { email: administrator.email, password }, '127.0.0.1')
const isClient = (house: House, id: string, secret: string) =>
  authenticate(house, { id, secret, ip: '127.0.0.1' })

test('an empty database gets an organization, prod, an administrator and a client whose secrets work', async () => {
  const house = await anEmptyHouse()
  const welcome = await bootstrap(house)

  expect(welcome.first).toBe(true)
  expect(welcome.ctx.organizationId).toMatch(/^[0-9A-F]{24}@ChappeOrg$/)
  expect(welcome.ctx.actor.scopes).toEqual(scopes)
  expect(await enters(welcome, house, welcome.administrator.password as string)).toMatchObject({
    session: { person: { role: 'administrator' }, sandboxes: [{ name: 'prod' }] },
  })
  expect(await isClient(house, welcome.client.id, welcome.client.secret as string)).toMatchObject({ scopes })
  const bearer = await openAccessTokens(house).verify(welcome.token as string)
  expect(bearer).toMatchObject({ clientId: welcome.client.id, organizationId: welcome.ctx.organizationId })
  expect(bearer.expiresAt - Date.now()).toBeGreaterThan(23 * 3_600_000)
})

test('a second start makes nothing and tells no secret, but gives a fresh token', async () => {
  const house = await anEmptyHouse()
  const { ctx, client, administrator } = await bootstrap(house)
  const again = await bootstrap(house)

  expect(again.first).toBe(false)
  expect(again.administrator).toEqual({ email: administrator.email })
  expect(again.client).toEqual({ id: client.id, revoked: false })
  expect(again.ctx.sandboxId).toBe(ctx.sandboxId)
  expect(await openAccessTokens(house).verify(again.token as string)).toMatchObject({ clientId: client.id })
  expect(await count(house, 'apiClient')).toBe(1)
})

test('processes that start at once make one of each, and one of them tells the secrets', async () => {
  const house = await anEmptyHouse()
  const welcomes = await Promise.all(Array.from({ length: 5 }, () => bootstrap(house)))

  for (const table of ['organization', 'sandbox', 'person', 'apiClient'] as const)
    expect(await count(house, table)).toBe(1)
  expect(welcomes.filter(({ first, client }) => first && client.secret)).toHaveLength(1)
  expect(new Set(welcomes.map(({ client }) => client.id)).size).toBe(1)
})

test('the demo is loaded the first time only, and when it fails nothing is left', async () => {
  const house = await anEmptyHouse()
  const failing = bootstrap(house, {}, async () => {
    throw new Error('no demo today')
  })
  await expect(failing).rejects.toThrow('no demo today')
  expect(await count(house, 'organization')).toBe(0)

  let loaded = 0
  const demo = async () => void loaded++
  await bootstrap(house, {}, demo)
  await bootstrap(house, {}, demo)
  expect(loaded).toBe(1)
})

const given = {
  organizationId: 'ACME@ChappeOrg',
  email: 'Root@Acme.test',
  password: 'first password',
  clientId: 'acme-client',
  clientSecret: 'acme secret',
}

test('given credentials are the first ones, and are not told back', async () => {
  const house = await anEmptyHouse()
  const welcome = await bootstrap(house, given)

  expect(welcome.ctx.organizationId).toBe('ACME@ChappeOrg')
  expect(welcome.administrator).toEqual({ email: 'root@acme.test' })
  expect(welcome.client).toEqual({ id: 'acme-client', revoked: false })
  await enters(welcome, house, given.password)
  expect(await isClient(house, 'acme-client', 'acme secret')).toBeDefined()
})

test('credentials given later win over the stored ones and end the sessions of the old password', async () => {
  const house = await anEmptyHouse()
  const before = await bootstrap(house)
  const { token } = await enters(before, house, before.administrator.password as string)
  const after = await bootstrap(house, given)

  expect(after.ctx.organizationId).toBe('ACME@ChappeOrg')
  expect(after.ctx.sandboxId).toBe(before.ctx.sandboxId)
  expect(await resume(house, token)).toBeUndefined()
  await expect(enters(before, house, before.administrator.password as string)).rejects.toThrow(/wrong/)
  expect((await enters(after, house, given.password)).session.person.id).toBe(before.ctx.actor.id)
  expect(await isClient(house, 'acme-client', 'acme secret')).toBeDefined()
  // The generated client is another one: its callers go on.
  expect(await isClient(house, before.client.id, before.client.secret as string)).toBeDefined()
  expect(await count(house, 'person')).toBe(1)

  const rotated = await bootstrap(house, { ...given, clientSecret: 'another secret' })
  expect(await isClient(house, 'acme-client', 'acme secret')).toBeUndefined()
  expect(await isClient(house, rotated.client.id, 'another secret')).toBeDefined()
})

test('the address given may belong to somebody who is here: they become the administrator', async () => {
  const house = await anEmptyHouse()
  const { ctx, administrator } = await bootstrap(house)
  const { aPerson } = await import('../testing/people.ts')
  const other = await aPerson(house, {
    organizationId: ctx.organizationId,
    role: 'viewer',
    email: 'bob@acme.test',
  })

  const welcome = await bootstrap(house, { email: 'bob@acme.test' })

  expect(welcome.ctx.actor.id).toBe(other.id)
  expect(await enters(welcome, house, other.password)).toMatchObject({
    session: { person: { role: 'administrator' } },
  })
  await signIn(house, { email: administrator.email, password: administrator.password as string }, '127.0.0.1')
})

test('a start does not bring back a client that somebody revoked', async () => {
  const house = await anEmptyHouse()
  const { ctx, client } = await bootstrap(house, given)
  await revoke(ctx, client.id)

  const again = await bootstrap(house, { ...given, clientSecret: 'another secret' })

  expect(again.client.revoked).toBe(true)
  expect(again.token).toBeUndefined()
  expect((await clientStore.find(house.db, client.id))?.revokedAt).not.toBeNull()
})

test('a forgotten password is replaced at the command line, which ends the sessions and the waiting', async () => {
  const house = await anEmptyHouse()
  const welcome = await bootstrap(house, given)
  const { token } = await enters(welcome, house, given.password)
  for (let i = 0; i < 10; i++) await enters(welcome, house, 'a guess').catch(() => {})
  await expect(enters(welcome, house, given.password)).rejects.toMatchObject({
    type: 'auth/too-many-attempts',
  })

  const password = await resetPassword(house, ' root@acme.test')

  expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  expect(await resume(house, token)).toBeUndefined()
  await enters(welcome, house, password)
  await expect(resetPassword(house, 'nobody@acme.test')).rejects.toMatchObject({ type: 'person/not-found' })
})
