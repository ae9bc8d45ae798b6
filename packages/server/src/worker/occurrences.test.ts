import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import * as app from '../app/campaigns.ts'
import { examine } from '../app/doctor.ts'
import { expand } from '../app/occurrences/expand.ts'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import { merge } from '../app/profiles/merge.ts'
import * as versions from '../app/versions.ts'
import { newId } from '../ids.ts'
import * as campaigns from '../store/campaigns.ts'
import { inTransaction } from '../store/db.ts'
import { moveAll } from '../store/merge-profiles.ts'
import * as store from '../store/occurrences.ts'
import { aPerson } from '../testing/audience.ts'
import { accepted, aRelay, bury, deliverDue, later, messagesOf, take } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { content, everyDay, nextMinute, occurrenceTools } from '../testing/occurrences.ts'
import { deliver } from './deliver.ts'
import { chunkSize } from './doubt.ts'

let house: TestHouse
let tools: ReturnType<typeof occurrenceTools>
beforeAll(async () => {
  house = await aHouse()
  tools = occurrenceTools(house)
})
const aList: (typeof tools)['aList'] = (...given) => tools.aList(...given)
const aCampaign: (typeof tools)['aCampaign'] = (...given) => tools.aCampaign(...given)
const worker: (typeof tools)['worker'] = (relay) => tools.worker(relay)
const expandOf: (typeof tools)['expandOf'] = (campaign) => tools.expandOf(campaign)
const occurrenceOf: (typeof tools)['occurrenceOf'] = (campaign) => tools.occurrenceOf(campaign)
const report: (typeof tools)['report'] = (campaign) => tools.report(campaign)
const send: (typeof tools)['send'] = (campaign, relay) => tools.send(campaign, relay)

