import { beforeAll, describe, expect, test } from 'vitest'
import { examine } from '../app/doctor.ts'
import * as reports from '../app/reports.ts'
import type { Outcome } from '../channels/outcome.ts'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  later,
  messagesOf,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { chunkSize } from './doubt.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const report = (campaign: { id: string }) => reports.ofCampaign(house.ctx, campaign.id)
const only = async (campaign: { id: string }) => (await messagesOf(house, campaign.id))[0]!
const suppressed = async (value: string) =>
  (
    await house.db
      .selectFrom('suppression')
      .select(['category', 'reason'])
      .where('value', '=', value)
      .execute()
  )[0]

let number = 0
const someone = () => `someone-${++number}@example.com`

const busy: Outcome = { kind: 'deferred', reason: 'system', reply: '451 4.3.0 Busy', counts: false }
const full: Outcome = { kind: 'deferred', reason: 'mailbox-full', reply: '452 4.2.2 Full', counts: true }
const offline: Outcome = {
  kind: 'deferred',
  reason: 'connection',
  reply: 'connect ECONNREFUSED',
  counts: false,
}
const uncertain: Outcome = { kind: 'uncertain', reply: 'The connection was lost after the last byte.' }
const refused = (bounce: 'hard' | 'soft' | 'ignored' | 'config'): Outcome => ({
  kind: 'refused',
  code: 550,
  reason: 'policy',
  bounce,
  reply: '550 No',
})

/** One message of a new campaign, handed over as often as there are answers, an hour apart. */
async function answered(
  answers: readonly Outcome[],
  given: Parameters<typeof aCampaignToSend>[1] = {},
  email = someone(),
) {
  const campaign = await aCampaignToSend(house, given)
  await calls(house, campaign, [[to(email)]])
  const relay = aRelay((_, n) => answers[n]!)
  const worker = aWorker(house, relay)
  for (const _ of answers) {
    await deliverDue(worker)
    await later(house, 61)
  }
  return { campaign, email, relay, message: await only(campaign) }
}

describe('a refusal', () => {
  test.each([
    ['hard', 'hard'],
    ['soft', undefined],
    ['ignored', undefined],
    ['config', undefined],
  ] as const)('that is %s ends the message; it suppresses the address: %s', async (bounce, category) => {
    const { campaign, email, message, relay } = await answered([refused(bounce), accepted])
    expect(message).toMatchObject({ status: 'failed', failure: 'bounced', reason: 'policy', reply: '550 No' })
    expect(relay.heard).toHaveLength(1)
    expect((await suppressed(email))?.category).toBe(category)
    expect(await report(campaign)).toMatchObject({
      failed: 1,
      bounced: 1,
      bouncedByReason: [{ reason: 'policy', count: 1 }],
      pending: 0,
    })
  })
})

describe('a deferral', () => {
  test('comes back later with the same Message-ID, a refusal never does', async () => {
    const { campaign, message, relay } = await answered([busy, busy, accepted])
    expect(message).toMatchObject({
      status: 'sent',
      attempts: 3,
      reply: accepted.kind === 'accepted' && accepted.reply,
    })
    expect(new Set(relay.heard.map(({ id }) => id)).size).toBe(1)
    expect(await report(campaign)).toMatchObject({ sent: 1, retries: 2, pending: 0 })
    const { timeline } = await reports.message(house.ctx, message.id)
    expect(timeline.map(({ what }) => what)).toEqual(['accepted', 'deferred', 'deferred', 'sent'])
  })

  test('counts as pending until it is settled', async () => {
    const { campaign, message } = await answered([busy])
    expect(message).toMatchObject({ status: 'deferred', settledAt: null })
    expect(await report(campaign)).toMatchObject({ targeted: 1, pending: 1, retries: 1 })
  })

  test('does not wait past the window: then it is an error of ours, or a bounce when the recipient said no', async () => {
    const settings = { retryMinutes: 90 }
    const ours = await answered([busy, busy, busy, busy], { settings })
    expect(ours.message).toMatchObject({
      failure: 'error',
      reason: 'retry-window-over',
      reply: '451 4.3.0 Busy',
    })
    const theirs = await answered([full, full, full, full], { settings })
    expect(theirs.message).toMatchObject({ status: 'failed', failure: 'error', reason: 'retry-window-over' })
    const short = { retryMinutes: 10 }
    const last = await aCampaignToSend(house, { settings: short })
    await calls(house, last, [[to(someone())]])
    house.clock.pass({ minutes: 9.95 })
    await deliverDue(
      aWorker(
        house,
        aRelay(() => full),
      ),
    )
    expect(await only(last)).toMatchObject({ failure: 'bounced', reason: 'mailbox-full', attempts: 1 })
  })

  test('is not sent when its window is over before its turn comes', async () => {
    const campaign = await aCampaignToSend(house, { settings: { retryMinutes: 10 } })
    await calls(house, campaign, [[to(someone())]])
    await later(house, 11)
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.heard).toHaveLength(0)
    expect(await report(campaign)).toMatchObject({
      errorsByReason: [{ reason: 'retry-window-over', count: 1 }],
    })
  })
})

