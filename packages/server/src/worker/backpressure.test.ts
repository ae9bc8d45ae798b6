import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from '../app/doctor.ts'
import { release } from '../app/occurrences/release.ts'
import * as reports from '../app/reports.ts'
import { fakeRelay } from '../channels/email/testing/fake-relay.ts'
import type { Script } from '../channels/email/testing/script.ts'
import { aRelay, aWorker, deliverDue, later } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { anActionCampaign, begin, deliverAll, occurrencesOf } from '../testing/occurrences.ts'
import { senders } from './senders.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})
const open: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const one of open) await one.close()
})

/** A relay that keeps to the script, and a worker that sends over it. */
async function aRelayThat(script: Script) {
  const relay = await fakeRelay({ script })
  const config = { host: '127.0.0.1', port: relay.port, security: 'none', messagesPerConnection: 50 }
  const openSender = senders(house.house, { allowPrivate: true })
  const sender = openSender({ sandboxId: house.ctx.sandboxId, id: house.newId(), kind: 'smtp', config })
  open.push(sender, relay)
  return { relay, worker: aWorker(house, sender) }
}

const report = (campaign: { id: string }) => reports.ofCampaign(house.ctx, campaign.id)

test('a relay that puts everything off fails nobody within the window, and everybody is reached once it takes mail again', async () => {
  let busy = true
  const { relay, worker } = await aRelayThat({
    mail: () => (busy ? '451 4.3.2 Too busy, come back later' : undefined),
  })
  const campaign = await anActionCampaign(house, 120)
  await begin(house, campaign)
  const go = async () => {
    await release(house)
    await deliverDue(worker)
    await release(house)
  }
  await go()
  for (const minutes of [2, 4, 8]) {
    expect(await report(campaign)).toMatchObject({ targeted: 120, pending: 120, failed: 0, excluded: 0 })
    expect((await occurrencesOf(house, campaign))[0]).toMatchObject({ status: 'sending', pending: 120 })
    await later(house, minutes)
    await go()
  }
  expect((await report(campaign)).retries).toBe(4 * 120)
  busy = false
  await later(house, 15)
  await go()
  expect(relay.mails).toHaveLength(120)
  expect(new Set(relay.mails.flatMap(({ to }) => to)).size).toBe(120)
  expect(await report(campaign)).toMatchObject({ sent: 120, failed: 0, pending: 0 })
  expect((await occurrencesOf(house, campaign))[0]).toMatchObject({ status: 'done', sent: 120 })
  expect(relay.violations).toEqual([])
  expect(await examine(house)).toEqual([])
})

test('a relay that is slow, and now and then hangs up, is waited for and reaches everybody once', async () => {
  const { relay, worker } = await aRelayThat({
    message: (_, nth) => (nth % 3 === 0 ? { say: '250 2.0.0 Ok', after: 20 } : undefined),
    mail: (_, nth) =>
      nth % 17 === 0 ? { say: '421 4.3.2 Too many messages on this line', leave: true } : undefined,
  })
  const campaign = await anActionCampaign(house, 120)
  await begin(house, campaign)
  for (let round = 0; round < 6; round++) {
    await release(house)
    await deliverDue(worker)
    await later(house, 12)
  }
  await release(house)
  const reached = relay.mails.flatMap(({ to }) => to)
  expect(new Set(reached).size).toBe(reached.length)
  expect(await report(campaign)).toMatchObject({ sent: 120, failed: 0, pending: 0 })
})

test('while as many wait for another attempt as may be under way, nobody else is begun with', async () => {
  const campaign = await anActionCampaign(house, 30)
  await begin(house, campaign)
  const [occurrence] = await occurrencesOf(house, campaign)
  // What a relay that puts everything off leaves of the first 20,000 people of many.
  const { sandboxId, id: campaignId } = campaign
  const { id } = await house.db
    .insertInto('batch')
    .values({
      ...{ sandboxId, campaignId, version: 1, lane: 'marketing', kind: 'messages', size: 20_000 },
      ...{ messageIds: [], occurrenceId: occurrence!.id, dueAt: new Date(Date.now() + 3_600_000) },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await house.db
    .updateTable('batch')
    .set({ dueAt: 'infinity' as unknown as Date })
    .where('occurrenceId', '=', occurrence!.id)
    .where('kind', '=', 'recipients')
    .execute()
  await house.db.updateTable('occurrence').set({ released: 0 }).where('id', '=', occurrence!.id).execute()
  const relay = aRelay()
  await deliverAll(house, relay)
  expect(relay.heard).toHaveLength(0)
  await house.db.updateTable('batch').set({ size: 19_000 }).where('id', '=', id).execute()
  await deliverAll(house, relay)
  expect(relay.heard).toHaveLength(30)
})

test('who waits for another attempt when the campaign is stopped is known at once not to have been reached', async () => {
  const { worker } = await aRelayThat({ mail: () => '451 4.3.2 Too busy, come back later' })
  const campaign = await anActionCampaign(house, 40)
  await begin(house, campaign)
  await release(house)
  await deliverDue(worker)
  expect((await report(campaign)).pending).toBe(40)
  await house.db.updateTable('campaign').set({ status: 'stopped' }).where('id', '=', campaign.id).execute()
  await release(house)
  await deliverDue(worker)
  await release(house)
  expect(await report(campaign)).toMatchObject({ excluded: 40, pending: 0 })
  expect((await occurrencesOf(house, campaign))[0]).toMatchObject({ status: 'stopped' })
})
