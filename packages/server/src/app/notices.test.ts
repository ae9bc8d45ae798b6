import { createHmac } from 'node:crypto'
import * as endpoints from '@chappe/core/api/feedback-sources'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Notice } from '../context.ts'
import * as store from '../store/notices.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'
import { examine } from './doctor.ts'
import * as notices from './notices.ts'
import * as reports from './reports.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})
beforeEach(async () => {
  for (const table of ['suppression', 'softBounce', 'feedback'] as const)
    await house.db.deleteFrom(table).execute()
})

let number = 0
async function aSentMessage(address: string) {
  const campaign = await aCampaignToSend(house)
  const [[id]] = (await calls(house, campaign, [[to(address)]])) as [[string]]
  await deliverDue(aWorker(house, aRelay()))
  return { id, campaign }
}
const notice = (given: Partial<Notice>): Notice => ({
  kind: 'bounce',
  bounce: 'hard',
  reason: 'invalid-recipient',
  messageId: null,
  address: null,
  detail: '550 5.1.1 unknown',
  key: `key-${++number}`,
  ...given,
})
const take = (given: Notice[], isTrusted = false) =>
  notices.take(house, { sandboxId: house.ctx.sandboxId, sourceId: null, isTrusted }, given)
const suppressed = () =>
  house.db
    .selectFrom('suppression')
    .select(['value', 'category', 'reason', 'source'])
    .orderBy('value')
    .execute()

test('a message that came back is sent but not delivered, and its address is suppressed', async () => {
  const { id, campaign } = await aSentMessage('gone@example.com')
  const told = notice({ messageId: id, address: 'GONE@example.com' })
  expect(await take([told])).toBe(1)
  expect(await take([told])).toBe(0)
  expect(await take([notice({ messageId: id })])).toBe(1)
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({
    targeted: 1,
    sent: 1,
    delivered: 0,
    laterBounces: 1,
    laterBouncesByReason: [{ reason: 'invalid-recipient', count: 1 }],
    bounced: 0,
    pending: 0,
  })
  const { timeline } = await reports.message(house.ctx, id)
  expect(timeline.map(({ what }) => what)).toEqual(['accepted', 'sent', 'bounced'])
  expect(await suppressed()).toEqual([
    { value: 'gone@example.com', category: 'hard', reason: 'invalid-recipient', source: 'feedback' },
  ])
  expect(await examine(house)).toEqual([])
})

test('a complaint counts once and suppresses', async () => {
  const { id, campaign } = await aSentMessage('angry@example.com')
  const complaint = { kind: 'complaint', reason: 'spam-complaint', messageId: id } as const
  await take([notice(complaint), notice(complaint)])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ complaints: 1, delivered: 1 })
  expect(await suppressed()).toMatchObject([{ value: 'angry@example.com', reason: 'spam-complaint' }])
  expect(await examine(house)).toEqual([])
})

test('what is ours to repair, and what is about the message alone, suppresses nobody', async () => {
  const { id, campaign } = await aSentMessage('fine@example.com')
  await take([
    notice({ messageId: id, bounce: 'config', reason: 'policy' }),
    notice({ messageId: id, bounce: 'ignored' }),
  ])
  expect(await suppressed()).toEqual([])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1, delivered: 0 })
})

test('soft bounces count towards the threshold, a day apart', async () => {
  for (let n = 1; n <= 5; n++) {
    expect(await suppressed()).toEqual([])
    const { id } = await aSentMessage('full@example.com')
    // The message before it went out well, which ended the count.
    await house.db
      .insertInto('softBounce')
      .values({
        sandboxId: house.ctx.sandboxId,
        address: 'full@example.com',
        messageId: house.newId(),
        failures: n - 1,
        countedAt: new Date(0),
      })
      .execute()
    await take([notice({ messageId: id, bounce: 'soft', reason: 'mailbox-full' })])
  }
  expect(await suppressed()).toMatchObject([
    { value: 'full@example.com', category: 'soft', reason: 'mailbox-full' },
  ])
})

test('a stranger’s mail about an address without a message of ours is believed by nobody', async () => {
  await take([notice({ address: 'victim@example.com' })])
  await take([notice({ messageId: house.newId(), address: 'victim@example.com' })])
  expect(await suppressed()).toEqual([])
  await take([notice({ address: 'told@example.com' })], true)
  expect(await suppressed()).toMatchObject([{ value: 'told@example.com' }])
})

test('a forwarding gone stale is a soft bounce of the address that we wrote to', async () => {
  const { id } = await aSentMessage('forwards@example.com')
  await take([notice({ messageId: id, address: 'elsewhere@other.example' })])
  expect(await suppressed()).toEqual([])
  expect(await house.db.selectFrom('softBounce').select(['address', 'failures']).execute()).toEqual([
    { address: 'forwards@example.com', failures: 1 },
  ])
})

