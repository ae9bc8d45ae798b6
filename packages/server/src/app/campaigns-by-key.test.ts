import type { putCampaign } from '@chappe/core/api/campaigns'
import { Definition, EmailContent } from '@chappe/core/campaign/schema'
import { emptyDesign, newBlock, newSection } from '@chappe/core/design/new'
import { Problem } from '@chappe/core/kit/problem'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { purge } from '../store/purge-campaigns.ts'
import { aConfiguration, aDraft } from '../testing/campaigns.ts'
import { aHouse, anActor } from '../testing/house.ts'
import * as campaigns from './campaigns.ts'
import * as byKey from './campaigns-by-key.ts'
import * as folders from './folders.ts'
import * as versions from './versions.ts'

const { ctx, otherCtx } = await aHouse()
const channelConfigurationId = await aConfiguration(ctx)
let made = 0
const aKey = () => `key-${++made}`

type Wanted = z.output<typeof putCampaign.body>
const wanted = (definition: z.input<typeof Definition> = {}, given: Partial<Wanted> = {}): Wanted => ({
  kind: 'api_triggered',
  category: 'transactional',
  channel: 'email',
  name: 'Receipt',
  description: '',
  tags: [],
  highThroughput: false,
  definition: Definition.parse({
    channelConfigurationId,
    content: { subject: 'Thanks', html: '<p>Thanks</p>', text: 'Thanks' },
    ...definition,
  }),
  ...given,
})
const saying = (subject: string) => ({ content: { subject, html: '<p>Thanks</p>', text: 'Thanks' } })
const put = (key: string, body: Wanted, query: { dryRun?: boolean; activate?: boolean } = {}) =>
  byKey.put(ctx, key, body, { dryRun: false, activate: false, ...query })
const aDesign = () => {
  const section = newSection('1', ['section', 'column'])
  section.columns[0]!.blocks.push(newBlock('text', 'text'))
  return { ...emptyDesign(), sections: [section] }
}
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}
const count = async (name: string) =>
  (await ctx.db.selectFrom('campaign').select('id').where('name', '=', name).execute()).length

