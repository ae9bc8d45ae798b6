import type { Definition } from '@chappe/core/campaign/schema'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { expand } from '../app/occurrences/expand.ts'
import { listWaves } from '../app/occurrences/waves.ts'
import * as occurrences from '../app/occurrences.ts'
import type { Outcome } from '../channels/outcome.ts'
import { accepted, aRelay, deliverDue, later } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { content, occurrenceTools } from '../testing/occurrences.ts'

let house: TestHouse
let tools: ReturnType<typeof occurrenceTools>
beforeAll(async () => {
  house = await aHouse()
  tools = occurrenceTools(house)
})

const hour = 3_600_000
const refused: Outcome = { kind: 'refused', bounce: 'ignored', reason: 'policy', reply: '550 no' }
const every = { kind: 'interval' as const, minutes: 60 }

/** An occurrence that is expanded, not yet sent. */
async function begun(list: { id: string }, definition: Partial<z.input<typeof Definition>>) {
  const campaign = await tools.aCampaign(list, { definition })
  await occurrences.planDue(house)
  await expand(house, { id: (await tools.occurrenceOf(campaign)).id })
  const { items } = await occurrences.list(house.ctx, campaign.id, 1)
  return { campaign, occurrence: items[0]! }
}

describe('the counts of waves', () => {
  /** What the ledger says of each wave by the batches that its messages were first in. */
  async function ledgerOf(occurrence: { id: string }) {
    const { rows } = await sql<{ wave: number; status: string; count: number }>`
      select b.wave, m.status, count(*) as count
        from message m join batch b on b.occurrence_id = m.occurrence_id and m.id between b.first_id and b.last_id
       where m.occurrence_id = ${occurrence.id} group by 1, 2`.execute(house.db)
    return (wave: number, status: string) =>
      rows.find((row) => row.wave === wave && row.status === status)?.count ?? 0
  }

  test('say how each of them went, of every action, also while some wait for another attempt', async () => {
    const list = await tools.aList(60)
    const out = { sandboxId: house.ctx.sandboxId, channel: 'email', choice: 'out', source: 'test' }
    for (const id of list.ids.slice(0, 13))
      await house.db
        .insertInto('consent')
        .values({ ...out, subject: `profile:${id}` })
        .execute()
    const sizes = { division: 'percent' as const, waves: [{ size: 30 }, { size: 50 }] }
    const { campaign, occurrence } = await begun(list, {
      waves: { ...sizes, timing: every, remainder: 'leave_out' },
      variants: [{ id: 'extra', name: 'Extra', content }],
      ...{ content, actions: ['extra'] },
    })
    const ask = () => listWaves(house.ctx, campaign.id, occurrence.id)
    const told = async () => {
      house.clock.pass({ minutes: 1 })
      const [{ items }, known] = await Promise.all([ask(), ledgerOf(occurrence)])
      for (const { number, targeted, left, pending, ...counts } of items) {
        const { sent, excluded, failed, uncertain } = counts
        expect(left + sent + excluded + failed + uncertain + pending).toBe(targeted)
        for (const status of ['sent', 'excluded', 'failed', 'uncertain'] as const)
          expect([number, status, counts[status]]).toEqual([number, status, known(number, status)])
      }
      return items
    }
    const none = { sent: 0, excluded: 0, failed: 0, uncertain: 0, pending: 0 }
    expect(await told()).toMatchObject([
      { number: 1, targeted: 36, left: 36, ...none },
      { number: 2, targeted: 60, left: 60, ...none },
    ])

    const answers: Outcome[] = [
      refused,
      { kind: 'deferred', reason: 'system', reply: '451 later', counts: false },
      { kind: 'uncertain', reply: 'gone' },
      accepted,
    ]
    const began = Date.parse(occurrence.startedAt!)
    const relay = aRelay((_, n) => answers[n % answers.length]!)
    await tools.sendAt(new Date(began), relay)
    const [first, second] = await told()
    expect(first!.left).toBe(0)
    expect(first!.pending).toBeGreaterThan(0)
    expect(second).toMatchObject({ left: 60, ...none })

    await tools.sendAt(new Date(began + hour), relay)
    await told()
    await later(house, 60)
    await deliverDue(tools.worker())
    const over = await told()
    expect(over.map(({ left, pending }) => left + pending)).toEqual([0, 0])
    for (const what of ['sent', 'excluded', 'failed', 'uncertain'] as const)
      expect(over[0]![what] + over[1]![what]).toBeGreaterThan(0)
    // 24 were in none.
    expect((await tools.report(campaign)).excluded).toBe(24 + over[0]!.excluded + over[1]!.excluded)
  })

  test('are counted once for all who ask at once, anew after a while, and never again when they are over', async () => {
    const list = await tools.aList(25)
    const sizes = { division: 'number' as const, waves: [{ size: 10 }, { size: 10 }] }
    const waves = { ...sizes, timing: every, remainder: 'leave_out' as const }
    const { campaign, occurrence } = await begun(list, { waves })
    const ask = () => listWaves(house.ctx, campaign.id, occurrence.id)
    const began = Date.parse(occurrence.startedAt!)
    const asked = await Promise.all([ask(), ask(), ask()])
    expect(new Set(asked.map(({ countedAt }) => countedAt)).size).toBe(1)
    const sendAt = (hours: number, refusing: number) =>
      tools.sendAt(
        new Date(began + hours * hour),
        aRelay((_, n) => (n < refusing ? refused : accepted)),
      )
    const counts = async () => {
      house.clock.pass({ days: 1 })
      return (await ask()).items.map(({ sent, failed, excluded, left }) => [sent, failed, excluded, left])
    }
    await sendAt(0, 3)
    expect(await counts()).toEqual([
      [7, 3, 0, 0],
      [0, 0, 0, 10],
    ])
    await sendAt(1, 1)
    expect(await counts()).toEqual([
      [7, 3, 0, 0],
      [9, 1, 0, 0],
    ])
    const last = await ask()
    house.clock.pass({ days: 1 })
    expect(await ask()).toEqual(last)
    const nobody = { id: house.newId() }
    await expect(listWaves(house.ctx, campaign.id, nobody.id)).rejects.toMatchObject({
      type: 'occurrence/not-found',
    })
    await expect(listWaves(house.otherCtx, campaign.id, occurrence.id)).rejects.toMatchObject({
      type: 'campaign/not-found',
    })
  })

  test('balance at every instant, while one wave is sent and while several are', async () => {
    const list = await tools.aList(700)
    const sizes = { division: 'percent' as const, waves: [{ size: 40 }, { size: 30 }, { size: 20 }] }
    const waves = { ...sizes, timing: every, remainder: 'leave_out' as const }
    const { campaign, occurrence } = await begun(list, { waves })
    const began = Date.parse(occurrence.startedAt!)
    const relay = aRelay((_, n) => (n % 7 === 0 ? refused : accepted))
    for (const hours of [0, 2]) {
      let isSent = false
      const sending = tools.sendAt(new Date(began + hours * hour), relay).finally(() => {
        isSent = true
      })
      do {
        house.clock.pass({ seconds: 30 })
        const { items } = await listWaves(house.ctx, campaign.id, occurrence.id)
        for (const { number, startsAt: _, ...numbers } of items) {
          const { targeted, ...parts } = numbers
          const all = Object.values(parts)
          expect(Math.min(...all), `wave ${number}: ${JSON.stringify(numbers)}`).toBeGreaterThanOrEqual(0)
          expect(all.reduce((sum, one) => sum + one)).toBe(targeted)
        }
      } while (!isSent)
      await sending
    }
    house.clock.pass({ hours: 1 })
    const { items } = await listWaves(house.ctx, campaign.id, occurrence.id)
    expect(items.map(({ left, sent, failed }) => [left, sent + failed])).toEqual([
      [0, 280],
      [0, 210],
      [0, 140],
    ])
  })

  test('of an occurrence that is not in parts are its counters', async () => {
    const list = await tools.aList(9)
    const { campaign, occurrence } = await begun(list, {})
    await tools.sendAt(new Date(occurrence.startedAt!), aRelay())
    const { items } = await listWaves(house.ctx, campaign.id, occurrence.id)
    expect(items).toMatchObject([{ number: 1, targeted: 9, left: 0, sent: 9, pending: 0 }])
  })
})
