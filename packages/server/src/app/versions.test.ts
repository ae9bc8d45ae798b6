import { CampaignVersion, type Definition, emptyDefinition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aCampaignHouse, aConfiguration, aDraft, aRunningCampaign } from '../testing/campaigns.ts'
import * as campaigns from './campaigns.ts'
import * as configurations from './configurations.ts'
import * as versions from './versions.ts'

let ctx: Ctx
beforeAll(async () => {
  const house = await aCampaignHouse()
  ctx = house.ctx
})

const problem = (type: string, extra: object = {}) =>
  expect.objectContaining({ name: 'Problem', type, extra: expect.objectContaining(extra) })
const withSubject = (definition: Definition, subject: string): Definition => ({
  ...definition,
  content: { ...definition.content, subject },
})
const draftOf = async (id: string) => {
  const { draftVersion } = await campaigns.get(ctx, id)
  return versions.get(ctx, id, draftVersion!)
}

describe('saving a draft', () => {
  test('keeps what was written and counts the revision on', async () => {
    const { id } = await aDraft(ctx)
    const { definition } = await draftOf(id)
    const saved = await versions.saveDraft(ctx, id, {
      revision: 1,
      definition: withSubject(definition, 'é “x”'),
    })
    expect(CampaignVersion.parse(saved)).toEqual(saved)
    expect(saved).toMatchObject({
      revision: 2,
      state: 'draft',
      modifiedBy: 'Ada',
      definition: { content: { subject: 'é “x”' } },
    })
    expect(await draftOf(id)).toEqual(saved)
  })

  test('moves the dates of a campaign that was never activated, and its last change', async () => {
    const { id, modifiedAt } = await aDraft(ctx)
    const startAt = '2030-01-01T10:00:00.000Z'
    const definition = { ...emptyDefinition, schedule: { startAt, endAt: null, timezone: 'Europe/Paris' } }
    await versions.saveDraft({ ...ctx, actor: { ...ctx.actor, name: 'Grace' } }, id, {
      revision: 1,
      definition,
    })
    const campaign = await campaigns.get(ctx, id)
    expect(campaign).toMatchObject({ startAt, endAt: null, modifiedBy: 'Grace', revision: 1 })
    expect(campaign.modifiedAt >= modifiedAt).toBe(true)
  })

  test('of many who save at once one is kept, and the others learn whose it was', async () => {
    const { id } = await aDraft(ctx)
    const { definition } = await draftOf(id)
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        versions.saveDraft(ctx, id, { revision: 1, definition: withSubject(definition, `Edit ${n}`) }),
      ),
    )
    const kept = results.filter((result) => result.status === 'fulfilled')
    expect(kept).toHaveLength(1)
    expect(await draftOf(id)).toEqual(kept[0]!.value)
    for (const result of results)
      if (result.status === 'rejected')
        expect(result.reason).toEqual(
          problem('request/stale', { revision: 2, modifiedBy: 'Ada', modifiedAt: kept[0]!.value.modifiedAt }),
        )
  })

  test('is refused where there is no draft, and where nothing can be edited any more', async () => {
    const { id } = await aRunningCampaign(ctx)
    const body = { revision: 1, definition: emptyDefinition }
    await expect(versions.saveDraft(ctx, id, body)).rejects.toEqual(
      problem('campaign/not-editable', { campaignStatus: 'live', reason: 'live-version' }),
    )
    await versions.createDraft(ctx, id)
    await campaigns.stop(ctx, id)
    await expect(versions.saveDraft(ctx, id, body)).rejects.toEqual(
      problem('campaign/not-editable', { campaignStatus: 'stopped', reason: 'status' }),
    )
    await expect(versions.createDraft(ctx, id)).rejects.toEqual(problem('campaign/not-editable'))
    await expect(versions.discardDraft(ctx, id)).rejects.toEqual(problem('campaign/not-editable'))
  })
})

describe('a draft beside the live version', () => {
  test('begins as its copy, is one however often it is asked for, and leaves it alone', async () => {
    const { id } = await aRunningCampaign(ctx)
    const drafts = await Promise.all(Array.from({ length: 5 }, () => versions.createDraft(ctx, id)))
    for (const draft of drafts) expect(draft).toMatchObject({ number: 2, state: 'draft', revision: 1 })
    const live = await versions.get(ctx, id, 1)
    expect(drafts[0]!.definition).toEqual(live.definition)
    await versions.saveDraft(ctx, id, { revision: 1, definition: withSubject(live.definition, 'New') })
    expect(await versions.get(ctx, id, 1)).toEqual(live)
  })

  test('can be thrown away; the live version stays', async () => {
    const { id } = await aRunningCampaign(ctx)
    await versions.createDraft(ctx, id)
    await versions.discardDraft(ctx, id)
    expect(await campaigns.get(ctx, id)).toMatchObject({ status: 'live', draftVersion: null, liveVersion: 1 })
    await expect(versions.discardDraft(ctx, id)).rejects.toEqual(problem('campaign/version-not-found'))
    expect(await versions.createDraft(ctx, id)).toMatchObject({ number: 2, state: 'draft' })
  })

  test('of a draft campaign, the only version is the draft and cannot be thrown away', async () => {
    const { id } = await aDraft(ctx)
    expect(await versions.createDraft(ctx, id)).toMatchObject({ number: 1 })
    await expect(versions.discardDraft(ctx, id)).rejects.toEqual(problem('campaign/illegal-transition'))
  })
})

test('every version is kept and can be compared with any other', async () => {
  const { id } = await aRunningCampaign(ctx)
  for (const subject of ['Second', 'Third']) {
    const { definition, revision } = await versions.createDraft(ctx, id)
    await versions.saveDraft(ctx, id, { revision, definition: withSubject(definition, subject) })
    await campaigns.activate(ctx, id, {})
  }
  const { items } = await versions.list(ctx, id)
  expect(items.map(({ number, state }) => [number, state])).toEqual([
    [3, 'live'],
    [2, 'superseded'],
    [1, 'superseded'],
  ])
  expect(await versions.compare(ctx, id, { from: 2, to: 3 })).toEqual({
    from: 2,
    to: 3,
    changes: [{ path: 'content.subject', before: 'Second', after: 'Third' }],
  })
  expect((await versions.compare(ctx, id, { from: 3, to: 3 })).changes).toEqual([])
  await expect(versions.compare(ctx, id, { from: 1, to: 4 })).rejects.toEqual(
    problem('campaign/version-not-found'),
  )
})

test('a channel configuration that a draft names while it is being deleted is either kept or gone for the draft', async () => {
  for (let round = 0; round < 5; round++) {
    const channelConfigurationId = await aConfiguration(ctx)
    const { id } = await aDraft(ctx)
    const [saving, deleting] = await Promise.allSettled([
      versions.saveDraft(ctx, id, {
        revision: 1,
        definition: { ...emptyDefinition, channelConfigurationId },
      }),
      configurations.remove(ctx, channelConfigurationId),
    ])
    expect(saving.status).toBe('fulfilled')
    if (deleting.status === 'rejected') expect(deleting.reason).toEqual(problem('configuration/in-use'))
  }
})
