import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { examine } from '../app/doctor.ts'
import * as reports from '../app/reports.ts'
import { sendTest } from '../app/test-send.ts'
import * as events from '../store/events.ts'
import { Candidate } from '../store/leader.ts'
import * as tallies from '../store/tallies.ts'
import * as workers from '../store/workers.ts'
import {
  aCampaignToSend,
  aConfiguration,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  take,
  to,
} from '../testing/delivery.ts'
import { aHouse } from '../testing/house.ts'
import { chores } from './chores.ts'
import { Housekeeping } from './housekeeping.ts'
import { runWorker } from './run.ts'
import { senders } from './senders.ts'

const house = await aHouse()
const log = { info: () => {}, warn: () => {}, error: () => {} }
const { db, ctx } = house
const rows = async (table: 'tallyDelta' | 'tally') =>
  (await db.selectFrom(table).selectAll().execute()).length

test('counters read the same before, while and after they are folded, whoever folds', async () => {
  const campaign = await aCampaignToSend(house)
  const at = house.now()
  let expected = 0
  for (let n = 1; n <= 60; n++) {
    expected += n
    await tallies.add(db, campaign.sandboxId, campaign.id, at, [{ metric: 'sent', count: n }])
  }
  await tallies.add(db, campaign.sandboxId, campaign.id, at, [{ metric: 'targeted', count: expected }])
  const sent = async () => (await reports.ofCampaign(ctx, campaign.id)).sent
  const folding = Promise.all(
    Array.from({ length: 4 }, async () => {
      while ((await tallies.fold(db, 7)) > 0);
    }),
  )
  for (let n = 0; n < 30; n++) expect(await sent()).toBe(expected)
  await folding
  expect(await sent()).toBe(expected)
  expect([await rows('tallyDelta'), await rows('tally')]).toEqual([0, 2])
  expect((await reports.ofCampaign(ctx, campaign.id)).hours).toMatchObject([{ sent: expected }])
  await db.deleteFrom('tally').execute()
})

test('the doctor tells a counter that differs, and leases of the dead', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, [[to('a@example.com')], [to('b@example.com')]])
  await deliverDue(aWorker(house, aRelay()))
  expect(await examine(house)).toEqual([])
  await tallies.add(db, campaign.sandboxId, campaign.id, house.now(), [{ metric: 'sent', count: 1 }])
  expect(await examine(house)).toMatchObject([
    { level: 'error', code: 'counter-differs', message: /sent is 3 .* 2/ },
  ])
  await tallies.add(db, campaign.sandboxId, campaign.id, house.now(), [{ metric: 'sent', count: -1 }])
  await tallies.add(db, campaign.sandboxId, campaign.id, house.now(), [
    { metric: 'click', reason: '1:0', count: 1 },
    { metric: 'unsubscribe', count: 1 },
  ])
  expect(await examine(house)).toMatchObject([
    { code: 'counter-differs', message: /click is 1 .* 0/ },
    { code: 'counter-differs', message: /unsubscribe is 1 .* 0/ },
  ])
  await db.deleteFrom('tallyDelta').where('metric', 'in', ['click', 'unsubscribe']).execute()

  await calls(house, campaign, [[to('c@example.com')]])
  const worker = aWorker(house, aRelay())
  await take(worker, 'transactional')
  expect(await examine(house)).toMatchObject([{ level: 'warning', code: 'batch-of-dead-worker' }])
  await sql`update message set status = 'pending', settled_at = null where campaign_id = ${campaign.id}`.execute(
    db,
  )
  expect((await examine(house)).map(({ code }) => code)).toContain('done-with-open-messages')
  await sql`update message set status = 'sent' where campaign_id = ${campaign.id}`.execute(db)

  await sql`update batch set status = 'done' where not expanded`.execute(db)
  expect(await examine(house)).toMatchObject([{ level: 'error', code: 'messages-missing' }])
  await sql`update batch set status = 'ready', worker = null where not expanded`.execute(db)
  await deliverDue(aWorker(house, aRelay()))
  const at = db.updateTable('campaign').where('id', '=', campaign.id)
  await at.set({ liveVersion: 7 }).execute()
  expect(await examine(house)).toMatchObject([{ level: 'error', code: 'version-missing' }])
  await at.set({ liveVersion: 1 }).execute()
  expect(await examine(house)).toEqual([])
})

test('the doctor tells an identity that leads to nobody', async () => {
  const orphan = {
    sandboxId: house.ctx.sandboxId,
    namespace: 'email',
    value: 'nobody@example.com',
    profileId: house.newId(),
  }
  await db.insertInto('profileIdentity').values(orphan).execute()
  expect(await examine(house)).toMatchObject([{ level: 'error', code: 'identity-without-profile' }])
  await db.deleteFrom('profileIdentity').where('value', '=', orphan.value).execute()
  expect(await examine(house)).toEqual([])
})

