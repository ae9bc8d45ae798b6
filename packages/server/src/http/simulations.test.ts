import {
  createLanguageSetting,
  exportTranslation,
  importTranslation,
  saveLanguageSetting,
} from '@chappe/core/api/languages'
import {
  createSampleSet,
  getProofJob,
  listProofJobs,
  listSampleSets,
  listTestProfiles,
  markTestProfile,
  readSampleFile,
  sendProofs,
  simulateCampaign,
} from '@chappe/core/api/simulations'
import { expect, test } from 'vitest'
import { aDraft } from '../testing/campaigns.ts'
import { aHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx } = await aHouse()
const { call } = anHttpServer(house)
const as = await signedIn(house)
const viewer = await signedIn(house, await aPerson(house, { role: 'viewer' }))

test('somebody simulates a draft with a file of samples, keeps them, and asks for proofs', async () => {
  const content = { subject: 'Order {{context.order.number}}', html: '<p>Hi {{profile.name}}</p>' }
  const { id } = await aDraft(ctx, { definition: { content } })
  const params = { id }
  const text = 'name;profile.name;context.order.number\nAna;Ana;007\n'
  const file = await call(readSampleFile, { body: { filename: 'people.csv', text }, as })
  const { samples } = file.body
  expect(file.body).toMatchObject({ format: 'csv', remarks: [] })

  const simulated = await call(simulateCampaign, { params, body: { samples }, as })
  expect([simulated.status, simulated.body.samples[0]!.renderings[0]]).toMatchObject([
    200,
    { subject: 'Order 007', html: '<p>Hi Ana</p>', missing: [], error: null },
  ])

  const set = await call(createSampleSet, { params, body: { name: 'People', samples }, as })
  expect(set.status).toBe(201)
  expect((await call(listSampleSets, { params, as })).body.items).toEqual([set.body])

  const recipients = [{ ...samples[0], addresses: ['me@shop.test'] }]
  const job = await call(sendProofs, { params, body: { subjectPrefix: '[Proof] (1)', recipients }, as })
  expect([job.status, job.body]).toMatchObject([202, { status: 'created', targeted: 1, version: 1 }])
  expect((await call(listProofJobs, { params, as })).body.items).toEqual([job.body])
  const detail = await call(getProofJob, { params: { id, jobId: job.body.id }, as })
  expect(detail.body.proofs).toMatchObject([
    { address: 'me@shop.test', sampleName: 'Ana', status: 'created' },
  ])
})

test('a prefix holds letters, digits and a few signs; a job has addresses and profiles within bounds', async () => {
  const { id } = await aDraft(ctx)
  const ask = (body: object) => call(sendProofs, { params: { id }, body: body as never, as })
  const one = { addresses: ['me@shop.test'] }
  for (const body of [
    { recipients: [one], subjectPrefix: 'Hé <b>' },
    { recipients: [] },
    { recipients: [{ addresses: Array.from({ length: 11 }, (_, n) => `a${n}@shop.test`) }] },
    { recipients: Array.from({ length: 31 }, () => one) },
    { recipients: [{ addresses: ['no address'] }] },
  ])
    expect((await ask(body)).problem).toMatchObject({ status: 400, type: '/problems/request/invalid' })
  expect((await ask({ recipients: [one], subjectPrefix: 'Été_1 (a) [b].-' })).status).toBe(202)
})

test('who may only read simulates and sends nothing', async () => {
  const { id } = await aDraft(ctx)
  const params = { id }
  expect((await call(simulateCampaign, { params, body: { samples: [{}] }, as: viewer })).status).toBe(200)
  const recipients = [{ addresses: ['me@shop.test'] }]
  expect((await call(sendProofs, { params, body: { recipients }, as: viewer })).problem).toMatchObject({
    type: '/problems/auth/forbidden',
  })
})

test('a test profile is marked and found', async () => {
  const id = await aProfile(ctx.db, ctx.sandboxId, 'try@shop.test')
  expect((await call(markTestProfile, { params: { id }, body: { test: true }, as })).status).toBe(204)
  expect((await call(listTestProfiles, { as })).body.items).toMatchObject([{ id, value: 'try@shop.test' }])
})

test('languages are set once and a translation goes out and comes back', async () => {
  const settings = {
    name: 'EU',
    locales: ['en', 'fr-FR'],
    defaultLocale: 'en',
    fallbacks: { 'fr-CA': 'fr-FR' },
  }
  const made = await call(createLanguageSetting, { body: settings, as })
  expect([made.status, made.body.attribute]).toEqual([201, 'preferredLanguage'])
  const wrong = { ...settings, revision: 1, defaultLocale: 'de' }
  expect(
    (await call(saveLanguageSetting, { params: { id: made.body.id }, body: wrong, as })).problem,
  ).toMatchObject({
    type: '/problems/request/invalid',
    errors: [{ pointer: '/defaultLocale' }],
  })
  const { id } = await aDraft(ctx, {
    definition: {
      content: { subject: 'Hello' },
      languages: { locales: ['en', 'fr-FR'], defaultLocale: 'en' },
    },
  })
  const params = { id, locale: 'fr-FR' }
  const out = await call(exportTranslation, { params, as })
  expect(out.body.text).toContain('<source>Hello</source>')
  const text = out.body.text.replace('<target state="new"></target>', '<target>Bonjour</target>')
  const back = await call(importTranslation, { params, body: { revision: 1, text }, as })
  expect(back.body).toMatchObject({
    revision: 2,
    applied: 1,
    definition: { translations: { 'fr-FR': { subject: 'Bonjour' } } },
  })
})
