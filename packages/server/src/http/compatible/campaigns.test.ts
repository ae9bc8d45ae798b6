import { campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { type Campaign, type CampaignKind, Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as campaigns from '../../app/campaigns.ts'
import * as versions from '../../app/versions.ts'
import type { Ctx } from '../../context.ts'
import { campaignOrders, campaignProperties } from '../../store/compatible-campaigns.ts'
import { aConfiguration, inStatus } from '../../testing/campaigns.ts'
import { aHouse } from '../../testing/house.ts'
import { aClient } from '../../testing/people.ts'
import { anHttpServer } from '../../testing/server.ts'
import { retrievePaths } from '../openapi-retrieve.ts'
import { mistakesIn, type Shape } from './testing/retrieve-contract.ts'

const { house, ctx, otherCtx, foreignCtx } = await aHouse()
const server = anHttpServer(house)
const client = await aClient(house)
const here = await aClient(house, { sandbox: 'dev' })

const send = (path: string, headers: Record<string, string> = here.headers) =>
  server.inject({ method: 'GET', url: `/journey/campaigns${path}`, headers })
type Answer = Awaited<ReturnType<typeof send>>
// biome-ignore lint/suspicious/noExplicitAny: its shape was checked against the contract
type Json = any

async function get(shape: Shape, path: string, headers?: Record<string, string>): Promise<Json> {
  const answer = await send(path, headers)
  expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()])
  expect(answer.headers['content-type']).toBe('application/json')
  expect(mistakesIn(shape, answer.json())).toEqual([])
  return answer.json()
}
function refused(answer: Answer, status: number, ...saying: string[]) {
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  expect(mistakesIn('error', answer.json())).toEqual([])
  expect(answer.json().status).toBe(status)
  for (const text of saying) expect(answer.body).toContain(text)
}

const content = {
  subject: 'Hi {{profile.name ?: "you"}}',
  html: '<p>Order {{context.order ?: 1}}</p>',
  text: 'Hi',
}
async function aCampaign(
  ctx: Ctx,
  name: string,
  {
    kind = 'action' as CampaignKind,
    tags = [] as string[],
    category = 'transactional' as const,
    ...rest
  } = {},
  definition: z.input<typeof Definition> = {},
): Promise<Campaign> {
  const channelConfigurationId = await aConfiguration(ctx)
  return campaigns.create(ctx, {
    kind: kind as 'action',
    category,
    channel: 'email',
    name,
    description: '',
    tags,
    highThroughput: false,
    definition: Definition.parse({ channelConfigurationId, content, ...definition }),
    ...rest,
  })
}
const weekly = {
  kind: 'recurring',
  recurrence: { every: 'week', interval: 2, days: [1, 4], times: ['00:30', '14:05'] },
  start: '2027-01-04T00:30',
  timeZone: 'Europe/Paris',
  end: { kind: 'after', occurrences: 9 },
} satisfies z.input<typeof Definition>['trigger']

let called: Campaign
let draft: Campaign
beforeAll(async () => {
  called = await aCampaign(otherCtx, 'Receipt', { kind: 'api_triggered', tags: ['Shop'] })
  await campaigns.activate(otherCtx, called.id, {})
  draft = await aCampaign(
    otherCtx,
    'news letter',
    { tags: ['Shop', 'EU'] },
    {
      trigger: weekly,
      pace: { rate: { messages: 90, per: 'minute' }, warmUp: { caps: [10] } },
      waves: {
        division: 'percent',
        timing: { kind: 'interval', minutes: 1500 },
        waves: [{ name: 'First', size: 30 }, { size: 70 }],
      },
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
      translations: { fr: { ...content, subject: 'Bonjour' } },
      variants: [{ id: 'reminder', name: 'Reminder', content: { ...content, subject: 'Still there?' } }],
      actions: ['reminder'],
    },
  )
  const stopped = await aCampaign(otherCtx, 'Zebra "crossing"', { kind: 'api_triggered' })
  await campaigns.activate(otherCtx, stopped.id, {})
  await campaigns.stop(otherCtx, stopped.id)
  await aCampaign(foreignCtx, 'Foreign')
  await aCampaign(ctx, 'Elsewhere')
})

