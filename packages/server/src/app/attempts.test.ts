import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import { attempt, forAccount, forClientAt, forPlace, sweep, windowMinutes } from './attempts.ts'

const { house, clock, db } = await aHouse()

const wrong = async () => undefined
const right = async () => 'in'
const tooMany = { type: 'auth/too-many-attempts' }
const five = (subject: string) => ({ subject, most: 5 })

test('after the last attempt the door is shut, and opens when the window has passed', async () => {
  for (let i = 0; i < 5; i++) expect(await attempt(house, [five('shut')], wrong)).toBeUndefined()

  await expect(attempt(house, [five('shut')], right)).rejects.toMatchObject({
    ...tooMany,
    extra: { retryAfter: windowMinutes * 60 },
  })
  clock.pass({ minutes: windowMinutes - 1 })
  await expect(attempt(house, [five('shut')], right)).rejects.toMatchObject(tooMany)
  clock.pass({ minutes: 1, seconds: 1 })
  expect(await attempt(house, [five('shut')], right)).toBe('in')
})

test('success forgets the failures before it', async () => {
  for (let i = 0; i < 4; i++) await attempt(house, [five('forgets')], wrong)
  await attempt(house, [five('forgets')], right)
  for (let i = 0; i < 5; i++) expect(await attempt(house, [five('forgets')], wrong)).toBeUndefined()
})

test('success clears the account but not the place, where others may be guessing', async () => {
  for (let i = 0; i < 4; i++) await attempt(house, [five(`account ${i}`), five('place')], wrong)
  for (let i = 0; i < 9; i++) expect(await attempt(house, [five('mine'), five('place')], right)).toBe('in')
  await attempt(house, [five('account 5'), five('place')], wrong)
  await expect(attempt(house, [five('mine'), five('place')], right)).rejects.toMatchObject(tooMany)
})

test('a hundred attempts at once are a hundred attempts', async () => {
  let tried = 0
  const all = await Promise.allSettled(
    Array.from({ length: 100 }, () =>
      attempt(house, [five('at once')], async () => {
        tried++
        return undefined
      }),
    ),
  )
  expect(tried).toBe(5)
  expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(95)
})

test('one IPv6 network is one place, however many addresses it has', () => {
  expect(forPlace('2001:db8:1:2:3:4:5:6')).toEqual(forPlace('2001:db8:1:2::9'))
  expect(forPlace('2001:db8:1:2::9')).not.toEqual(forPlace('2001:db8:1:3::9'))
  expect(forPlace('::1')).toEqual(forPlace('::2'))
  expect(forPlace('::ffff:192.0.2.1')).toEqual(forPlace('192.0.2.1'))
  expect(forPlace('192.0.2.1')).not.toEqual(forPlace('192.0.2.2'))
  expect(forClientAt('shop', '::1').subject).not.toBe(forAccount('shop').subject)
})

test('attempts too old to count are swept away', async () => {
  await attempt(house, [five('old')], wrong)
  clock.pass({ minutes: windowMinutes + 1 })
  await attempt(house, [five('new')], wrong)
  await sweep(house)
  const rows = await db.selectFrom('signInAttempt').select('subject').execute()
  expect(rows).toEqual([{ subject: 'new' }])
})
