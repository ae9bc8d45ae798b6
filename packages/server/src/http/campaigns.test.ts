import * as api from '@chappe/core/api/campaigns'
import * as configurationApi from '@chappe/core/api/configurations'
import * as inboxApi from '@chappe/core/api/inbox'
import * as previewApi from '@chappe/core/api/preview'
import * as profileApi from '@chappe/core/api/profiles'
import * as reportsApi from '@chappe/core/api/reports'
import * as suppressionApi from '@chappe/core/api/suppressions'
import * as versionsApi from '@chappe/core/api/versions'
import { Definition } from '@chappe/core/campaign/schema'
import { describe, expect, test } from 'vitest'
import * as inbox from '../store/inbox.ts'
import { aCampaignHouse, aConfiguration, aDraft, aRunningCampaign } from '../testing/campaigns.ts'
import { aClient, aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

// Replies are checked against their endpoints by the server itself: one that does not fit would be a 500.
const { house, ctx } = await aCampaignHouse()
const server = anHttpServer(house)
const as = await signedIn(house)
const nobody = '01970000-0000-7000-8000-00000000ffff'
const { call } = server
const one = (id: string) => ({ params: { id }, as })

test('a campaign’s whole life, as the API tells it', async () => {
  const channelConfigurationId = await aConfiguration(ctx)
  const content = { subject: 'Hello', html: '<p>{{context.code}}</p>' }
  const body = {
    kind: 'api_triggered',
    category: 'transactional',
    name: 'Code',
    definition: { channelConfigurationId, content },
  } as const
  const created = await call(api.createCampaign, { body, as })
  expect(created).toMatchObject({
    status: 201,
    body: { status: 'draft', createdBy: 'Grace', draftVersion: 1 },
  })
  const { id } = created.body
  expect((await call(api.getCampaign, one(id))).body).toEqual(created.body)

  const edited = await call(api.editCampaign, {
    ...one(id),
    body: { revision: 1, name: 'The code', tags: ['Login'] },
  })
  expect(edited).toMatchObject({ status: 200, body: { name: 'The code', revision: 2 } })
  const draft = await call(versionsApi.getVersion, { params: { id, number: 1 }, as })
  const definition = { ...draft.body.definition, tracking: { opens: false, clicks: false } }
  const saved = await call(versionsApi.saveDraft, { ...one(id), body: { revision: 1, definition } })
  expect(saved).toMatchObject({ status: 200, body: { revision: 2 } })

  expect(await call(versionsApi.reviewCampaign, one(id))).toMatchObject({
    status: 200,
    body: {
      version: 1,
      ready: true,
      alerts: [{ code: 'empty-text' }],
      variables: [{ root: 'context', path: 'code' }],
      contextSchema: { required: ['code'] },
    },
  })
  const shown = await call(previewApi.previewCampaign, { ...one(id), body: { context: { code: '<1>' } } })
  expect(shown).toMatchObject({ status: 200, body: { html: '<p>&lt;1&gt;</p>', text: '<1>' } })

  const activated = await call(api.activateCampaign, { ...one(id), body: { revision: 2 } })
  expect(activated).toMatchObject({ status: 200, body: { status: 'live', liveVersion: 1 } })
  const sample = await call(previewApi.getSampleRequest, one(id))
  expect(sample.body.samples.curl).toContain(`"campaignId": "${id}"`)

  expect(await call(versionsApi.createDraft, one(id))).toMatchObject({
    status: 200,
    body: { number: 2, state: 'draft' },
  })
  expect((await call(versionsApi.listVersions, one(id))).body.items.map(({ number }) => number)).toEqual([
    2, 1,
  ])
  const compared = await call(versionsApi.compareVersions, { ...one(id), query: { from: 1, to: 2 } })
  expect(compared).toMatchObject({ status: 200, body: { changes: [] } })
  expect(await call(versionsApi.discardDraft, one(id))).toMatchObject({ status: 204, body: undefined })

  expect(await call(api.stopCampaign, one(id))).toMatchObject({ status: 200, body: { status: 'stopped' } })
  const copied = await call(api.duplicateCampaign, one(id))
  expect(copied).toMatchObject({ status: 201, body: { name: 'The code (2)', status: 'draft' } })
  expect(await call(api.archiveCampaign, one(id))).toMatchObject({
    status: 200,
    body: { status: 'archived' },
  })
  expect(await call(api.deleteCampaign, one(copied.body.id))).toMatchObject({ status: 204 })
  expect(await call(reportsApi.getReport, one(id))).toMatchObject({ status: 200, body: { targeted: 0 } })
  expect(await call(reportsApi.listCampaignMessages, one(id))).toMatchObject({
    status: 200,
    body: { items: [] },
  })
})

test('the inventory is filtered by the address', async () => {
  await aDraft(ctx, { name: 'Filtered', tags: ['one', 'Two'] })
  const found = async (query: Record<string, unknown>) => (await call(api.listCampaigns, { query, as })).body
  expect(
    await found({ search: 'filt', status: ['draft', 'live'], tag: 'two', sort: 'name', order: 'asc' }),
  ).toMatchObject({ total: 1 })
  expect(await found({ search: 'filt', createdByMe: 'true' })).toMatchObject({ total: 0, items: [] })
  expect(await found({ search: 'filt', kind: 'action' })).toMatchObject({ total: 0 })
  expect((await call(api.listTags, { as })).body.items).toContainEqual({ tag: 'Two', campaigns: 1 })
})

describe('refusals', () => {
  const refused = (answer: { status: number; problem: object }) => answer.problem
  const problem = (type: string, status: number, extra: object = {}) =>
    expect.objectContaining({ type: `/problems/${type}`, status, ...extra })
  const pointing = (...pointers: string[]) => ({
    errors: pointers.map((pointer) => expect.objectContaining({ pointer })),
  })

  test('400 names every mistake', async () => {
    const body = { kind: 'api_triggered', category: 'spam', name: ' ', tags: ['ok', ''] } as never
    expect(refused(await call(api.createCampaign, { body, as }))).toEqual(
      problem('request/invalid', 400, pointing('/category', '/name', '/tags/1')),
    )
    const { id } = await aDraft(ctx)
    const nul = { kind: 'api_triggered', category: 'marketing', name: 'a\0' } as const
    expect(refused(await call(api.createCampaign, { body: nul, as }))).toEqual(
      problem('request/invalid', 400, pointing('/name')),
    )
    expect(
      refused(await call(versionsApi.compareVersions, { ...one(id), query: { from: 0, to: 1 } })),
    ).toEqual(problem('request/invalid', 400, pointing('?from')))
    expect(refused(await call(api.getCampaign, one('x')))).toEqual(
      problem('request/invalid', 400, pointing(':id')),
    )
  })

  test('400 says which filter of the list cannot be meant', async () => {
    const asked = async (query: Record<string, unknown>) =>
      refused(await call(api.listCampaigns, { query: query as never, as }))
    const invalid = (pointer: string) => problem('request/invalid', 400, pointing(pointer))
    expect(await asked({ audience: 'x' })).toEqual(invalid('?audience'))
    expect(await asked({ configuration: [nobody, 'x'] })).toEqual(invalid('?configuration'))
    expect(await asked({ startFrom: 'tomorrow' })).toEqual(invalid('?startFrom'))
  })

  test('403 is for those who may see but not do', async () => {
    const manager = await signedIn(house, await aPerson(house, { role: 'manager' }))
    const { id } = await aDraft(ctx)
    expect(refused(await call(api.activateCampaign, { params: { id }, as: manager }))).toEqual(
      problem('auth/forbidden', 403, { needed: 'campaigns:publish' }),
    )
    const live = await aRunningCampaign(ctx)
    expect(refused(await call(api.archiveCampaign, { params: { id: live.id }, as: manager }))).toEqual(
      problem('auth/forbidden', 403),
    )
    const seen = await call(api.getCampaign, { params: { id: live.id }, as: manager })
    const offered = seen.body.actions.filter(({ available }) => available).map(({ command }) => command)
    expect(offered).toEqual(['edit', 'duplicate', 'edit_tags'])
  })

  test('404 is what nobody has', async () => {
    expect(refused(await call(api.getCampaign, one(nobody)))).toEqual(problem('campaign/not-found', 404))
    const { id } = await aDraft(ctx)
    expect(refused(await call(versionsApi.getVersion, { params: { id, number: 7 }, as }))).toEqual(
      problem('campaign/version-not-found', 404),
    )
    expect(refused(await call(configurationApi.getConfiguration, one(nobody)))).toEqual(
      problem('configuration/not-found', 404),
    )
    expect(refused(await call(inboxApi.getInboxMessage, one(nobody)))).toEqual(
      problem('inbox/not-found', 404),
    )
  })

  test('409 tells what is possible instead, or who was quicker', async () => {
    const { id } = await aRunningCampaign(ctx)
    expect(refused(await call(api.deleteCampaign, one(id)))).toEqual(
      problem('campaign/illegal-transition', 409, { campaignStatus: 'live', allowed: ['stop', 'archive'] }),
    )
    expect(refused(await call(api.editCampaign, { ...one(id), body: { revision: 1, tags: [] } }))).toEqual(
      problem('request/stale', 409, { revision: 2, modifiedBy: 'Ada', modifiedAt: expect.any(String) }),
    )
    expect(refused(await call(api.editCampaign, { ...one(id), body: { revision: 2, name: 'x' } }))).toEqual(
      problem('campaign/not-editable', 409),
    )
  })

  test('422 lists what is to be mended, and where', async () => {
    const { id } = await aDraft(ctx, { definition: { content: {} } })
    expect(refused(await call(api.activateCampaign, one(id)))).toEqual(
      problem('campaign/not-ready', 422, {
        alerts: [
          expect.objectContaining({ code: 'no-subject', tab: 'content', field: 'subject' }),
          expect.objectContaining({ code: 'no-html', tab: 'content', field: 'html' }),
        ],
        ...pointing('/definition/content/subject', '/definition/content/html'),
      }),
    )
  })
})

test('a channel configuration over its life, its secrets never told', async () => {
  const kinds = (await call(configurationApi.listProviders, { as })).body.items.map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['inbox', 'smtp']))
  const provider = { kind: 'smtp', config: { host: 'smtp.example.com', username: 'u', password: 'hunter2' } }
  const fields = {
    name: 'smtp-main',
    category: 'transactional',
    settings: { senderEmail: 'a@example.com' },
    provider,
  } as const
  const created = await call(configurationApi.createConfiguration, { body: fields, as })
  expect(created).toMatchObject({
    status: 201,
    body: { status: 'draft', provider: { secretsSet: ['password'] } },
  })
  const { id } = created.body
  const saved = await call(configurationApi.saveConfiguration, {
    ...one(id),
    body: {
      ...fields,
      revision: 1,
      provider: { kind: 'smtp', config: { host: 'smtp.example.com', port: 2525 } },
    },
  })
  expect(saved).toMatchObject({ status: 200, body: { revision: 2, provider: { secretsSet: ['password'] } } })
  const act = (action: 'activate' | 'deactivate') =>
    call(configurationApi.actOnConfiguration, { params: { id, action }, as })
  expect(await act('deactivate')).toMatchObject({
    status: 409,
    problem: { configurationStatus: 'draft', allowed: ['activate'] },
  })
  const listed = await call(configurationApi.listConfigurations, { query: { search: 'smtp-main' }, as })
  expect(listed).toMatchObject({ status: 200, body: { total: 1 } })
  expect(JSON.stringify([created, saved, listed])).not.toContain('hunter2')
  expect(await call(configurationApi.deleteConfiguration, one(id))).toMatchObject({ status: 204 })
})

