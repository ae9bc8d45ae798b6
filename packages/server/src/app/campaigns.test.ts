import { scopesOf } from '@chappe/core/access/scopes'
import { campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { Campaign, Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import * as store from '../store/campaigns.ts'
import { aCampaignHouse, aConfiguration, aDraft, aRunningCampaign, inStatus } from '../testing/campaigns.ts'
import { anActor, type TestHouse } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import * as versions from './versions.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const problem = (type: string, extra: object = {}) =>
  expect.objectContaining({ name: 'Problem', type, extra: expect.objectContaining(extra) })
const daysAhead = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000)
const available = ({ actions }: Campaign) =>
  actions.filter((action) => action.available).map(({ command }) => command)
/** Both at once; the one that was done first, and how the other was refused. */
async function race<T>(
  ...attempts: (() => Promise<T>)[]
): Promise<[PromiseFulfilledResult<T>[], PromiseRejectedResult[]]> {
  const results = await Promise.allSettled(attempts.map((attempt) => attempt()))
  return [
    results.filter((result) => result.status === 'fulfilled'),
    results.filter((result) => result.status === 'rejected'),
  ]
}

describe('creating', () => {
  test('a campaign begins as a draft with its first version', async () => {
    const campaign = await aDraft(ctx, { tags: ['Shop', 'shop', 'Été'] })
    expect(Campaign.parse(campaign)).toEqual(campaign)
    expect(campaign).toMatchObject({
      status: 'draft',
      draftVersion: 1,
      liveVersion: null,
      revision: 1,
      tags: ['Shop', 'Été'],
      createdBy: 'Ada',
    })
    expect(await versions.list(ctx, campaign.id)).toMatchObject({
      items: [{ number: 1, state: 'draft', revision: 1 }],
    })
  })

  test('high throughput is for transactional campaigns', async () => {
    await expect(aDraft(ctx, { category: 'marketing', highThroughput: true })).rejects.toEqual(
      problem('request/invalid', { errors: [expect.objectContaining({ pointer: '/highThroughput' })] }),
    )
  })
})

describe('activating', () => {
  test('a draft goes live, and its version is the live one', async () => {
    const campaign = await aRunningCampaign(ctx)
    expect(campaign).toMatchObject({ status: 'live', draftVersion: null, liveVersion: 1, startAt: null })
    expect(campaign.activatedAt).not.toBeNull()
    expect(await versions.get(ctx, campaign.id, 1)).toMatchObject({ state: 'live', activatedBy: 'Ada' })
  })

  test('with a start ahead it is scheduled, and begins when its time comes', async () => {
    const startAt = daysAhead(1).toISOString()
    const { id, status } = await aRunningCampaign(ctx, { definition: { schedule: { startAt } } })
    expect(status).toBe('scheduled')
    expect(await store.begin(ctx.db, ctx.now())).not.toContain(id)
    expect(await store.begin(ctx.db, daysAhead(2))).toContain(id)
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'live', startAt, modifiedBy: 'Ada' })
  })

  test('what is not ready is refused with every alert, and stays a draft', async () => {
    const { id } = await aDraft(ctx, { definition: { content: { subject: '', html: '{{', text: '' } } })
    await expect(campaigns.activate(ctx, id, {})).rejects.toEqual(
      problem('campaign/not-ready', {
        alerts: expect.arrayContaining([
          expect.objectContaining({ code: 'no-subject', level: 'error' }),
          expect.objectContaining({ code: 'empty-text', level: 'warning' }),
        ]),
        errors: expect.arrayContaining([
          { pointer: '/definition/content/html', detail: '"{{" is never closed with "}}".' },
        ]),
      }),
    )
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'draft', revision: 1 })
  })

  test('a deactivated channel configuration blocks', async () => {
    const channelConfigurationId = await aConfiguration(ctx, { active: false })
    const { id } = await aDraft(ctx, { definition: { channelConfigurationId } })
    await expect(campaigns.activate(ctx, id, {})).rejects.toEqual(
      problem('campaign/not-ready', {
        alerts: [expect.objectContaining({ code: 'configuration-inactive' })],
      }),
    )
  })

  test('only the revision that was reviewed is activated', async () => {
    const { id } = await aDraft(ctx)
    const { definition } = await versions.get(ctx, id, 1)
    await versions.saveDraft(ctx, id, { revision: 1, definition })
    await expect(campaigns.activate(ctx, id, { revision: 1 })).rejects.toEqual(
      problem('request/stale', { revision: 2, modifiedBy: 'Ada' }),
    )
    expect(await campaigns.activate(ctx, id, { revision: 2 })).toMatchObject({ status: 'live' })
  })

  test('a draft beside the live version replaces it; the old one is kept', async () => {
    const { id, activatedAt } = await aRunningCampaign(ctx)
    const { definition } = await versions.createDraft(ctx, id)
    const edited = { ...definition, schedule: { ...definition.schedule, endAt: daysAhead(3).toISOString() } }
    await versions.saveDraft(ctx, id, { revision: 1, definition: edited })
    expect(await campaigns.get(ctx, id)).toMatchObject({
      status: 'live',
      liveVersion: 1,
      draftVersion: 2,
      endAt: null,
    })

    expect(await campaigns.activate(ctx, id, {})).toMatchObject({
      status: 'live',
      liveVersion: 2,
      draftVersion: null,
      endAt: edited.schedule.endAt,
      activatedAt,
    })
    const { items } = await versions.list(ctx, id)
    expect(items.map(({ number, state }) => [number, state])).toEqual([
      [2, 'live'],
      [1, 'superseded'],
    ])
  })

  test('a scheduled campaign whose new version starts now is live at once', async () => {
    const startAt = daysAhead(1).toISOString()
    const { id } = await aRunningCampaign(ctx, { definition: { schedule: { startAt } } })
    const { definition } = await versions.createDraft(ctx, id)
    await versions.saveDraft(ctx, id, {
      revision: 1,
      definition: { ...definition, schedule: { ...definition.schedule, startAt: null } },
    })
    expect(await campaigns.activate(ctx, id, {})).toMatchObject({
      status: 'live',
      startAt: null,
      liveVersion: 2,
    })
  })

  test('there is nothing to activate in a campaign without a draft', async () => {
    const { id } = await aRunningCampaign(ctx)
    await expect(campaigns.activate(ctx, id, {})).rejects.toEqual(
      problem('campaign/illegal-transition', { campaignStatus: 'live', allowed: ['stop', 'archive'] }),
    )
  })
})

