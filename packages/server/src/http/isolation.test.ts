import { type AnyEndpoint, scopesFor } from '@chappe/core/api/endpoint'
import { endpoints } from '@chappe/core/api/index'
import { emptyDefinition } from '@chappe/core/campaign/schema'
import { EmailSettings } from '@chappe/core/configuration/schema'
import { TopicSettings } from '@chappe/core/consent/topic'
import { FieldInput } from '@chappe/core/profile/fields'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as allowed from '../app/allowed.ts'
import { aPng } from '../app/assets/testing/images.ts'
import * as assets from '../app/assets.ts'
import * as lists from '../app/audience-lists.ts'
import * as audiences from '../app/audiences.ts'
import * as campaigns from '../app/campaigns.ts'
import * as eventTypes from '../app/event-types.ts'
import * as externalCalendars from '../app/external-calendars.ts'
import * as feedbackSources from '../app/feedback-sources.ts'
import * as folders from '../app/folders.ts'
import * as imports from '../app/imports.ts'
import * as languages from '../app/languages.ts'
import * as namespaces from '../app/namespaces.ts'
import * as fields from '../app/profile-fields.ts'
import * as profiles from '../app/profiles.ts'
import * as proofs from '../app/proofs.ts'
import * as samples from '../app/samples.ts'
import * as uploads from '../app/suppression-uploads.ts'
import * as suppressions from '../app/suppressions.ts'
import { sendTestKind } from '../app/test-send.ts'
import * as topics from '../app/topics.ts'
import * as versions from '../app/versions.ts'
import * as views from '../app/views.ts'
import * as jobs from '../queue/jobs.ts'
import * as inbox from '../store/inbox.ts'
import { aCampaignHouse, aConfiguration, aDraft, aRunningCampaign } from '../testing/campaigns.ts'
import { aLiveFragment, aTemplate, rewritten } from '../testing/content.ts'
import { foreignOrganizationId } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { aClient } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx } = await aCampaignHouse()
const server = anHttpServer(house)
const ours = await aClient(house)
const foreign = await aClient(house, { organizationId: foreignOrganizationId })
const { db } = house
const { sandboxId } = ctx

const languageSettings = {
  attribute: 'preferredLanguage',
  locales: ['en', 'fr'],
  defaultLocale: 'en',
  fallbacks: {},
}

const aField = FieldInput.parse({ type: 'string' })

/** A word in everything that the owner of this sandbox has, to be seen nowhere else. */
const mark = 'zebra'
const address = `${mark}@example.com`

const topicSettings = TopicSettings.parse({ name: { en: mark, fr: mark }, channels: ['email'] })

