import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { report } from '../channels/email/feedback/testing/samples.ts'
import { type Listener, openListener } from '../channels/email/inbound/listener.ts'
import { call } from '../channels/email/inbound/testing/caller.ts'
import type { Ctx } from '../context.ts'
import { aCampaignToSend, aRelay, aWorker, calls, deliverDue, to } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { examine } from './doctor.ts'
import * as sources from './feedback-sources.ts'
import { openInboundDesk } from './inbound.ts'
import * as reports from './reports.ts'
import { trackingTokens } from './tracking.ts'

let house: TestHouse
let listener: Listener
const errors: Error[] = []
beforeAll(async () => {
  house = await aHouse()
  const desk = openInboundDesk(house.house, trackingTokens(house.secrets))
  const at = { host: '127.0.0.1', port: 0, name: 'mail.shop.example' }
  listener = await openListener({ ...desk, ...at, onError: (error) => void errors.push(error) })
})
afterAll(async () => {
  await listener.close()
  expect(errors).toEqual([])
})
beforeEach(async () => {
  for (const table of ['suppression', 'feedback', 'feedbackSource'] as const)
    await house.db.deleteFrom(table).execute()
})

let number = 0
/** A message that was sent with a return address, and that address as the relay heard it. */
async function aSentMessage({ sandboxId = house.ctx.sandboxId, returnMarked = true } = {}) {
  const address = `gone-${++number}@example.com`
  const settings = { senderEmail: 'shop@shop.example', returnEmail: 'bounces@shop.example', returnMarked }
  const campaign = await aCampaignToSend(house, { sandboxId, settings })
  const relay = aRelay()
  const [[id]] = (await calls(house, campaign, [[to(address)]])) as [[string]]
  await deliverDue(aWorker(house, relay))
  return { id, campaign, address, returnPath: relay.heard[0]!.envelopeFrom }
}

const aSource = (ctx: Ctx = house.ctx, addresses = 'Bounces@shop.example, leave@shop.example') =>
  sources.create(ctx, { kind: 'smtp', name: 'Own mail', config: { addresses } })

const failed = (address: string) =>
  `Final-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n`

/** Sends a mail to us; answers what its last step was answered. */
async function send(recipient: string, raw: string): Promise<string> {
  const caller = await call(listener.port)
  await caller.say('EHLO mx.example')
  await caller.say('MAIL FROM:<>')
  const answer = await caller.say(`RCPT TO:<${recipient}>`)
  if (!answer.startsWith('250')) return answer
  await caller.say('DATA')
  caller.blurt(`${raw.replace(/(^|\r\n)\./g, '$1..')}\r\n.\r\n`)
  const last = await caller.hear()
  caller.hangUp()
  return last
}
const suppressed = async (ctx: Ctx = house.ctx) =>
  (
    await house.db.selectFrom('suppression').select('value').where('sandboxId', '=', ctx.sandboxId).execute()
  ).map(({ value }) => value)
const countsOf = async (id: string, ctx: Ctx = house.ctx) =>
  (await sources.list(ctx)).items.find((one) => one.id === id)?.counts

test('a report that returns nothing of the message leads to it by the address that it came to', async () => {
  const source = await aSource()
  const { campaign, address, returnPath } = await aSentMessage()
  const raw = report({ status: failed(address), original: 'Subject: nothing' })
  expect(await send(returnPath.toUpperCase(), raw)).toMatch(/^250/)
  expect(await suppressed()).toEqual([address])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1, delivered: 0 })
  expect(await countsOf(source.id)).toMatchObject({ mails: 1, bounces: 1 })
  expect(await examine(house)).toEqual([])
})

test('the same mail many times at once, by whichever way it came, counts once', async () => {
  const source = await aSource()
  const { campaign, address, returnPath } = await aSentMessage()
  const raw = report({ status: failed(address) })
  const copies = Array.from({ length: 8 }, (_, n) => `Received: by relay-${n}.example\r\n${raw}`)
  const answers = await Promise.all(copies.map((copy) => send(returnPath, copy)))
  expect(answers.every((answer) => answer.startsWith('250'))).toBe(true)
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 1 })
  expect(await countsOf(source.id)).toMatchObject({ mails: 8, bounces: 1 })
  expect((await sources.lastNotices(house.ctx, source.id)).items).toHaveLength(1)
})

test('without a mark, what the report returns leads to the message', async () => {
  await aSource()
  const { id, address, returnPath } = await aSentMessage({ returnMarked: false })
  expect(returnPath).toBe('bounces@shop.example')
  const original = `X-Chappe-Message: ${id}\nTo: ${address}`
  expect(await send(returnPath, report({ status: failed(address), original }))).toMatch(/^250/)
  expect(await suppressed()).toEqual([address])
})