test('people to write to, and addresses not to', async () => {
  const client = await aClient(house)
  const identities = [{ namespace: 'Email', value: ' A@Example.com ' }]
  const saved = await call(profileApi.saveProfile, {
    body: { identities, attributes: { vip: true } },
    as: client,
  })
  expect(saved).toMatchObject({
    status: 200,
    body: { identities: [{ namespace: 'email', value: 'a@example.com' }] },
  })
  const found = await call(profileApi.findProfiles, { query: { identity: 'a@EXAMPLE.com' }, as })
  expect(found.body).toEqual({ items: [{ ...saved.body, test: false }], total: 1 })
  expect((await call(profileApi.listAttributes, { as })).body.items).toContainEqual(
    expect.objectContaining({ path: 'vip', type: 'boolean', origin: 'seen' }),
  )

  const added = await call(suppressionApi.addSuppression, {
    body: { value: ' A@b.example', type: 'address' },
    as,
  })
  expect(added).toMatchObject({ status: 201, body: { value: 'a@b.example', category: 'manual' } })
  expect((await call(suppressionApi.listSuppressions, { as })).body).toEqual({
    items: [added.body],
    total: 1,
  })
  const remove = () => call(suppressionApi.removeSuppression, { params: { value: 'a@b.example' }, as })
  expect(await remove()).toMatchObject({ status: 204 })
  expect(await remove()).toMatchObject({ status: 404, problem: { type: '/problems/suppression/not-found' } })
})

