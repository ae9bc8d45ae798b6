import { resentByDefault } from '@chappe/core/campaign/resend'
import { beforeAll, describe, expect, test } from 'vitest'
import * as campaignLog from '../app/campaign-log.ts'
import * as campaigns from '../app/campaigns.ts'
import { examine } from '../app/doctor.ts'
import { record } from '../app/feedback.ts'
import { release } from '../app/occurrences/release.ts'
import * as reports from '../app/reports.ts'
import * as resends from '../app/resends.ts'
import type { Outcome } from '../channels/outcome.ts'
import * as jobs from '../queue/jobs.ts'
import * as merging from '../store/merge-profiles.ts'
import { accepted, aRelay, aWorker, deliverDue, messagesOf, type TestRelay } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import {
  anActionCampaign,
  begin,
  deliverAll,
  everyDay,
  nextMinute,
  occurrencesOf,
} from '../testing/occurrences.ts'
import { expandResendStep } from './expand-resend.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const refused: Outcome = { kind: 'refused', bounce: 'ignored', reason: 'policy', reply: '550 no' }
const uncertain: Outcome = { kind: 'uncertain', reply: 'gone' }
const groups = [...resentByDefault]

/** Does the jobs that take snapshots, and delivers what comes of them. */
async function work(relay: TestRelay) {
  for (;;) {
    const due = { now: house.now(), seconds: 60, limit: 9 }
    const found = await jobs.claim(house.db, [expandResendStep.kind], due)
    if (found.length === 0) break
    for (const job of found) {
      await expandResendStep.run(
        aWorker(house, relay),
        job.payload,
        () => relay,
        async () => true,
      )
      await jobs.finish(house.db, job, null, house.now())
    }
  }
  await deliverAll(house, relay)
}

/** A campaign that was sent to so many people, the relay answering as told. */
async function sent(people: number, answer: (n: number) => Outcome) {
  const campaign = await anActionCampaign(house, people)
  await begin(house, campaign)
  const relay = aRelay((_, n) => answer(n))
  await deliverAll(house, relay)
  const [occurrence] = await occurrencesOf(house, campaign)
  return { campaign, occurrence: occurrence!, relay }
}

const resend = (campaign: { id: string }, id: string, more: { after?: number } = {}) =>
  resends.resend(house.ctx, campaign.id, id, { groups, ...more })
const preview = (campaign: { id: string }, id: string) => resends.preview(house.ctx, campaign.id, id)
const countsOf = async (campaign: { id: string }, id: string) =>
  Object.fromEntries((await preview(campaign, id)).groups.map(({ group, count }) => [group, count]))

