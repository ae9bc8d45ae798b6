import { ChannelConfiguration, EmailSettings } from '@chappe/core/configuration/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import * as jobs from '../queue/jobs.ts'
import * as store from '../store/configurations.ts'
import { aCampaignHouse, aConfiguration, aDraft } from '../testing/campaigns.ts'
import type { TestHouse } from '../testing/house.ts'
import * as configurations from './configurations.ts'
import { sendTestKind } from './test-send.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const problem = (type: string, extra: object = {}) =>
  expect.objectContaining({ name: 'Problem', type, extra: expect.objectContaining(extra) })
const wrong = (...pointers: string[]) => ({
  errors: pointers.map((pointer) => expect.objectContaining({ pointer })),
})
const page = { limit: 50, offset: 0 }
const settings = EmailSettings.parse({ senderEmail: 'shop@example.com' })
const relay = { host: 'smtp.example.com', username: 'shop', password: 'hunter2' }

let made = 0
const body = (
  given: { name?: string; provider?: { kind: string; config: Record<string, unknown> } } = {},
) => ({
  name: given.name ?? `relay-${++made}`,
  channel: 'email' as const,
  category: 'transactional' as const,
  settings,
  provider: given.provider ?? { kind: 'smtp', config: relay },
})
const create = (given: Parameters<typeof body>[0] = {}) => configurations.create(ctx, body(given))
const save = (
  { id, name, revision }: ChannelConfiguration,
  given: Partial<Parameters<typeof configurations.save>[2]>,
) => configurations.save(ctx, id, { ...body({ name }), revision, ...given })
const opened = async (id: string) =>
  configurations.openedProvider(ctx, await store.get(ctx.db, ctx.sandboxId, id))

test('a configuration begins as a draft and tells nobody its secrets', async () => {
  const made = await create()
  expect(ChannelConfiguration.parse(made)).toEqual(made)
  expect(made).toMatchObject({
    status: 'draft',
    revision: 1,
    provider: {
      kind: 'smtp',
      config: { host: 'smtp.example.com', username: 'shop', port: 587 },
      secretsSet: ['password'],
    },
    actions: ['activate'],
  })
  expect(JSON.stringify([made, await configurations.list(ctx, page)])).not.toContain('hunter2')
  const { providerSecrets } = await store.get(ctx.db, ctx.sandboxId, made.id)
  expect(providerSecrets!.toString('latin1')).not.toContain('hunter2')
  expect(await opened(made.id)).toMatchObject({ kind: 'smtp', config: relay })
})

test('sealed secrets belong to their configuration: in another one they do not open', async () => {
  const [a, b] = [await create(), await create()]
  const { providerSecrets } = await store.get(ctx.db, ctx.sandboxId, a.id)
  await ctx.db.updateTable('channelConfiguration').set({ providerSecrets }).where('id', '=', b.id).execute()
  await expect(opened(b.id)).rejects.toThrow()
  await ctx.db.deleteFrom('channelConfiguration').where('id', '=', b.id).execute()
})

