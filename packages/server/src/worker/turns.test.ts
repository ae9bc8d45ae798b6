import { beforeAll, expect, test } from 'vitest'
import { aCampaignToSend, aRelay, aWorker, calls, statuses, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { LaneLoop } from './loop.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

test('campaigns take turns: who came later does not wait until the first is through', async () => {
  const large = await aCampaignToSend(house, { category: 'marketing' })
  const small = await aCampaignToSend(house, {
    category: 'marketing',
    configurationId: large.configurationId,
  })
  // Two batches, each of as many messages as a worker takes at a time.
  const crowd = (batch: number) =>
    Array.from({ length: 25 }, (_, call) =>
      Array.from({ length: 20 }, (_, n) => to(`crowd-${batch}-${call}-${n}@example.com`)),
    )
  await calls(house, large, crowd(1))
  await calls(house, large, crowd(2))
  await calls(house, small, [[to('small@example.com')]])
  const relay = aRelay()
  const worker = aWorker(house, relay)
  let dry = 0
  const refill = async () => {
    dry++
    worker.drain.abort()
  }
  await new LaneLoop(worker, { lane: 'marketing', slots: 1, refill }).run()
  expect(dry).toBe(1)
  expect(await statuses(house, large.id)).toEqual({ sent: 1_000 })
  expect(relay.heard.findIndex((mail) => mail.to === 'small@example.com')).toBe(500)
})
