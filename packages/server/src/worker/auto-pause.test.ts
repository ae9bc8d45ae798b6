import { beforeAll, expect, test } from 'vitest'
import { pauseFailing } from '../app/auto-pause.ts'
import * as campaigns from '../app/campaigns.ts'
import * as notices from '../app/notices.ts'
import * as store from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import * as tallies from '../store/tallies.ts'
import { accepted, aRelay, aWorker, deliverDue, messagesOf } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import {
  anActionCampaign,
  begin,
  deliverAll,
  everyDay,
  occurrencesOf,
  occurrenceTools,
} from '../testing/occurrences.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const refused = { kind: 'refused', bounce: 'ignored', reason: 'policy', reply: '550 no' } as const
const statusOf = async (campaign: { id: string }) => (await campaigns.get(house.ctx, campaign.id)).status
const pausedOf = async (campaign: { id: string }, looking: 'sending' | 'sent' = 'sending') =>
  (await pauseFailing(house, looking)).filter((alert) => alert.campaign === campaign.id)

test('a campaign of which too much bounces pauses itself and says why; resumed, it counts anew', async () => {
  const pace = { rate: { messages: 20, per: 'second' as const } }
  const campaign = await anActionCampaign(house, 60, {
    autoPause: { bouncePercent: 10 },
    definition: { pace },
  })
  await begin(house, campaign)
  const relay = aRelay((_, n) => (n < 5 ? refused : accepted))
  const from = house.now().getTime()
  const sendAfter = (minutes: number) =>
    occurrenceTools(house).sendAt(new Date(from + minutes * 60_000), relay)
  // What was released when it began.
  await deliverDue(aWorker(house, relay))
  expect(relay.heard).toHaveLength(20)
  const reason = { occurrence: 1, rate: 'bounce', count: 5, of: 20, percent: 25, limit: 10 }
  expect(await pausedOf(campaign)).toMatchObject([reason])
  expect(await campaigns.get(house.ctx, campaign.id)).toMatchObject({
    status: 'paused',
    pausedReason: reason,
  })
  expect(await sendAfter(1)).toBe(20)

  expect(await campaigns.resume(house.ctx, campaign.id)).toMatchObject({
    status: 'live',
    pausedReason: null,
  })
  expect(await pausedOf(campaign)).toEqual([])
  expect(await sendAfter(2)).toBe(40)
  expect(await pausedOf(campaign)).toEqual([])
})

test('of ten watchers one pauses, and one who saw the failures before the resumption pauses nothing', async () => {
  const campaign = await anActionCampaign(house, 20, { autoPause: { errorPercent: 1 } })
  await begin(house, campaign)
  const occurrenceId = (await occurrencesOf(house, campaign))[0]!.id
  const fail = (count: number) =>
    tallies.add(house.db, campaign.sandboxId, campaign.id, house.now(), [
      { metric: 'error', occurrenceId, count },
    ])
  await fail(10)
  const alerts = await Promise.all(Array.from({ length: 10 }, () => pausedOf(campaign)))
  expect(alerts.flat()).toHaveLength(1)

  for (let round = 0; round < 5; round++) {
    await campaigns.resume(house.ctx, campaign.id)
    await fail(10)
    // Whichever comes first: a pause by the watch is for what failed since, one by a person stays as it is.
    const pause = campaigns.pause(house.ctx, campaign.id).catch(() => undefined)
    await Promise.all([pausedOf(campaign), pause])
    expect(await statusOf(campaign)).toBe('paused')
    const resumed = campaigns.resume(house.ctx, campaign.id)
    expect(await Promise.all([pausedOf(campaign), pausedOf(campaign), resumed])).toMatchObject([[], [], {}])
    expect(await statusOf(campaign)).toBe('live')
    await campaigns.pause(house.ctx, campaign.id)
  }
})

test('a campaign that somebody holds keeps nobody else from being paused, and is paused afterwards', async () => {
  const [held, other] = [
    await anActionCampaign(house, 1, { autoPause: { errorPercent: 1 } }),
    await anActionCampaign(house, 1, { autoPause: { errorPercent: 1 } }),
  ]
  for (const campaign of [held, other]) {
    await begin(house, campaign)
    const { id: occurrenceId } = (await occurrencesOf(house, campaign))[0]!
    const failed = [{ metric: 'error' as const, occurrenceId, count: 10 }]
    await tallies.add(house.db, campaign.sandboxId, campaign.id, house.now(), failed)
  }
  await inTransaction(house.db, async (db) => {
    await store.hold(db, held.sandboxId, held.id)
    await pauseFailing(house, 'sending')
  })
  expect([await statusOf(held), await statusOf(other)]).toEqual(['live', 'paused'])
  expect(await pausedOf(held)).toHaveLength(1)
})

test('complaints that come after it was sent pause a campaign that has more to send', async () => {
  const nextAt = new Date('2030-01-01T09:00:00Z')
  const campaign = await anActionCampaign(house, 12, {
    autoPause: { complaintPercent: 10 },
    definition: { trigger: everyDay(nextAt) },
  })
  await house.db.updateTable('campaign').set({ nextAt }).where('id', '=', campaign.id).execute()
  await begin({ ...house, now: () => new Date('2030-01-01T09:00:01Z') }, campaign)
  await deliverAll(house, aRelay())
  const [first, second] = await messagesOf(house, campaign.id)
  const complain = (messageId: string) => ({
    key: messageId,
    kind: 'complaint' as const,
    bounce: 'hard' as const,
    reason: 'complaint',
    messageId,
    address: null,
    detail: '',
  })
  const from = { sandboxId: campaign.sandboxId, sourceId: null, isTrusted: true }
  await notices.take(house, from, [complain(first!.id)])
  expect(await pausedOf(campaign, 'sent')).toEqual([])
  await notices.take(house, from, [complain(second!.id)])
  expect(await pausedOf(campaign, 'sent')).toMatchObject([{ rate: 'complaint', count: 2, of: 12 }])
})

test('a campaign without limits is not watched', async () => {
  const campaign = await anActionCampaign(house, 12)
  await begin(house, campaign)
  await deliverAll(
    house,
    aRelay(() => refused),
  )
  expect(await pausedOf(campaign)).toEqual([])
  expect(await statusOf(campaign)).toBe('live')
})
