import fc from 'fast-check'
import { type KyselyPlugin, sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { examine } from '../app/doctor.ts'
import * as reports from '../app/reports.ts'
import type { Outcome } from '../channels/outcome.ts'
import type { Sender } from '../channels/provider.ts'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  bury,
  calls,
  deliverDue,
  later,
  messagesOf,
  statuses,
  take,
  to,
} from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { deliver } from './deliver.ts'
import { chunkSize } from './doubt.ts'
import type { Lease } from './leases.ts'
import { load } from './load.ts'
import type { Result } from './verdict.ts'
import { write } from './write.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

const report = (campaign: { id: string }) => reports.ofCampaign(house.ctx, campaign.id)
let number = 0
const crowd = (size: number) => Array.from({ length: size }, () => [to(`someone-${++number}@example.com`)])
const never = new Promise<never>(() => {})

const answers: Outcome[] = [
  accepted,
  accepted,
  accepted,
  { kind: 'deferred', reason: 'system', reply: '451', counts: false },
  { kind: 'deferred', reason: 'mailbox-full', reply: '452', counts: true },
  { kind: 'refused', reason: 'invalid-recipient', bounce: 'ignored', reply: '550' },
  { kind: 'uncertain', reply: 'lost' },
]

/** A relay that takes `n` messages and then answers no more, as when the worker dies at that moment. */
function aRelayOfTheDying(n: number): Sender & { heard: string[] } {
  const heard: string[] = []
  return {
    heard,
    async send(batch, settle) {
      for (const [index, { id }] of batch.entries()) {
        if (heard.length === n) await never
        heard.push(id)
        settle(index, accepted)
      }
    },
    close: async () => {},
  }
}

describe('a worker that dies', () => {
  test('between hand-over and outcome leaves transactional messages to be sent once more, and no other', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, crowd(250))
    const dying = aRelayOfTheDying(130)
    const dead = aWorker(house, dying)
    void deliver(dead, await take(dead, 'transactional'))
    await expect.poll(() => dying.heard.length).toBe(130)
    dead.leases.close()

    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.heard).toHaveLength(0)
    expect(await bury(house, dead)).toBe(1)
    await deliverDue(aWorker(house, relay))

    expect(await report(campaign)).toMatchObject({ targeted: 250, sent: 250, pending: 0, uncertain: 0 })
    const twice = relay.accepted.filter((id) => dying.heard.includes(id))
    expect(twice).toHaveLength(130 % chunkSize)
    const resent = (await messagesOf(house, campaign.id)).filter(({ resends }) => resends > 0)
    expect(resent).toHaveLength(chunkSize)
    expect(new Set([...dying.heard, ...relay.accepted]).size).toBe(250)
  })

  test('leaves marketing messages uncertain, said so, and sends the untouched ones', async () => {
    const campaign = await aCampaignToSend(house, { category: 'marketing' })
    await calls(house, campaign, crowd(150))
    const dying = aRelayOfTheDying(30)
    const dead = aWorker(house, dying)
    void deliver(dead, await take(dead, 'marketing'))
    await expect.poll(() => dying.heard.length).toBe(30)
    dead.leases.close()
    await bury(house, dead)
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    // What the relay answered within the second was written down; the rest of the chunk nobody knows.
    const { sent, uncertain } = await statuses(house, campaign.id)
    expect(sent! + uncertain!).toBe(150)
    expect(uncertain).toBeGreaterThanOrEqual(chunkSize - 30)
    expect(relay.heard).toHaveLength(150 - chunkSize)
    expect(relay.accepted.filter((id) => dying.heard.includes(id))).toEqual([])
  })

  test('does not make what the channel had look untouched because something before it had come back', async () => {
    const campaign = await aCampaignToSend(house, { category: 'marketing' })
    await calls(house, campaign, crowd(20))
    const taken: string[] = []
    const dying: Sender = {
      async send(batch, settle) {
        settle(0, accepted)
        settle(1, { kind: 'not-sent' })
        taken.push(...batch.slice(2).map(({ id }) => id))
        await never
      },
      close: async () => {},
    }
    const dead = aWorker(house, dying)
    void deliver(dead, await take(dead, 'marketing'))
    await expect.poll(() => statuses(house, campaign.id)).toMatchObject({ sent: 1 })
    dead.leases.close()
    await bury(house, dead)
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.accepted.filter((id) => taken.includes(id))).toEqual([])
    expect(await report(campaign)).toMatchObject({ targeted: 20, pending: 0 })
  })

  test('during a retry leaves that retry to be finished', async () => {
    const campaign = await aCampaignToSend(house)
    const [[id]] = (await calls(house, campaign, crowd(1))) as [[string]]
    const busy: Outcome = { kind: 'deferred', reason: 'system', reply: '451', counts: false }
    await deliverDue(
      aWorker(
        house,
        aRelay(() => busy),
      ),
    )
    await later(house, 2)
    const dying = aRelayOfTheDying(0)
    const dead = aWorker(house, dying)
    const leases = await take(dead, 'transactional')
    void deliver(dead, leases)
    await expect
      .poll(() => house.db.selectFrom('batch').select('intentUpto').where('id', '=', leases[0]!.id).execute())
      .toEqual([{ intentUpto: 1 }])
    dead.leases.close()
    await bury(house, dead)
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.accepted).toEqual([id])
    expect(await report(campaign)).toMatchObject({ sent: 1, retries: 2 })
  })
})

