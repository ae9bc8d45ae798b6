import type {
  createConfiguration,
  listConfigurations,
  ProviderInput,
  saveConfiguration,
} from '@chappe/core/api/configurations'
import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import { mistakesIn } from '@chappe/core/configuration/readiness'
import {
  type ChannelConfiguration,
  type ConfigurationAction,
  configurationLifecycle,
} from '@chappe/core/configuration/schema'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import type { Ctx, House } from '../context.ts'
import * as store from '../store/configurations.ts'
import { inTransaction } from '../store/db.ts'
import { by, stale } from './campaigns.ts'
import { sendTest, type TestResult } from './test-send.ts'

type Settings = Readonly<Record<string, unknown>>
type SecretSettings = Readonly<Record<string, string>>

export const providers = (ctx: Ctx) => ({ items: [...ctx.providers.list()] })

export async function list(ctx: Ctx, { limit, offset, ...filter }: QueryOf<typeof listConfigurations>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, filter, { limit, offset })
  return { items: rows.map((row) => present(ctx, row)), total }
}

export const get = async (ctx: Ctx, id: string): Promise<ChannelConfiguration> =>
  present(ctx, await store.get(ctx.db, ctx.sandboxId, id))

export async function create(
  ctx: Ctx,
  body: BodyOf<typeof createConfiguration>,
): Promise<ChannelConfiguration> {
  const author = by(ctx)
  const id = ctx.newId()
  const { config, secrets } = taken(ctx, body.provider, {})
  refuse(mistakesIn(body.category, body.settings, false), 'request/invalid')
  const row = await store.insert(ctx.db, {
    sandboxId: ctx.sandboxId,
    id,
    name: body.name,
    channel: body.channel,
    category: body.category,
    status: 'draft',
    settings: JSON.stringify(body.settings),
    providerKind: body.provider.kind,
    providerConfig: JSON.stringify(config),
    providerSecrets: sealed(ctx, id, secrets),
    createdAt: author.at,
    createdBy: author.name,
    modifiedAt: author.at,
    modifiedBy: author.name,
  })
  return present(ctx, row)
}

/**
 * Changes take effect with the next message. An active configuration must stay complete; a draft or an inactive
 * one may have gaps. A secret left out keeps its value as long as the provider is the same; an empty one clears it.
 * One that would be told to another host has to be given again: who may change where it goes must not learn it so.
 */
export async function save(
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof saveConfiguration>,
): Promise<ChannelConfiguration> {
  const row = await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.revision !== body.revision) throw stale(before)
    if (before.activatedAt !== null && before.name !== body.name)
      throw new Problem(
        'configuration/illegal-transition',
        'The name is frozen once the configuration was active.',
        {
          configurationStatus: before.status,
          errors: [{ pointer: '/name', detail: `Must stay ${before.name}.` }],
        },
      )
    const kept = before.providerKind === body.provider.kind ? secretsOf(ctx, before) : {}
    refuse(diverted(ctx, before, body.provider, kept), 'request/invalid')
    const { config, secrets, mistakes } = taken(ctx, body.provider, kept)
    const active = before.status === 'active'
    refuse(
      [...mistakesIn(body.category, body.settings, active), ...(active ? mistakes : [])],
      'request/invalid',
    )
    return store.change(
      db,
      before,
      {
        name: body.name,
        category: body.category,
        settings: JSON.stringify(body.settings),
        providerKind: body.provider.kind,
        providerConfig: JSON.stringify(config),
        providerSecrets: sealed(ctx, id, secrets),
      },
      by(ctx),
    )
  })
  return present(ctx, row)
}

export async function act(ctx: Ctx, id: string, action: ConfigurationAction): Promise<ChannelConfiguration> {
  const author = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    if (!configurationLifecycle.table[action].from.includes(before.status))
      throw store.illegal(before.status, action, author)
    if (action === 'activate') {
      const provider = { kind: before.providerKind, config: { ...before.providerConfig } }
      const { mistakes } = taken(ctx, provider, secretsOf(ctx, before))
      refuse([...mistakesIn(before.category, before.settings, true), ...mistakes], 'configuration/not-ready')
    }
    const after = await store.transition(db, ctx.sandboxId, id, action, author)
    if (action === 'activate') await store.hurry(db, ctx.sandboxId, id)
    return after
  })
  return present(ctx, row)
}

