import type { Definition } from '@chappe/core/campaign/schema'
import type { ProofRequest } from '@chappe/core/simulation/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as campaigns from '../app/campaigns.ts'
import { examine } from '../app/doctor.ts'
import { sendProofsKind } from '../app/proofs/job.ts'
import * as proofs from '../app/proofs.ts'
import * as reports from '../app/reports.ts'
import * as suppressions from '../app/suppressions.ts'
import * as versions from '../app/versions.ts'
import type { Outcome } from '../channels/outcome.ts'
import * as jobs from '../queue/jobs.ts'
import * as store from '../store/proofs.ts'
import { aCampaignHouse, aDraft } from '../testing/campaigns.ts'
import { aConfiguration, accepted, aRelay, aWorker, type TestRelay } from '../testing/delivery.ts'
import type { TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { JobLoop } from './jobs.ts'
import { sendProofsStep } from './send-proofs.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aCampaignHouse()
})

const content = {
  subject: 'Hi {{profile.person.name.firstName}}',
  html: '<p>Order {{context.order}}</p><a href="https://shop.test/">Shop</a>',
}
const refused: Outcome = { kind: 'refused', reason: 'invalid-recipient', bounce: 'hard', reply: '550 No' }

async function aCampaign(definition: Partial<z.input<typeof Definition>> = {}) {
  return aDraft(house.ctx, { definition: { content, ...definition } })
}

const ask = (id: string, given: Partial<z.input<typeof ProofRequest>> = {}) =>
  proofs.send(house.ctx, id, {
    subjectPrefix: '[Proof]',
    locales: [],
    recipients: [{ name: 'Ana', profile: {}, addresses: ['me@shop.test'] }],
    ...given,
  } as z.infer<typeof ProofRequest>)

/** Lets a worker with this relay do jobs until `done`. */
async function workUntil(done: () => Promise<boolean>, relay = aRelay()): Promise<TestRelay> {
  const worker = aWorker(house, relay)
  const loop = new JobLoop(worker, () => relay)
  const running = loop.run()
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10))
  worker.drain.abort()
  await running
  return relay
}

const get = (campaignId: string, jobId: string) => proofs.get(house.ctx, campaignId, jobId)
const finished = (campaignId: string, jobId: string) => async () =>
  (await get(campaignId, jobId)).finishedAt !== null
const header = (raw: Buffer, name: string) => new RegExp(`^${name}: (.*)\\r$`, 'm').exec(raw.toString())?.[1]