const found = async (query: Record<string, string | string[]>) => {
  const search = new URLSearchParams()
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) search.append(name, value)
  const { data } = await get('campaigns', `/service/campaigns?${search}`)
  return data.map(({ name }: Json) => String(name))
}

describe('the list of campaigns', () => {
  test('has those of the sandbox by their names, without packages, with what can be done', async () => {
    const page = await get('campaigns', '/service/campaigns')
    expect(page.data.map(({ name }: Json) => name)).toEqual(['news letter', 'Receipt', 'Zebra "crossing"'])
    expect(page._page).toMatchObject({ orderby: 'name', count: 3, page: 0, totalPages: 1, totalCount: 3 })
    expect(page.data[1]).toMatchObject({
      campaignId: called.id,
      versionId: `${called.id}.1`,
      liveVersionId: `${called.id}.1`,
      status: 'LIVE',
      campaignType: 'ApiTriggered',
      category: 'Transactional',
      audience: { audienceType: 'external' },
      tags: ['Shop'],
    })
    expect(page.data[1]).not.toHaveProperty('packages')
    const available = page.data[1].actions
      .filter((one: Json) => one.available)
      .map((one: Json) => one.actionType)
    expect(available).toEqual(['DUPLICATE', 'CREATE_DRAFT', 'STOP', 'ARCHIVE', 'EDIT_TAGS'])
  })

  test('comes in pages that lead to one another, each campaign once', async () => {
    const names: string[] = []
    let at: string | undefined = '/service/campaigns?count=1&orderby=-name'
    while (at) {
      const page: Json = await get('campaigns', at)
      expect(page._page).toMatchObject({ page: names.length, totalPages: 3, orderby: '-name' })
      names.push(String(page.data[0].name))
      at = page._links.next?.href as string | undefined
    }
    expect(names).toEqual(['Zebra "crossing"', 'Receipt', 'news letter'])
    const beyond = await get('campaigns', '/service/campaigns?count=1&page=7')
    expect([beyond.data, beyond._links.next]).toEqual([[], undefined])
  })

  test.each([
    ['name==Receipt', ['Receipt']],
    ['name=like=E', ['news letter', 'Receipt', 'Zebra "crossing"']],
    ['name=like="news l"', ['news letter']],
    [String.raw`name=="Zebra \"crossing\""`, ['Zebra "crossing"']],
    ['name=like=%', []],
    ['campaignClass!=inline;name=like="rec"', ['Receipt']],
    ['status=in=(LIVE,DRAFT)', ['news letter', 'Receipt']],
    ['status=out=(LIVE,DRAFT)', ['Zebra "crossing"']],
    ['campaignType==Scheduled,status==STOPPED', ['news letter', 'Zebra "crossing"']],
    ['tags==Shop;tags!=EU', ['Receipt']],
    ['tags=like=sho', ['news letter', 'Receipt']],
    ['createdAt>2020-01-01;createdAt<2999-01-01T00:00:00Z', ['news letter', 'Receipt', 'Zebra "crossing"']],
    ['completedAt=gt=2020-01-01', ['Zebra "crossing"']],
    ['throttleRatePerSec>=2', ['news letter']],
    ['highThroughputMode==true', []],
    ['objectives==email_open', ['news letter', 'Receipt', 'Zebra "crossing"']],
    ['packages.attributes.outboundTrigger.type==recurring', ['news letter']],
    ['packages.attributes.ipWarmup==true', ['news letter']],
    ['packages.packageName==Reminder', ['news letter']],
    ['packages.packageName==Email', ['news letter', 'Receipt', 'Zebra "crossing"']],
    ['packages.attributes.surface.surfaceType==uri', []],
    ['metadata.sourceId==x', []],
    ['packages.channel!=email', []],
    ['ranking.type!=simple', ['news letter', 'Receipt', 'Zebra "crossing"']],
    ['ranking.type==simple', []],
  ])('is filtered: %s', async (property, names) => expect(await found({ property })).toEqual(names))

  test('meets every filter when there are several, and says so in one that means the same', async () => {
    const property = ['name==Receipt,name=="news letter"', 'status==LIVE,status==STOPPED']
    expect(await found({ property })).toEqual(['Receipt'])
    const search = new URLSearchParams(property.map((one): [string, string] => ['property', one]))
    const { _page } = await get('campaigns', `/service/campaigns?${search}`)
    expect(await found({ property: _page.property })).toEqual(['Receipt'])
  })

  test('takes a time without an offset for UTC, wherever it runs', async () => {
    const { createdAt } = await get('campaign', `/service/campaigns/${called.id}`)
    const local = String(createdAt).slice(0, 23)
    expect(await found({ property: `createdAt==${local};name==Receipt` })).toEqual(['Receipt'])
    expect(await found({ property: `createdAt==${local}+00:00;name==Receipt` })).toEqual(['Receipt'])
  })

  test('takes every property that it says it takes, and every order', async () => {
    const values = { word: 'x', text: 'x', list: 'x', date: '2026-01-01', number: '1', boolean: 'true' }
    for (const [name, { kind }] of Object.entries(campaignProperties)) {
      await found({ property: `${name}==${values[kind]}` })
      expect(await found({ property: `${name}!=${values[kind]},${name}=in=(${values[kind]})` })).toHaveLength(
        3,
      )
    }
    for (const orderby of campaignOrders) expect(await found({ orderby })).toHaveLength(3)
  })

  test('tells what each property filters by', async () => {
    const { data } = await get('campaigns', '/service/campaigns?full=true&count=1&property=status==DRAFT')
    const flat = (value: unknown, path = ''): [string, unknown][] =>
      Array.isArray(value) && typeof value[0] === 'object'
        ? flat(value[0], path)
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.entries(value).flatMap(([name, one]) => flat(one, path ? `${path}.${name}` : name))
          : [[path, value]]
    const told = flat(data[0]).filter(([path]) => Object.hasOwn(campaignProperties, path))
    expect(told.length).toBeGreaterThan(30)
    for (const [path, value] of told)
      if (![value].flat().every((one) => one === ''))
        expect([path, await found({ property: `${path}=="${[value].flat()[0]}"` })]).toEqual([
          path,
          expect.arrayContaining(['news letter']),
        ])
  })

  test.each([
    ['property', 'name', 'at character 5'],
    ['property', 'nonsense==1', 'not filtered by nonsense'],
    ['property', '__proto__==1', 'not filtered by __proto__'],
    ['property', 'name>x', 'name is compared with'],
    ['property', 'createdAt>yesterday', 'a date such as'],
    ['property', 'createdAt>-200000-01-01T00:00:00Z', 'a date such as'],
    ['property', 'createdAt>0000-01-01', 'a date such as'],
    ['property', 'createdAt>2026-02-31T25:00:00Z', 'a date such as'],
    ['property', 'throttleRatePerSec>fast', 'a number'],
    ['property', 'throttleRatePerSec>0x10', 'a number'],
    ['property', 'throttleRatePerSec>1e-20000', 'a number'],
    ['property', 'highThroughputMode==maybe', 'true or false'],
    ['property', 'name==\0', '?property'],
    ['orderby', 'packages', 'not sorted by packages'],
    ['count', '0', '?count'],
    ['count', '1001', '?count'],
    ['page', '-1', '?page'],
    ['full', 'yes', '?full'],
  ])('refuses %s=%s', async (name, value, saying) =>
    refused(await send(`/service/campaigns?${new URLSearchParams({ [name]: value })}`), 400, saying),
  )
})