describe('an occurrence', () => {
  test('reaches everybody of its audience once, and the books say so', async () => {
    const list = await aList(1_203)
    const campaign = await aCampaign({ id: list.id })
    const relay = await send(campaign)
    expect(new Set(relay.heard.map(({ to }) => to)).size).toBe(1_203)
    expect(relay.heard).toHaveLength(1_203)
    expect(await report(campaign)).toMatchObject({ targeted: 1_203, sent: 1_203, pending: 0 })
    expect(await occurrenceOf(campaign)).toMatchObject({ number: 1, status: 'done', targeted: 1_203 })
    const ids = (await messagesOf(house, campaign.id)).map(({ recipientId }) => recipientId)
    expect(new Set(ids)).toEqual(new Set(list.ids))
    expect(await examine(house)).toEqual([])
  })

  test('leaves out the members of excluded audiences', async () => {
    const list = await aList(10)
    const left = await aList(0, list.ids.slice(0, 4))
    const campaign = await aCampaign({ id: list.id, exclude: [left.id] })
    await send(campaign)
    expect(await report(campaign)).toMatchObject({ targeted: 6, sent: 6 })
  })

  test('of an empty audience is done at once', async () => {
    const campaign = await aCampaign({ id: (await aList(0)).id })
    await send(campaign)
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'done', targeted: 0 })
  })

  test('is planned once by ten planners, and expanded once by ten expanders', async () => {
    const list = await aList(20)
    const campaign = await aCampaign({ id: list.id })
    const planned = await Promise.all(Array.from({ length: 10 }, () => occurrences.planDue(house)))
    expect(planned.reduce((sum, one) => sum + one)).toBe(1)
    const { id } = await occurrenceOf(campaign)
    const people = await Promise.all(Array.from({ length: 10 }, () => expand(house, { id })))
    expect(people.filter((one) => one > 0)).toEqual([20])
    await release(house)
    const relay = aRelay()
    await Promise.all([deliverDue(worker(relay)), deliverDue(worker(relay))])
    expect(relay.accepted).toHaveLength(20)
    expect(new Set(relay.accepted).size).toBe(20)
  })

  test('cannot be written twice for one person, whatever asks for it', async () => {
    const list = await aList(3)
    const campaign = await aCampaign({ id: list.id })
    await send(campaign)
    const [one] = await messagesOf(house, campaign.id)
    const again = { ...one!, id: house.newId(), clickedLinks: [] }
    await expect(house.db.insertInto('message').values(again).execute()).rejects.toThrow('message_once')
  })

  test('whose worker dies in a hand-over loses nobody, and leaves at most that chunk in doubt', async () => {
    const list = await aList(450)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    await expandOf(campaign)
    await release(house)
    const dying = aRelay(undefined, (n) => (n === 130 ? new Promise(() => {}) : undefined))
    const dead = worker(dying)
    void deliver(dead, await take(dead, 'marketing'))
    await expect.poll(() => dying.heard.length).toBe(130)
    dead.leases.close()
    await bury(house, dead)
    const relay = aRelay()
    await deliverDue(worker(relay))
    await release(house)
    const { sent, uncertain, pending } = await report(campaign)
    expect(pending).toBe(0)
    expect(sent + uncertain).toBe(450)
    expect(uncertain).toBeLessThanOrEqual(chunkSize)
    const reached = [...dying.heard, ...relay.heard].map(({ to }) => to)
    expect(new Set(reached).size).toBe(reached.length)
    expect((await occurrenceOf(campaign)).status).toBe('done')
    expect(await examine(house)).toEqual([])
  })

  test('of a campaign that is stopped says of everybody whether they were reached', async () => {
    const list = await aList(1_100)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    await expandOf(campaign)
    await release(house)
    const stop = () =>
      house.db.updateTable('campaign').set({ status: 'stopped' }).where('id', '=', campaign.id).execute()
    const relay = aRelay(undefined, (n) => (n === 150 ? stop().then(() => {}) : undefined))
    await deliverDue(worker(relay))
    await release(house)
    await deliverDue(worker(relay))
    await release(house)
    const { sent, excluded, pending } = await report(campaign)
    expect(sent).toBe(relay.heard.length)
    expect(sent + excluded).toBe(1_100)
    expect(pending).toBe(0)
    expect((await occurrenceOf(campaign)).status).toBe('stopped')
  })

  test('of a campaign that is paused waits, and goes on where it was when that is resumed', async () => {
    const list = await aList(700)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    await expandOf(campaign)
    await release(house)
    const pause = () => app.pause(house.ctx, campaign.id)
    const relay = aRelay(undefined, (n) => (n === 150 ? pause().then(() => {}) : undefined))
    await deliverDue(worker(relay))
    await release(house)
    await deliverDue(worker(relay))
    const reached = relay.heard.length
    expect(reached).toBeLessThan(700)
    expect(await report(campaign)).toMatchObject({ sent: reached, pending: 700 - reached, excluded: 0 })
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'sending' })
    await app.resume(house.ctx, campaign.id)
    await release(house)
    await deliverDue(worker(relay))
    await release(house)
    expect(new Set(relay.heard.map(({ to }) => to)).size).toBe(700)
    expect(relay.heard).toHaveLength(700)
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'done', sent: 700, left: 0 })
  })

  test('loses nobody to a pause, however long: what it took of the retry window is given back', async () => {
    const list = await aList(60)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    await expandOf(campaign)
    await release(house)
    const busy = { kind: 'deferred', reason: 'system', reply: '451 later', counts: false } as const
    // Ten are put off, and then it is paused with the rest written down.
    const relay = aRelay(
      (_, n) => (n < 10 ? busy : accepted),
      (n) => (n === 10 ? app.pause(house.ctx, campaign.id).then(() => {}) : undefined),
    )
    await deliverDue(worker(relay))
    const reached = relay.accepted.length
    expect(await report(campaign)).toMatchObject({ sent: reached, pending: 60 - reached, failed: 0 })
    // Longer than any retry window.
    await later(house, 5 * 24 * 60)
    await deliverDue(worker(relay))
    expect(await report(campaign)).toMatchObject({ sent: reached, pending: 60 - reached, failed: 0 })
    await app.resume(house.ctx, campaign.id)
    await later(house, 1)
    await release(house)
    await deliverDue(worker(relay))
    await release(house)
    expect(await report(campaign)).toMatchObject({ sent: 60, failed: 0, pending: 0 })
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'done' })
  })

  test('that is stopped before the first message says of those left out from the start why they were', async () => {
    const list = await aList(3)
    const twin = await aPerson(house)
    await sql`update profile set attributes = jsonb_set(attributes, '{personalEmail}', '{"address":"one@example.com"}')
               where id in (${list.ids[0]}, ${twin})`.execute(house.db)
    const both = await aList(0, [...list.ids, twin])
    const campaign = await aCampaign({ id: both.id })
    await occurrences.planDue(house)
    await expandOf(campaign)
    await app.stop(house.ctx, campaign.id)
    await release(house)
    await deliverDue(worker())
    await release(house)
    expect((await report(campaign)).excludedByReason).toEqual([
      { reason: 'campaign-stopped', count: 3 },
      { reason: 'duplicate-address', count: 1 },
    ])
  })

  test('of a campaign that is stopped while it is paused says at once whom it did not reach', async () => {
    const list = await aList(120)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    await expandOf(campaign)
    await release(house)
    const relay = aRelay(undefined, (n) =>
      n === 30 ? app.pause(house.ctx, campaign.id).then(() => {}) : undefined,
    )
    await deliverDue(worker(relay))
    const reached = relay.heard.length
    await app.stop(house.ctx, campaign.id)
    await release(house)
    await deliverDue(worker(relay))
    await release(house)
    expect(await report(campaign)).toMatchObject({ sent: reached, excluded: 120 - reached, pending: 0 })
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'stopped', left: 0 })
  })

  test.each([
    ['to when it began', [1_800_000, 0, 1_000, 2_000, 3_000]],
    ['to before it began', [0, -1_800_000, -1_799_000, -1_798_000, -1_797_000]],
  ])('goes on at its rate when the clock is set back %s', async (_, times) => {
    const list = await aList(30)
    const pace = { rate: { messages: 10, per: 'second' as const } }
    const campaign = await aCampaign({ id: list.id }, { definition: { pace } })
    await occurrences.planDue(house)
    await expandOf(campaign)
    const relay = aRelay()
    const at = house.now().getTime()
    for (const passed of times) {
      await release({ db: house.db, now: () => new Date(at + passed) })
      await deliverDue(worker(relay))
    }
    expect(relay.heard).toHaveLength(30)
  })

  test('of an evergreen campaign reaches only those whom none before has reached', async () => {
    const list = await aList(4)
    const start = nextMinute(house)
    const trigger = everyDay(start, { evergreen: true })
    const definition = { content, audience: { id: list.id }, trigger }
    const campaign = await aCampaign({ id: list.id }, { nextAt: start, definition })
    const relay = aRelay()
    for (const day of [0, 1]) {
      const now = () => new Date(start.getTime() + day * 86_400_000)
      await occurrences.planDue({ ...house, now })
      await expandOf(campaign)
      await release(house)
      await deliverDue(worker(relay))
      await release(house)
      const { id } = await aList(1)
      await sql`insert into audience_member select sandbox_id, ${list.id}::uuid, profile_id, now()
                  from audience_member where audience_id = ${id}::uuid`.execute(house.db)
    }
    expect(relay.heard).toHaveLength(5)
    expect(new Set(relay.heard.map(({ to }) => to)).size).toBe(5)
    expect((await occurrenceOf(campaign)).targeted).toBe(1)
  })

  test('leaves no faster than its rate, and everybody is reached', async () => {
    const list = await aList(95)
    const pace = { rate: { messages: 10, per: 'second' as const } }
    const definition = { content, audience: { id: list.id }, pace }
    const campaign = await aCampaign({ id: list.id }, { definition })
    await occurrences.planDue(house)
    // Before the first second's messages are released, which that does; however long it takes.
    const from = house.now().getTime()
    await expandOf(campaign)
    const relay = aRelay()
    const reached: number[] = []
    for (let second = 0; second < 60; second++) {
      const now = () => new Date(from + second * 1_000)
      // However many do it at once.
      await Promise.all([1, 2, 3].map(() => release({ db: house.db, now })))
      await deliverDue(worker(relay))
      reached.push(relay.heard.length)
    }
    for (const [second, sum] of reached.entries()) expect(sum).toBeLessThanOrEqual(10 * (second + 1))
    expect(reached.at(-1)).toBe(95)
    expect((await occurrenceOf(campaign)).status).toBe('done')
  })

  test('goes on in the next window, and on the next day of its warm-up, with those not reached', async () => {
    const list = await aList(25)
    const pace = { window: { from: '09:00', to: '10:00' }, warmUp: { caps: [5, 10] } }
    const definition = { content, audience: { id: list.id }, pace }
    const campaign = await aCampaign({ id: list.id }, { definition })
    await occurrences.planDue(house)
    await expandOf(campaign)
    const relay = aRelay()
    const at = async (time: string) => {
      await release({ db: house.db, now: () => new Date(time) })
      await deliverDue(worker(relay))
      return relay.heard.length
    }
    expect(await at('2031-01-06T08:59:00Z')).toBe(0)
    expect(await at('2031-01-06T09:00:00Z')).toBe(5)
    expect(await at('2031-01-06T09:30:00Z')).toBe(5)
    expect(await at('2031-01-07T09:30:00Z')).toBe(15)
    expect(await at('2031-01-07T10:00:00Z')).toBe(15)
    expect(await at('2031-01-08T09:00:00Z')).toBe(25)
  })

  test('uses each day of its warm-up to the last message, and everybody is reached once', async () => {
    const list = await aList(40)
    const pace = { warmUp: { caps: [5, 8, 13] } }
    const campaign = await aCampaign(
      { id: list.id },
      { definition: { content, audience: { id: list.id }, pace } },
    )
    await occurrences.planDue(house)
    await expand(house, { id: (await occurrenceOf(campaign)).id })
    const relay = aRelay()
    const reached = []
    for (const day of ['06', '07', '08', '09'])
      for (const time of ['09:00', '17:00'])
        reached.push(await tools.sendAt(new Date(`2031-01-${day}T${time}:00Z`), relay))
    expect(reached).toEqual([5, 5, 13, 13, 26, 26, 40, 40])
    expect(new Set(relay.heard.map(({ to }) => to)).size).toBe(40)
    expect(await report(campaign)).toMatchObject({ targeted: 40, sent: 40, pending: 0 })
    expect((await occurrenceOf(campaign)).status).toBe('done')
    expect(await examine(house)).toEqual([])
  })

  test('is parted for its warm-up without losing somebody who becomes somebody else meanwhile', async () => {
    const list = await aList(20)
    const pace = { warmUp: { caps: [5, 8] } }
    const campaign = await aCampaign(
      { id: list.id },
      { definition: { content, audience: { id: list.id }, pace } },
    )
    await occurrences.planDue(house)
    const { id } = await occurrenceOf(campaign)
    await expand(house, { id })
    const on = (day: string) => release({ db: house.db, now: () => new Date(`2031-01-${day}T09:00:00Z`) })
    await on('06')
    const batches = async () => {
      const found = house.db.selectFrom('batch').select(['size', 'profileIds']).where('occurrenceId', '=', id)
      return (await found.orderBy('id').execute()).map((one) => one.profileIds!)
    }
    const [first, second, third, fourth] = (await batches()) as [string[], string[], string[], string[]]
    const other = newId()
    await house.db.insertInto('profile').values({ sandboxId: house.ctx.sandboxId, id: other }).execute()
    let releasing: Promise<unknown> | undefined
    await inTransaction(house.db, async (tx) => {
      await moveAll(tx, house.ctx.sandboxId, third.at(-1)!, other)
      releasing = on('07')
      await Promise.race([releasing, sleep(500)])
    })
    await releasing
    const parts = [third.slice(0, 3), [third[3], other]]
    expect(await batches()).toEqual([first, second, parts[0], fourth, parts[1]])
  })

  test('of a campaign that is stopped before the snapshot is taken reaches nobody', async () => {
    const list = await aList(5)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    await house.db.updateTable('campaign').set({ status: 'stopped' }).where('id', '=', campaign.id).execute()
    await expandOf(campaign)
    expect((await occurrenceOf(campaign)).status).toBe('stopped')
    expect(await report(campaign)).toMatchObject({ targeted: 0 })
  })

  test('stays as it was planned when two stop and expand at once', async () => {
    const list = await aList(50)
    for (let round = 0; round < 5; round++) {
      const campaign = await aCampaign({ id: list.id })
      await occurrences.planDue(house)
      const by = { id: 'x', name: 'x', scopes: ['campaigns:publish'] as const, at: house.now() }
      await Promise.all([
        expandOf(campaign),
        inTransaction(house.db, (db) =>
          campaigns.transition(db, house.ctx.sandboxId, campaign.id, 'stop', by),
        ),
      ])
      const relay = aRelay()
      await release(house)
      await deliverDue(worker(relay))
      await release(house)
      const { targeted, excluded, sent } = await report(campaign)
      expect({ sent, open: targeted - excluded }).toEqual({ sent: 0, open: 0 })
      expect((await occurrenceOf(campaign)).status).toBe('stopped')
    }
  })

  test('ends its campaign three days after the activation, not before', async () => {
    const campaign = await aCampaign({ id: (await aList(2)).id })
    await send(campaign)
    const status = async () => (await campaigns.get(house.db, house.ctx.sandboxId, campaign.id)).status
    const after = (days: number) => new Date(house.now().getTime() + days * 86_400_000)
    await house.db
      .updateTable('campaign')
      .set({ activatedAt: house.now() })
      .where('id', '=', campaign.id)
      .execute()
    await campaigns.complete(house.db, after(2.9))
    expect(await status()).toBe('live')
    await campaigns.complete(house.db, after(3))
    expect(await status()).toBe('completed')
  })

  test('goes on saying what it began with when its campaign is edited; the next one says the new', async () => {
    const list = await aList(60)
    const start = nextMinute(house)
    const trigger = everyDay(start)
    const campaign = await aCampaign({ id: list.id }, { nextAt: start, definition: { trigger } })
    const relay = aRelay()
    await occurrences.planDue({ ...house, now: () => start })
    await expandOf(campaign)
    await release(house)
    await deliverDue(worker(relay), 1)
    const edit = async (subject: string) => {
      const { definition, revision } = await versions.createDraft(house.ctx, campaign.id)
      const content = { ...definition.content, subject }
      await versions.saveDraft(house.ctx, campaign.id, { revision, definition: { ...definition, content } })
      return app.activate({ ...house.ctx, now: () => new Date(start.getTime() + 1_000) }, campaign.id, {})
    }
    expect(await edit('Anew')).toMatchObject({
      liveVersion: 2,
      nextAt: new Date(start.getTime() + 86_400_000).toISOString(),
    })
    await deliverDue(worker(relay))
    await release(house)
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'done', version: 1, sent: 60 })
    await occurrences.planDue({ ...house, now: () => new Date(start.getTime() + 86_400_000) })
    await expandOf(campaign)
    await release(house)
    await deliverDue(worker(relay))
    const said = (mail: { raw: Buffer }) => /^Subject: (\w+)/m.exec(mail.raw.toString())?.[1]
    expect(relay.heard.map(said)).toEqual([...Array(60).fill('Hello'), ...Array(60).fill('Anew')])
  })

  test('lets its campaign be stopped while the snapshot is taken, and then reaches nobody', async () => {
    const list = await aList(5)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    const client = await house.pool.connect()
    await client.query('begin; lock table audience_member in access exclusive mode')
    const expanding = expandOf(campaign)
    const waiting = async () =>
      (
        await client.query(
          `select from pg_locks where relation = 'audience_member'::regclass and not granted`,
        )
      ).rowCount
    await expect.poll(waiting).toBe(1)
    expect(await app.stop(house.ctx, campaign.id)).toMatchObject({ status: 'stopped' })
    await client.query('commit')
    client.release()
    await expanding
    expect(await occurrenceOf(campaign)).toMatchObject({ status: 'stopped', targeted: 0 })
    expect(await house.db.selectFrom('batch').where('campaignId', '=', campaign.id).execute()).toEqual([])
    expect(await examine(house)).toEqual([])
  })

  test('loses nobody who becomes somebody else while the snapshot is taken', async () => {
    const list = await aList(1)
    const other = await aPerson(house)
    const campaign = await aCampaign({ id: list.id })
    await occurrences.planDue(house)
    const client = await house.pool.connect()
    await client.query('begin')
    await client.query('select from campaign where id = $1 for update', [campaign.id])
    const waiting = (kind: string) => async () =>
      (await client.query('select from pg_locks where locktype = $1 and not granted', [kind])).rowCount
    const expanding = expandOf(campaign)
    await expect.poll(waiting('transactionid')).toBe(1)
    const merging = merge(house.ctx, other, list.ids[0]!)
    await expect.poll(waiting('advisory')).toBe(1)
    await client.query('commit')
    client.release()
    await Promise.all([expanding, merging])
    await release(house)
    await deliverDue(worker())
    expect(await report(campaign)).toMatchObject({ targeted: 1, sent: 1, excluded: 0 })
    expect((await messagesOf(house, campaign.id)).map(({ profileId }) => profileId)).toEqual([other])
  })

  test('follows the one before it on its schedule, and a missed one is left out', async () => {
    const list = await aList(3)
    const start = nextMinute(house)
    const trigger = everyDay(start)
    const definition = { content, audience: { id: list.id }, trigger }
    const campaign = await aCampaign({ id: list.id }, { nextAt: start, definition })
    const on = async (day: number, hours: number) => {
      const now = new Date(start.getTime() + (day * 24 + hours) * 3_600_000)
      await occurrences.planDue({ ...house, now: () => now })
      return (await store.list(house.db, house.ctx.sandboxId, campaign.id, 9)).length
    }
    expect([await on(0, -1), await on(0, 0), await on(0, 5), await on(1, 0.5), await on(2, 2)]).toEqual([
      0, 1, 1, 2, 2,
    ])
    expect(await on(3, 0)).toBe(3)
    const { nextAt } = await campaigns.get(house.db, house.ctx.sandboxId, campaign.id)
    expect(nextAt).toEqual(new Date(start.getTime() + 4 * 86_400_000))
  })

  test('that cannot be expanded fails its campaign with the reason', async () => {
    const campaign = await aCampaign({ id: house.newId() })
    await occurrences.planDue(house)
    const { id } = await occurrenceOf(campaign)
    await expect(expandOf(campaign)).rejects.toThrow()
    await occurrences.giveUp(house, { id }, 'No audience of this sandbox has this id.')
    expect(await campaigns.get(house.db, house.ctx.sandboxId, campaign.id)).toMatchObject({
      status: 'failed',
      failure: 'No audience of this sandbox has this id.',
    })
  })
})