test('a blind copy that comes back says nothing about the recipient', async () => {
  const settings = { senderEmail: 'shop@sender.test', bccEmail: 'Archive@shop.test' }
  const campaign = await aCampaignToSend(house, { settings })
  const [[id]] = (await calls(house, campaign, [[to('copied@example.com')]])) as [[string]]
  await deliverDue(aWorker(house, aRelay()))
  expect(await take([notice({ messageId: id, address: 'archive@shop.test' })])).toBe(1)
  expect(await suppressed()).toEqual([])
  expect(await house.db.selectFrom('softBounce').selectAll().execute()).toEqual([])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 0, delivered: 1 })
})

test('mails kept to be looked at are forgotten when they are old, or too many', async () => {
  const { sandboxId } = house.ctx
  const ids = Array.from({ length: 510 }, house.newId).sort()
  const rows = ids.map((id, n) => {
    return {
      sandboxId,
      id,
      key: `unread-${n}`,
      kind: 'unread',
      detail: '',
      raw: 'x',
      receivedAt: house.now(),
    }
  })
  await house.db.insertInto('feedback').values(rows).execute()
  const old = { ...rows[0]!, id: house.newId(), key: 'old', receivedAt: new Date('2020-01-01') }
  await house.db.insertInto('feedback').values(old).execute()
  await store.forgetMails(house.db, new Date('2021-01-01'))
  const left = await house.db.selectFrom('feedback').select('key').orderBy('id').execute()
  expect(left.map(({ key }) => key)).toEqual(rows.slice(10).map(({ key }) => key))
})

test('a notice that overtakes the outcome of its message is asked for again', async () => {
  const { id } = await aSentMessage('fast@example.com')
  await house.db.updateTable('message').set({ status: 'pending' }).where('id', '=', id).execute()
  const told = notice({ messageId: id })
  await expect(take([told])).rejects.toMatchObject({ type: 'server/unavailable' })
  await house.db.updateTable('message').set({ status: 'sent' }).where('id', '=', id).execute()
  expect(await take([told])).toBe(1)
})

test('another sandbox’s message is nobody’s here', async () => {
  const { id } = await aSentMessage('own@example.com')
  const from = { sandboxId: house.otherCtx.sandboxId, sourceId: null, isTrusted: false }
  await notices.take(house, from, [notice({ messageId: id })])
  expect(await suppressed()).toEqual([])
})

test('a webhook is set up, believed, told of, switched off and deleted', async () => {
  const server = anHttpServer(house.house)
  const as = await signedIn(house.house)
  const { call } = server
  const create = (config: object) =>
    call(endpoints.createFeedbackSource, { body: { kind: 'mailgun', name: 'Mailgun EU', config }, as })
  expect((await create({})).problem.errors).toMatchObject([{ pointer: '/config/signingKey' }])
  expect((await create({ signingKey: 'x', colour: 'red' })).status).toBe(400)
  const { body: source } = await create({ signingKey: 'a-secret' })
  expect(source).toMatchObject({
    config: {},
    active: true,
    lastAt: null,
    url: `http://chappe.test/f/${source.id}/mailgun`,
  })
  expect(JSON.stringify(await house.db.selectFrom('feedbackSource').selectAll().execute())).not.toContain(
    'a-secret',
  )

  const { id, campaign } = await aSentMessage('hook@example.com')
  const post = (key: string, path = new URL(source.url!).pathname) => {
    const timestamp = String(Math.floor(house.now().getTime() / 1000))
    const signature = createHmac('sha256', key).update(`${timestamp}t`).digest('hex')
    const event = {
      id: 'event-1',
      event: 'failed',
      severity: 'permanent',
      recipient: 'hook@example.com',
      message: { headers: { 'message-id': `${id}@sender.test` } },
      'delivery-status': { code: 550, message: '5.1.1 unknown user' },
    }
    return server.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ signature: { timestamp, token: 't', signature }, 'event-data': event }),
    })
  }
  expect((await post('another')).statusCode).toBe(401)
  expect((await post('a-secret')).statusCode).toBe(204)
  expect((await post('a-secret')).statusCode).toBe(204)
  expect((await post('a-secret', `/f/${source.id}/postmark`)).statusCode).toBe(404)
  expect((await post('a-secret', `/f/${house.newId()}/mailgun`)).statusCode).toBe(404)
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1, delivered: 0 })
  expect(await suppressed()).toMatchObject([{ value: 'hook@example.com' }])

  const params = { id: source.id }
  expect((await call(endpoints.listFeedback, { params, as })).body.items).toMatchObject([
    { kind: 'hard:invalid-recipient', messageId: id, address: 'hook@example.com' },
  ])
  expect((await call(endpoints.listFeedbackSources, { as })).body.items).toMatchObject([
    { id: source.id, problem: null, lastAt: expect.any(String) },
  ])
  const off = await call(endpoints.switchFeedbackSource, { params, body: { active: false }, as })
  expect(off.body.active).toBe(false)
  expect((await post('a-secret')).statusCode).toBe(404)
  expect((await call(endpoints.deleteFeedbackSource, { params, as })).status).toBe(204)
  expect((await call(endpoints.deleteFeedbackSource, { params, as })).status).toBe(404)
  expect(server.logged).toEqual([])
})