describe('saving', () => {
  test('keeps a secret that is left out, replaces one that is given, clears one that is empty', async () => {
    const first = await create()
    const { password: _, ...rest } = relay
    const second = await save(first, { provider: { kind: 'smtp', config: { ...rest, port: 25 } } })
    expect(second).toMatchObject({
      revision: 2,
      provider: { config: { port: 25 }, secretsSet: ['password'] },
    })
    expect((await opened(first.id)).config).toMatchObject({ password: 'hunter2', port: 25 })
    const third = await save(second, { provider: { kind: 'smtp', config: { ...rest, password: 'new' } } })
    expect((await opened(first.id)).config).toMatchObject({ password: 'new' })
    const fourth = await save(third, {
      provider: { kind: 'smtp', config: { host: 'x.example', password: '' } },
    })
    expect(fourth.provider.secretsSet).toEqual([])
  })

  test('tells a stored password to no other host than the one it was given for', async () => {
    const first = await create()
    const { password: _, ...rest } = relay
    const elsewhere = { ...rest, host: 'relay.elsewhere.example' }
    const diverted = (from: ChannelConfiguration) =>
      expect(save(from, { provider: { kind: 'smtp', config: elsewhere } })).rejects.toMatchObject({
        type: 'request/invalid',
        extra: wrong('/provider/config/password'),
      })
    await diverted(first)
    const without = await save(first, { provider: { kind: 'smtp', config: { ...rest, host: '' } } })
    await diverted(without)
    await save(without, { provider: { kind: 'smtp', config: { ...elsewhere, password: 'again' } } })
    expect((await opened(first.id)).config).toMatchObject({ host: elsewhere.host, password: 'again' })
  })

  test('forgets the secrets of a provider that is not used any more', async () => {
    const first = await create()
    const second = await save(first, { provider: { kind: 'inbox', config: {} } })
    expect(second.provider).toEqual({ kind: 'inbox', config: {}, secretsSet: [] })
  })

  test('is refused to who did not see the last change', async () => {
    const first = await create()
    const results = await Promise.allSettled([save(first, {}), save(first, {}), save(first, {})])
    const lost = results.filter((result) => result.status === 'rejected')
    expect(lost).toHaveLength(2)
    for (const { reason } of lost)
      expect(reason).toEqual(problem('request/stale', { revision: 2, modifiedBy: 'Ada' }))
  })

  test('lets a draft have gaps, but an active configuration must stay complete', async () => {
    const draft = await create({ provider: { kind: 'smtp', config: { password: 'p' } } })
    expect(draft.provider).toMatchObject({ config: {}, secretsSet: ['password'] })
    await expect(configurations.act(ctx, draft.id, 'activate')).rejects.toEqual(
      problem('configuration/not-ready', wrong('/provider/config/host')),
    )
    const whole = await save(draft, { provider: { kind: 'smtp', config: relay } })
    await configurations.act(ctx, draft.id, 'activate')
    await expect(
      save(
        { ...whole, revision: 3 },
        { settings: { ...settings, senderEmail: '' }, provider: { kind: 'smtp', config: { host: '' } } },
      ),
    ).rejects.toEqual(problem('request/invalid', wrong('/settings/senderEmail', '/provider/config/host')))
  })

  test('freezes the name once the configuration was active', async () => {
    const draft = await create()
    const renamed = await save(draft, { name: `${draft.name}-renamed` })
    await configurations.act(ctx, draft.id, 'activate')
    const inactive = await configurations.act(ctx, draft.id, 'deactivate')
    await expect(save(inactive, { name: 'other' })).rejects.toEqual(
      problem('configuration/illegal-transition', wrong('/name')),
    )
    expect(await save(inactive, {})).toMatchObject({ name: renamed.name, revision: 5 })
  })
})

describe('refused are', () => {
  test('a name that is taken, whatever the case of its letters', async () => {
    const first = await create()
    await expect(create({ name: first.name.toUpperCase() })).rejects.toEqual(
      problem('configuration/name-taken', wrong('/name')),
    )
    await expect(save(await create(), { name: first.name })).rejects.toEqual(
      problem('configuration/name-taken'),
    )
    const elsewhere = await configurations.create(house.otherCtx, body({ name: first.name }))
    expect(elsewhere.name).toBe(first.name)
  })

  test('an unknown provider', async () => {
    await expect(create({ provider: { kind: 'pigeon', config: {} } })).rejects.toEqual(
      problem('request/invalid', wrong('/provider/kind')),
    )
  })

  test('a retry window shorter than the category allows', async () => {
    const short = { ...body(), category: 'marketing' as const, settings: { ...settings, retryMinutes: 60 } }
    await expect(configurations.create(ctx, short)).rejects.toEqual(
      problem('request/invalid', wrong('/settings/retryMinutes')),
    )
  })
})