describe('when two people act at once', () => {
  test('one activates, the other is told why not', async () => {
    const { id } = await aDraft(ctx)
    const [won, lost] = await race(
      () => campaigns.activate(ctx, id, {}),
      () => campaigns.activate(ctx, id, {}),
    )
    expect(won).toMatchObject([{ value: { status: 'live', liveVersion: 1 } }])
    expect(lost).toMatchObject([{ reason: { type: 'campaign/illegal-transition' } }])
  })

  test('a new version and a stop leave a stopped campaign, whoever was first', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await aRunningCampaign(ctx)
      await versions.createDraft(ctx, id)
      await race(
        () => campaigns.activate(ctx, id, {}),
        () => campaigns.stop(ctx, id),
      )
      const campaign = await campaigns.get(ctx, id)
      expect(campaign.status).toBe('stopped')
      const { items } = await versions.list(ctx, id)
      expect(items.filter(({ state }) => state === 'live').map(({ number }) => number)).toEqual([
        campaign.liveVersion,
      ])
    }
  })

  test('what goes live is what was reviewed, however an autosave falls', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await aDraft(ctx)
      const { definition } = await versions.get(ctx, id, 1)
      const broken = { ...definition, content: { ...definition.content, subject: '{{' } }
      await race<unknown>(
        () => versions.saveDraft(ctx, id, { revision: 1, definition: broken }),
        () => campaigns.activate(ctx, id, { revision: 1 }),
      )
      const { status } = await campaigns.get(ctx, id)
      const { state, definition: kept } = await versions.get(ctx, id, 1)
      expect([status, state, kept.content.subject]).toEqual(
        status === 'live' ? ['live', 'live', definition.content.subject] : ['draft', 'draft', '{{'],
      )
    }
  })

  test('one of two edits is kept, the other is told whose it was', async () => {
    const { id } = await aDraft(ctx)
    const [won, lost] = await race(
      () => campaigns.edit(ctx, id, { revision: 1, name: 'One' }),
      () => campaigns.edit(ctx, id, { revision: 1, name: 'Two' }),
    )
    expect(won).toHaveLength(1)
    expect(lost).toMatchObject([
      { reason: { type: 'request/stale', extra: { revision: 2, modifiedBy: 'Ada' } } },
    ])
  })
})