test('what the Inbox caught is told whole or as a list, and can be emptied', async () => {
  const raw = Buffer.from('Subject: Hi\r\n\r\nHello')
  await inbox.deposit(ctx.db, ctx.sandboxId, [
    { id: ctx.newId(), from: 'a@x.example', to: 'b@x.example', raw, receivedAt: ctx.now() },
  ])
  const { body } = await call(inboxApi.listInbox, { query: { to: 'B@X.example' }, as })
  expect(body).toMatchObject({ total: 1, items: [{ subject: 'Hi', text: 'Hello\n', raw: raw.toString() }] })
  expect((await call(inboxApi.getInboxMessage, one(body.items[0]!.id))).body).toEqual(body.items[0])
  expect((await call(inboxApi.listInboxEntries, { as })).body).toMatchObject({
    total: 1,
    items: [{ to: 'b@x.example' }],
  })
  expect(await call(inboxApi.emptyInbox, { as })).toMatchObject({ status: 204 })
  expect((await call(inboxApi.listInboxEntries, { as })).body).toEqual({ items: [], total: 0 })
})

test('nothing above was a bug', () => {
  expect(server.logged).toEqual([])
})

test('a number larger than any of ours is refused where it stands', async () => {
  const { id } = await aDraft(ctx)
  const large = 2 ** 31
  const definition = Definition.parse({})
  const answers = [
    await call(versionsApi.saveDraft, { ...one(id), body: { revision: large, definition } }),
    await call(versionsApi.getVersion, { params: { id, number: large }, as }),
    await call(versionsApi.compareVersions, { ...one(id), query: { from: 1, to: large } }),
    await call(previewApi.getSampleRequest, { ...one(id), query: { version: large } }),
    await call(previewApi.previewCampaign, { ...one(id), body: { version: large } }),
  ]
  expect(answers.map(({ status, problem }) => [status, problem.errors?.[0]?.pointer])).toEqual([
    [400, '/revision'],
    [400, ':number'],
    [400, '?to'],
    [400, '?version'],
    [400, '/version'],
  ])
})