test('a mark that we did not make is refused, and an address of nobody, and that of a source switched off', async () => {
  const { returnPath } = await aSentMessage()
  const forged = returnPath.replace(/\+(.)/, (_, letter) => `+${letter === 'a' ? 'b' : 'a'}`)
  const raw = report({ status: failed('x@example.com') })
  expect(await send(returnPath, raw)).toMatch(/^550/)
  const source = await aSource()
  expect(await send(forged, raw)).toMatch(/^550/)
  expect(await send('someone@shop.example', raw)).toMatch(/^550/)
  expect(await send(returnPath, raw)).toMatch(/^250/)
  await sources.setActive(house.ctx, source.id, false)
  expect(await send(returnPath, raw)).toMatch(/^550/)
})

test('a holiday note is no bounce, and a mail that says nothing is kept to be looked at', async () => {
  const source = await aSource()
  const { returnPath, campaign } = await aSentMessage()
  const holiday = 'From: a@b.example\r\nSubject: Absence\r\nAuto-Submitted: auto-replied\r\n\r\nJe reviens.'
  expect(await send(returnPath, holiday)).toMatch(/^250/)
  expect(await send(returnPath, 'From: a@b.example\r\nSubject: Hi\r\n\r\nHello')).toMatch(/^250/)
  expect(await send(returnPath, '\0\u00ff: \r\n\r\nContent-Type: multipart/report')).toMatch(/^250/)
  expect(await countsOf(source.id)).toMatchObject({ mails: 3, ignored: 1, unread: 2 })
  expect(await suppressed()).toEqual([])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ laterBounces: 0, delivered: 1 })
})

test('a complaint counts and suppresses', async () => {
  const source = await aSource()
  const { id, campaign, address, returnPath } = await aSentMessage()
  const status = 'Feedback-Type: abuse\nUser-Agent: Feedback/1\nVersion: 1\n'
  const raw = report({ type: 'feedback-report', status, original: `Message-ID: <${id}@shop.example>` })
  expect(await send(returnPath, raw)).toMatch(/^250/)
  expect(await suppressed()).toEqual([address])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ complaints: 1 })
  expect(await countsOf(source.id)).toMatchObject({ complaints: 1 })
})

test('whoever unsubscribes by mail is unsubscribed, by the address that the header of the message names', async () => {
  const source = await aSource()
  const { id, address, campaign } = await aSentMessage()
  const token = trackingTokens(house.secrets).of({ messageId: id, sandboxId: house.ctx.sandboxId })
  const raw = `From: ${address}\r\nTo: leave@shop.example\r\nSubject: unsubscribe ${token}\r\n\r\n`
  expect(await send('leave@shop.example', raw)).toMatch(/^250/)
  expect(await send('leave@shop.example', raw)).toMatch(/^250/)
  expect(await house.db.selectFrom('consent').select(['subject', 'choice']).execute()).toEqual([
    { subject: `address:${address}`, choice: 'out' },
  ])
  expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({ unsubscribes: 1 })
  expect(await countsOf(source.id)).toMatchObject({ mails: 2, unsubscribes: 1 })
})

test('a report that overtakes the outcome of its message is asked for again', async () => {
  await aSource()
  const { id, address, returnPath } = await aSentMessage()
  const setStatus = (status: string) =>
    house.db.updateTable('message').set({ status }).where('id', '=', id).execute()
  await setStatus('pending')
  const raw = report({ status: failed(address) })
  expect(await send(returnPath, raw)).toMatch(/^451/)
  await setStatus('sent')
  expect(await send(returnPath, raw)).toMatch(/^250/)
  expect(await suppressed()).toEqual([address])
})

test('sandboxes that share an address hear of their own messages only', async () => {
  const mine = await aSource()
  const theirs = await aSource(house.otherCtx)
  const { sandboxId } = house.otherCtx
  const marked = await aSentMessage({ sandboxId })
  expect(await send(marked.returnPath, report({ status: failed(marked.address) }))).toMatch(/^250/)
  const plain = await aSentMessage({ sandboxId, returnMarked: false })
  const original = `Message-ID: <${plain.id}@shop.example>`
  expect(await send(plain.returnPath, report({ status: failed(plain.address), original }))).toMatch(/^250/)
  expect(await suppressed(house.otherCtx)).toEqual([marked.address, plain.address])
  expect(await suppressed()).toEqual([])
  expect((await sources.lastNotices(house.ctx, mine.id)).items).toEqual([])
  expect(await countsOf(theirs.id, house.otherCtx)).toMatchObject({ mails: 2, bounces: 2 })
})