describe('a worker that was only slow', () => {
  test('neither sends nor writes for a batch that another took over', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, crowd(150))
    let wake = () => {}
    const pause = new Promise<void>((resolve) => (wake = resolve))
    const slowRelay = aRelay(undefined, (n) => (n === 10 ? pause : undefined))
    const slow = aWorker(house, slowRelay)
    const delivering = deliver(slow, await take(slow, 'transactional'))
    await expect.poll(() => slowRelay.heard.length).toBe(10)
    await house.db
      .updateTable('batch')
      .set({ leasedUntil: new Date(0) })
      .where('worker', '=', slow.name)
      .execute()

    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    const before = await messagesOf(house, campaign.id)
    await slow.leases.renew()
    wake()
    await delivering
    // The one message that it had begun when it fell asleep still went out; nothing after it did.
    expect(slowRelay.heard.length).toBeLessThanOrEqual(11)
    expect(await messagesOf(house, campaign.id)).toEqual(before)
    expect(await report(campaign)).toMatchObject({ sent: 150, pending: 0 })
  })

  test('sends nothing when its lease may have ended while it prepared', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, crowd(10))
    let time = 0
    const relay = aRelay()
    const slow = aWorker(house, relay, { clock: () => time })
    const leases = await take(slow, 'transactional')
    time = 26_000
    await deliver(slow, leases)
    expect(relay.heard).toHaveLength(0)
    await deliverDue(aWorker(house, relay))
    expect(relay.accepted).toHaveLength(10)
    expect(await statuses(house, campaign.id)).toEqual({ sent: 10 })
  })

  test('begins nothing more when it wakes up, before any timer has told it so', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, crowd(30))
    let time = 0
    let wake = () => {}
    const sleep = new Promise<void>((resolve) => (wake = resolve))
    const relay = aRelay(undefined, (n) => (n === 10 ? sleep : undefined))
    const slow = aWorker(house, relay, { clock: () => time })
    const delivering = deliver(slow, await take(slow, 'transactional'))
    await expect.poll(() => relay.heard.length).toBe(10)
    time = 31_000
    wake()
    await delivering
    expect(relay.heard).toHaveLength(10)
    await deliverDue(aWorker(house, relay))
    expect(await statuses(house, campaign.id)).toEqual({ sent: 30 })
  })

  test('does not take a lease for renewed that a transaction of its own has locked for long', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, crowd(1))
    let time = 0
    const worker = aWorker(house, aRelay(), { clock: () => time })
    const leases = await take(worker, 'transactional')
    const guard = worker.leases.guard(leases)
    time = 16_000
    await house.db.transaction().execute(async (tx) => {
      await tx.selectFrom('batch').select('id').where('id', '=', leases[0]!.id).forUpdate().execute()
      await worker.leases.renew()
    })
    // What that transaction writes counts from its beginning, so from before this renewal.
    expect(guard.safe()).toBe(true)
    time = 26_000
    expect(guard.safe()).toBe(false)
    await worker.leases.renew()
    expect(guard.safe()).toBe(true)
    await deliver(worker, leases)
    expect(await statuses(house, campaign.id)).toEqual({ sent: 1 })
  })

  test('keeps what it knows of its other batches when it lost one of them', async () => {
    const campaign = await aCampaignToSend(house)
    await calls(house, campaign, crowd(20))
    await calls(house, campaign, crowd(20))
    let lose = async () => {}
    const slowRelay = aRelay(undefined, (n) => (n === 39 ? lose() : undefined))
    const slow = aWorker(house, slowRelay)
    const leases = await take(slow, 'transactional')
    expect(leases).toHaveLength(2)
    lose = async () => {
      await house.db.updateTable('batch').set({ fence: 99 }).where('id', '=', leases[0]!.id).execute()
    }
    await deliver(slow, leases)
    expect(await statuses(house, campaign.id)).toEqual({ pending: 20, sent: 20 })
    await bury(house, slow)
    const relay = aRelay()
    await deliverDue(aWorker(house, relay))
    expect(relay.accepted).toHaveLength(20)
    expect(await statuses(house, campaign.id)).toEqual({ sent: 40 })
  })
})

