import { randomBytes } from 'node:crypto'
import { uuidV7 } from '@chappe/core/kit/ids'
import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../store/db.ts'
import { aDatabase } from '../testing/database.ts'
import * as jobs from './jobs.ts'

let db: Db
beforeAll(async () => {
  db = (await aDatabase()).db
})

const now = new Date('2026-06-01T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
let made = 0
/** A kind of its own keeps the tests apart. */
const aKind = () => `test-${++made}`
const aJob = (kind: string, given: { key?: string; runAt?: Date; payload?: unknown } = {}) => ({
  id: uuidV7(Date.now(), randomBytes(10).toString('hex')),
  kind,
  payload: given.payload ?? { n: 1 },
  runAt: given.runAt ?? now,
  ...(given.key !== undefined && { key: given.key }),
})
const claim = (kind: string, at = now, limit = 10) => jobs.claim(db, [kind], { now: at, seconds: 60, limit })
const one = async (kind: string, at = now) => (await claim(kind, at, 1))[0]!

test('a job is taken once, done, and its result is there for who waits', async () => {
  const kind = aKind()
  const id = await jobs.add(db, aJob(kind, { payload: { to: ['é'] } }))
  const waiting = jobs.wait(db, id, { seconds: 10, now: () => now })
  const job = await one(kind)
  expect(job).toEqual({ id, kind, payload: { to: ['é'] }, attempt: 1 })
  expect(await claim(kind)).toEqual([])
  expect(await jobs.finish(db, job, { ok: true }, now)).toBe(true)
  expect(await waiting).toEqual({ kind: 'done', result: { ok: true } })
})

test('a job is not there when the transaction that added it is taken back', async () => {
  const kind = aKind()
  const adding = db.transaction().execute(async (inside) => {
    await jobs.add(inside, aJob(kind))
    throw new Error('changed my mind')
  })
  await expect(adding).rejects.toThrow('changed my mind')
  expect(await claim(kind)).toEqual([])
})

test('a key is waiting or running once, and free again afterwards', async () => {
  const kind = aKind()
  const ids = await Promise.all(Array.from({ length: 10 }, () => jobs.add(db, aJob(kind, { key: 'k' }))))
  expect(new Set(ids).size).toBe(1)
  const job = await one(kind)
  expect(await jobs.add(db, aJob(kind, { key: 'k' }))).toBe(job.id)
  await jobs.finish(db, job, null, now)
  expect(await jobs.add(db, aJob(kind, { key: 'k' }))).not.toBe(job.id)
  expect(await jobs.add(db, aJob(kind, { key: 'other' }))).not.toBe(job.id)
})

test('ten workers share the jobs, and none is taken twice', async () => {
  const kind = aKind()
  for (let n = 0; n < 50; n++) await jobs.add(db, aJob(kind))
  const taken = await Promise.all(Array.from({ length: 10 }, () => claim(kind, now, 7)))
  const ids = taken.flat().map(({ id }) => id)
  expect(ids).toHaveLength(50)
  expect(new Set(ids).size).toBe(50)
})

test('jobs wait for their time, and the one that is due longest comes first', async () => {
  const kind = aKind()
  const second = await jobs.add(db, aJob(kind, { runAt: later(-1) }))
  const first = await jobs.add(db, aJob(kind, { runAt: later(-2) }))
  const third = await jobs.add(db, aJob(kind, { runAt: later(30) }))
  expect([(await one(kind)).id, (await one(kind)).id]).toEqual([first, second])
  expect(await claim(kind)).toEqual([])
  expect((await one(kind, later(30))).id).toBe(third)
})

test('a job whose worker died is taken over, and the dead one can settle nothing any more', async () => {
  const kind = aKind()
  const id = await jobs.add(db, aJob(kind))
  const dead = await one(kind)
  expect(await claim(kind, later(59))).toEqual([])
  const heir = await one(kind, later(60))
  expect(heir).toMatchObject({ id, attempt: 2 })
  expect(await jobs.finish(db, dead, 'late', now)).toBe(false)
  expect(await jobs.fail(db, dead, 'late', { now, attempts: 5 })).toBe(false)
  expect(await jobs.finish(db, heir, 'mine', now)).toBe(true)
  expect(await jobs.wait(db, id, { seconds: 1, now: () => now })).toEqual({ kind: 'done', result: 'mine' })
})

test('a job that fails comes back after a while, and ends after its last attempt', async () => {
  const kind = aKind()
  const id = await jobs.add(db, aJob(kind))
  await jobs.fail(db, await one(kind), 'no relay', { now, attempts: 2 })
  expect(await claim(kind, later(1))).toEqual([])
  const again = await one(kind, later(jobs.backoff(1)))
  expect(again).toMatchObject({ id, attempt: 2 })
  await jobs.fail(db, again, 'still no relay', { now, attempts: 2 })
  expect(await claim(kind, later(9_999))).toEqual([])
  expect(await jobs.wait(db, id, { seconds: 1, now: () => now })).toEqual({
    kind: 'failed',
    reason: 'still no relay',
  })
})

test('the pauses between attempts grow to ten minutes', () => {
  expect([1, 2, 3, 9, 10, 50].map(jobs.backoff)).toEqual([2, 4, 8, 512, 600, 600])
})

test('who waits in vain withdraws the job, so it is not done behind their back', async () => {
  const kind = aKind()
  const id = await jobs.add(db, aJob(kind))
  expect(await jobs.wait(db, id, { seconds: 0.1, now: () => now })).toEqual({ kind: 'withdrawn' })
  expect(await claim(kind)).toEqual([])
})

test('who waits for a job that takes too long is told that somebody is at it', async () => {
  const kind = aKind()
  const id = await jobs.add(db, aJob(kind))
  await one(kind)
  expect(await jobs.wait(db, id, { seconds: 0.1, now: () => now })).toEqual({ kind: 'running' })
})

test('ended jobs are forgotten after a time, others never', async () => {
  const kind = aKind()
  const done = await jobs.add(db, aJob(kind))
  await jobs.finish(db, await one(kind), null, now)
  const waiting = await jobs.add(db, aJob(kind))
  await jobs.forget(db, later(-1))
  const left = async () =>
    (await db.selectFrom('job').select('id').where('kind', '=', kind).execute()).map(({ id }) => id)
  expect((await left()).sort()).toEqual([done, waiting].sort())
  await jobs.forget(db, later(1))
  expect(await left()).toEqual([waiting])
})

test('each kind is leased as long as it asks for', async () => {
  const [short, long] = [aKind(), aKind()]
  for (const kind of [short, long]) await jobs.add(db, aJob(kind))
  const seconds = (kind: string) => (kind === long ? 600 : 60)
  const take = (at: Date) => jobs.claim(db, [short, long], { now: at, seconds, limit: 10 })
  expect(await take(now)).toHaveLength(2)
  expect((await take(later(61))).map(({ kind }) => kind)).toEqual([short])
  expect((await take(later(601))).map(({ kind }) => kind).sort()).toEqual([short, long].sort())
})

test('the jobs of a worker that is gone are free at once, those of others and what it finished are not', async () => {
  const kind = aKind()
  for (let n = 0; n < 3; n++) await jobs.add(db, aJob(kind))
  const hold = (worker: string) => jobs.claim(db, [kind], { now, seconds: 60, limit: 1, worker })
  const [[done], [held], [others]] = [await hold('gone'), await hold('gone'), await hold('other')]
  await jobs.finish(db, done!, 'ok', now)
  expect(await jobs.release(db, 'gone')).toBe(1)
  const [again, ...more] = await claim(kind)
  expect([again, more]).toEqual([{ ...held, attempt: 2 }, []])
  // Who held it before may not settle it any more.
  expect(await jobs.finish(db, held!, 'late', now)).toBe(false)
  expect(await jobs.finish(db, others!, 'ok', now)).toBe(true)
})