describe('a campaign', () => {
  test('is told with its schedule, its packages and the attributes that it reads', async () => {
    const campaign = await get('campaign', `/service/campaigns/${draft.id}`)
    expect(campaign).toMatchObject({
      status: 'DRAFT',
      throttleRatePerSec: 2,
      attributes: { profile: [{ name: 'profile.name' }], context: [{ name: 'context.order' }] },
    })
    expect(campaign.packages.map(({ packageName }: Json) => packageName)).toEqual(['Email', 'Reminder'])
    expect(campaign.packages[0].attributes.outboundTrigger).toEqual({
      type: 'recurring',
      startAt: '2027-01-03T23:30:00.000000Z',
      occurrences: 9,
      timezone: 'Europe/Paris',
      userTimezone: false,
      frequency: {
        type: 'weekly',
        daysOfWeek: ['monday', 'thursday'],
        hour: 12,
        minute: 30,
        midday: 'am',
        interval: 2,
      },
      frequencies: [
        expect.objectContaining({ hour: 12, minute: 30, midday: 'am' }),
        expect.objectContaining({ hour: 2, minute: 5, midday: 'pm' }),
      ],
      waves: {
        distributionType: 'PERCENT',
        customDistribution: true,
        slices: [
          { id: '1', label: 'First', size: 30 },
          { id: '2', label: 'Wave 2', size: 70 },
        ],
        schedulingMode: 'INTERVAL',
        interval: { days: 1, hours: 1, minutes: 0 },
      },
    })
  })

  test('has its packages, messages and variants each at an address of its own', async () => {
    const { packages } = await get('campaign', `/service/campaigns/${draft.id}`)
    const [first, further] = packages
    for (const one of packages) {
      expect(await get('package', String(one._links.self.href))).toEqual(one)
    }
    const at = (one: Json | undefined) =>
      `/service/campaigns/${draft.id}/messages/${one.messages[0].messageId}`
    const { channels } = await get('message', at(first))
    expect(channels.email.variants.map(({ name, subject }: Json) => [name, subject])).toEqual([
      ['en', content.subject],
      ['fr', 'Bonjour'],
    ])
    for (const one of channels.email.variants)
      expect(await get('variant', `${at(first)}/email/variants/${one.variantId}`)).toEqual(one)
    const reminder = await get('message', at(further))
    expect(reminder.channels.email.variants[0].subject).toBe('Still there?')
    const [variant] = channels.email.variants
    refused(await send(`${at(first)}/sms/variants/${variant!.variantId}`), 404)
    refused(await send(`${at(further)}/email/variants/${variant!.variantId}`), 404)
  })

  test('has its versions, the newest first, each with its status', async () => {
    const one = await aCampaign(otherCtx, 'Versions', { kind: 'api_triggered' })
    await campaigns.activate(otherCtx, one.id, {})
    await versions.createDraft(otherCtx, one.id)
    await campaigns.activate(otherCtx, one.id, {})
    await versions.createDraft(otherCtx, one.id)
    const { data, _page } = await get('campaigns', `/service/campaigns/${one.id}/versions?full=true`)
    expect(data.map(({ versionId, status }: Json) => [versionId, status])).toEqual([
      [`${one.id}.3`, 'DRAFT'],
      [`${one.id}.2`, 'LIVE'],
      [`${one.id}.1`, 'COMPLETED'],
    ])
    expect(_page).toMatchObject({ totalCount: 3 })
    const live = await get('campaigns', `/service/campaigns/${one.id}/versions?property=status==LIVE`)
    expect(live.data.map(({ versionId }: Json) => versionId)).toEqual([`${one.id}.2`])
    expect(await get('campaign', `/service/campaigns/${one.id}`)).toMatchObject({
      versionId: `${one.id}.2`,
      draftVersionId: `${one.id}.3`,
      liveVersionId: `${one.id}.2`,
    })
  })

  test('tells what stands against publishing it', async () => {
    const { id } = await aCampaign(otherCtx, 'Unready', {}, { content: { subject: '', html: '' } })
    const at = `/service/campaigns/${id}/publish/validation`
    const { data } = await get('validation', at)
    const types = data.map(({ type }: Json) => String(type))
    expect(types).toEqual([...types].sort())
    expect(types).toContain('/alerts/no-subject')
    const warnings = await get(
      'validation',
      `${at}?property=report.additionalContext.errorLevel==WARNING&orderby=-title`,
    )
    for (const one of warnings.data) expect(one.report.additionalContext.errorLevel).toBe('WARNING')
    refused(await send(`${at}?property=nonsense==1`), 400, 'not filtered by nonsense')
  })

  test.each([
    [{ kind: 'now' }, { type: 'now' }],
    [
      { kind: 'at', at: '2027-07-01T09:00', timeZone: 'Europe/Paris', profileTimeZone: {} },
      { type: 'once', executeAt: '2027-07-01T07:00:00.000000Z', userTimezone: true },
    ],
    [
      {
        ...weekly,
        recurrence: { every: 'month', on: { by: 'day', days: [1, -1] } },
        end: { kind: 'until', at: '2027-12-31T00:00' },
      },
      { type: 'recurring', endAt: '2027-12-30T23:00:00.000000Z', frequency: { daysOfMonth: [1, -1] } },
    ],
    [
      { ...weekly, recurrence: { every: 'month', on: { by: 'weekday', nth: 2, day: 2 } } },
      { type: 'cron', expression: 'FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU' },
    ],
    [
      { ...weekly, recurrence: { every: 'rule', rule: 'FREQ=YEARLY' } },
      { type: 'cron', expression: 'FREQ=YEARLY' },
    ],
  ] as const)('with the trigger %j says when it is sent', async (trigger, told) => {
    const given = trigger as z.input<typeof Definition>['trigger']
    const { id } = await aCampaign(otherCtx, 'Trigger', {}, { trigger: given })
    const { packages } = await get('campaign', `/service/campaigns/${id}`)
    expect(packages[0].attributes.outboundTrigger).toMatchObject(told)
    const filter = `property=campaignId==${id};packages.attributes.outboundTrigger.type==${told.type}`
    expect((await get('campaigns', `/service/campaigns?${filter}`)).data).toHaveLength(1)
  })
})

