import { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aListOf } from '../testing/audience.ts'
import { aCampaignHouse, aConfiguration } from '../testing/campaigns.ts'
import type { TestHouse } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import * as inventory from './inventory.ts'
import * as versions from './versions.ts'

let house: TestHouse
let ctx: Ctx
let vip: string
let staff: string
let shop: string
let news: string
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
  vip = (await aListOf(house, 1)).id
  staff = (await aListOf(house, 1)).id
  shop = await aConfiguration(ctx, { category: 'marketing' })
  news = await aConfiguration(ctx, { category: 'marketing' })
  const content = { subject: 'Hello', html: '<a href="{{system.unsubscribeUrl}}">Stop</a>', text: 'Hello' }
  const make = (kind: 'action' | 'api_triggered', name: string, definition: object, of = ctx) =>
    campaigns.create(of, {
      ...{
        kind,
        name,
        category: 'marketing',
        channel: 'email',
        description: '',
        tags: [],
        highThroughput: false,
      },
      definition: Definition.parse({ content, ...definition }),
    })
  await make('action', 'To VIP', { channelConfigurationId: shop, audience: { id: vip } })
  await make('action', 'All but VIP', {
    channelConfigurationId: news,
    audience: { id: staff, exclude: [vip] },
  })
  const greeting = `${content.html} {%= profile.segmentMembership.ups.${vip}.status %}`
  await make('api_triggered', 'Greets VIP', { content: { ...content, html: greeting } })
  const parts = [vip, staff].map((audienceId) => ({ audienceId }))
  await make('action', 'In waves', {
    waves: { division: 'audience', timing: { kind: 'interval', minutes: 60 }, waves: parts },
    variants: [{ id: 'second', name: 'Second', channelConfigurationId: news }],
  })
  const window = (startAt: string, endAt: string) => ({ schedule: { startAt, endAt } })
  await make('api_triggered', 'May', window('2030-05-01T00:00:00Z', '2030-05-31T00:00:00Z'))
  await make('api_triggered', 'June', window('2030-06-01T00:00:00Z', '2030-06-30T00:00:00Z'))
  const live = await make('api_triggered', 'Replaced', { channelConfigurationId: shop })
  await campaigns.activate(ctx, live.id, {})
  const draft = await versions.createDraft(ctx, live.id)
  const changed = { ...draft.definition, channelConfigurationId: news }
  await versions.saveDraft(ctx, live.id, { revision: draft.revision, definition: changed })
  const ended = await make('api_triggered', 'Stopped', { channelConfigurationId: shop })
  await campaigns.activate(ctx, ended.id, {})
  await campaigns.stop(ctx, ended.id)
  await make('action', 'Elsewhere', { channelConfigurationId: shop, audience: { id: vip } }, house.otherCtx)
})

type Query = Partial<Parameters<typeof inventory.list>[1]>
const query = { limit: 50, offset: 0, sort: 'name', order: 'asc' } as const
const names = async (filter: Query, of = ctx) =>
  (await inventory.list(of, { ...query, ...filter })).items.map(({ name }) => name)

describe('the inventory is filtered', () => {
  test('by an audience, whether it is included, left out, of a wave or in the content', async () => {
    expect(await names({ audience: [vip] })).toEqual(['All but VIP', 'Greets VIP', 'In waves', 'To VIP'])
    expect(await names({ audience: [staff] })).toEqual(['All but VIP', 'In waves'])
    expect(await names({ audience: [shop] })).toEqual([])
  })

  test('by a channel configuration, of the campaign or of a variant, as the live version has it', async () => {
    expect(await names({ configuration: [shop] })).toEqual(['Replaced', 'Stopped', 'To VIP'])
    expect(await names({ configuration: [news] })).toEqual(['All but VIP', 'In waves'])
    expect(await names({ configuration: [news, shop] })).toHaveLength(5)
  })

  test('by its planned start and its end, the beginning counted in and the end not', async () => {
    const [may, june, july] = [5, 6, 7].map((month) => `2030-0${month}-01T00:00:00Z`)
    expect(await names({ startFrom: may, startTo: june })).toEqual(['May'])
    expect(await names({ startFrom: june })).toEqual(['June'])
    expect(await names({ endFrom: june, endTo: july })).toEqual(['June'])
    expect(await names({ endTo: june, endFrom: may })).toEqual(['May'])
  })

  test('by when it really ended, where it is over', async () => {
    const now = ctx.now().getTime()
    const [from, to] = [now - 86_400_000, now + 86_400_000].map((at) => new Date(at).toISOString())
    expect(await names({ endFrom: from, endTo: to })).toEqual(['Stopped'])
  })

  test('by several of these, with a status, a search and an order', async () => {
    expect(await names({ audience: [vip], configuration: [news] })).toEqual(['All but VIP', 'In waves'])
    expect(await names({ audience: [vip], search: 'vip', order: 'desc' })).toEqual([
      'To VIP',
      'Greets VIP',
      'All but VIP',
    ])
    expect(await names({ configuration: [shop], status: ['live'] })).toEqual(['Replaced'])
    expect((await inventory.list(ctx, { ...query, audience: [vip], limit: 1 })).total).toBe(4)
  })

  test('within its sandbox only', async () => {
    expect(await names({ configuration: [shop] }, house.otherCtx)).toEqual(['Elsewhere'])
    expect(await names({ configuration: [news] }, house.otherCtx)).toEqual([])
    expect(await names({ audience: [vip] }, house.otherCtx)).toEqual([])
  })
})