test('a worker that is told to stop finishes its chunk and gives the rest back untouched', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, crowd(250))
  const relay = aRelay(undefined, (n) => {
    if (n === 5) worker.drain.abort()
    return undefined
  })
  const worker = aWorker(house, relay)
  await deliver(worker, await take(worker, 'transactional'))
  expect(await statuses(house, campaign.id)).toEqual({ sent: chunkSize, pending: 250 - chunkSize })
  await deliverDue(aWorker(house, relay))
  expect(relay.accepted).toHaveLength(250)
  expect(new Set(relay.accepted).size).toBe(250)
  expect((await messagesOf(house, campaign.id)).every(({ resends }) => resends === 0)).toBe(true)
})

test('a database that goes away and comes back costs nobody a message, nor a copy', async () => {
  const campaign = await aCampaignToSend(house, { category: 'marketing' })
  for (let n = 0; n < 6; n++) await calls(house, campaign, crowd(120))
  const cut = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`.execute(house.db)
  const relay = aRelay(undefined, (n) => (n % 90 === 45 ? cut().then(() => {}) : undefined))
  const worker = aWorker(house, relay)
  for (let n = 0; n < 20; n++) {
    await deliverDue(worker, 2).catch(() => {})
    await later(house, 1).catch(() => {})
  }
  expect(relay.heard).toHaveLength(720)
  expect(await statuses(house, campaign.id)).toEqual({ sent: 720 })
  expect(await report(campaign)).toMatchObject({ sent: 720, uncertain: 0, pending: 0 })
})

test('a database that is away while a slow relay has its chunk is no reason to send that again', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, crowd(10))
  let away = false
  let refused = 0
  const db = house.db.withPlugin({
    transformQuery({ node }) {
      if (!away) return node
      refused++
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })
    },
    transformResult: async ({ result }) => result,
  })
  const relay = aRelay(undefined, async (n) => {
    if (n > 0) return
    away = true
    await expect.poll(() => refused).toBeGreaterThan(1)
    away = false
  })
  await deliverDue(aWorker(house, relay, { db }))
  expect(relay.heard).toHaveLength(10)
  expect(await statuses(house, campaign.id)).toEqual({ sent: 10 })
})

test('a transaction whose commit went unanswered can be run again: it counts once', async () => {
  const campaign = await aCampaignToSend(house)
  await calls(house, campaign, crowd(answers.length + 1))
  const worker = aWorker(house, aRelay())
  const leases = await take(worker, 'transactional')
  const target = (await worker.targets.of(leases[0]!))!
  const { fresh, strangers, open } = await load(worker, leases, target)
  const [{ id, fence }] = leases as [Lease]
  const page = { progress: [{ id, fence, intentUpto: 100, done: false }], excluded: new Map(), strangers }
  const excluded = new Map([[open.at(-1)!, 'no-consent']])
  for (let n = 0; n < 2; n++)
    expect(await write(worker, target, { ...page, excluded, fresh, entries: [] })).toBe(true)
  const entries = answers.map((answer, n) => ({ item: open[n]!, result: answer as Result }))
  for (let n = 0; n < 3; n++) expect(await write(worker, target, { ...page, fresh: [], entries })).toBe(true)

  expect(await report(campaign)).toMatchObject({
    sent: 3,
    bounced: 1,
    retries: 3,
    pending: 3,
    excluded: 1,
  })
  const batches = await house.db
    .selectFrom('batch')
    .select('size')
    .where('campaignId', '=', campaign.id)
    .execute()
  expect(batches.map(({ size }) => size).sort()).toEqual([1, 2, 8])
  const failures = await house.db
    .selectFrom('softBounce')
    .select('failures')
    .where('failures', '>', 0)
    .execute()
  expect(failures).toContainEqual({ failures: 1 })
  await deliverDue(worker)
  await bury(house, worker)
})

class Crash extends Error {}

/** Dies at the `n`th thing that a worker does with the database or the relay, and stays dead. */
function aCrash(n: number) {
  let left = n
  const pass = () => {
    if (left-- <= 0) throw new Crash('The worker was killed here.')
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      pass()
      return node
    },
    transformResult: async ({ result }) => {
      pass()
      return result
    },
  }
  /** Dies now, wherever it is. */
  const kill = () => {
    left = 0
  }
  return { plugin, pass, kill }
}

test('wherever workers are killed, nobody is lost, nobody hears more often than promised, and the books balance', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('transactional' as const, 'marketing' as const),
      fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
      async (crashes, category, script, sizes) => {
        const campaign = await aCampaignToSend(house, { category, settings: { retryMinutes: 600 } })
        for (const size of sizes) await calls(house, campaign, crowd(size))
        const heard = new Map<string, number>()
        const took = new Map<string, number>()
        let hour = 0
        const relayWith = (pass: () => void): Sender => ({
          async send(batch, settle) {
            for (const [index, { id }] of batch.entries()) {
              try {
                pass()
              } catch {
                await never
              }
              heard.set(id, (heard.get(id) ?? 0) + 1)
              // Late in the day the relay is in a better mood, so that this ends.
              const outcome = hour > 5 ? accepted : script[(heard.size + index) % script.length]!
              if (outcome.kind === 'accepted') took.set(id, (took.get(id) ?? 0) + 1)
              settle(index, outcome)
            }
          },
          close: async () => {},
        })

        const dead: { name: string }[] = []
        for (const n of crashes) {
          const { plugin, pass, kill } = aCrash(n)
          const worker = aWorker(house, relayWith(pass), { db: house.db.withPlugin(plugin) })
          await Promise.race([
            deliverDue(worker).catch(() => {}),
            new Promise((resolve) => setTimeout(resolve, 400)),
          ])
          kill()
          worker.leases.close()
          dead.push(worker)
          await bury(house, worker)
          await later(house, 61)
        }
        for (; hour < 12; hour++) {
          // A statement that was under way when its worker died may have taken something after the burial.
          for (const worker of dead) await bury(house, worker)
          await deliverDue(
            aWorker(
              house,
              relayWith(() => {}),
            ),
          )
          await later(house, 61)
        }

        const targeted = sizes.reduce((sum, size) => sum + size, 0)
        const ledger = await messagesOf(house, campaign.id)
        expect(ledger).toHaveLength(targeted)
        const counts = await report(campaign)
        expect(counts).toMatchObject({ targeted, pending: 0, excluded: 0 })
        expect(counts.sent + counts.failed + counts.uncertain).toBe(targeted)
        for (const { id, status, attempts, resends } of ledger) {
          expect(['sent', 'failed', 'uncertain']).toContain(status)
          if (status === 'sent') expect(took.get(id)).toBeGreaterThanOrEqual(1)
          // Twice at most, and only where a second attempt was allowed.
          expect(took.get(id) ?? 0).toBeLessThanOrEqual(1 + resends)
          expect(resends).toBeLessThanOrEqual(category === 'transactional' ? 1 : 0)
          expect(heard.get(id) ?? 0).toBeLessThanOrEqual(attempts)
        }
        await house.db.deleteFrom('worker').execute()
        expect((await examine(house)).filter(({ level }) => level === 'error')).toEqual([])
      },
    ),
    { numRuns: 25 },
  )
}, 600_000)
