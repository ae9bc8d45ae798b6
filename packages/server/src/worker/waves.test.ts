import type { Definition } from '@chappe/core/campaign/schema'
import { Waves, waveEnds, waveOf, wavePosition } from '@chappe/core/schedule/waves'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { examine } from '../app/doctor.ts'
import { expand } from '../app/occurrences/expand.ts'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import { merge } from '../app/profiles/merge.ts'
import { aPerson } from '../testing/audience.ts'
import { aRelay, messagesOf, take } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { content, everyDay, occurrenceTools } from '../testing/occurrences.ts'
import { deliver } from './deliver.ts'

let house: TestHouse
let tools: ReturnType<typeof occurrenceTools>
beforeAll(async () => {
  house = await aHouse()
  tools = occurrenceTools(house)
})

type Said = Partial<z.input<typeof Definition>>
const hour = 3_600_000

/** An occurrence that is expanded, not yet sent. */
async function begun(list: { id: string }, definition: Said, now: Date = house.now()) {
  const campaign = await tools.aCampaign(list, { definition, nextAt: now })
  await occurrences.planDue({ ...house, now: () => now })
  const { id } = await tools.occurrenceOf(campaign)
  await expand({ ...house, now: () => now }, { id })
  const { items } = await occurrences.list(house.ctx, campaign.id, 1)
  return { campaign, occurrence: items[0]! }
}

const wave = (more: object = {}) => ({ ...more })
const every = { kind: 'interval' as const, minutes: 60 }

describe('waves', () => {
  test('hold the people that the core says, and each is sent at its time and not before', async () => {
    const list = await tools.aList(100)
    const waves = Waves.parse({
      division: 'percent',
      timing: every,
      waves: [{ size: 12.5 }, { size: 50 }, { size: 30 }],
    })
    const { campaign, occurrence } = await begun(list, { waves })
    expect(occurrence.waves.map(({ targeted }) => targeted)).toEqual([12, 50, 38])
    const began = Date.parse(occurrence.startedAt!)
    expect(occurrence.waves.map(({ startsAt }) => Date.parse(startsAt) - began)).toEqual([0, hour, 2 * hour])

    const relay = aRelay()
    const at = (hours: number) => tools.sendAt(new Date(began + hours * hour), relay)
    expect(await at(0)).toBe(12)
    const { items } = await occurrences.list(house.ctx, campaign.id, 1)
    // 88 people at this rate would take seconds; the last of them have to wait for their wave.
    expect(items[0]!.secondsLeft).toBeGreaterThan(1.9 * 3_600)
    expect([await at(0.99), await at(1), await at(2)]).toEqual([12, 62, 100])
    expect((await tools.occurrenceOf(campaign)).status).toBe('done')

    const inCore = list.ids
      .map((id) => ({ id, at: wavePosition(occurrence.id, id) }))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    const ends = waveEnds(waves, 100)
    const first = inCore.filter((_, rank) => waveOf(rank, ends) === 0).map(({ id }) => id)
    const sent = (await messagesOf(house, campaign.id)).slice(0, 12).map(({ recipientId }) => recipientId)
    expect(new Set(sent)).toEqual(new Set(first))
    expect(await examine(house)).toEqual([])
  })

  test('of numbers leave out whom they do not cover when they are told to, with the reason', async () => {
    const list = await tools.aList(30)
    const numbers = { division: 'number' as const, timing: every, waves: [{ size: 10 }, { size: 5 }] }
    const { campaign, occurrence } = await begun(list, { waves: { ...numbers, remainder: 'leave_out' } })
    expect(occurrence).toMatchObject({ targeted: 30, waves: [{ targeted: 10 }, { targeted: 5 }] })
    await tools.sendAt(new Date(Date.now() + 2 * hour), aRelay())
    expect(await tools.report(campaign)).toMatchObject({
      ...{ targeted: 30, sent: 15, pending: 0 },
      excludedByReason: [{ reason: 'no-wave', count: 15 }],
    })
    const all = await begun(list, { waves: numbers })
    expect(all.occurrence.waves.map(({ targeted }) => targeted)).toEqual([10, 20])
    const many = { ...numbers, waves: [{ size: 20 }, { size: 20 }, { size: 20 }] }
    const over = await begun(list, { waves: many })
    expect(over.occurrence.waves.map(({ targeted }) => targeted)).toEqual([20, 10, 0])
  })

  test('by audience take whom the first of them names', async () => {
    const list = await tools.aList(10)
    const [one, two] = [
      await tools.aList(0, list.ids.slice(0, 4)),
      await tools.aList(0, list.ids.slice(2, 6)),
    ]
    const waves = [wave({ audienceId: one.id }), wave({ audienceId: two.id }), wave({ audienceId: one.id })]
    const said = { division: 'audience' as const, timing: every, waves }
    const { occurrence } = await begun(list, { waves: said })
    expect(occurrence.waves.map(({ targeted }) => targeted)).toEqual([4, 2, 4])
    const left = await begun(list, { waves: { ...said, remainder: 'leave_out' } })
    expect(left.occurrence.waves.map(({ targeted }) => targeted)).toEqual([4, 2, 0])
    await tools.sendAt(new Date(Date.now() + 3 * hour), aRelay())
    expect(await tools.report(left.campaign)).toMatchObject({ sent: 6, excluded: 4 })
  })

  test('may begin on dates of their own, and have a variant each', async () => {
    const list = await tools.aList(6)
    const variant = { id: 'late', name: 'Late', content: { ...content, subject: 'Late' } }
    const waves = {
      division: 'equal' as const,
      timing: { kind: 'dates' as const },
      waves: [{}, { at: '2040-01-01T09:00', variantId: 'late' }],
    }
    const schedule = { timezone: 'Europe/Paris' }
    const { campaign, occurrence } = await begun(list, { waves, schedule, content, variants: [variant] })
    expect(occurrence.waves[1]!.startsAt).toBe('2040-01-01T08:00:00.000Z')
    const relay = aRelay()
    await tools.sendAt(new Date('2040-01-01T08:00:00Z'), relay)
    const messages = await messagesOf(house, campaign.id)
    expect(messages.map(({ variant: said }) => said).sort()).toEqual([
      'late',
      'late',
      'late',
      null,
      null,
      null,
    ])
    expect(relay.heard).toHaveLength(6)
  })
})

