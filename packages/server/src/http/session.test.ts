import { changePassword, getSession, savePreferences, signIn, signOut } from '@chappe/core/api/session'
import { expect, test } from 'vitest'
import { sessionDays, sessionHours } from '../app/session.ts'
import { aHouse, organizationId } from '../testing/house.ts'
import { aClient, aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, clock, db } = await aHouse()
const server = anHttpServer(house)

const cookieOf = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0] as string
const ask = (cookie: string) => server.call(getSession, { as: { cookie } })

test('signing in gives a cookie that scripts and other sites cannot reach, and says who one is', async () => {
  const person = await aPerson(house, { email: 'ada@people.test', role: 'viewer' })
  const { status, headers, body } = await server.call(signIn, {
    body: { email: ' ADA@people.test ', password: person.password },
  })

  expect(status).toBe(200)
  expect(headers['set-cookie']).toMatch(
    /^chappe_session=[\w-]{43}; Path=\/; Max-Age=432\d\d; HttpOnly; SameSite=Lax$/,
  )
  expect(headers['cache-control']).toBe('no-store')
  expect(body).toMatchObject({
    person: { id: person.id, email: 'ada@people.test', role: 'viewer' },
    organization: { id: organizationId },
    sandboxes: [{ name: 'prod' }, { name: 'dev' }],
    preferences: {},
  })
  expect(body.scopes).not.toContain('campaigns:write')
  expect(await ask(cookieOf(headers))).toMatchObject({ status: 200, body: { person: { id: person.id } } })
})

test('the cookie stays on encrypted connections where there are any', async () => {
  const safe = anHttpServer({ ...house, publicUrl: 'https://chappe.test' })
  const { email, password } = await aPerson(house)
  const { headers } = await safe.call(signIn, { body: { email, password } })

  expect(headers['set-cookie']).toMatch(/; Secure$/)
  expect(headers['strict-transport-security']).toBeDefined()
})

test('the database knows no token that would open a session', async () => {
  const { cookie } = await signedIn(house)
  const { rows } = await (await import('kysely')).sql<{
    t: string
  }>`select session::text as t from session`.execute(db)
  expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1])
})
