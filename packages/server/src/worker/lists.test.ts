import { beforeAll, beforeEach, expect, test } from 'vitest'
import * as allowed from '../app/allowed.ts'
import * as reports from '../app/reports.ts'
import * as suppressions from '../app/suppressions.ts'
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

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})
beforeEach(async () => {
  for (const table of ['suppression', 'allowedAddress', 'softBounce'] as const)
    await house.db.deleteFrom(table).execute()
  await allowed.saveSettings(house.ctx, { allowListActive: false, softBounceThreshold: 5 })
})

const outcomes = async (id: string) =>
  Object.fromEntries((await messagesOf(house, id)).map((m) => [m.address, m.reason ?? m.status]))
const suppress = (value: string, type: 'address' | 'domain', expiresAt: string | null = null) =>
  suppressions.add(house.ctx, { value, type, comment: '', expiresAt })

test('an entry added after a call was accepted stops its message', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, [[to('late@example.com'), to('fine@example.com')]])
  await suppress('late@example.com', 'address')
  const relay = aRelay()
  await deliverDue(aWorker(house, relay))
  expect(relay.heard.map((mail) => mail.to)).toEqual(['fine@example.com'])
  expect(await outcomes(campaign.id)).toEqual({
    'late@example.com': 'address-suppressed',
    'fine@example.com': 'sent',
  })
})

test('an entry added between two attempts stops the second one', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, [[to('busy@example.com')]])
  const busy: Outcome = { kind: 'deferred', reason: 'system', reply: '451 Later', counts: false }
  const worker = aWorker(
    house,
    aRelay((_, n) => (n === 0 ? busy : accepted)),
  )
  await deliverDue(worker)
  await suppress('busy@example.com', 'address')
  await later(house, 10)
  await deliverDue(worker)
  expect(await outcomes(campaign.id)).toEqual({ 'busy@example.com': 'address-suppressed' })
})

test('an expired entry suppresses nobody; one that is to expire does until then', async () => {
  const campaign = await aCampaignToSend(house)
  const soon = new Date(house.now().getTime() + 3_600_000).toISOString()
  await suppress('over@example.com', 'address', soon)
  await suppress('still@example.com', 'address', soon)
  await house.db
    .updateTable('suppression')
    .set({ expiresAt: new Date(0) })
    .where('value', '=', 'over@example.com')
    .execute()
  await calls(house, campaign, [[to('over@example.com'), to('still@example.com')]])
  await deliverDue(aWorker(house, aRelay()))
  expect(await outcomes(campaign.id)).toEqual({
    'over@example.com': 'sent',
    'still@example.com': 'address-suppressed',
  })
})

test('a suppressed domain stands for its own addresses, not for those of its subdomains', async () => {
  const campaign = await aCampaignToSend(house)
  await suppress('closed.example', 'domain')
  await calls(house, campaign, [[to('a@Closed.example'), to('a@mail.closed.example')]])
  await deliverDue(aWorker(house, aRelay()))
  expect(await outcomes(campaign.id)).toEqual({
    'a@closed.example': 'domain-suppressed',
    'a@mail.closed.example': 'sent',
  })
})

test('while the allow list is on, only what it names receives, and suppression goes before it', async () => {
  const campaign = await aCampaignToSend(house)
  await allowed.add(house.ctx, { value: 'me@example.com', type: 'address', comment: '' })
  await allowed.add(house.ctx, { value: 'team.example', type: 'domain', comment: '' })
  await suppress('gone@team.example', 'address')
  const people = [
    'me@example.com',
    'you@example.com',
    'x@team.example',
    'gone@team.example',
    'x@a.team.example',
  ]
  await allowed.saveSettings(house.ctx, { allowListActive: true })
  await calls(house, campaign, [people.map((one) => to(one))])
  await deliverDue(aWorker(house, aRelay()))
  expect(await outcomes(campaign.id)).toEqual({
    'me@example.com': 'sent',
    'you@example.com': 'not-allowed',
    'x@team.example': 'sent',
    'gone@team.example': 'address-suppressed',
    'x@a.team.example': 'not-allowed',
  })
  expect((await reports.ofCampaign(house.ctx, campaign.id)).excludedByReason).toEqual([
    { reason: 'not-allowed', count: 2 },
    { reason: 'address-suppressed', count: 1 },
  ])
  await allowed.saveSettings(house.ctx, { allowListActive: false })
  await calls(house, campaign, [[to('later@example.com')]])
  await deliverDue(aWorker(house, aRelay()))
  expect((await outcomes(campaign.id))['later@example.com']).toBe('sent')
})

test('the threshold of soft bounces is the sandbox’s, and a success begins the count anew', async () => {
  const full: Outcome = {
    kind: 'refused',
    code: 552,
    reason: 'mailbox-full',
    bounce: 'soft',
    reply: '552 5.2.2 Full',
  }
  const campaign = await aCampaignToSend(house)
  const send = async (outcome: Outcome) => {
    await calls(house, campaign, [[to('full@example.com')]])
    await deliverDue(
      aWorker(
        house,
        aRelay(() => outcome),
      ),
    )
    house.clock.pass({ hours: 25 })
  }
  const entries = () => house.db.selectFrom('suppression').select(['value', 'category', 'reason']).execute()
  await allowed.saveSettings(house.ctx, { softBounceThreshold: 2 })
  await send(full)
  await send(accepted)
  await send(full)
  expect(await entries()).toEqual([])
  await send(full)
  expect(await entries()).toEqual([{ value: 'full@example.com', category: 'soft', reason: 'mailbox-full' }])

  await suppressions.remove(house.ctx, 'full@example.com')
  await send(full)
  expect(await entries()).toEqual([])
})

test('a hard bounce makes an entry that was to expire one for good', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, [[to('brief@example.com')]])
  const gone: Outcome = {
    kind: 'refused',
    code: 550,
    reason: 'invalid-recipient',
    bounce: 'hard',
    reply: '550 5.1.1 Unknown',
  }
  const soon = new Date(house.now().getTime() + 3_600_000).toISOString()
  await deliverDue(
    aWorker(house, {
      async send(batch, settle) {
        await suppress('brief@example.com', 'address', soon)
        for (const index of batch.keys()) settle(index, gone)
      },
      close: async () => {},
    }),
  )
  expect((await house.db.selectFrom('suppression').selectAll().execute())[0]).toMatchObject({
    category: 'hard',
    reason: 'invalid-recipient',
    expiresAt: null,
  })
})