describe('people’s own time zones', () => {
  const trigger = (more: object = {}) => ({
    ...{ kind: 'at' as const, at: '2031-06-02T09:00', timeZone: 'Europe/Paris' },
    profileTimeZone: { fallback: null, passed: 'send' as const, ...more },
  })
  const inZones = async () => {
    const zones = ['Asia/Tokyo', 'Asia/Tokyo', 'Europe/Paris', 'America/New_York', 'Nowhere/Else', undefined]
    const ids = []
    for (const timeZone of zones) ids.push(await aPerson(house, timeZone ? { timeZone } : {}))
    return tools.aList(0, ids)
  }

  test('get it when their own clocks show its time; whoever has none, by the campaign’s', async () => {
    const opening = new Date('2031-06-01T19:00:00Z')
    const { campaign, occurrence } = await begun(await inZones(), { trigger: trigger() }, opening)
    expect(occurrence.waves.map(({ startsAt, targeted }) => [startsAt.slice(0, 16), targeted])).toEqual([
      ['2031-06-02T00:00', 2],
      ['2031-06-02T07:00', 3],
      ['2031-06-02T13:00', 1],
    ])
    const relay = aRelay()
    const at = (time: string) => tools.sendAt(new Date(time), relay)
    expect(await at('2031-06-01T23:59:59Z')).toBe(0)
    expect(await at('2031-06-02T00:00:00Z')).toBe(2)
    expect(await at('2031-06-02T07:00:00Z')).toBe(5)
    expect(await at('2031-06-02T13:00:00Z')).toBe(6)
    expect(await tools.report(campaign)).toMatchObject({ targeted: 6, sent: 6 })
  })

  test.each([
    ['send', { sent: 6, excluded: 0 }],
    ['skip', { sent: 1, excluded: 5 }],
  ] as const)('that show a later time already when it begins: %s', async (passed, books) => {
    const late = new Date('2031-06-02T08:00:00Z')
    const { campaign } = await begun(await inZones(), { trigger: trigger({ passed }) }, late)
    const relay = aRelay()
    await tools.sendAt(late, relay)
    expect(relay.heard).toHaveLength(books.sent - 1)
    await tools.sendAt(new Date('2031-06-02T13:00:00Z'), relay)
    expect(await tools.report(campaign)).toMatchObject({ ...books, pending: 0 })
  })
})

