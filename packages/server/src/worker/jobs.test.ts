import { beforeAll, expect, test } from 'vitest'
import { importProfilesKind } from '../app/imports.ts'
import { expandKind } from '../app/occurrences/expand.ts'
import * as queue from '../queue/jobs.ts'
import { aRelay, aWorker } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { JobLoop } from './jobs.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

test('what takes as long as a file is takes no turn from the rest: an occurrence never waits for an import', async () => {
  const add = (kind: string) =>
    queue.add(house.db, { id: house.newId(), kind, payload: { id: house.newId() }, runAt: house.now() })
  const files = await Promise.all(Array.from({ length: 6 }, () => add(importProfilesKind)))
  const occurrence = await add(expandKind)
  const jobOf = (id: string) =>
    house.db.selectFrom('job').select(['status', 'attempts']).where('id', '=', id).executeTakeFirstOrThrow()
  const during = async (length: 'short' | 'long', look: () => Promise<void>) => {
    const worker = aWorker(house, aRelay())
    const running = new JobLoop(worker, () => aRelay(), length).run()
    await look()
    worker.drain.abort()
    await running
  }
  await during('short', () => expect.poll(() => jobOf(occurrence)).toMatchObject({ status: 'done' }))
  for (const id of files) expect(await jobOf(id)).toEqual({ status: 'ready', attempts: 0 })
  await during('long', async () => {
    for (const id of files) await expect.poll(async () => (await jobOf(id)).attempts).toBeGreaterThan(0)
  })
})