describe('a resend', () => {
  test('reaches exactly those whom the occurrence did not, and the books say so', async () => {
    const { campaign, occurrence, relay } = await sent(50, (n) => (n < 7 ? refused : accepted))
    expect(await preview(campaign, occurrence.id)).toEqual({
      groups: [{ group: 'bounced', count: 7, suppressed: 0, reasons: [{ reason: 'policy', count: 7 }] }],
      after: 1,
      running: null,
    })
    const failed = relay.heard.slice(0, 7).map(({ to }) => to)
    const made = await resend(campaign, occurrence.id)
    expect(made).toMatchObject({
      created: true,
      occurrence: { number: 2, kind: 'resend', resends: 1, askedBy: 'Ada' },
    })
    const again = aRelay()
    await work(again)
    expect(again.heard.map(({ to }) => to).sort()).toEqual(failed.sort())
    expect(await countsOf(campaign, occurrence.id)).toEqual({})
    const [second, first] = await occurrencesOf(house, campaign)
    expect(second).toMatchObject({ number: 2, status: 'done', targeted: 7, sent: 7, left: 0 })
    expect(first).toMatchObject({ number: 1, status: 'done', sent: 43, failed: 7 })
    expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({
      targeted: 57,
      sent: 50,
      bounced: 7,
    })
    expect(await examine(house)).toEqual([])
    await expect(resend(campaign, occurrence.id)).rejects.toMatchObject({ type: 'occurrence/nobody-left' })
  })

  test('is made once, however many ask at once, and not again by whoever saw the counts before it', async () => {
    const { campaign, occurrence } = await sent(20, (n) => (n < 5 ? refused : accepted))
    const { after } = await preview(campaign, occurrence.id)
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => resend(campaign, occurrence.id, { after })),
    )
    expect(asked.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(asked.map((one) => one.occurrence.id)).size).toBe(1)
    expect((await preview(campaign, occurrence.id)).running).toBe(2)
    const relay = aRelay((_, n) => (n < 2 ? refused : accepted))
    await Promise.all([work(relay), work(relay)])
    expect(relay.heard).toHaveLength(5)
    expect(await resend(campaign, occurrence.id, { after })).toMatchObject({
      created: false,
      occurrence: { number: 2, status: 'done' },
    })
    // Of the resend there is no other rest than of what it resends.
    const { id: secondId } = asked[0]!.occurrence
    expect(await countsOf(campaign, secondId)).toEqual({ bounced: 2 })
    const last = await preview(campaign, secondId)
    expect(await resend(campaign, secondId, { after: last.after })).toMatchObject({
      created: true,
      occurrence: { number: 3, resends: 1 },
    })
    const third = aRelay()
    await work(third)
    expect(third.heard).toHaveLength(2)
  })

  test('of a stopped campaign brings it to those who were not reached, and the campaign stays stopped', async () => {
    const campaign = await anActionCampaign(house, 300)
    await begin(house, campaign)
    const relay = aRelay(undefined, (n) =>
      n === 120 ? campaigns.stop(house.ctx, campaign.id).then(() => {}) : undefined,
    )
    await deliverAll(house, relay)
    const [occurrence] = await occurrencesOf(house, campaign)
    const reached = relay.heard.map(({ to }) => to)
    expect(occurrence).toMatchObject({ status: 'stopped', excluded: 300 - reached.length })
    expect(await countsOf(campaign, occurrence!.id)).toEqual({ not_reached: 300 - reached.length })
    await resend(campaign, occurrence!.id)
    const rest = aRelay()
    await work(rest)
    const all = [...reached, ...rest.heard.map(({ to }) => to)]
    expect(all).toHaveLength(300)
    expect(new Set(all).size).toBe(300)
    expect((await campaigns.get(house.ctx, campaign.id)).status).toBe('stopped')
    expect((await occurrencesOf(house, campaign))[0]).toMatchObject({
      status: 'done',
      sent: rest.heard.length,
    })
    expect(await examine(house)).toEqual([])
  })

  test('can be stopped alone, and says who was not reached', async () => {
    const { campaign, occurrence } = await sent(250, () => refused)
    const { occurrence: made } = await resend(campaign, occurrence.id)
    const stop = () => resends.stop(house.ctx, campaign.id, made.id).then(() => {})
    const relay = aRelay(undefined, (n) => (n === 120 ? stop() : undefined))
    await work(relay)
    expect((await occurrencesOf(house, campaign))[0]).toMatchObject({
      status: 'stopped',
      sent: relay.heard.length,
      excluded: 250 - relay.heard.length,
    })
    expect(relay.heard.length).toBeLessThan(250)
    expect((await campaigns.get(house.ctx, campaign.id)).status).toBe('live')
    await expect(resends.stop(house.ctx, campaign.id, made.id)).rejects.toMatchObject({
      type: 'occurrence/over',
    })
    const { items } = await campaignLog.list(house.ctx, campaign.id, { limit: 10 })
    expect(items.map(({ what, occurrence: of, who }) => [what, of, who])).toEqual([
      ['occurrence_stopped', 2, 'Ada'],
      ['occurrence_started', 2, null],
      ['occurrence_planned', 2, 'Ada'],
      ['occurrence_finished', 1, null],
      ['occurrence_started', 1, null],
      ['occurrence_planned', 1, null],
    ])
  })

  test('of what may have arrived is made only when it is asked for', async () => {
    const { campaign, occurrence } = await sent(12, (n) => (n < 3 ? uncertain : accepted))
    expect(await countsOf(campaign, occurrence.id)).toEqual({ uncertain: 3 })
    await expect(resend(campaign, occurrence.id)).rejects.toMatchObject({ type: 'occurrence/nobody-left' })
    await resends.resend(house.ctx, campaign.id, occurrence.id, { groups: ['uncertain'] })
    const relay = aRelay((_, n) => (n === 0 ? refused : accepted))
    await work(relay)
    expect(relay.heard).toHaveLength(3)
    // It failed this time; the time before it may have arrived.
    expect(await countsOf(campaign, occurrence.id)).toEqual({ uncertain: 1 })
  })

  test('of what may have arrived leaves out whoever has opened it or clicked in it', async () => {
    const { campaign, occurrence } = await sent(6, (n) => (n < 3 ? uncertain : accepted))
    const doubtful = (await messagesOf(house, campaign.id)).filter(({ status }) => status === 'uncertain')
    const [opened, clicked, silent] = doubtful
    const { sandboxId } = campaign
    const at = house.now()
    await record(house.db, [
      { messageId: opened!.id, sandboxId, at, click: null },
      { messageId: clicked!.id, sandboxId, at, click: { link: 0, url: 'https://example.com/' } },
    ])
    expect(await countsOf(campaign, occurrence.id)).toEqual({ uncertain: 1 })
    await resends.resend(house.ctx, campaign.id, occurrence.id, { groups: ['uncertain'] })
    const relay = aRelay()
    await work(relay)
    expect(relay.heard.map(({ to }) => to)).toEqual([silent!.address])
  })

  test('leaves out whoever said no since, became somebody who was reached, or is gone', async () => {
    const { campaign, occurrence, relay } = await sent(10, (n) => (n < 4 ? refused : accepted))
    const rows = await messagesOf(house, campaign.id)
    const failed = rows.filter(({ status }) => status === 'failed').map(({ recipientId }) => recipientId!)
    const reached = rows.find(({ status }) => status === 'sent')!.recipientId!
    const { sandboxId } = campaign
    const out = { sandboxId, channel: 'email', choice: 'out', source: 'test' }
    await house.db
      .insertInto('consent')
      .values({ ...out, subject: `profile:${failed[0]}` })
      .execute()
    await merging.moveAll(house.db, sandboxId, failed[1]!, reached)
    await house.db.deleteFrom('profile').where('id', '=', failed[1]!).execute()
    await house.db.deleteFrom('profileIdentity').where('profileId', '=', failed[2]!).execute()
    await house.db.deleteFrom('profile').where('id', '=', failed[2]!).execute()
    expect(await countsOf(campaign, occurrence.id)).toEqual({ bounced: 2 })
    await resend(campaign, occurrence.id)
    const again = aRelay()
    await work(again)
    expect(again.heard).toHaveLength(1)
    expect(relay.accepted).toHaveLength(6)
    expect(await reports.ofCampaign(house.ctx, campaign.id)).toMatchObject({
      excludedByReason: [{ reason: 'no-consent', count: 1 }],
    })
    expect(await countsOf(campaign, occurrence.id)).toEqual({})
  })

  test('says beforehand who is on the suppression list by now, and leaves them out', async () => {
    const gone: Outcome = { kind: 'refused', bounce: 'hard', reason: 'invalid-recipient', reply: '550 5.1.1' }
    const { campaign, occurrence } = await sent(9, (n) => (n < 2 ? gone : n < 5 ? refused : accepted))
    expect((await preview(campaign, occurrence.id)).groups).toMatchObject([
      { group: 'bounced', count: 5, suppressed: 2 },
    ])
    await resend(campaign, occurrence.id)
    const relay = aRelay()
    await work(relay)
    expect(relay.heard).toHaveLength(3)
  })

  test('stops with its campaign, also when that comes back from the archive; one asked for later is sent', async () => {
    for (const end of [campaigns.stop, campaigns.archive]) {
      const { campaign, occurrence } = await sent(150, () => refused)
      const resent = await resend(campaign, occurrence.id)
      const ended = () => end(house.ctx, campaign.id).then(() => {})
      const relay = aRelay(undefined, (n) => (n === 50 ? ended() : undefined))
      await work(relay)
      expect(relay.heard.length).toBeLessThan(150)
      if (end === campaigns.archive) await campaigns.unarchive(house.ctx, campaign.id)
      await deliverAll(house, relay)
      const [second] = await occurrencesOf(house, campaign)
      expect(second).toMatchObject({
        status: 'stopped',
        stoppedBy: 'Ada',
        excluded: 150 - relay.heard.length,
      })
      const rest = aRelay()
      await resend(campaign, occurrence.id, { after: resent.occurrence.number })
      await work(rest)
      expect(rest.heard).toHaveLength(150 - relay.heard.length)
    }
  })

  test('that nobody has begun with yet ends with its campaign', async () => {
    const { campaign, occurrence } = await sent(5, () => refused)
    await resend(campaign, occurrence.id)
    await campaigns.stop(house.ctx, campaign.id)
    const relay = aRelay()
    await work(relay)
    expect(relay.heard).toHaveLength(0)
    expect((await occurrencesOf(house, campaign))[0]).toMatchObject({ status: 'stopped', targeted: 0 })
    expect(await countsOf(campaign, occurrence.id)).toEqual({ bounced: 5 })
  })

  /** A resend to five people that is looking for them: `letGo` lets it, and answers when all is done that is due. */
  async function looking() {
    const { campaign, occurrence } = await sent(20, (n) => (n < 5 ? refused : accepted))
    const { id } = (await resend(campaign, occurrence.id)).occurrence
    const locked = await lockMessages()
    const relay = aRelay()
    const working = work(relay)
    await expect.poll(locked.waiting).toBe(1)
    const letGo = () => locked.letGo().then(() => working)
    return { campaign, root: occurrence, id, relay, letGo }
  }

  /** Nobody reads messages until it lets go; how many wait for that, or for one of those. */
  async function lockMessages() {
    const client = await house.pool.connect()
    await client.query('begin; lock table message in access exclusive mode')
    const waiting = async () =>
      (
        await client.query(
          `select from pg_locks
            where not granted and (relation = 'message'::regclass or locktype = 'advisory')
              and database = (select oid from pg_database where datname = current_database())`,
        )
      ).rowCount
    const letGo = async () => {
      await client.query('commit')
      client.release()
    }
    return { waiting, letGo }
  }

  test('lets its campaign be stopped, or itself, while it looks for people, and then reaches nobody', async () => {
    const stops = [
      (campaign: { id: string }) => campaigns.stop(house.ctx, campaign.id),
      (campaign: { id: string }) => campaigns.archive(house.ctx, campaign.id),
      (campaign: { id: string }, id: string) => resends.stop(house.ctx, campaign.id, id),
    ]
    for (const stop of stops) {
      const { campaign, root, id, relay, letGo } = await looking()
      await stop(campaign, id)
      await letGo()
      expect(relay.heard).toEqual([])
      expect((await occurrencesOf(house, campaign))[0]).toMatchObject({
        ...{ id, status: 'stopped', stoppedBy: 'Ada', targeted: 0 },
      })
      expect(await house.db.selectFrom('batch').where('occurrenceId', '=', id).execute()).toEqual([])
      expect(await countsOf(campaign, root.id)).toEqual({ bounced: 5 })
      expect(await examine(house)).toEqual([])
    }
  })

  test('lets its campaign be paused while it looks for people, and reaches them when that is resumed', async () => {
    const { campaign, relay, letGo } = await looking()
    expect(await campaigns.pause(house.ctx, campaign.id)).toMatchObject({ status: 'paused' })
    await letGo()
    expect(relay.heard).toEqual([])
    expect((await occurrencesOf(house, campaign))[0]).toMatchObject({ status: 'sending', targeted: 5 })
    await campaigns.resume(house.ctx, campaign.id)
    await deliverAll(house, relay)
    expect(relay.heard).toHaveLength(5)
  })

  /** An evergreen campaign of twelve people, of whom its first day did not reach six. */
  async function evergreen() {
    const start = nextMinute(house)
    const trigger = everyDay(start, { evergreen: true })
    const campaign = await anActionCampaign(house, 12, { definition: { trigger } })
    const on = (day: number) => ({ ...house, now: () => new Date(start.getTime() + day * 86_400_000) })
    const next = { nextAt: start }
    await house.db.updateTable('campaign').set(next).where('id', '=', campaign.id).execute()
    await begin(on(0), campaign)
    await deliverAll(
      house,
      aRelay((_, n) => (n < 6 ? refused : accepted)),
    )
    return { campaign, on, first: (await occurrencesOf(house, campaign))[0]! }
  }

  test('and the next time of an evergreen campaign reach nobody twice, though both look for people at once', async () => {
    const { campaign, on, first } = await evergreen()
    await resend(campaign, first.id)
    const locked = await lockMessages()
    const relay = aRelay()
    const both = [work(relay), begin(on(1), campaign)]
    await expect.poll(locked.waiting).toBe(2)
    await locked.letGo()
    await Promise.all(both)
    await deliverAll(house, relay)
    expect(relay.heard).toHaveLength(6)
    expect(new Set(relay.heard.map(({ to }) => to)).size).toBe(6)
  })

  test('of an evergreen campaign leaves out whom another occurrence reached, or is still to reach', async () => {
    const { campaign, on, first } = await evergreen()
    expect(await countsOf(campaign, first.id)).toEqual({ bounced: 6 })
    // Those six again, as the campaign says; of them four are refused once more.
    await begin(on(1), campaign)
    expect(await countsOf(campaign, first.id)).toEqual({})
    await deliverAll(
      house,
      aRelay((_, n) => (n < 4 ? refused : accepted)),
    )
    const second = (await occurrencesOf(house, campaign))[0]!
    expect(second).toMatchObject({ number: 2, targeted: 6, sent: 2 })
    expect(await countsOf(campaign, first.id)).toEqual({ bounced: 4 })
    await resend(campaign, first.id)
    // Whoever waits in the resend of one need not be sent to by that of the other.
    const relay = aRelay()
    await work(relay)
    expect(relay.heard).toHaveLength(4)
    expect(await countsOf(campaign, second.id)).toEqual({})
  })

  test('is refused while the occurrence is being sent, and to a campaign that is archived', async () => {
    const campaign = await anActionCampaign(house, 5)
    await begin(house, campaign)
    const { id } = (await occurrencesOf(house, campaign))[0]!
    await expect(resend(campaign, id)).rejects.toMatchObject({ type: 'occurrence/not-over' })
    await deliverAll(
      house,
      aRelay(() => refused),
    )
    await campaigns.archive(house.ctx, campaign.id)
    await expect(resend(campaign, id)).rejects.toMatchObject({ type: 'campaign/illegal-transition' })
    await expect(resend({ id: house.newId() }, id)).rejects.toMatchObject({ type: 'campaign/not-found' })
    const other = await anActionCampaign(house, 1)
    await expect(resend(other, id)).rejects.toMatchObject({ type: 'occurrence/not-found' })
  })

  test('that nobody can take the snapshot of is over, and its campaign is not', async () => {
    const { campaign, occurrence } = await sent(5, () => refused)
    const { occurrence: made } = await resend(campaign, occurrence.id)
    await expandResendStep.gaveUp!(aWorker(house, aRelay()), { id: made.id, groups }, 'The disk is full.')
    expect((await occurrencesOf(house, campaign))[0]).toMatchObject({
      status: 'failed',
      failure: 'The disk is full.',
    })
    expect((await campaigns.get(house.ctx, campaign.id)).status).toBe('live')
    expect((await resend(campaign, occurrence.id)).created).toBe(true)
    await work(aRelay())
  })

  test('of a paused campaign waits until that is resumed', async () => {
    const { campaign, occurrence } = await sent(8, () => refused)
    await campaigns.pause(house.ctx, campaign.id)
    await resend(campaign, occurrence.id)
    const relay = aRelay()
    await work(relay)
    expect(relay.heard).toHaveLength(0)
    await campaigns.resume(house.ctx, campaign.id)
    await release(house)
    await deliverDue(aWorker(house, relay))
    expect(relay.heard).toHaveLength(8)
  })
})

test('the report of a campaign is the sum of the reports of its occurrences', async () => {
  const { campaign, occurrence } = await sent(20, (n) => (n < 6 ? refused : accepted))
  const { occurrence: second } = await resend(campaign, occurrence.id)
  await work(aRelay((_, n) => (n < 2 ? refused : accepted)))
  const of = (id?: string) => reports.ofCampaign(house.ctx, campaign.id, id)
  expect(await of(occurrence.id)).toMatchObject({ targeted: 20, sent: 14, bounced: 6, pending: 0 })
  expect(await of(second.id)).toMatchObject({ targeted: 6, sent: 4, bounced: 2, pending: 0 })
  expect(await of()).toMatchObject({ targeted: 26, sent: 18, bounced: 8 })
  await expect(of(house.newId())).rejects.toMatchObject({ type: 'occurrence/not-found' })
})