test('every chore can be done on an empty house and again', async () => {
  for (const chore of [...chores, ...chores]) await chore.run({ ...house.house, log })
})

test('what is due each second does not wait for a chore that takes its time', async () => {
  const worker = aWorker(house, aRelay())
  let finish = () => {}
  const long = new Promise<void>((resolve) => (finish = resolve))
  let [begun, done] = [0, 0]
  const keeping = new Housekeeping(worker, house.database.connection, [
    {
      name: 'long',
      every: 15,
      async run() {
        begun++
        await long
      },
    },
    { name: 'prompt', every: 1, run: async () => void done++ },
  ]).run()
  await expect.poll(() => done).toBeGreaterThan(2)
  expect(begun).toBe(1)
  worker.drain.abort()
  finish()
  await keeping
  await workers.leave(db, worker.name)
})

test('partitions for events are there before their month, and again is no harm', async () => {
  const name = async (month: string) =>
    (await sql<{ there: boolean }>`select to_regclass(${`event_${month}`}) is not null as there`.execute(db))
      .rows[0]!.there
  const at = new Date('2031-11-15T00:00:00Z')
  const event = {
    at,
    messageId: house.newId(),
    campaignId: house.newId(),
    type: 'opened' as const,
    detail: null,
  }
  await events.append(db, 1, [event])
  await events.makePartitions(db, at)
  await events.makePartitions(db, at)
  expect(await Promise.all(['2031_11', '2031_12', '2032_01', '2032_02'].map(name))).toEqual([
    false,
    true,
    true,
    true,
  ])
  await events.append(db, 1, [{ ...event, at: new Date('2032-01-31T23:59:59Z') }])
  expect(await events.ofMessages(db, 1, [event.messageId])).toHaveLength(2)
})

test('of two candidates one leads, and the other when the first is gone', async () => {
  const [one, other] = [1, 2].map(() => new Candidate(house.database.connection, 'test')) as [
    Candidate,
    Candidate,
  ]
  expect([await one.leads(), await other.leads(), await one.leads()]).toEqual([true, false, true])
  await one.close()
  await expect.poll(() => other.leads()).toBe(true)
  await other.close()
})

test('a running worker begins and ends campaigns on time, folds counters, and sends tests', async () => {
  const campaign = await aCampaignToSend(house, { status: 'scheduled', startAt: new Date() })
  const worker = runWorker(house.house, {
    name: 'w',
    log,
    connection: house.database.connection,
    openSender: senders(house.house, { allowPrivate: true }),
  })
  const status = async () =>
    (await db.selectFrom('campaign').select('status').where('id', '=', campaign.id).executeTakeFirstOrThrow())
      .status
  await expect.poll(status).toBe('live')
  await calls(house, campaign, [[to('marie@example.com')]])
  await db.updateTable('campaign').set({ endAt: new Date() }).where('id', '=', campaign.id).execute()
  await expect.poll(status).toBe('completed')
  await expect.poll(() => reports.ofCampaign(ctx, campaign.id)).toMatchObject({ sent: 1 })
  await expect.poll(() => rows('tallyDelta')).toBe(0)

  const configurationId = await aConfiguration(house, { sandboxId: ctx.sandboxId })
  const plain = await sendTest(ctx, { configurationId, to: 'me@example.com' })
  expect(plain).toMatchObject({ outcome: 'accepted', reply: expect.stringMatching(/^250/) })
  expect(plain.transcript.length).toBeGreaterThan(2)
  const given = { profile: { person: { name: { firstName: 'Zoé' } } }, context: { order: '7' } }
  await sendTest(ctx, {
    configurationId,
    to: 'me@example.com',
    campaignId: campaign.id,
    version: 1,
    ...given,
  })
  expect(await sendTest(ctx, { configurationId, to: 'bounce@example.com' })).toMatchObject({
    outcome: 'refused',
  })
  expect(await sendTest(ctx, { configurationId: house.newId(), to: 'a@b.example' })).toMatchObject({
    outcome: 'error',
  })
  const caught = await db.selectFrom('inboxMessage').select(['subject', 'recipient']).orderBy('id').execute()
  expect(caught).toEqual([
    { subject: 'Hello', recipient: 'marie@example.com' },
    { subject: 'A test from Chappe', recipient: 'me@example.com' },
    { subject: 'Hello Zoé', recipient: 'me@example.com' },
  ])
  expect(await reports.ofCampaign(ctx, campaign.id)).toMatchObject({ targeted: 1, sent: 1 })
  await worker.stop()
  expect(await db.selectFrom('worker').selectAll().execute()).toEqual([])
})