describe('stopping', () => {
  test('ends a live or scheduled campaign for good', async () => {
    const { id } = await aRunningCampaign(ctx)
    const stopped = await campaigns.stop(ctx, id)
    expect(stopped).toMatchObject({ status: 'stopped', endedAt: expect.any(String) })
    expect(available(stopped)).toEqual(['duplicate', 'archive', 'edit_tags'])
  })

  test.each(campaignStatuses.filter((status) => !['live', 'scheduled', 'paused'].includes(status)))(
    'is refused to a campaign that is %s',
    async (status) => {
      await expect(campaigns.stop(ctx, await inStatus(ctx, status))).rejects.toEqual(
        problem('campaign/illegal-transition', { campaignStatus: status }),
      )
    },
  )

  test('what could be done instead is what this person may do', async () => {
    const manager = { ...ctx, actor: anActor('manager') }
    await expect(campaigns.stop(manager, await inStatus(ctx, 'draft'))).rejects.toEqual(
      problem('campaign/illegal-transition', { allowed: ['submit'] }),
    )
  })
})

describe('archiving', () => {
  test.each(campaignStatuses.filter((status) => status !== 'draft' && status !== 'archived'))(
    'takes a campaign that is %s',
    async (status) => {
      const archived = await campaigns.archive(ctx, await inStatus(ctx, status))
      expect(archived).toMatchObject({
        status: 'archived',
        archivedAt: expect.any(String),
        endedAt: expect.any(String),
      })
    },
  )

  test.each(['draft', 'archived'] as const)('is refused to a campaign that is %s', async (status) => {
    await expect(campaigns.archive(ctx, await inStatus(ctx, status))).rejects.toEqual(
      problem('campaign/illegal-transition', { campaignStatus: status }),
    )
  })

  test('what runs is archived by those only who may stop it', async () => {
    const manager = { ...ctx, actor: { ...anActor(), scopes: scopesOf.manager } }
    await expect(campaigns.archive(manager, await inStatus(ctx, 'live'))).rejects.toEqual(
      problem('auth/forbidden', { needed: 'campaigns:publish' }),
    )
    expect(await campaigns.archive(manager, await inStatus(ctx, 'completed'))).toMatchObject({
      status: 'archived',
    })
  })
})

describe('the clock', () => {
  test('completes a campaign whose end has come, live or still scheduled', async () => {
    const schedule = { startAt: daysAhead(1).toISOString(), endAt: daysAhead(2).toISOString() }
    const missed = await aRunningCampaign(ctx, { definition: { schedule } })
    const ended = await aRunningCampaign(ctx, {
      definition: { schedule: { endAt: daysAhead(2).toISOString() } },
    })
    expect(await store.begin(ctx.db, daysAhead(3))).not.toContain(missed.id)
    expect(await store.complete(ctx.db, daysAhead(1))).toEqual([])
    expect(await store.complete(ctx.db, daysAhead(3))).toEqual(expect.arrayContaining([missed.id, ended.id]))
    expect(await campaigns.get(ctx, ended.id)).toMatchObject({
      status: 'completed',
      endedAt: expect.any(String),
    })
  })

  test('never begins a campaign that has a draft only', async () => {
    const { id } = await aDraft(ctx, { definition: { schedule: { startAt: daysAhead(1).toISOString() } } })
    expect(await store.begin(ctx.db, daysAhead(2))).not.toContain(id)
  })
})