describe('activating', () => {
  test('asks for a sender', async () => {
    const { id } = await configurations.create(ctx, { ...body(), settings: EmailSettings.parse({}) })
    await expect(configurations.act(ctx, id, 'activate')).rejects.toEqual(
      problem('configuration/not-ready', wrong('/settings/senderEmail')),
    )
  })

  test('follows the lifecycle, and of two who do it at once one wins', async () => {
    const { id } = await create()
    const results = await Promise.allSettled([
      configurations.act(ctx, id, 'activate'),
      configurations.act(ctx, id, 'activate'),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(configurations.act(ctx, id, 'activate')).rejects.toEqual(
      problem('configuration/illegal-transition', { configurationStatus: 'active', allowed: ['deactivate'] }),
    )
    expect(await configurations.act(ctx, id, 'deactivate')).toMatchObject({
      status: 'inactive',
      actions: ['activate'],
    })
    expect(await configurations.act(ctx, id, 'activate')).toMatchObject({ status: 'active' })
  })
})

describe('deleting', () => {
  test('is refused while a campaign’s version, be it an old one, refers to it', async () => {
    const id = await aConfiguration(ctx)
    const campaign = await aDraft(ctx, { name: 'User', definition: { channelConfigurationId: id } })
    await expect(configurations.remove(ctx, id)).rejects.toEqual(
      problem('configuration/in-use', { campaigns: [{ id: campaign.id, name: 'User', status: 'draft' }] }),
    )
    await ctx.db.deleteFrom('campaign').where('id', '=', campaign.id).execute()
    await configurations.remove(ctx, id)
    await expect(configurations.get(ctx, id)).rejects.toEqual(problem('configuration/not-found'))
  })
})

test('lists are filtered, sorted by name and counted', async () => {
  const there = house.foreignCtx
  for (const [name, active] of [
    ['b-1', true],
    ['A-2', false],
    ['c_1', false],
  ] as const)
    await aConfiguration(there, { name, active })
  const names = async (filter: object) =>
    (await configurations.list(there, { ...page, ...filter })).items.map(({ name }) => name)
  expect(await names({})).toEqual(['A-2', 'b-1', 'c_1'])
  expect(await names({ status: ['active'] })).toEqual(['b-1'])
  expect(await names({ search: '_1' })).toEqual(['c_1'])
  expect(await names({ category: ['marketing'] })).toEqual([])
  expect((await configurations.list(there, { limit: 1, offset: 1 })).total).toBe(3)
})

describe('a test message', () => {
  /** What a worker does with a test. */
  async function worker(answer: (payload: unknown) => object): Promise<void> {
    for (;;) {
      const [job] = await jobs.claim(ctx.db, [sendTestKind], { now: ctx.now(), seconds: 60, limit: 1 })
      if (job) return void (await jobs.finish(ctx.db, job, answer(job.payload), ctx.now()))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('is sent by a worker, and its answer is the relay’s', async () => {
    const { id } = await create()
    const seen: unknown[] = []
    const working = worker((payload) => {
      seen.push(payload)
      return { outcome: 'refused', reply: '550 5.7.1 No', transcript: ['C: MAIL FROM', 'S: 550'] }
    })
    expect(await configurations.test(ctx, id, { to: 'me@example.com' })).toEqual({
      outcome: 'refused',
      reply: '550 5.7.1 No',
      transcript: ['C: MAIL FROM', 'S: 550'],
    })
    await working
    expect(seen).toEqual([{ sandboxId: ctx.sandboxId, configurationId: id, to: 'me@example.com' }])
  })

  test('that failed on our side says so', async () => {
    const { id } = await create()
    const asked = configurations.test(ctx, id, { to: 'me@example.com' })
    for (let failed = false; !failed; ) {
      const [job] = await jobs.claim(ctx.db, [sendTestKind], { now: ctx.now(), seconds: 60, limit: 1 })
      if (job) failed = await jobs.fail(ctx.db, job, 'a bug', { now: ctx.now(), attempts: 1 })
    }
    expect(await asked).toEqual({ outcome: 'error', reply: 'a bug', transcript: [] })
  })

  test('is not sent for a configuration of another sandbox', async () => {
    const { id } = await create()
    await expect(configurations.test(house.otherCtx, id, { to: 'me@example.com' })).rejects.toEqual(
      problem('configuration/not-found'),
    )
  })
})