describe('a status', () => {
  test.each(campaignStatuses)('%s is told, and filtered by', async (status) => {
    const id = await inStatus(ctx, status)
    const campaign = await get('campaign', `/service/campaigns/${id}`, client.headers)
    const told = { status: status.toUpperCase(), campaignId: id }
    expect(campaign).toMatchObject(told)
    const [{ status: ofPackage }] = campaign.packages
    const filter = `status==${told.status};packages.status==${ofPackage};campaignId==${id}`
    const { data } = await get('campaigns', `/service/campaigns?property=${filter}`, client.headers)
    expect(data).toMatchObject([told])
    const resume = campaign.actions.find((one: Json) => one.actionType === 'RESUME')
    expect(resume.available).toBe(status === 'paused')
  })
})

describe('surfaces', () => {
  test('are channel configurations, of email', async () => {
    const name = 'surface-of-email'
    const id = await aConfiguration(otherCtx, { name })
    expect((await get('surfaces', '/service/metadata/surfaces')).data).toEqual([])
    const at = '/service/metadata/surfaces?channel=email&count=1'
    const { data } = await get('surfaces', `${at}&property=surfaceName==${name};created_at>2021-09-28`)
    expect(data).toMatchObject([{ id, surfaceName: name, surfaceChannel: 'email', surfaceStatus: 'ACTIVE' }])
    expect(await get('surface', String(data[0]._links.self.href))).toEqual(data[0])
    expect((await get('surfaces', `${at}&type=appConfigurationId`)).data).toEqual([])
    const page = await get('surfaces', `${at}&orderby=-createdAt`)
    expect(page.data).toMatchObject([{ id }])
    expect((await get('surfaces', String(page._links.next.href)))._page).toMatchObject({ page: 1 })
    refused(await send(`/service/metadata/surfaces/sms/${id}`), 404)
    refused(await send('/service/metadata/surfaces?channel=email&property=x==1'), 400)
  })
})

