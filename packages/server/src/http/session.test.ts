import { changePassword, getSession, savePreferences, signIn, signOut } from '@chappe/core/api/session'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { isOutdated } from '../app/passwords.ts'
import { sessionDays, sessionHours, sweep } from '../app/session.ts'
import * as people from '../store/people.ts'
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
    /^chappe_session=[\w-]{43}; Path=\/; Max-Age=43\d{3}; HttpOnly; SameSite=Lax$/,
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
  const { rows } = await sql`select session::text from session`.execute(db)
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1])
})

test('wrong address, wrong password and a disabled person are one answer', async () => {
  const { email, password } = await aPerson(house)
  const gone = await aPerson(house)
  await people.change(db, gone.id, { disabledAt: house.now() })
  const answers = []
  for (const body of [
    { email: 'nobody@people.test', password },
    { email, password: 'wrong' },
    { email: gone.email, password: gone.password },
  ]) {
    const { status, problem, headers } = await server.call(signIn, { body })
    expect(headers['set-cookie']).toBeUndefined()
    answers.push({ status, problem })
  }
  expect(answers[0]).toMatchObject({ status: 401, problem: { type: '/problems/auth/invalid-credentials' } })
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
})

test('what is no sign-in is refused, with where it is wrong', async () => {
  const { status, problem } = await server.call(signIn, { body: { email: '', password: 1 } })
  expect(status).toBe(400)
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/email', '/password'])
})

test('another site cannot sign somebody in', async () => {
  const { email, password } = await aPerson(house)
  const as = { 'sec-fetch-site': 'cross-site' }
  expect(await server.call(signIn, { body: { email, password }, as })).toMatchObject({ status: 403 })
})

test('guessing ends with 429 and a time to wait, after which the right password enters', async () => {
  const { email, password } = await aPerson(house)
  const statuses = []
  for (let i = 0; i < 11; i++)
    statuses.push((await server.call(signIn, { body: { email, password: 'x' } })).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429])

  const { status, problem, headers } = await server.call(signIn, { body: { email, password } })
  expect({ status, type: problem.type }).toEqual({ status: 429, type: '/problems/auth/too-many-attempts' })
  const wait = Number(headers['retry-after'])
  expect(wait).toBeGreaterThan(0)
  clock.pass({ seconds: wait + 1 })
  expect((await server.call(signIn, { body: { email, password } })).status).toBe(200)
})

test('guessing at many addresses from one place ends too', async () => {
  const inject = (email: string, remoteAddress: string) =>
    server.inject({ method: 'POST', url: signIn.path, payload: { email, password: 'x' }, remoteAddress })
  const statuses = await Promise.all(
    Array.from(
      { length: 61 },
      async (_, i) => (await inject(`guess${i}@people.test`, '198.51.100.7')).statusCode,
    ),
  )
  expect(statuses.toSorted()).toEqual([...Array(60).fill(401), 429])
  expect((await inject('other@people.test', '198.51.100.8')).statusCode).toBe(401)
})

test('an outdated hash is renewed by the sign-in that proves the password', async () => {
  const { id, email, password } = await aPerson(house)
  const hash = async () => (await people.find(db, id))?.passwordHash as string
  expect(isOutdated(await hash())).toBe(true)
  await server.call(signIn, { body: { email, password } })
  expect(isOutdated(await hash())).toBe(false)
  expect((await server.call(signIn, { body: { email, password } })).status).toBe(200)
})

test('a session lives as long as it is used, and ends some hours after its last use', async () => {
  const as = await signedIn(house)
  for (let i = 0; i < 3; i++) {
    clock.pass({ hours: sessionHours - 1 })
    const { status, headers } = await server.call(getSession, { as })
    expect(status).toBe(200)
    expect(headers['set-cookie']).toMatch(/Max-Age=43\d{3};/)
  }
  expect((await server.call(getSession, { as })).headers['set-cookie']).toBeUndefined()
  clock.pass({ hours: sessionHours, minutes: 1 })
  expect(await server.call(getSession, { as })).toMatchObject({
    status: 401,
    problem: { type: '/problems/auth/unauthenticated' },
  })
})