/** Makes something of the kind that the path names; answers what stands for its parameters. */
const makers: Record<string, () => Promise<Record<string, string>>> = {
  async '/v1/campaigns/:id'() {
    const definition = { languages: { locales: ['en', 'fr'], defaultLocale: 'en' } }
    const { id } = await aRunningCampaign(ctx, { name: mark, tags: [mark], definition })
    await versions.createDraft(ctx, id)
    const { id: setId } = await samples.create(ctx, id, { name: mark, samples: [{ name: mark }] })
    const recipients = [{ name: mark, profile: {}, addresses: [address] }]
    const { id: jobId } = await proofs.send(ctx, id, { subjectPrefix: '', locales: [], recipients })
    const occurrenceId = ctx.newId()
    const occurrence = { version: 1, plannedAt: ctx.now(), status: 'done', failure: mark }
    await db
      .insertInto('occurrence')
      .values({ sandboxId, campaignId: id, id: occurrenceId, number: 1, ...occurrence })
      .execute()
    return { id, number: '1', setId, jobId, locale: 'fr', occurrenceId }
  },
  async '/v1/campaigns/by-key/:key'() {
    const { id, revision } = await aDraft(ctx, { name: mark })
    const key = `own-${++made}`
    await campaigns.edit(ctx, id, { revision, key })
    return { key }
  },
  async '/v1/identity-namespaces/:key'() {
    const key = `own${++made}`
    await namespaces.create(ctx, { key, name: mark, kind: 'id' })
    return { key }
  },
  async '/v1/event-types/:key'() {
    const key = `event.${++made}`
    await eventTypes.create(ctx, { key, name: mark, schema: null })
    return { key }
  },
  async '/v1/profile-fields/:path'() {
    const path = `own.field${++made}`
    await fields.create(ctx, { ...aField, path, labels: { en: mark, fr: mark } })
    return { path }
  },
  async '/v1/external-calendars/:id'() {
    const { items } = await externalCalendars.list(ctx)
    if (items.length > 2) await externalCalendars.remove(ctx, items[0]!.id)
    const file = { format: 'csv', dates: 'mdy', source: `name,start\n${mark},03/04/26` } as const
    const { calendar } = await externalCalendars.create(ctx, { name: mark, color: 'gray', ...file })
    return { id: calendar.id }
  },
  '/v1/profiles/:id': async () => ({ id: await aProfile(db, sandboxId, `${mark}-${++made}@example.com`) }),
  async '/v1/language-settings/:id'() {
    const { id } = await languages.create(ctx, { ...languageSettings, name: `${mark} ${++made}` })
    return { id }
  },
  '/v1/channel-configurations/:id': async () => ({
    id: await aConfiguration(ctx, { active: false, name: `${mark}-${++made}` }),
    action: 'activate',
  }),
  async '/v1/inbox/:id'() {
    const raw = Buffer.from(`Subject: ${mark}\r\n\r\n${mark}`)
    await inbox.deposit(db, sandboxId, [
      { id: ctx.newId(), from: address, to: address, raw, receivedAt: ctx.now() },
    ])
    const { rows } = await inbox.entries(db, sandboxId, {}, { limit: 1 })
    return { id: rows[0]!.id }
  },
  async '/v1/messages/:id'() {
    const { execution } = await aCall()
    return { id: `${execution.slice(0, -2)}01` }
  },
  async '/v1/fragments/:id'() {
    const { id } = await aLiveFragment(ctx, mark, { name: mark, tags: [mark] })
    await rewritten(ctx, id, `${mark}!`)
    return { id }
  },
  '/v1/templates/:id': async () => ({ id: (await aTemplate(ctx, { name: mark, tags: [mark] })).id }),
  '/v1/folders/:id': async () => ({
    id: (await folders.create(ctx, { kind: 'campaign', name: `${mark} ${++made}`, parentId: null })).id,
  }),
  '/v1/campaign-views/:id': async () => ({
    id: (await views.create(ctx, { kind: 'action', name: `${mark} ${++made}`, shared: true, state: {} })).id,
  }),
  '/v1/executions/:id': async () => ({ id: (await aCall()).execution }),
  async '/v1/audiences/:id'() {
    const body = { name: `${mark} ${++made}`, description: mark, tags: [mark], schedule: null }
    const list = { ...body, definition: { kind: 'list' as const, columns: [] } }
    const { id } = await audiences.create(ctx, list)
    const member = { value: `${mark}-member@example.com`, enrichment: { seat: mark } }
    await lists.putMembers(ctx, id, { mode: 'add', namespace: 'email', members: [member] })
    const upload = await lists.startUpload(ctx, id, { mode: 'add', namespace: 'email', columns: [mark] })
    return { id, uploadId: upload.id }
  },
  async '/v1/topics/:key'() {
    const key = `topic-${++made}`
    await topics.create(ctx, { ...topicSettings, key })
    return { key }
  },
  async '/v1/assets/:id'() {
    const { id } = await assets.keep(ctx, mark, aPng(1, 1, ++made))
    return { id }
  },
  async '/v1/suppressions/:value'() {
    await suppressions.add(ctx, { value: 'gone@example.com', type: 'address', comment: mark })
    return { value: 'gone@example.com' }
  },
  async '/v1/allowed-addresses/:value'() {
    await allowed.add(ctx, { value: 'own@example.com', type: 'address', comment: mark })
    return { value: 'own@example.com' }
  },
  async '/v1/feedback-sources/:id'() {
    const config = { username: mark, password: mark }
    const { id } = await feedbackSources.create(ctx, { kind: 'postmark', name: mark, config })
    const notice = ctx.newId()
    const told = { sourceId: id, key: notice, kind: 'unread', detail: mark, raw: mark }
    await db
      .insertInto('feedback')
      .values({ sandboxId, id: notice, ...told })
      .execute()
    return { id, notice }
  },
  async '/v1/imports/:id'() {
    const file = Buffer.from(`email,${mark}\n${mark}-${++made}@example.com,${mark}\n`)
    const { id } = await imports.create(ctx, { filename: `${mark}.csv`, size: file.length })
    await imports.putPiece(ctx, id, 0, file)
    const { settings } = await imports.preview(ctx, id, {})
    await imports.saveSettings(ctx, id, settings)
    return { id }
  },
  async '/v1/suppression-uploads/:id'() {
    const text = `DOMAIN,${mark}\n`
    const { id } = await uploads.create(ctx, { list: 'allowed', filename: `${mark}.csv`, text })
    await uploads.carryOut(house, { sandboxId, uploadId: id })
    return { id }
  },
}
let made = 0