describe('proofs', () => {
  test('go to each address in each locale, marked as proofs, with their values and links as written', async () => {
    const { id } = await aCampaign({
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
      translations: { fr: { ...content, subject: 'Bonjour {{profile.person.name.firstName}}' } },
    })
    await aProfile(house.db, house.ctx.sandboxId, 'ana@shop.test', { person: { name: { firstName: 'Ana' } } })
    const job = await ask(id, {
      recipients: [
        {
          name: '',
          identity: { namespace: 'email', value: 'ANA@shop.test' },
          context: { order: 'A-1' },
          addresses: ['one@shop.test', 'two@shop.test', 'one@shop.test'],
        },
      ],
    })
    expect(job).toMatchObject({ status: 'created', purpose: 'proof', targeted: 4, submitted: 0, failed: 0 })
    const { heard } = await workUntil(finished(id, job.id))
    const ended = await get(id, job.id)
    expect(ended).toMatchObject({ status: 'submitted', targeted: 4, submitted: 4, failed: 0 })
    expect(
      ended.proofs.map(({ address, locale, sampleName, status }) => [address, locale, sampleName, status]),
    ).toEqual([
      ['one@shop.test', 'en', 'ANA@shop.test', 'submitted'],
      ['two@shop.test', 'en', 'ANA@shop.test', 'submitted'],
      ['one@shop.test', 'fr', 'ANA@shop.test', 'submitted'],
      ['two@shop.test', 'fr', 'ANA@shop.test', 'submitted'],
    ])
    expect(heard.map(({ raw }) => header(raw, 'Subject'))).toEqual([
      '[Proof] Hi Ana',
      '[Proof] Hi Ana',
      '[Proof] Bonjour Ana',
      '[Proof] Bonjour Ana',
    ])
    const raw = heard[0]!.raw.toString()
    expect(header(heard[0]!.raw, 'X-Chappe-Proof')).toBe(job.id)
    expect(raw).toContain(ended.proofs[0]!.id)
    expect(raw).toContain('https://shop.test/')
    expect(raw).not.toContain('/t/c/')
    expect(raw).not.toContain('/t/o/')
  })

  test('are in no report and no ledger', async () => {
    const { id } = await aCampaign()
    const job = await ask(id)
    await workUntil(finished(id, job.id))
    expect(await reports.ofCampaign(house.ctx, id)).toMatchObject({ targeted: 0, sent: 0 })
    expect(await house.db.selectFrom('message').select('id').where('campaignId', '=', id).execute()).toEqual(
      [],
    )
    expect(await examine(house)).toEqual([])
  })

  test('tell each for itself what became of it', async () => {
    const { id } = await aCampaign({
      content: {
        ...content,
        html: '<p>{{#each context.l as |a|}}{{#each context.l as |b|}}x{{/each}}{{/each}}</p>',
      },
    })
    await suppressions.add(house.ctx, { value: 'gone@shop.test', type: 'address', comment: '' })
    const job = await ask(id, {
      recipients: [
        { name: 'A', profile: {}, addresses: ['ok@shop.test', 'no@shop.test', 'gone@shop.test'] },
        {
          name: 'B',
          profile: {},
          context: { l: Array.from({ length: 2_000 }, () => 1) },
          addresses: ['big@shop.test'],
        },
        {
          name: 'C',
          identity: { namespace: 'email', value: 'nobody@nowhere.test' },
          addresses: ['c@shop.test'],
        },
      ],
    })
    await workUntil(
      finished(id, job.id),
      aRelay(({ to }) => (to === 'no@shop.test' ? refused : accepted)),
    )
    const { status, proofs: all } = await get(id, job.id)
    expect(status).toBe('partially_failed')
    expect(all.map(({ address, status, reason }) => [address, status, reason])).toEqual([
      ['ok@shop.test', 'submitted', null],
      ['no@shop.test', 'failed', 'invalid-recipient'],
      ['gone@shop.test', 'failed', 'address-suppressed'],
      ['big@shop.test', 'failed', 'rendering'],
      ['c@shop.test', 'failed', 'unknown-profile'],
    ])
    expect(all[1]!.reply).toBe('550 No')
  })

  test('of which all failed make a job that failed', async () => {
    const { id } = await aCampaign()
    const job = await ask(id)
    await workUntil(
      finished(id, job.id),
      aRelay(() => refused),
    )
    expect(await get(id, job.id)).toMatchObject({ status: 'failed', failed: 1, submitted: 0 })
  })

  test('are refused without a configuration, with a broken template, in a locale that says nothing', async () => {
    const none = await aCampaign({ channelConfigurationId: null })
    await expect(ask(none.id)).rejects.toMatchObject({ type: 'campaign/not-ready' })
    const broken = await aCampaign({ content: { ...content, html: '{{' } })
    await expect(ask(broken.id)).rejects.toMatchObject({ type: 'campaign/not-ready' })
    const { id } = await aCampaign()
    await expect(ask(id, { locales: ['de'] })).rejects.toMatchObject({ type: 'request/invalid' })
    expect((await proofs.list(house.ctx, id)).items).toEqual([])
  })

  test('whose draft is gone when their turn comes say so', async () => {
    const { id } = await aCampaign()
    await campaigns.activate(house.ctx, id, {})
    await versions.createDraft(house.ctx, id)
    const job = await ask(id)
    expect(job.version).toBe(2)
    await versions.discardDraft(house.ctx, id)
    await workUntil(finished(id, job.id))
    expect((await get(id, job.id)).proofs).toMatchObject([{ status: 'failed', reason: 'version-missing' }])
  })
})