describe('an occurrence', () => {
  test('writes to an address once, whoever else has it', async () => {
    const shared = { personalEmail: { address: ' Family@Example.com ' } }
    const family = [await aPerson(house, shared), await aPerson(house, shared)]
    const lower = await aPerson(house, { personalEmail: { address: 'family@example.com' } })
    const list = await tools.aList(2, [...family, lower])
    const campaign = await tools.aCampaign(list)
    const relay = await tools.send(campaign)
    expect(relay.heard).toHaveLength(3)
    expect(await tools.report(campaign)).toMatchObject({
      ...{ targeted: 5, sent: 3, pending: 0 },
      excludedByReason: [{ reason: 'duplicate-address', count: 2 }],
    })
    expect((await tools.occurrenceOf(campaign)).status).toBe('done')
  })

  test('reaches somebody who was merged with another meanwhile, once', async () => {
    const list = await tools.aList(6)
    const outsider = await aPerson(house)
    const { campaign } = await begun(list, {})
    const [one, two, three, ...others] = list.ids as [string, string, string, ...string[]]
    // Two of its people are one by now, and a third is one with somebody whom it does not mean.
    await merge(house.ctx, one, two)
    await merge(house.ctx, outsider, three)
    await tools.sendAt(new Date(), aRelay())
    const messages = await messagesOf(house, campaign.id)
    const sent = messages.filter(({ status }) => status === 'sent').map(({ profileId }) => profileId)
    expect(sent.sort()).toEqual([one, outsider, ...others].sort())
    expect(await tools.report(campaign)).toMatchObject({ targeted: 6, sent: 5, excluded: 1, pending: 0 })
  })

  test('reaches somebody who was merged after the batch was taken', async () => {
    const list = await tools.aList(3)
    const outsider = await aPerson(house)
    const { campaign } = await begun(list, {})
    await release(house)
    const worker = tools.worker()
    const leases = await take(worker, 'marketing')
    await merge(house.ctx, outsider, list.ids[0]!)
    await deliver(worker, leases)
    const sent = (await messagesOf(house, campaign.id)).map(({ profileId }) => profileId)
    expect(sent.sort()).toEqual([outsider, ...list.ids.slice(1)].sort())
  })

  test('keeps a domain to its own rate while the others go on', async () => {
    const slow = []
    for (let n = 0; n < 5; n++)
      slow.push(await aPerson(house, { personalEmail: { address: `s${house.newId()}@slow.example` } }))
    const list = await tools.aList(8, slow)
    const pace = { domains: [{ domain: 'slow.example', rate: { messages: 2 } }] }
    const { campaign, occurrence } = await begun(list, { pace })
    const began = Date.parse(occurrence.startedAt!)
    const relay = aRelay()
    const heard = async (second: number) => {
      await tools.sendAt(new Date(began + second * 1_000), relay)
      const toSlow = relay.heard.filter(({ to }) => to.endsWith('slow.example')).length
      return [toSlow, relay.heard.length - toSlow]
    }
    expect([await heard(0), await heard(0.5), await heard(1), await heard(2)]).toEqual([
      [2, 8],
      // Batches go whole, so half a second's worth waits.
      [2, 8],
      [4, 8],
      [5, 8],
    ])
    expect(await tools.report(campaign)).toMatchObject({ sent: 13, pending: 0 })
  })

  test('leaves out whom it did not reach before its deadline, when it has one', async () => {
    const list = await tools.aList(10)
    const pace = { rate: { messages: 4, per: 'hour' as const }, deadlineHours: 2 }
    const { campaign, occurrence } = await begun(list, { pace })
    const relay = aRelay()
    const began = Date.parse(occurrence.startedAt!)
    for (const minutes of [0, 30, 60, 90, 121]) await tools.sendAt(new Date(began + minutes * 60_000), relay)
    const { sent, excluded, pending, excludedByReason } = await tools.report(campaign)
    expect({ all: sent + excluded, pending }).toEqual({ all: 10, pending: 0 })
    expect(excludedByReason).toEqual([{ reason: 'deadline-passed', count: 10 - relay.heard.length }])
    expect(relay.heard.length).toBeGreaterThan(3)
    expect((await tools.occurrenceOf(campaign)).status).toBe('done')
  })

  test('of an evergreen campaign leaves out whom the one before is still to reach', async () => {
    const list = await tools.aList(6)
    const start = new Date('2031-03-03T09:00:00Z')
    const trigger = everyDay(start, { evergreen: true })
    const pace = { warmUp: { caps: [2], afterwards: 'last' as const } }
    const { campaign } = await begun(list, { trigger, pace }, start)
    const relay = aRelay()
    expect(await tools.sendAt(start, relay)).toBe(2)
    const next = new Date('2031-03-04T09:00:00Z')
    await occurrences.planDue({ ...house, now: () => next })
    const second = await tools.occurrenceOf(campaign)
    expect(second.number).toBe(2)
    expect(await expand({ ...house, now: () => next }, second)).toBe(0)
    for (const day of [4, 5, 6]) await tools.sendAt(new Date(`2031-03-0${day}T10:00:00Z`), relay)
    expect(new Set(relay.heard.map(({ to }) => to)).size).toBe(6)
    expect(relay.heard).toHaveLength(6)
  })

  test('goes on where the warm-up of the one before ended, and shares its rate', async () => {
    const list = await tools.aList(12)
    const start = new Date('2031-04-07T09:00:00Z')
    const trigger = everyDay(start)
    const pace = { warmUp: { caps: [4, 30] } }
    const { campaign } = await begun(list, { trigger, pace }, start)
    const relay = aRelay()
    expect(await tools.sendAt(start, relay)).toBe(4)
    const next = new Date('2031-04-08T09:00:00Z')
    await occurrences.planDue({ ...house, now: () => next })
    await expand({ ...house, now: () => next }, await tools.occurrenceOf(campaign))
    // On its second day thirty may leave: the eight that waited, and twelve again.
    expect(await tools.sendAt(next, relay)).toBe(24)
  })
})
