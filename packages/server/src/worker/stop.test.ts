import { beforeAll, describe, expect, test } from 'vitest'
import * as reports from '../app/reports.ts'
import type { Outcome } from '../channels/outcome.ts'
import {
  aCampaignToSend,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  later,
  statuses,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { chunkSize } from './doubt.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const report = (campaign: { id: string }) => reports.ofCampaign(house.ctx, campaign.id)
const stopped = (campaign: { id: string }) =>
  house.db.updateTable('campaign').set({ status: 'stopped' }).where('id', '=', campaign.id).execute()

let number = 0
const someone = () => `someone-${++number}@example.com`

describe('stop', () => {
  test('means stop: what was not handed over is excluded, what was is counted as it is', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(
      house,
      campaign,
      Array.from({ length: 150 }, () => [to(someone())]),
    )
    await calls(
      house,
      campaign,
      Array.from({ length: 150 }, () => [to(someone())]),
    )
    const stop = () => stopped(campaign)
    const relay = aRelay(undefined, (n) => (n === chunkSize - 1 ? stop().then(() => {}) : undefined))
    await deliverDue(aWorker(house, relay), 1)
    expect(relay.heard).toHaveLength(chunkSize)
    expect(await report(campaign)).toMatchObject({
      targeted: 300,
      sent: chunkSize,
      excludedByReason: [{ reason: 'campaign-stopped', count: 300 - chunkSize }],
      pending: 0,
    })
  })

  test('reaches retries too, and a campaign that is only over still sends what it accepted', async () => {
    const deferred: Outcome = { kind: 'deferred', reason: 'system', reply: '451 later', counts: false }
    const [ended, completed] = [await aCampaignToSend(house), await aCampaignToSend(house)]
    for (const campaign of [ended, completed]) await calls(house, campaign, [[to(someone())]])
    await deliverDue(
      aWorker(
        house,
        aRelay(() => deferred),
      ),
    )
    await stopped(ended)
    await house.db
      .updateTable('campaign')
      .set({ status: 'completed' })
      .where('id', '=', completed.id)
      .execute()
    await later(house, 2)
    await deliverDue(aWorker(house, aRelay()))
    expect(await statuses(house, ended.id)).toEqual({ excluded: 1 })
    expect(await statuses(house, completed.id)).toEqual({ sent: 1 })
  })

  test('is seen while a slow relay still has its chunk: what it has not begun does not leave', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(
      house,
      campaign,
      Array.from({ length: 20 }, () => [to(someone())]),
    )
    const relay = aRelay()
    const slow: typeof relay = {
      ...relay,
      async send(batch, settle, options) {
        await relay.send(batch.slice(0, 3), settle, options)
        await stopped(campaign)
        await new Promise((resolve) => options!.signal!.addEventListener('abort', resolve))
        await relay.send(batch.slice(3), (index, outcome) => settle(index + 3, outcome), options)
      },
    }
    await deliverDue(aWorker(house, slow))
    expect(await statuses(house, campaign.id)).toEqual({ sent: 3, excluded: 17 })
  })
})

test('a slow recipient keeps nobody else uncertain: answers are written down while others are awaited', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(
    house,
    campaign,
    Array.from({ length: 10 }, () => [to(someone())]),
  )
  let answer = () => {}
  const slow = new Promise<void>((resolve) => (answer = resolve))
  const delivering = deliverDue(
    aWorker(
      house,
      aRelay(undefined, (n) => (n === 9 ? slow : undefined)),
    ),
  )
  await expect.poll(() => statuses(house, campaign.id)).toEqual({ sent: 9, pending: 1 })
  expect(await report(campaign)).toMatchObject({ sent: 9, pending: 1 })
  answer()
  await delivering
  expect(await statuses(house, campaign.id)).toEqual({ sent: 10 })
})