describe('a campaign put by its key', () => {
  test('is created the first time, and putting it again changes nothing at all', async () => {
    const key = aKey()
    const first = await put(key, wanted())
    expect(first).toMatchObject({ outcome: 'created', activated: false, campaign: { key, status: 'draft' } })
    const again = await put(key, wanted())
    expect(again).toMatchObject({ outcome: 'unchanged', changes: [] })
    expect(again.campaign).toEqual(first.campaign)
    expect(await byKey.get(ctx, key)).toEqual(first.campaign)
  })

  test('tells what changes, and a draft is edited in place', async () => {
    const key = aKey()
    const { campaign } = await put(key, wanted())
    const changed = await put(key, wanted(saying('Many thanks'), { name: 'Bill', tags: ['Shop', 'shop'] }))
    expect(changed.outcome).toBe('changed')
    expect(changed.changes).toEqual([
      { path: 'name', before: 'Receipt', after: 'Bill' },
      { path: 'tags', before: [], after: ['Shop'] },
      { path: 'definition.content.subject', before: 'Thanks', after: 'Many thanks' },
    ])
    expect(changed.campaign).toMatchObject({ id: campaign.id, name: 'Bill', tags: ['Shop'], draftVersion: 1 })
    expect((await versions.get(ctx, campaign.id, 1)).definition.content.subject).toBe('Many thanks')
  })

  test('gets a draft version beside a live one, which is gone when the live one is wanted again', async () => {
    const key = aKey()
    await put(key, wanted(), { activate: true })
    const changed = await put(key, wanted(saying('New')))
    expect(changed).toMatchObject({
      outcome: 'changed',
      campaign: { status: 'live', liveVersion: 1, draftVersion: 2 },
    })
    expect((await put(key, wanted(saying('New')))).outcome).toBe('unchanged')
    const back = await put(key, wanted())
    expect(back).toMatchObject({ outcome: 'discarded', campaign: { liveVersion: 1, draftVersion: null } })
    expect((await put(key, wanted())).outcome).toBe('unchanged')
  })

  test('is activated with the change or not changed at all', async () => {
    const key = aKey()
    const live = await put(key, wanted(), { activate: true })
    expect(live).toMatchObject({ outcome: 'created', activated: true, campaign: { status: 'live' } })
    expect(await put(key, wanted(), { activate: true })).toMatchObject({
      outcome: 'unchanged',
      activated: false,
    })
    const problem = await refusal(put(key, wanted(saying('')), { activate: true }))
    expect(problem.type).toBe('campaign/not-ready')
    expect(await byKey.get(ctx, key)).toEqual(live.campaign)
    const fresh = aKey()
    await refusal(put(fresh, wanted(saying(''), { name: 'Nobody' }), { activate: true }))
    expect(await count('Nobody')).toBe(0)
    const replaced = await put(key, wanted(saying('Better')), { activate: true })
    expect(replaced).toMatchObject({ outcome: 'changed', activated: true, campaign: { liveVersion: 2 } })
  })

  test('is only looked at in a dry run, which meets what the real one would', async () => {
    const key = aKey()
    const dry = await put(key, wanted({}, { name: 'Dry' }), { dryRun: true, activate: true })
    expect(dry).toMatchObject({ outcome: 'created', activated: true })
    expect(await count('Dry')).toBe(0)
    const problem = await refusal(put(key, wanted(saying('')), { dryRun: true, activate: true }))
    expect(problem.type).toBe('campaign/not-ready')
    await put(key, wanted())
    const change = await put(key, wanted(saying('Dry')), { dryRun: true })
    expect(change.changes.map(({ path }) => path)).toEqual(['definition.content.subject'])
    expect((await put(key, wanted())).outcome).toBe('unchanged')
  })

  test('keeps what cannot change any more, and says all of it', async () => {
    const key = aKey()
    const { campaign } = await put(key, wanted(), { activate: true })
    const other = wanted(saying('x'), { name: 'Other', category: 'marketing', tags: ['x'] })
    const problem = await refusal(put(key, other))
    expect(problem.type).toBe('campaign/not-editable')
    expect(problem.extra.errors?.map(({ pointer }) => pointer)).toEqual(['/category', '/name'])
    expect(await byKey.get(ctx, key)).toEqual(campaign)
    expect((await put(key, wanted({}, { tags: ['x'] }))).campaign.tags).toEqual(['x'])
    await campaigns.stop(ctx, campaign.id)
    expect((await put(key, wanted({}, { tags: ['x'] }), { activate: true })).outcome).toBe('unchanged')
    const over = await refusal(put(key, wanted(saying('Late'), { tags: ['x'] })))
    expect(over.extra.errors).toEqual([
      { pointer: '/definition/content/subject', detail: 'Cannot change any more' },
    ])
  })

  test('is in the folder that is named, which is made; without a name it stays where it is', async () => {
    const key = aKey()
    const dry = await put(key, wanted({}, { folder: ['Dry'] }), { dryRun: true })
    expect(dry.campaign.folderId).not.toBeNull()
    const first = await put(key, wanted({}, { folder: ['Shop', 'Mails'] }))
    const { items } = await folders.list(ctx, 'campaign')
    expect(items.map(({ name }) => name).sort()).toEqual(['Mails', 'Shop'])
    expect((await put(key, wanted({}, { folder: ['Shop', 'Mails'] }))).outcome).toBe('unchanged')
    expect((await put(key, wanted())).outcome).toBe('unchanged')
    const moved = await put(key, wanted({}, { folder: ['shop'] }), { activate: true })
    expect(moved.changes).toEqual([{ path: 'folder', before: ['Shop', 'Mails'], after: ['shop'] }])
    expect(moved.campaign.folderId).not.toBe(first.campaign.folderId)
    expect((await put(key, wanted({}, { folder: [] }))).campaign.folderId).toBeNull()
  })

  test('is found by its id when it has no key of its own', async () => {
    const draft = await aDraft(ctx, { name: 'By hand' })
    const { definition } = await versions.get(ctx, draft.id, 1)
    expect((await put(draft.id, { ...wanted(), name: 'By hand', definition })).outcome).toBe('unchanged')
    expect((await byKey.get(ctx, draft.id)).key).toBeNull()
  })

  test('does not change because a design is compiled in another way', async () => {
    const key = aKey()
    const content = EmailContent.parse({ subject: 'Hi', text: 'Hi', design: aDesign() })
    const { campaign } = await put(key, wanted({ content }))
    const { definition } = await versions.get(ctx, campaign.id, 1)
    expect(definition.content.html).toContain('<')
    const html = JSON.stringify({ ...definition, content: { ...definition.content, html: 'older' } })
    await ctx.db
      .updateTable('campaignVersion')
      .set({ definition: html })
      .where('campaignId', '=', campaign.id)
      .execute()
    expect((await put(key, wanted({ content }))).outcome).toBe('unchanged')
  })

  test('belongs to its sandbox', async () => {
    const key = aKey()
    await put(key, wanted())
    expect((await refusal(byKey.get(otherCtx, key))).type).toBe('campaign/not-found')
    const theirs = { ...wanted(), definition: Definition.parse({}) }
    const made = await byKey.put(otherCtx, key, theirs, { dryRun: false, activate: false })
    expect(made.outcome).toBe('created')
    expect((await put(key, wanted())).outcome).toBe('unchanged')
  })

  test('is activated by nobody who may not', async () => {
    const writer = { ...ctx, actor: anActor(['campaigns:write']) }
    const problem = await refusal(byKey.put(writer, aKey(), wanted(), { dryRun: true, activate: true }))
    expect(problem.type).toBe('auth/forbidden')
  })

  test('is made once, however many put it at once', async () => {
    const key = aKey()
    const all = await Promise.all([1, 2, 3, 4].map(() => put(key, wanted({}, { name: 'Once' }))))
    expect(all.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      'unchanged',
      'unchanged',
      'unchanged',
    ])
    expect(await count('Once')).toBe(1)
  })
})