describe('soft bounces', () => {
  test('suppress the address at the fifth, which ends the message too', async () => {
    const { campaign, email, message, relay } = await answered([full, full, full, full, full, full])
    expect(relay.heard).toHaveLength(5)
    expect(message).toMatchObject({ failure: 'bounced', reason: 'mailbox-full', attempts: 5 })
    expect(await suppressed(email)).toEqual({ category: 'soft', reason: 'mailbox-full' })
    expect(await report(campaign)).toMatchObject({ bounced: 1, retries: 4, pending: 0 })
  })

  test('of other messages count only a day apart', async () => {
    const email = someone()
    for (let n = 0; n < 8; n++) await answered([refused('soft')], {}, email)
    expect(await suppressed(email)).toBeUndefined()
    for (let n = 0; n < 4; n++) {
      house.clock.pass({ hours: 24 })
      await answered([refused('soft')], {}, email)
    }
    expect(await suppressed(email)).toMatchObject({ category: 'soft' })
  })

  test('are forgotten when a message arrives', async () => {
    const email = someone()
    await answered([full, full, full, full, accepted], {}, email)
    await answered([full, full, full, full], {}, email)
    expect(await suppressed(email)).toBeUndefined()
  })

  test('of several messages to one address in one hand-over count once', async () => {
    const campaign = await aCampaignToSend(house)
    const email = someone()
    await calls(
      house,
      campaign,
      Array.from({ length: 8 }, () => [to(email)]),
    )
    await deliverDue(
      aWorker(
        house,
        aRelay(() => refused('soft')),
      ),
    )
    expect(await suppressed(email)).toBeUndefined()
    expect(await report(campaign)).toMatchObject({ bounced: 8 })
  })
})

describe('an uncertain hand-over', () => {
  test('is repeated once with the same Message-ID, then left uncertain', async () => {
    const { campaign, message, relay } = await answered([uncertain, uncertain, accepted])
    expect(relay.heard).toHaveLength(2)
    expect(relay.heard[0]!.id).toBe(relay.heard[1]!.id)
    expect(message).toMatchObject({ status: 'uncertain', resends: 1, attempts: 2 })
    expect(await report(campaign)).toMatchObject({ uncertain: 1, pending: 0 })
    const { timeline } = await reports.message(house.ctx, message.id)
    expect(timeline.map(({ what }) => what)).toEqual(['accepted', 'resend', 'uncertain'])
  })

  test('is not repeated for marketing, unless the campaign says so', async () => {
    const left = await answered([uncertain, accepted], { category: 'marketing' })
    expect(left.relay.heard).toHaveLength(1)
    expect(left.message.status).toBe('uncertain')
    const repeated = await answered([uncertain, accepted], {
      category: 'marketing',
      definition: { uncertainPolicy: 'resend_once' },
    })
    expect(repeated.message.status).toBe('sent')
  })
})

describe('a relay that cannot be reached', () => {
  test('keeps everything waiting, blames no recipient, and is left alone for a moment', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(
      house,
      campaign,
      Array.from({ length: 150 }, () => [to(someone())]),
    )
    let up = false
    const relay = aRelay(() => (up ? accepted : offline))
    const worker = aWorker(house, relay)
    await deliverDue(worker)
    expect(relay.heard).toHaveLength(chunkSize)
    expect(worker.relays.held(10)).toEqual([campaign.id])
    expect(await report(campaign)).toMatchObject({ pending: 150, retries: 0 })
    expect(await only(campaign)).toMatchObject({ attempts: 0, status: 'deferred', reason: 'connection' })

    up = true
    worker.relays.reached(campaign.configurationId)
    await later(house, 1)
    await deliverDue(worker)
    expect(relay.accepted).toHaveLength(150)
    expect(new Set(relay.accepted).size).toBe(150)
    expect(await report(campaign)).toMatchObject({ sent: 150, pending: 0 })
  })

  test('does not make messages outlive their window', async () => {
    const campaign = await aCampaignToSend(house, { settings: { retryMinutes: 10 } })
    await calls(house, campaign, [[to(someone())]])
    for (let n = 0; n < 3; n++) {
      await deliverDue(
        aWorker(
          house,
          aRelay(() => offline),
        ),
      )
      await later(house, 6)
    }
    expect(await only(campaign)).toMatchObject({
      failure: 'error',
      reason: 'retry-window-over',
      reply: 'connect ECONNREFUSED',
    })
  })
})

test('one answer for each of a mixed batch, and the books balance', async () => {
  const campaign = await aCampaignToSend(house, { category: 'marketing' })
  await calls(
    house,
    campaign,
    Array.from({ length: 120 }, () => [to(someone())]),
  )
  const answers = [accepted, busy, full, refused('hard'), refused('ignored'), uncertain]
  await deliverDue(
    aWorker(
      house,
      aRelay((_, n) => answers[n % answers.length]!),
    ),
  )
  expect(await report(campaign)).toMatchObject({
    targeted: 120,
    sent: 20,
    bounced: 40,
    uncertain: 20,
    pending: 40,
    retries: 40,
  })
  await house.db.deleteFrom('worker').execute()
  expect((await examine(house)).filter(({ level }) => level === 'error')).toEqual([])
})
