import * as consentEndpoints from '@chappe/core/api/consents'
import * as endpoints from '@chappe/core/api/subscriptions'
import { TopicSettings } from '@chappe/core/consent/topic'
import { beforeAll, expect, test } from 'vitest'
import * as topics from '../app/topics.ts'
import { trackingTokens } from '../app/tracking.ts'
import * as sandboxes from '../store/sandboxes.ts'
import { aConfiguration } from '../testing/delivery.ts'
import { aHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { aClient, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const own = await aHouse()
const { house, ctx, otherCtx, db } = own
const server = anHttpServer(house)
const { call } = server
const as = await signedIn(house)
const abroad = { ...as, 'x-sandbox-name': 'dev' }
const { sandboxId } = ctx

const topic = (key: string) => ({
  ...TopicSettings.parse({ name: { en: key, fr: key }, channels: ['email'], doubleOptIn: true }),
  key,
})
const subscribe = (body: Record<string, unknown>, headers = as) =>
  call(endpoints.subscribe, { body, as: headers })
const identity = (value: string) => ({ namespace: 'email', value })
const make = (channelConfigurationId: string, headers: Record<string, string> = as) =>
  call(consentEndpoints.createConfirmationCampaign, { body: { channelConfigurationId }, as: headers })

beforeAll(async () => {
  await topics.create(ctx, topic('club'))
  await topics.create(otherCtx, topic('theirs'))
})

test('nobody can be asked until a campaign is made for it, by who may activate campaigns', async () => {
  const refused = await subscribe({ identity: identity('a@example.com'), topics: ['club'] })
  expect(refused.problem).toMatchObject({ status: 422, type: '/problems/subscription/no-confirmation' })
  const configuration = await aConfiguration(own, { sandboxId })
  const elsewhere = await aConfiguration(own, { sandboxId: otherCtx.sandboxId })
  const { headers } = await aClient(house, { scopes: ['configurations:write'] })
  expect((await make(configuration, headers)).status).toBe(403)
  // A configuration of another sandbox does not exist here.
  expect((await make(elsewhere)).problem).toMatchObject({ type: '/problems/campaign/not-ready' })
  const made = await make(configuration)
  expect(made).toMatchObject({ status: 201, body: { confirmation: { days: 7 }, modifiedBy: 'Grace' } })
  const { campaignId } = made.body.confirmation
  expect(campaignId).not.toBeNull()
  const save = (headers: typeof as, body: Record<string, unknown>) =>
    call(consentEndpoints.saveConsentSettings, { body, as: headers })
  expect((await save(abroad, { confirmation: { campaignId, days: 7 } })).problem).toMatchObject({
    type: '/problems/request/invalid',
    errors: [{ pointer: '/confirmation/campaignId' }],
  })
  // What is left out stays.
  const defaults = { email: 'in', sms: 'out', push: 'in' }
  expect((await save(as, { defaults })).body).toMatchObject({
    defaults,
    confirmation: { campaignId, days: 7 },
  })
  expect((await call(consentEndpoints.getConsentSettings, { as: abroad })).body).toMatchObject({
    confirmation: { campaignId: null },
    modifiedAt: null,
    modifiedBy: null,
  })
})

test('who subscribes is told what waits, and who asks again too soon, when to come back', async () => {
  const body = { identity: identity('b@example.com'), topics: ['club'], language: 'fr' }
  const { status, body: answer } = await subscribe(body)
  expect(status).toBe(200)
  expect(answer).toMatchObject({ items: [{ topic: 'club', choice: 'pending' }] })
  const again = await server.inject({ method: 'POST', url: '/v1/subscriptions', headers: as, payload: body })
  expect(again.statusCode).toBe(429)
  expect(Number(again.headers['retry-after'])).toBeGreaterThan(0)
  expect(again.json()).toMatchObject({ type: '/problems/subscription/asked-too-often' })
  expect(Date.parse(again.json().retryAt)).toBeGreaterThan(Date.now())
})

test('people, topics and links are those of their sandbox', async () => {
  const profileId = await aProfile(db, sandboxId, 'c@example.com')
  const abroadAnswer = await subscribe({ profileId, topics: ['theirs'] }, abroad)
  expect(abroadAnswer.problem).toMatchObject({ status: 404, type: '/problems/profile/not-found' })
  expect((await subscribe({ profileId, topics: ['theirs'] })).problem.errors).toMatchObject([
    { pointer: '/topics/0' },
  ])
  const { body } = await subscribe({ profileId, topics: ['club'] })
  const [foreign] = await sandboxes
    .list(db, ctx.organizationId)
    .then((all) => all.filter(({ id }) => id !== sandboxId))
  const { messageId } = body.confirmation!
  const link = (sandboxId: number) =>
    `/p/confirm/${trackingTokens(house.secrets).of({ messageId, sandboxId })}`
  expect((await server.inject({ url: link(foreign!.id) })).statusCode).toBe(404)
  expect((await server.inject({ url: link(sandboxId) })).statusCode).toBe(200)
})

test('what does not fit is refused where it stands', async () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{ topics: ['club'] }, '/identity'],
    [{ identity: identity('d@example.com'), topics: [] }, '/topics'],
    [{ identity: identity('d@example.com'), topics: ['club', 'club'] }, '/topics'],
    [{ identity: identity('d@example.com'), topics: ['club'], language: 'French please' }, '/language'],
    [{ identity: identity('not an address'), topics: ['club'] }, '/identity/value'],
  ]
  for (const [body, pointer] of wrong) {
    const { problem } = await subscribe(body)
    expect(problem, pointer).toMatchObject({ status: 400, errors: [{ pointer }] })
  }
})
