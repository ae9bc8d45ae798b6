import { resentByDefault } from '@chappe/core/campaign/resend'
import { beforeAll, expect, test } from 'vitest'
import { pauseFailing } from '../app/auto-pause.ts'
import * as campaignLog from '../app/campaign-log.ts'
import * as campaigns from '../app/campaigns.ts'
import { examine } from '../app/doctor.ts'
import { expandResend } from '../app/occurrences/expand-resend.ts'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import * as resends from '../app/resends.ts'
import { accepted, aRelay, aWorker, deliverDue, type TestRelay } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { anActionCampaign, begin } from '../testing/occurrences.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const inSecond = 20
const refused = { kind: 'refused', bounce: 'ignored', reason: 'policy', reply: '550 no' } as const
const refusing = (first: number) => aRelay((_, n) => (n < first ? refused : accepted))
const newest = async (campaign: { id: string }) =>
  (await occurrences.list(house.ctx, campaign.id, 1)).items[0]!

let hours = 0
/** Sends what one second of the rate allows. */
async function sendForASecond(relay: TestRelay) {
  const at = new Date(house.now().getTime() + ++hours * 3_600_000)
  const then = { db: house.db, now: () => at }
  await release(then)
  await deliverDue(aWorker(house, relay))
  await release(then)
}

async function sendAll(campaign: { id: string }, relay: TestRelay) {
  while ((await newest(campaign)).status === 'sending') await sendForASecond(relay)
  return relay
}

/** A campaign that was sent to three times as many people as its rate has in a second; two thirds of them refused it. */
async function refusedCampaign() {
  const pace = { rate: { messages: inSecond, per: 'second' as const } }
  const autoPause = { bouncePercent: 10 }
  const campaign = await anActionCampaign(house, 3 * inSecond, { autoPause, definition: { pace } })
  await begin(house, campaign)
  await sendAll(campaign, refusing(2 * inSecond))
  return { campaign, first: await newest(campaign) }
}

/** Begins a resend to all who were not reached, and finds them. */
async function resend(campaign: { id: string }, occurrenceId: string) {
  const groups = [...resentByDefault]
  const { occurrence } = await resends.resend(house.ctx, campaign.id, occurrenceId, { groups })
  await expandResend(house, { id: occurrence.id, groups })
}

const watch = () => pauseFailing(house, 'sending')
const reason = { occurrence: 2, rate: 'bounce', count: 5, of: inSecond, percent: 25, limit: 10 }

test.each(['completed', 'stopped', 'failed'])(
  'a resend of a campaign that is %s stops itself when too much of it bounces, and its rest can be resent',
  async (status) => {
    const { campaign, first } = await refusedCampaign()
    await house.db.updateTable('campaign').set({ status }).where('id', '=', campaign.id).execute()
    await resend(campaign, first.id)
    const relay = refusing(5)
    await sendForASecond(relay)
    const alerts = await Promise.all(Array.from({ length: 10 }, watch))
    expect(alerts.flat()).toMatchObject([{ ...reason, campaign: campaign.id, what: 'resend' }])
    expect(await watch()).toEqual([])

    await sendAll(campaign, relay)
    expect(relay.heard).toHaveLength(inSecond)
    expect((await campaigns.get(house.ctx, campaign.id)).status).toBe(status)
    expect(await newest(campaign)).toMatchObject({
      ...{ number: 2, status: 'stopped', stoppedBy: null, stoppedReason: reason },
      ...{ sent: inSecond - 5, failed: 5, excluded: inSecond, pending: 0, left: 0 },
    })
    const log = await campaignLog.list(house.ctx, campaign.id, { limit: 1 })
    expect(log.items).toMatchObject([
      { what: 'occurrence_stopped', occurrence: 2, resends: 1, who: null, pausedReason: reason },
    ])

    await resend(campaign, first.id)
    const rest = await sendAll(campaign, refusing(0))
    expect(rest.heard).toHaveLength(inSecond + 5)
    expect(await newest(campaign)).toMatchObject({ number: 3, status: 'done', stoppedReason: null })
    expect(await examine(house)).toEqual([])
  },
)

test('a resend of a live campaign pauses that, and goes on when it is resumed', async () => {
  const { campaign, first } = await refusedCampaign()
  await resend(campaign, first.id)
  const relay = refusing(5)
  await sendForASecond(relay)
  expect(await watch()).toMatchObject([{ ...reason, campaign: campaign.id, what: 'campaign' }])
  await sendForASecond(relay)
  expect(relay.heard).toHaveLength(inSecond)
  expect(await campaigns.resume(house.ctx, campaign.id)).toMatchObject({ status: 'live' })
  await sendAll(campaign, relay)
  expect(relay.heard).toHaveLength(2 * inSecond)
  expect(await newest(campaign)).toMatchObject({ number: 2, status: 'done', stoppedReason: null })
})

test('a resend that somebody stopped does not stop itself besides', async () => {
  const { campaign, first } = await refusedCampaign()
  const over = { status: 'completed' }
  await house.db.updateTable('campaign').set(over).where('id', '=', campaign.id).execute()
  await resend(campaign, first.id)
  const relay = refusing(inSecond)
  await sendForASecond(relay)
  await resends.stop(house.ctx, campaign.id, (await newest(campaign)).id)
  expect(await watch()).toEqual([])
  await sendAll(campaign, relay)
  expect(await newest(campaign)).toMatchObject({ status: 'stopped', stoppedBy: 'Ada', stoppedReason: null })
})