async function aCall() {
  const { id: campaignId } = await aRunningCampaign(ctx, { name: mark })
  const execution = `${ctx.newId().slice(0, -2)}00`
  const of = { sandboxId, campaignId, version: 1, createdAt: ctx.now() }
  const recipients = [{ type: 'external', userId: address, namespace: 'email' }]
  const call = { requestId: mark, fingerprint: Buffer.of(1), recipients: 1, createdBy: 'x' }
  const { id: batchId } = await db
    .insertInto('batch')
    .values({
      sandboxId,
      campaignId,
      version: 1,
      lane: 'transactional',
      kind: 'executions',
      size: 1,
      firstId: execution,
      lastId: execution,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('execution')
    .values({
      ...of,
      ...call,
      id: execution,
      batchId,
      body: JSON.stringify({ requestId: mark, campaignId, recipients }),
    })
    .execute()
  await db
    .insertInto('message')
    .values({
      ...of,
      id: `${execution.slice(0, -2)}01`,
      batchId,
      ordinal: 0,
      address,
      status: 'sent',
      expiresAt: ctx.now(),
    })
    .execute()
  return { execution }
}

/** Bodies that fit, for the endpoints that need one. */
const bodies: Record<string, object> = {
  resendOccurrence: {},
  simulateCampaign: { samples: [{}] },
  createSampleSet: { name: 'x', samples: [] },
  editExternalCalendar: { revision: 1, name: 'y' },
  replaceExternalCalendar: { revision: 1, format: 'csv', source: 'name,start\nx,03/04/26' },
  saveSampleSet: { name: 'y', samples: [], revision: 1 },
  sendProofs: { recipients: [{ addresses: ['me@example.com'] }] },
  markTestProfile: { test: true },
  changeProfile: { attributes: {} },
  mergeProfiles: { profileId: '01970000-0000-7000-8000-000000000000' },
  addIdentity: { namespace: 'crmid', value: 'x' },
  saveEventType: { name: 'x' },
  putPushToken: { app: 'a', token: 't', platform: 'ios' },
  renameNamespace: { name: 'x' },
  saveField: { type: 'string' },
  saveLanguageSetting: { ...languageSettings, name: 'renamed', revision: 1 },
  importTranslation: { revision: 1, text: '{}' },
  putConsents: { choices: [{ channel: 'email', choice: 'out' }] },
  orderTopics: { keys: ['never'] },
  saveTopic: { ...topicSettings, revision: 1 },
  saveAudience: { revision: 1, name: 'renamed', definition: { kind: 'list' } },
  putAudienceMembers: { members: [] },
  createAudienceUpload: {},
  sendAudienceRows: { from: 0, members: [{ value: 'x@example.com' }] },
  switchFeedbackSource: { active: false },
  saveFeedbackSource: { revision: 1, name: 'x', config: { username: 'x' } },
  saveImportSettings: { mapping: [{ column: 0, target: 'identity:email' }] },
  startImport: {},
  editFolder: { revision: 1, name: 'renamed' },
  saveView: { revision: 1, name: 'renamed' },
  chooseView: { default: true },
  editCampaign: { revision: 1, tags: ['x'] },
  saveDraft: { revision: 1, definition: emptyDefinition },
  saveFragment: { revision: 1, name: 'x', draft: { content: 'x' } },
  saveTemplate: { revision: 1, name: 'x', content: {} },
  previewCampaign: {},
  sendCampaignTest: { to: 'me@example.com' },
  testConfiguration: { to: 'me@example.com' },
  saveConfiguration: {
    revision: 1,
    name: 'renamed',
    category: 'transactional',
    settings: EmailSettings.parse({}),
    provider: { kind: 'inbox', config: {} },
  },
}
const hours = (count: number) => new Date(ctx.now().getTime() + count * 3_600_000).toISOString()
const queries: Record<string, string> = {
  getCalendar: `?from=${hours(-24)}&to=${hours(24)}`,
  listExternalEvents: '?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z',
  compareVersions: '?from=1&to=2',
  removeIdentity: '?namespace=email&value=nobody@example.com',
}

const makerOf = ({ path }: AnyEndpoint) => Object.keys(makers).find((prefix) => path.startsWith(prefix))
const ask = (
  { id, method, path }: AnyEndpoint,
  params: Record<string, string>,
  headers: Record<string, string>,
) =>
  server.inject({
    method: method as 'GET',
    url:
      path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!)) +
      (queries[id] ?? ''),
    headers,
    ...(bodies[id] && { payload: bodies[id] }),
  })