describe('editing', () => {
  test('name, description and throughput change until the first activation, tags at any time', async () => {
    const { id } = await aDraft(ctx)
    const edited = await campaigns.edit(ctx, id, {
      revision: 1,
      name: 'New',
      description: 'D',
      highThroughput: true,
    })
    expect(edited).toMatchObject({ name: 'New', description: 'D', highThroughput: true, revision: 2 })
    const live = await inStatus(ctx, 'live')
    await expect(campaigns.edit(ctx, live, { revision: 1, name: 'New' })).rejects.toEqual(
      problem('campaign/not-editable', { campaignStatus: 'live', reason: 'activated' }),
    )
    for (const status of campaignStatuses) {
      const tagged = await campaigns.edit(ctx, await inStatus(ctx, status), { revision: 1, tags: ['a'] })
      expect(tagged, status).toMatchObject({ tags: ['a'], revision: 2 })
    }
  })
})

describe('duplicating', () => {
  test('makes a draft of what runs, with its tags and without dates that have passed', async () => {
    const schedule = { startAt: daysAhead(-1).toISOString(), endAt: daysAhead(1).toISOString() }
    const original = await aRunningCampaign(ctx, { name: 'Sale', tags: ['x'], definition: { schedule } })
    const copy = await campaigns.duplicate(ctx, original.id, {})
    expect(copy).toMatchObject({
      name: 'Sale (2)',
      status: 'draft',
      tags: ['x'],
      liveVersion: null,
      startAt: null,
    })
    const { definition } = await versions.get(ctx, copy.id, 1)
    expect(definition).toMatchObject({ schedule: { startAt: null, endAt: schedule.endAt } })
    expect(definition.content).toEqual((await versions.get(ctx, original.id, 1)).definition.content)
  })

  test('counts copies on, whatever is copied, and takes a name if one is given', async () => {
    const { id } = await aDraft(ctx, { name: 'Promo 100%_' })
    const second = await campaigns.duplicate(ctx, id, {})
    expect(second.name).toBe('Promo 100%_ (2)')
    expect((await campaigns.duplicate(ctx, second.id, {})).name).toBe('Promo 100%_ (3)')
    expect((await campaigns.duplicate(ctx, id, { name: 'Mine' })).name).toBe('Mine')
    const long = await aDraft(ctx, { name: 'n'.repeat(200) })
    expect((await campaigns.duplicate(ctx, long.id, {})).name.length).toBeLessThanOrEqual(200)
  })

  test.each(campaignStatuses)('a campaign that is %s can be run again this way', async (status) => {
    expect(await campaigns.duplicate(ctx, await inStatus(ctx, status), {})).toMatchObject({ status: 'draft' })
  })
})

describe('deleting', () => {
  test('takes a draft away with its versions', async () => {
    const { id } = await aDraft(ctx)
    await campaigns.remove(ctx, id)
    await expect(campaigns.get(ctx, id)).rejects.toEqual(problem('campaign/not-found'))
    const left = await ctx.db
      .selectFrom('campaignVersion')
      .select('number')
      .where('campaignId', '=', id)
      .execute()
    expect(left).toEqual([])
  })

  test.each(campaignStatuses.filter((status) => status !== 'draft'))(
    'is refused to a campaign that is %s',
    async (status) => {
      await expect(campaigns.remove(ctx, await inStatus(ctx, status))).rejects.toEqual(
        problem('campaign/illegal-transition', { campaignStatus: status }),
      )
    },
  )
})

test('a campaign of another sandbox is not found, whatever is asked of it', async () => {
  const { id } = await aDraft(ctx)
  for (const there of [house.otherCtx, house.foreignCtx])
    for (const attempt of [
      () => campaigns.get(there, id),
      () => campaigns.edit(there, id, { revision: 1, tags: [] }),
      () => campaigns.activate(there, id, {}),
      () => campaigns.stop(there, id),
      () => campaigns.archive(there, id),
      () => campaigns.duplicate(there, id, {}),
      () => campaigns.remove(there, id),
      () => versions.createDraft(there, id),
      () => versions.saveDraft(there, id, { revision: 1, definition: Definition.parse({}) }),
    ])
      await expect(attempt()).rejects.toEqual(problem('campaign/not-found'))
})
