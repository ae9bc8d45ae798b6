import { describe, expect, test } from 'vitest'
import * as store from '../../store/proofs.ts'
import { aDraft } from '../../testing/campaigns.ts'
import { aHouse, foreignOrganizationId } from '../../testing/house.ts'
import { aProfile } from '../../testing/live-campaign.ts'
import { aClient } from '../../testing/people.ts'
import { anHttpServer } from '../../testing/server.ts'
import { simulationPaths } from '../openapi-simulations.ts'
import { mistakesIn } from './testing/simulation-contract.ts'

const { house, ctx } = await aHouse()
const server = anHttpServer(house)
const client = await aClient(house)
const { db } = house
const { sandboxId } = ctx

type Headers = Record<string, string>
const send = (method: 'GET' | 'POST', path: string, body?: unknown, headers: Headers = client.headers) =>
  server.inject({
    method,
    url: `/ajo/simulations${path}`,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
type Answer = Awaited<ReturnType<typeof send>>

function refused(answer: Answer, status: number, ...saying: string[]) {
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  expect(mistakesIn('error', answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({ status, 'request-id': [answer.headers['x-request-id']] })
  for (const text of saying) expect(answer.body).toContain(text)
}

const content = { subject: 'Hi {{profile.name}}', html: '<p>Order {{context.order}}</p>' }
const aCampaign = () =>
  aDraft(ctx, {
    definition: {
      content,
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
      translations: { fr: { ...content, subject: 'Bonjour {{profile.name}}' } },
    },
  })
const emails = (...emailAddresses: string[]) => [
  { channel: 'email', subjectPrefix: '[Proof]', emailAddresses },
]
const anyone = { userId: 'me@shop.test', namespace: 'Email', profile: { name: 'Ana' } }
const proofs = { recipients: [{ ...anyone, channelsData: emails('a@shop.test', 'b@shop.test') }] }
const previews = {
  previewRequestItems: [
    {
      userId: 'me@shop.test',
      namespace: 'Email',
      profileAttributes: { name: 'Ana' },
      contextAttributes: { order: 7 },
    },
  ],
}

/** Every operation with a request that would be taken, given a campaign and a job. */
const operations = (id: string, job: string): ['GET' | 'POST', string, unknown][] => [
  ['POST', `/campaigns/${id}/proofs`, proofs],
  ['GET', `/campaigns/${id}/proofs/${job}`, undefined],
  ['POST', `/campaigns/${id}/previews`, previews],
]

/** Ends the proofs of a job as a worker would. */
async function settle(jobId: string, endings: readonly (Omit<store.Ending, 'id'> | undefined)[]) {
  const begun = await store.begin(db, sandboxId, jobId, endings.length)
  const given = begun.flatMap(({ id }, n) => (endings[n] ? [{ id, ...endings[n] }] : []))
  await store.settle(db, sandboxId, given, house.now())
  await store.conclude(db, sandboxId, jobId, house.now())
}
const sent = { status: 'submitted', reason: null, reply: '250 Ok' } as const
const failed = { status: 'failed', reason: 'mailbox-full', reply: '552 Full' } as const

describe('a proof job', () => {
  test('is begun and told of as the contract has it, with a variant for each locale', async () => {
    const { id } = await aCampaign()
    const begun = await send('POST', `/campaigns/${id}/proofs`, proofs)
    expect(begun.statusCode).toBe(200)
    const job = begun.json()
    expect(mistakesIn('proofJob', job)).toEqual([])
    expect(job).toMatchObject({
      status: 'CREATED',
      proofs: [
        { targeted: 2, submitted: 0, status: 'CREATED', proofFailureReasons: [] },
        { targeted: 2, submitted: 0, status: 'CREATED' },
      ],
      _links: { self: { href: `/campaigns/${id}/proofs/${job.proofJobId}` } },
    })
    const [one, other] = job.proofs
    expect(one.messageId).toBe(other.messageId)
    expect(one.variantId).not.toBe(other.variantId)
    const again = await send('GET', `/campaigns/${id}/proofs/${job.proofJobId}`)
    expect(again.json()).toEqual(job)
    const stored = await store.proofsOf(db, sandboxId, job.proofJobId)
    expect(stored[0]).toMatchObject({
      subjectPrefix: '[Proof]',
      sample: { namespace: 'Email', userId: 'me@shop.test', profile: { name: 'Ana' } },
    })
  })

  test.each([
    [[sent, undefined], 'PROCESSING', ['PROCESSING', 'CREATED']],
    [[sent, sent, sent, sent], 'SUBMITTED', ['SUBMITTED', 'SUBMITTED']],
    [[sent, failed, failed, failed], 'PARTIALLY_FAILED', ['SUBMITTED', 'FAILED']],
    [[failed, failed, failed, failed], 'FAILED', ['FAILED', 'FAILED']],
  ] as const)('after %j is %s', async (endings, status, variants) => {
    const { id } = await aCampaign()
    const { proofJobId } = (await send('POST', `/campaigns/${id}/proofs`, proofs)).json()
    await settle(proofJobId, endings)
    const job = (await send('GET', `/campaigns/${id}/proofs/${proofJobId}`)).json()
    expect(mistakesIn('proofJob', job)).toEqual([])
    expect(job.status).toBe(status)
    expect(job.proofs.map((one: { status: string }) => one.status)).toEqual(variants)
  })

  test('says by person why proofs failed', async () => {
    const { id } = await aCampaign()
    const { proofJobId } = (await send('POST', `/campaigns/${id}/proofs`, proofs)).json()
    await settle(proofJobId, [failed, failed, sent, sent])
    const { proofs: variants } = (await send('GET', `/campaigns/${id}/proofs/${proofJobId}`)).json()
    expect(variants[0].proofFailureReasons).toEqual([
      {
        profileIds: ['me@shop.test'],
        failureReasons: [
          {
            type: '/problems/proof/mailbox-full',
            title: 'The relay did not take the message',
            status: 400,
            report: { additionalContext: { reason: 'mailbox-full', detailedMessage: '552 Full' } },
          },
        ],
      },
    ])
    expect(variants[1].proofFailureReasons).toEqual([])
  })

  test('is refused with every mistake for what we do not send or cannot read', async () => {
    const { id } = await aCampaign()
    const ask = (recipients: unknown) => send('POST', `/campaigns/${id}/proofs`, { recipients })
    refused(await ask([]), 400, 'recipients')
    refused(await ask([{ ...anyone, channelsData: [] }]), 400, 'channelsData')
    refused(
      await ask([{ ...anyone, channelsData: [{ channel: 'sms', phoneNumbers: ['+33'] }] }]),
      400,
      'Only the channel email is served here',
    )
    const eleven = Array.from({ length: 11 }, (_, n) => `a${n}@shop.test`)
    refused(await ask([{ ...anyone, channelsData: emails(...eleven) }]), 400, 'emailAddresses')
    refused(
      await ask([{ ...anyone, channelsData: [{ ...emails('a@b.test')[0], subjectPrefix: '<b>' }] }]),
      400,
    )
    refused(await send('POST', `/campaigns/${id}/proofs`, '{'), 400)
    const unready = await aDraft(ctx, { definition: { content: { ...content, html: '{{' } } })
    refused(await send('POST', `/campaigns/${unready.id}/proofs`, proofs), 400, 'never closed')
  })
})

describe('previews', () => {
  test('are every item in every variant', async () => {
    const { id } = await aCampaign()
    await aProfile(db, sandboxId, 'lea@shop.test', { name: 'Léa' })
    const answer = await send('POST', `/campaigns/${id}/previews`, {
      previewRequestItems: [
        ...previews.previewRequestItems,
        { userId: 'LEA@shop.test', namespace: 'Email', contextAttributes: { order: 'A&B' } },
      ],
    })
    expect(answer.statusCode).toBe(200)
    expect(mistakesIn('previews', answer.json())).toEqual([])
    const shown = answer.json().previews as { profileId: string; subject: string; html: { body: string } }[]
    expect(shown.map(({ profileId, subject, html }) => [profileId, subject, html.body])).toEqual([
      ['me@shop.test', 'Hi Ana', '<p>Order 7</p>'],
      ['me@shop.test', 'Bonjour Ana', '<p>Order 7</p>'],
      ['LEA@shop.test', 'Hi Léa', '<p>Order A&amp;B</p>'],
      ['LEA@shop.test', 'Bonjour Léa', '<p>Order A&amp;B</p>'],
    ])
    const { proofs: variants } = (await send('POST', `/campaigns/${id}/proofs`, proofs)).json()
    expect(answer.json().previews.slice(0, 2)).toMatchObject(
      variants.map(({ messageId, variantId }: Record<string, string>) => ({ messageId, variantId })),
    )
  })

  test('need a profile that there is, or its attributes', async () => {
    const { id } = await aCampaign()
    const item = { userId: 'nobody@shop.test', namespace: 'Email' }
    refused(
      await send('POST', `/campaigns/${id}/previews`, { previewRequestItems: [item] }),
      404,
      'nobody@shop.test',
    )
    refused(await send('POST', `/campaigns/${id}/previews`, { previewRequestItems: [] }), 400)
    refused(await send('POST', `/campaigns/${id}/previews`, {}), 400, 'previewRequestItems')
  })
})

describe('every operation', () => {
  test('is documented, and no other', () => {
    const documented = Object.entries(simulationPaths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.sort()).toEqual(
      operations('{campaignId}', '{proofJobId}')
        .map(([method, path]) => `${method} /ajo/simulations${path}`)
        .sort(),
    )
  })

  test('asks who calls, in which sandbox, and whether they may', async () => {
    const { id } = await aCampaign()
    const powerless = await aClient(house, { scopes: ['executions:write'] })
    for (const [method, path, body] of operations(id, ctx.newId())) {
      const { authorization: _token, ...anonymous } = client.headers
      refused(await send(method, path, body, anonymous), 401)
      refused(await send(method, path, body, { ...client.headers, authorization: 'Bearer x.y.z' }), 401)
      refused(await send(method, path, body, powerless.headers), 403)
      for (const name of ['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name']) {
        const { [name]: _left, ...rest } = client.headers
        refused(await send(method, path, body, rest), 400, name)
      }
      refused(await send(method, path, body, { ...client.headers, 'x-sandbox-name': 'nowhere' }), 404)
    }
  })

  test('finds nothing of another sandbox or organization, nor what has no id of ours', async () => {
    const { id } = await aCampaign()
    const { proofJobId } = (await send('POST', `/campaigns/${id}/proofs`, proofs)).json()
    const foreign = await aClient(house, { organizationId: foreignOrganizationId })
    for (const [method, path, body] of operations(id, proofJobId)) {
      refused(await send(method, path, body, { ...client.headers, 'x-sandbox-name': 'dev' }), 404)
      refused(await send(method, path, body, foreign.headers), 404)
    }
    for (const [method, path, body] of operations('not-an-id', proofJobId))
      refused(await send(method, path, body), 404)
    refused(await send('GET', `/campaigns/${id}/proofs/not-an-id`), 404)
    refused(await send('GET', `/campaigns/${id}/proofs/${ctx.newId()}`), 404)
  })
})
