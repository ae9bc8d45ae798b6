import type { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as campaigns from '../app/campaigns.ts'
import * as configurations from '../app/configurations.ts'
import * as inventory from '../app/inventory.ts'
import { expand } from '../app/occurrences/expand.ts'
import { release } from '../app/occurrences/release.ts'
import * as occurrences from '../app/occurrences.ts'
import type { Outcome } from '../channels/outcome.ts'
import { accepted, aRelay, deliverDue, later } from '../testing/delivery.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { content, occurrenceTools } from '../testing/occurrences.ts'

let house: TestHouse
let tools: ReturnType<typeof occurrenceTools>
const anew = async () => {
  house = await aHouse()
  tools = occurrenceTools(house)
}
beforeAll(anew)

/** What the list of campaigns says of it, `hours` from now. */
const listed = async (campaign: { id: string }, hours = 0) => {
  const now = () => new Date(house.now().getTime() + hours * hour)
  const page = { limit: 200, offset: 0, sort: 'createdAt', order: 'desc' } as const
  const { items } = await inventory.list({ ...house.ctx, now }, page)
  return items.find(({ id }) => id === campaign.id)!.waits
}

const hour = 3_600_000
const offline: Outcome = {
  kind: 'deferred',
  reason: 'connection',
  reply: 'connect ECONNREFUSED',
  counts: false,
}
const busy: Outcome = { kind: 'deferred', reason: 'system', reply: '451 4.3.2 Later', counts: false }

/** What the API says of a campaign's last occurrence, `hours` from now. */
const told = async (campaign: { id: string }, hours = 0) => {
  const now = () => new Date(house.now().getTime() + hours * hour)
  const { items } = await occurrences.list({ ...house.ctx, now }, campaign.id, 1)
  return items[0]!
}
async function begun(people: number, definition: Partial<z.input<typeof Definition>> = {}) {
  const list = await tools.aList(people)
  const campaign = await tools.aCampaign(list, {
    definition: { content, audience: { id: list.id }, ...definition },
  })
  await occurrences.planDue(house)
  const { id } = await tools.occurrenceOf(campaign)
  await expand(house, { id })
  return campaign
}

describe('an occurrence says what it waits for', () => {
  test('a worker, when its time has come and nobody takes its snapshot', async () => {
    const list = await tools.aList(3)
    const campaign = await tools.aCampaign(list)
    await occurrences.planDue(house)
    expect((await told(campaign)).waits).toBeNull()
    expect((await told(campaign, 1)).waits).toEqual({ reason: 'worker', until: null, reply: null })
  })

  test('its next wave, and how long it takes by its pace', async () => {
    const timing = { kind: 'interval' as const, minutes: 120 }
    const campaign = await begun(10, { waves: { division: 'equal', timing, waves: [{}, {}] } })
    await tools.sendAt(house.now(), aRelay())
    const { waits, waves: parts, secondsLeft } = await told(campaign)
    expect(waits).toEqual({ reason: 'wave', until: parts[1]!.startsAt, reply: null })
    expect(secondsLeft).toBeGreaterThan(1.9 * 3_600)
    expect(secondsLeft).toBeLessThan(2.1 * 3_600)
  })

  test('its hours, and says how long it takes before anything has left', async () => {
    const [from, to] = [2, 3].map((hours) =>
      new Date(house.now().getTime() + hours * hour).toISOString().slice(11, 16),
    )
    const campaign = await begun(10, { pace: { window: { from: from!, to: to!, timeZone: 'UTC' } } })
    await release(house)
    const { waits, rate, secondsLeft } = await told(campaign)
    expect(waits).toMatchObject({ reason: 'window' })
    expect(waits!.until!.slice(11, 16)).toBe(from)
    expect(rate).toBeNull()
    expect(secondsLeft).toBeGreaterThan(1.9 * 3_600)
  })

  test('the next day of its warm-up', async () => {
    const campaign = await begun(30, { pace: { warmUp: { caps: [7, 9] } } })
    await tools.sendAt(house.now(), aRelay())
    const { waits, sent } = await told(campaign)
    expect(sent).toBe(7)
    expect(waits).toMatchObject({ reason: 'warm_up' })
    expect(waits!.until!.slice(11)).toBe('00:00:00.000Z')
  })

  test('a relay that cannot be reached, in its words, until it can', async () => {
    const campaign = await begun(5)
    let up = false
    const worker = tools.worker(aRelay(() => (up ? accepted : offline)))
    await release(house)
    await deliverDue(worker)
    expect((await told(campaign)).waits).toMatchObject({ reason: 'relay', reply: 'connect ECONNREFUSED' })
    up = true
    worker.relays.reached(campaign.configurationId)
    await later(house, 2)
    await deliverDue(worker)
    expect(await told(campaign)).toMatchObject({ sent: 5, waits: null })
  })

  test('the next attempt, when the relay put off all who are left', async () => {
    const campaign = await begun(5)
    await release(house)
    await deliverDue(tools.worker(aRelay((_, n) => (n < 2 ? accepted : busy))))
    // Attempts are due by the clock of the database.
    const { items } = await occurrences.list({ ...house.ctx, now: () => new Date() }, campaign.id, 1)
    expect(items[0]!.waits).toMatchObject({ reason: 'retry', reply: '451 4.3.2 Later' })
    expect(Date.parse(items[0]!.waits!.until!)).toBeGreaterThan(Date.now())
  })

  test('its channel configuration, when somebody took that out of use', async () => {
    const campaign = await begun(5)
    const { configurationId } = campaign
    await configurations.act(house.ctx, configurationId, 'deactivate')
    await release(house)
    await deliverDue(tools.worker())
    expect((await told(campaign)).waits).toMatchObject({ reason: 'configuration', until: null })
    await configurations.act(house.ctx, configurationId, 'activate')
    await deliverDue(tools.worker())
    expect(await told(campaign)).toMatchObject({ sent: 5, waits: null })
  })

  test('nothing while it is paused, and a pause takes nothing from its rate', async () => {
    const campaign = await begun(10, { pace: { rate: { messages: 1, per: 'hour' } } })
    await tools.sendAt(house.now(), aRelay())
    house.clock.pass({ minutes: 10 })
    await campaigns.pause(house.ctx, campaign.id)
    // The log is written by the clock of the database.
    const log = house.db.updateTable('campaignLog').set({ at: house.now() })
    await log.where('campaignId', '=', campaign.id).where('what', '=', 'paused').execute()
    const { waits, rate } = await told(campaign)
    expect(waits).toBeNull()
    expect(rate).toBeCloseTo(1 / 600, 5)
    expect((await told(campaign, 5)).rate).toBeCloseTo(1 / 600, 5)
  })
})

describe('the list of campaigns says what one that stands still waits for', () => {
  // The clock of the first one was put on, which those of batches are not.
  beforeAll(anew)

  test('as its page does, of each on the page', async () => {
    const timing = { kind: 'interval' as const, minutes: 120 }
    const parted = await begun(10, { waves: { division: 'equal', timing, waves: [{}, {}] } })
    await tools.sendAt(house.now(), aRelay())
    const inactive = await begun(5)
    const waiting = await tools.aCampaign(await tools.aList(3))
    await occurrences.planDue(house)
    await house.db
      .updateTable('channelConfiguration')
      .set({ status: 'inactive' })
      .where('id', '=', inactive.configurationId)
      .execute()
    await release(house)
    for (const campaign of [parted, inactive])
      expect(await listed(campaign)).toEqual((await told(campaign)).waits)
    expect(await listed(waiting)).toBeNull()
    expect(await listed(waiting, 1)).toEqual({ reason: 'worker', until: null, reply: null })
    expect(await listed(parted)).toMatchObject({ reason: 'wave' })
    expect(await listed(inactive)).toMatchObject({ reason: 'configuration' })
  })

  test('and nothing of one that is paused or goes on', async () => {
    const campaign = await begun(5)
    await release(house)
    expect(await listed(campaign)).toBeNull()
    await campaigns.pause(house.ctx, campaign.id)
    expect(await listed(campaign, 1)).toBeNull()
  })
})
