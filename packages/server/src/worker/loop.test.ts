import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sender } from '../channels/provider.ts'
import { aCampaignToSend, aRelay, calls, statuses, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { type RunningWorker, runWorker } from './run.ts'

let house: TestHouse
let worker: RunningWorker
let release: () => void
const relays = new Map<string, Sender>()

beforeAll(async () => {
  house = await aHouse()
  worker = runWorker(house.house, {
    name: 'lanes',
    log: { info: () => {}, warn: () => {}, error: () => {} },
    connection: house.database.connection,
    openSender: ({ id }) => relays.get(id) ?? aRelay(),
    slots: { transactional: 3, marketing: 3 },
  })
})
afterAll(async () => {
  release()
  await worker.stop()
})

let number = 0
const someone = () => [to(`someone-${++number}@example.com`)]

/** A campaign whose relay takes messages and does not answer before it is released. */
async function aSlowCampaign(category: 'transactional' | 'marketing', slow: Promise<void>) {
  const campaign = await aCampaignToSend(house, { category })
  const relay = aRelay(undefined, () => slow)
  let handOvers = 0
  relays.set(campaign.configurationId, {
    ...relay,
    send(batch, settle, options) {
      handOvers++
      return relay.send(batch, settle, options)
    },
  })
  return { campaign, handOvers: () => handOvers }
}

test('neither bulk nor a slow relay keeps other messages from leaving', async () => {
  const slow = new Promise<void>((resolve) => (release = resolve))
  const bulk = await aSlowCampaign('marketing', slow)
  const stuck = await aSlowCampaign('transactional', slow)
  for (const { campaign, handOvers } of [bulk, stuck]) {
    await calls(house, campaign, [someone()])
    await expect.poll(handOvers).toBe(1)
    for (let n = 0; n < 4; n++) await calls(house, campaign, [someone()])
    await expect.poll(handOvers).toBe(2)
  }
  const urgent = await aCampaignToSend(house)
  for (let n = 0; n < 5; n++) {
    await calls(house, urgent, [someone()])
    await expect.poll(() => statuses(house, urgent.id)).toEqual({ sent: n + 1 })
  }
  expect([bulk.handOvers(), stuck.handOvers()]).toEqual([2, 2])
  release()
  for (const { campaign } of [bulk, stuck])
    await expect.poll(() => statuses(house, campaign.id)).toEqual({ sent: 5 })
})