const others: [string, Record<string, string>][] = [
  ['another sandbox', { ...ours.headers, 'x-sandbox-name': 'dev' }],
  ['another organization', foreign.headers],
]

/** Answers tests at once, as a worker would. */
let working = true
const worker = (async () => {
  while (working) {
    const [job] = await jobs.claim(db, [sendTestKind], { now: house.now(), seconds: 60, limit: 1 })
    if (job) await jobs.finish(db, job, { outcome: 'accepted', reply: '250', transcript: [] }, house.now())
    else await new Promise((resolve) => setTimeout(resolve, 20))
  }
})()
afterAll(async () => {
  working = false
  await worker
})

// API clients belong to the organization, not to a sandbox: their own tests look across organizations. And at a key
// that a sandbox does not know a campaign begins: app/campaigns-by-key.test.ts looks across sandboxes.
const named = endpoints.filter(
  ({ id, path }) => path.includes('/:') && !path.startsWith('/v1/api-clients') && id !== 'putCampaign',
)

test('there is a way to make whatever an endpoint can name', () => {
  expect(named.filter((endpoint) => makerOf(endpoint) === undefined).map(({ id }) => id)).toEqual([])
})

describe.each(named.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_, endpoint) => {
  test('finds what is of its own sandbox, and nothing of another’s', async () => {
    const params = await makers[makerOf(endpoint)!]!()
    for (const [where, headers] of others) {
      const answer = await ask(endpoint, params, headers)
      expect(answer.json(), where).toMatchObject({
        status: 404,
        type: expect.stringMatching(/^\/problems\/\w+\/not-found$/),
      })
      expect(answer.body, where).not.toContain(mark)
    }
    const own = await ask(endpoint, params, ours.headers)
    expect([own.statusCode, own.body]).not.toEqual([404, expect.anything()])
    expect(own.statusCode).toBeLessThan(500)
  })
})

test.each([
  ['/v1/campaigns/:id', '/preview.html'],
  ['/v1/campaigns/:id', '/messages.csv'],
  ['/v1/inbox/:id', '/html'],
  ['/v1/imports/:id', '/errors.csv'],
])('the page of %s is of its own sandbox only', async (of, page) => {
  const { id } = await makers[of]!()
  const at = (headers: Record<string, string>) =>
    server.inject({ url: of.replace(':id', id!) + page, headers })
  for (const [where, headers] of others) {
    const answer = await at(headers)
    expect(answer.statusCode, where).toBe(404)
    expect(answer.body, where).not.toContain(mark)
  }
  expect((await at(ours.headers)).statusCode).toBe(200)
})

describe('lists', () => {
  // What is for people who are signed in is their own: its tests look across sandboxes.
  const lists = endpoints.filter(
    ({ method, path, access }) => method === 'GET' && !path.includes(':') && scopesFor(access) !== undefined,
  )

  beforeAll(async () => {
    for (const make of Object.values(makers)) await make()
    await profiles.save(ctx, {
      identities: [{ namespace: 'email', value: address }],
      attributes: { [mark]: mark },
    })
  })

  test.each(lists.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s shows nothing of another sandbox',
    async (_, endpoint) => {
      for (const [where, headers] of others) {
        const answer = await ask(endpoint, {}, headers)
        expect(answer.statusCode, where).toBe(200)
        expect(answer.body, where).not.toContain(mark)
      }
    },
  )

  test('would show it to its owner', async () => {
    const shown = await Promise.all(
      lists.map(async (endpoint) => [endpoint.id, (await ask(endpoint, {}, ours.headers)).body] as const),
    )
    const showing = shown.filter(([, body]) => body.includes(mark)).map(([id]) => id)
    expect(showing.sort()).toEqual([
      'findProfiles',
      'getCalendar',
      'listAllowed',
      'listAssets',
      'listAttributes',
      'listAudiences',
      'listCampaigns',
      'listConfigurations',
      'listEventTypes',
      'listExternalCalendars',
      'listFeedbackSources',
      'listFields',
      'listFolders',
      'listFragments',
      'listImports',
      'listInbox',
      'listInboxEntries',
      'listLanguageSettings',
      'listNamespaces',
      'listSuppressions',
      'listTags',
      'listTemplates',
      'listTestProfiles',
      'listTopics',
      'listUploads',
      'listViews',
    ])
  })
})