describe('a worker that dies between intent and answer', () => {
  const manyAddresses = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      name: `P${i}`,
      profile: {},
      addresses: Array.from({ length: 5 }, (_, k) => `p${i}-${k}@shop.test`),
    }))

  test('leaves proofs that are told as interrupted and are never sent again; the others are sent once', async () => {
    const { id } = await aCampaign()
    const job = await ask(id, { recipients: manyAddresses(5) })
    // The first page and three of the second leave, then there is silence for ever.
    let silent!: () => void
    const silence = new Promise<void>((resolve) => {
      silent = resolve
    })
    const dying = aRelay(
      () => accepted,
      (n) => {
        if (n < 13) return undefined
        silent()
        return new Promise(() => {})
      },
    )
    const [taken] = await jobs.claim(house.db, [sendProofsKind], { now: house.now(), seconds: 180, limit: 1 })
    void sendProofsStep.run(
      aWorker(house, dying),
      taken!.payload,
      () => dying,
      async () => true,
    )
    await silence
    expect(
      await jobs.claim(house.db, [sendProofsKind], { now: house.now(), seconds: 180, limit: 1 }),
    ).toEqual([])

    house.clock.pass({ minutes: 4 })
    const { heard } = await workUntil(finished(id, job.id))
    const { status, submitted, failed, proofs: all } = await get(id, job.id)
    expect({ status, submitted, failed }).toEqual({ status: 'partially_failed', submitted: 15, failed: 10 })
    expect(new Set(all.filter(({ status }) => status === 'failed').map(({ reason }) => reason))).toEqual(
      new Set(['interrupted']),
    )
    const addressed = [...dying.heard, ...heard].map(({ to }) => to)
    expect(new Set(addressed).size).toBe(addressed.length)
  })

  test('does not overwrite what was told meanwhile', async () => {
    const { id } = await aCampaign()
    const job = await ask(id)
    const [one] = await store.begin(house.db, house.ctx.sandboxId, job.id, 10)
    const of = { sandboxId: house.ctx.sandboxId, jobId: job.id }
    await store.failAll(house.db, of, ['sending'], { reason: 'interrupted', reply: null, at: house.now() })
    const late = { id: one!.id, status: 'submitted' as const, reason: null, reply: '250' }
    await store.settle(house.db, house.ctx.sandboxId, [late], house.now())
    expect((await get(id, job.id)).proofs).toMatchObject([{ status: 'failed', reason: 'interrupted' }])
    await workUntil(finished(id, job.id))
  })

  test('and is stopped in good order gives back what it has not begun', async () => {
    const { id } = await aCampaign()
    const job = await ask(id, { recipients: manyAddresses(6) })
    const worker = aWorker(house, aRelay())
    const relay = aRelay(
      () => accepted,
      async (n) => {
        if (n === 4) worker.drain.abort()
      },
    )
    const loop = new JobLoop(worker, () => relay)
    await loop.run()
    expect(relay.accepted).toHaveLength(4)
    expect(await get(id, job.id)).toMatchObject({ status: 'processing', submitted: 4, failed: 0 })
    const second = await workUntil(finished(id, job.id))
    expect(second.heard).toHaveLength(26)
    expect(await get(id, job.id)).toMatchObject({ status: 'submitted', submitted: 30 })
  })
})

describe('the seed list', () => {
  test('gets a copy of every locale when a version is activated, and counts nowhere', async () => {
    const { ctx } = house
    const seedList = ['seed-a@shop.test', 'seed-b@shop.test']
    const channelConfigurationId = await aConfiguration(house, {
      sandboxId: ctx.sandboxId,
      settings: { seedList },
    })
    const { id } = await aCampaign({
      channelConfigurationId,
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
      translations: { fr: { ...content, subject: 'Bonjour' } },
    })
    await campaigns.activate(ctx, id, {})
    const { items } = await proofs.list(ctx, id)
    expect(items).toMatchObject([{ purpose: 'seed', version: 1, targeted: 4, createdBy: 'Ada' }])
    const { heard } = await workUntil(finished(id, items[0]!.id))
    expect(heard.map(({ to, raw }) => [to, header(raw, 'Subject')])).toEqual([
      ['seed-a@shop.test', 'Hi Marie'],
      ['seed-b@shop.test', 'Hi Marie'],
      ['seed-a@shop.test', 'Bonjour'],
      ['seed-b@shop.test', 'Bonjour'],
    ])
    expect(await reports.ofCampaign(ctx, id)).toMatchObject({ targeted: 0 })
  })

  test('gets nothing when the activation is refused', async () => {
    const { ctx } = house
    const channelConfigurationId = await aConfiguration(house, {
      sandboxId: ctx.sandboxId,
      settings: { seedList: ['seed@shop.test'] },
    })
    const { id } = await aCampaign({ channelConfigurationId, content: { ...content, subject: '' } })
    await expect(campaigns.activate(ctx, id, {})).rejects.toMatchObject({ type: 'campaign/not-ready' })
    expect((await proofs.list(ctx, id)).items).toEqual([])
  })
})