export async function remove(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx.db, async (db) => {
    await store.hold(db, ctx.sandboxId, id)
    const campaigns = await store.users(db, ctx.sandboxId, id)
    if (campaigns.length > 0)
      throw new Problem(
        'configuration/in-use',
        `${campaigns.length === 1 ? 'A campaign refers' : 'Campaigns refer'} to it. Deactivate it instead, or delete those first.`,
        { campaigns },
      )
    await store.remove(db, ctx.sandboxId, id)
  })
}

/** Sends a short message with the settings as they are saved and answers what the relay said. */
export async function test(ctx: Ctx, id: string, { to }: { to: string }): Promise<TestResult> {
  const { id: configurationId } = await store.get(ctx.db, ctx.sandboxId, id)
  return sendTest(ctx, { configurationId, to })
}

/** The provider's whole settings, secrets among them: for who opens it, never for an answer. */
export const openedProvider = (house: Pick<House, 'secrets'>, row: store.ConfigurationRow) => ({
  kind: row.providerKind,
  config: { ...row.providerConfig, ...secretsOf(house, row) },
})

const purpose = (id: string) => `channel-configuration:${id}`

const secretsOf = ({ secrets }: Pick<House, 'secrets'>, row: store.ConfigurationRow): SecretSettings =>
  row.providerSecrets === null ? {} : JSON.parse(secrets.open(purpose(row.id), row.providerSecrets))

const sealed = ({ secrets }: House, id: string, values: SecretSettings): Buffer | null =>
  Object.keys(values).length === 0 ? null : secrets.seal(purpose(id), JSON.stringify(values))

/**
 * Parts the settings that a person sent into those to show and those to seal, `kept` being the secrets stored
 * before. Settings that are not complete yet are taken as they are, with their mistakes.
 */
function taken(
  ctx: House,
  { kind, config }: z.output<typeof ProviderInput>,
  kept: SecretSettings,
): { config: Settings; secrets: SecretSettings; mistakes: Mistake[] } {
  const provider = ctx.providers.list().find((candidate) => candidate.kind === kind)
  if (!provider)
    throw new Problem('request/invalid', `There is no provider "${kind}".`, {
      errors: [{ pointer: '/provider/kind', detail: 'Unknown provider.' }],
    })
  const given = Object.fromEntries(
    Object.entries({ ...kept, ...config }).filter(([, value]) => value !== '' && value !== null),
  )
  const parsed = ctx.providers.parse(kind, given)
  if (parsed.ok) {
    const set = Object.entries(parsed.secrets).filter(([, value]) => value !== '')
    return { config: parsed.config, secrets: Object.fromEntries(set), mistakes: [] }
  }
  const pick = (secret: boolean) =>
    Object.fromEntries(
      provider.fields
        .filter((field) => field.secret === secret && Object.hasOwn(given, field.name))
        .map(({ name }) => [name, secret ? String(given[name]) : given[name]]),
    )
  return {
    config: pick(false),
    secrets: pick(true) as SecretSettings,
    mistakes: parsed.mistakes,
  }
}

/** Stored secrets that the new settings would tell to somebody else than those they were stored with. */
function diverted(
  { providers }: House,
  { providerConfig: before }: store.ConfigurationRow,
  { kind, config }: z.output<typeof ProviderInput>,
  kept: SecretSettings,
): Mistake[] {
  const fields = providers.list().find((provider) => provider.kind === kind)?.fields ?? []
  return fields.flatMap(({ name, toldTo }) => {
    const to = toldTo && config[toldTo]
    const moves = to !== undefined && to !== '' && to !== before[toldTo!]
    return moves && Object.hasOwn(kept, name) && config[name] === undefined
      ? [{ pointer: `/provider/config/${name}`, detail: `Give it again, as the ${toldTo} is another one.` }]
      : []
  })
}

function refuse(mistakes: readonly Mistake[], type: 'request/invalid' | 'configuration/not-ready') {
  if (mistakes.length > 0)
    throw new Problem(type, mistakes.map(({ detail }) => detail).join(' '), { errors: mistakes })
}

function present(ctx: Ctx, row: store.ConfigurationRow): ChannelConfiguration {
  const { id, name, channel, category, status, revision, settings, modifiedBy } = row
  return {
    ...{ id, name, channel, category, status, revision, settings, modifiedBy },
    provider: {
      kind: row.providerKind,
      config: { ...row.providerConfig },
      secretsSet: Object.keys(secretsOf(ctx, row)),
    },
    createdAt: row.createdAt.toISOString(),
    modifiedAt: row.modifiedAt.toISOString(),
    actions: configurationLifecycle.actionsFrom(status, ctx.actor.scopes),
  }
}
