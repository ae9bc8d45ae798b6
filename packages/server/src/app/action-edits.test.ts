import { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaigns.ts'
import { aListOf } from '../testing/audience.ts'
import { aCampaignHouse } from '../testing/campaigns.ts'
import { aConfiguration } from '../testing/delivery.ts'
import type { TestHouse } from '../testing/house.ts'
import { everyDay, nextMinute } from '../testing/occurrences.ts'
import * as campaigns from './campaigns.ts'
import * as occurrences from './occurrences.ts'
import { plan } from './plan.ts'
import { review } from './review.ts'
import * as versions from './versions.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const hour = 3_600_000
const local = (time: number) => new Date(time).toISOString().slice(0, 16)
const soon = () => nextMinute(house).getTime()
const at = (time: number): Ctx => ({ ...ctx, now: () => new Date(time) })

let made = 0
async function aCampaign(trigger: z.input<typeof Definition>['trigger'], more: object = {}) {
  const audience = await aListOf(house, 1)
  return campaigns.create(ctx, {
    kind: 'action',
    category: 'transactional',
    channel: 'email',
    name: `Edited ${++made}`,
    description: '',
    tags: [],
    highThroughput: false,
    definition: Definition.parse({
      channelConfigurationId: await aConfiguration(house, { sandboxId: ctx.sandboxId }),
      content: { subject: 'One', html: '<p>One</p>', text: 'One' },
      audience: { id: audience.id },
      trigger,
    }),
    ...more,
  })
}

async function edit(who: Ctx, id: string, change: Partial<Definition>) {
  const { definition, revision } = await versions.createDraft(who, id)
  await versions.saveDraft(who, id, { revision, definition: { ...definition, ...change } })
  return campaigns.activate(who, id, {})
}

const content = { ...Definition.parse({}).content, subject: 'Two', html: '<p>Two</p>', text: 'Two' }
const slotsOf = async (id: string) =>
  (await occurrences.list(ctx, id, 9)).items.map(({ plannedAt, version }) => [Date.parse(plannedAt), version])

/** Live, with its first time behind it. */
async function aBegun(start: number) {
  const { id } = await aCampaign(everyDay(new Date(start)))
  await campaigns.activate(ctx, id, {})
  await store.begin(ctx.db, new Date(start))
  await occurrences.planDue(at(start))
  return id
}

describe('a new version of a recurring campaign', () => {
  test('is what a time that came during a pause says, and takes no time away', async () => {
    const start = soon()
    const id = await aBegun(start)
    const second = start + 24 * hour
    await campaigns.pause(at(second - hour), id)
    await edit(at(second + hour / 4), id, { content })
    await campaigns.resume(at(second + hour / 2), id)
    await occurrences.planDue(at(second + hour / 2))
    expect(await slotsOf(id)).toEqual([
      [second, 2],
      [start, 1],
    ])
  })

  test('does not send at a time of the old one that the new one does not have', async () => {
    const start = soon()
    const id = await aBegun(start)
    const second = start + 24 * hour
    const later = everyDay(new Date(start + 2 * hour))
    await campaigns.pause(at(second - hour), id)
    const { nextAt } = await edit(at(second + hour / 4), id, {
      trigger: Definition.parse({ trigger: later }).trigger,
    })
    expect(nextAt).toBe(new Date(second + 2 * hour).toISOString())
  })

  test('that comes at the very moment of the first time lets it begin', async () => {
    const start = soon()
    const { id } = await aCampaign(everyDay(new Date(start)))
    await campaigns.activate(ctx, id, {})
    const { status } = await edit(at(start + 300), id, { content })
    await occurrences.planDue(at(start + 400))
    expect([status, await slotsOf(id)]).toEqual(['live', [[start, 2]]])
  })

  test('leaves the campaign’s start where it was', async () => {
    const start = soon()
    const id = await aBegun(start)
    const { startAt, nextAt } = await edit(at(start + hour), id, { content })
    expect([startAt, nextAt]).toEqual([start, start + 24 * hour].map((time) => new Date(time).toISOString()))
  })
})

test('a new version of a campaign that was sent once is sent to nobody, and its review and plan say so', async () => {
  const { id } = await aCampaign({ kind: 'now' })
  await campaigns.activate(ctx, id, {})
  await occurrences.planDue(house)
  const { definition, revision } = await versions.createDraft(ctx, id)
  const trigger = { kind: 'at' as const, at: '2020-01-01T09:00', timeZone: 'UTC', profileTimeZone: null }
  await versions.saveDraft(ctx, id, { revision, definition: { ...definition, content, trigger } })
  const { alerts, ready } = await review(ctx, id)
  expect([ready, alerts.map(({ code }) => code)]).toEqual([true, ['already-sent']])
  expect((await plan(ctx, id)).startsAt).toBeNull()
  expect((await campaigns.activate(ctx, id, {})).nextAt).toBeNull()
})

test('a campaign all of whose times went by unsent is completed like one that was sent', async () => {
  const start = soon()
  const { id } = await aCampaign(
    everyDay(new Date(start), { end: { kind: 'until', at: local(start + 24 * hour) } }),
  )
  await campaigns.activate(ctx, id, {})
  const late = start + 96 * hour
  await store.begin(ctx.db, new Date(late))
  await occurrences.planDue(at(late))
  expect(await slotsOf(id)).toEqual([])
  await store.complete(ctx.db, new Date(late))
  expect((await campaigns.get(ctx, id)).status).toBe('completed')
})

test('only a campaign that is called can have high throughput', async () => {
  await expect(aCampaign({ kind: 'now' }, { highThroughput: true })).rejects.toMatchObject({
    type: 'request/invalid',
    extra: { errors: [expect.objectContaining({ pointer: '/highThroughput' })] },
  })
  const { id, revision } = await aCampaign({ kind: 'now' })
  await expect(campaigns.edit(ctx, id, { revision, highThroughput: true })).rejects.toMatchObject({
    type: 'request/invalid',
  })
})