test('a workflow is an occurrence of a campaign, which its packages name', async () => {
  const id = otherCtx.newId()
  await otherCtx.db
    .insertInto('occurrence')
    .values({
      sandboxId: otherCtx.sandboxId,
      id,
      campaignId: draft.id,
      number: 1,
      version: 1,
      plannedAt: otherCtx.now(),
      status: 'sending',
      startedAt: otherCtx.now(),
    })
    .execute()
  const { packages } = await get('campaign', `/service/campaigns/${draft.id}`)
  expect(packages[0].execution).toEqual({ executionId: id, type: 'SCHEDULER' })
  expect(await get('workflow', `/service/workflows/${id}`)).toMatchObject({
    workflowId: id,
    state: 'PROCESSING',
    _result: { type: 'campaign', id: draft.id },
  })
  refused(await send(`/service/workflows/${id}`, client.headers), 404)
  refused(await send('/service/workflows/nonsense'), 404)
})

describe('every operation', () => {
  const paths = async () => {
    const { packages } = await get('campaign', `/service/campaigns/${draft.id}`)
    const at = `/service/campaigns/${draft.id}`
    const message = `${at}/messages/${packages[0].messages[0].messageId}`
    return [
      '/service/campaigns',
      at,
      `${at}/versions`,
      `${at}/publish/validation`,
      `${at}/packages/${packages[0].packageId}`,
      message,
      `${message}/email/variants/x`,
      '/service/workflows/x',
      '/service/metadata/surfaces',
      '/service/metadata/surfaces/email/x',
    ]
  }

  test('is in the documentation', async () => {
    const patterns = Object.keys(retrievePaths).map((path) => path.replaceAll(/\{\w+\}/g, '[^/]+'))
    for (const path of await paths())
      expect(patterns.filter((one) => new RegExp(`^${one}$`).test(`/journey/campaigns${path}`))).toHaveLength(
        1,
      )
    expect(patterns).toHaveLength(10)
  })

  test('needs a token, the three headers and the scope', async () => {
    const powerless = await aClient(house, { scopes: ['executions:write'] })
    for (const path of await paths()) {
      const { authorization: _, ...strange } = here.headers
      refused(await send(path, strange), 401)
      for (const name of ['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name']) {
        const { [name]: _, ...headers } = here.headers
        refused(await send(path, headers), 400, name)
      }
      refused(await send(path, powerless.headers), 403)
      refused(await send(path, { ...here.headers, 'x-sandbox-name': 'nowhere' }), 404)
    }
  })

  test('finds nothing of another sandbox or organization', async () => {
    const foreign = await aClient(house, { organizationId: foreignCtx.organizationId })
    for (const path of await paths())
      for (const { headers } of [client, foreign])
        if (path.includes(draft.id)) refused(await send(path, headers), 404)
    const elsewhere = '/service/campaigns?property=name==Elsewhere,name==Receipt'
    expect((await get('campaigns', elsewhere, client.headers)).data.map(({ name }: Json) => name)).toEqual([
      'Elsewhere',
    ])
    refused(await send('/service/campaigns/nonsense'), 404)
    refused(await send(`/service/campaigns/${draft.id}/packages/x`), 404)
    refused(await send(`/service/campaigns/${draft.id}/messages/x`), 404)
  })
})
