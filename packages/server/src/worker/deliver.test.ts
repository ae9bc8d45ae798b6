import { beforeAll, describe, expect, test } from 'vitest'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  messagesOf,
  statuses,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

test('a call becomes a message to its recipient, with the profile and the context in it', async () => {
  await aProfile(house.db, house.ctx.sandboxId, 'marie@example.com', {
    person: { name: { firstName: 'Marie' } },
  })
  const campaign = await aCampaignToSend(house)
  const [[id]] = (await calls(house, campaign, [
    [to('Marie@example.com', { context: { order: '42 & more' } })],
  ])) as [[string]]
  const relay = aRelay()
  await deliverDue(aWorker(house, relay))

  expect(relay.heard).toHaveLength(1)
  const [mail] = relay.heard
  expect(mail).toMatchObject({ id, envelopeFrom: 'shop@sender.test', to: 'marie@example.com' })
  const raw = mail!.raw.toString()
  expect(raw).toContain('Subject: Hello Marie\r\n')
  expect(raw).toContain(`Message-ID: <${id}@sender.test>\r\n`)
  expect(raw).toContain('Order 42 &amp; more')
  expect(await messagesOf(house, campaign.id)).toMatchObject([
    { id, status: 'sent', reply: '250 2.0.0 Ok', attempts: 1, address: 'marie@example.com' },
  ])
  void accepted
  expect(await statuses(house, campaign.id)).toEqual({ sent: 1 })
})