test('a key is given and taken away at any time, and is one campaign’s', async () => {
  const { id, revision } = await aDraft(ctx)
  const key = aKey()
  const keyed = await campaigns.edit(ctx, id, { revision, key })
  expect(keyed.key).toBe(key)
  const other = await aDraft(ctx)
  const problem = await refusal(campaigns.edit(ctx, other.id, { revision: other.revision, key }))
  expect(problem.type).toBe('campaign/key-taken')
  expect((await campaigns.edit(ctx, id, { revision: keyed.revision, key: null })).key).toBeNull()
  expect((await campaigns.edit(ctx, other.id, { revision: other.revision, key })).key).toBe(key)
})

test('a key is free again once its campaign is deleted, or its time in the archive is over', async () => {
  const key = aKey()
  const { campaign: draft } = await put(key, wanted())
  await campaigns.remove(ctx, draft.id)
  const { campaign } = await put(key, wanted(), { activate: true })
  expect(campaign.id).not.toBe(draft.id)
  await campaigns.archive(ctx, campaign.id)
  expect((await refusal(put(key, wanted(saying('Other'))))).type).toBe('campaign/not-editable')
  await ctx.db
    .updateTable('campaign')
    .set({ modifiedAt: new Date(0) })
    .where('id', '=', campaign.id)
    .execute()
  // Deleting stops half way, as in a crash.
  await sql`create function halt() returns trigger language plpgsql as $$ begin raise 'halt'; end $$`.execute(
    ctx.db,
  )
  await sql`create trigger halt before delete on campaign execute function halt()`.execute(ctx.db)
  await expect(purge(ctx.db, ctx.now())).rejects.toThrow('halt')
  await sql`drop trigger halt on campaign`.execute(ctx.db)
  expect(await put(key, wanted())).toMatchObject({ outcome: 'created', campaign: { key, status: 'draft' } })
  expect(await purge(ctx.db, ctx.now())).toBe(1)
  expect((await byKey.get(ctx, key)).status).toBe('draft')
})