test('however much it is used, a session ends one day', async () => {
  const as = await signedIn(house)
  const born = house.now().getTime()
  let status = 200
  while (status === 200) {
    clock.pass({ hours: sessionHours - 1 })
    ;({ status } = await server.call(getSession, { as }))
  }
  const days = (house.now().getTime() - born) / 86_400_000
  expect(days).toBeGreaterThanOrEqual(sessionDays)
  expect(days).toBeLessThan(sessionDays + 1)
})

test('signing out ends this session, and takes the cookie away', async () => {
  const person = await aPerson(house)
  const [here, elsewhere] = [await signedIn(house, person), await signedIn(house, person)]
  const { status, headers } = await server.call(signOut, { as: here })

  expect(status).toBe(204)
  expect(headers['set-cookie']).toMatch(/^chappe_session=; Path=\/; Max-Age=0;/)
  expect((await server.call(getSession, { as: here })).status).toBe(401)
  expect((await server.call(getSession, { as: elsewhere })).status).toBe(200)
})

test('a person who is disabled is out at once', async () => {
  const person = await aPerson(house)
  const as = await signedIn(house, person)
  await people.change(db, person.id, { disabledAt: house.now() })
  expect((await server.call(getSession, { as })).status).toBe(401)
})

test('a made-up cookie is nobody’s, and other cookies do not matter', async () => {
  expect((await server.call(getSession, { as: { cookie: 'chappe_session=made-up' } })).status).toBe(401)
  const { cookie } = await signedIn(house)
  expect((await server.call(getSession, { as: { cookie: `a=b; ${cookie}; c=d` } })).status).toBe(200)
})

test('preferences are kept one by one', async () => {
  const as = await signedIn(house)
  await server.call(savePreferences, { body: { locale: 'fr', columns: ['name'] }, as })
  const { status, body } = await server.call(savePreferences, { body: { colorScheme: 'dark' }, as })

  expect(status).toBe(200)
  expect(body).toEqual({ locale: 'fr', columns: ['name'], colorScheme: 'dark' })
  expect((await server.call(getSession, { as })).body.preferences).toEqual(body)
  expect((await server.call(savePreferences, { body: { locale: 'de' }, as })).status).toBe(400)
})

test('a new password replaces the old one and ends the other sessions', async () => {
  const person = await aPerson(house)
  const [here, elsewhere] = [await signedIn(house, person), await signedIn(house, person)]
  const change = (current: string, next: string) =>
    server.call(changePassword, { body: { current, next }, as: here })

  expect((await change('wrong', 'a new password')).problem.type).toBe('/problems/auth/invalid-credentials')
  expect((await change(person.password, 'short')).problem.errors).toMatchObject([{ pointer: '/next' }])
  expect((await change(person.password, 'a new password')).status).toBe(204)

  expect((await server.call(getSession, { as: here })).status).toBe(200)
  expect((await server.call(getSession, { as: elsewhere })).status).toBe(401)
  const enter = (password: string) => server.call(signIn, { body: { email: person.email, password } })
  expect((await enter(person.password)).status).toBe(401)
  expect((await enter('a new password')).status).toBe(200)
})

test('who holds a session cannot guess its person’s password', async () => {
  const person = await aPerson(house)
  const as = await signedIn(house, person)
  const guess = () => server.call(changePassword, { body: { current: 'x', next: 'a new password' }, as })
  const statuses = []
  for (let i = 0; i < 11; i++) statuses.push((await guess()).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429])
})

test('an API client is nobody who could have signed in', async () => {
  const { headers } = await aClient(house)
  expect(await server.call(getSession, { as: headers })).toMatchObject({
    status: 403,
    problem: { type: '/problems/auth/forbidden' },
  })
})

test('sessions that have ended are swept away, others stay', async () => {
  await signedIn(house)
  clock.pass({ hours: sessionHours + 1 })
  const { cookie } = await signedIn(house)
  await sweep(house)
  const { rows } = await sql`select 1 from session`.execute(db)
  expect(rows).toHaveLength(1)
  expect((await ask(cookie)).status).toBe(200)
})
