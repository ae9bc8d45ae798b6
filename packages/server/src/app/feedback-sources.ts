import type { BodyOf } from '@chappe/core/api/endpoint'
import {
  type createFeedbackSource,
  type FeedbackNotice,
  type FeedbackSource,
  sourceFields,
  type WebhookKind,
} from '@chappe/core/api/feedback-sources'
import { isUuid } from '@chappe/core/kit/ids'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { Ctx, House, Posted } from '../context.ts'
import * as store from '../store/feedback-sources.ts'
import * as noticesStore from '../store/notices.ts'
import * as notices from './notices.ts'

export async function list(ctx: Ctx): Promise<{ items: FeedbackSource[] }> {
  const rows = await store.list(ctx.db, ctx.sandboxId)
  return {
    items: rows.filter(({ kind }) => Object.hasOwn(sourceFields, kind)).map((row) => present(ctx, row)),
  }
}

/** Throws request/invalid with every setting that is missing or not known. */
export async function create(ctx: Ctx, body: BodyOf<typeof createFeedbackSource>): Promise<FeedbackSource> {
  const fields = sourceFields[body.kind]
  const mistakes: Mistake[] = [
    ...fields
      .filter(({ name }) => !Object.hasOwn(body.config, name))
      .map(({ name }) => ({ pointer: `/config/${name}`, detail: 'This setting is needed' })),
    ...Object.keys(body.config)
      .filter((name) => !fields.some((field) => field.name === name))
      .map((name) => ({ pointer: `/config/${name}`, detail: 'There is no such setting' })),
  ]
  if (mistakes.length > 0)
    throw new Problem('request/invalid', 'The settings are not those of this kind.', { errors: mistakes })
  const pick = (secret: boolean) =>
    Object.fromEntries(
      fields.filter((field) => field.secret === secret).map(({ name }) => [name, body.config[name]!]),
    )
  const hidden = pick(true)
  const secrets =
    Object.keys(hidden).length > 0 ? ctx.secrets.seal('feedback-source', JSON.stringify(hidden)) : null
  const source = { id: ctx.newId(), kind: body.kind, name: body.name, config: pick(false), secrets }
  return present(ctx, await store.create(ctx.db, ctx.sandboxId, source, { ...ctx.actor, at: ctx.now() }))
}

/** Throws feedback/not-found. */
export async function setActive(ctx: Ctx, id: string, active: boolean): Promise<FeedbackSource> {
  await found(ctx, id)
  await store.setActive(ctx.db, ctx.sandboxId, id, active, { ...ctx.actor, at: ctx.now() })
  return present(ctx, await found(ctx, id))
}

/** Throws feedback/not-found. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.remove(ctx.db, ctx.sandboxId, id))) missing()
}

/** Throws feedback/not-found. */
export async function lastNotices(ctx: Ctx, id: string): Promise<{ items: FeedbackNotice[] }> {
  await found(ctx, id)
  const rows = await noticesStore.ofSource(ctx.db, ctx.sandboxId, id, 50)
  return { items: rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })) }
}

/**
 * Takes what was posted to the address of a source. Answers how many notices were new.
 *
 * @throws Problem `feedback/not-found` for an address that is not (or no longer) one, `auth/unauthenticated` for
 *   what its provider did not send, `request/invalid` for what cannot be read
 */
export async function receive(
  house: House,
  { id, kind }: { readonly id: string; readonly kind: WebhookKind },
  posted: Omit<Posted, 'now'>,
): Promise<number> {
  const source = isUuid(id) ? await store.behindAddress(house.db, id, kind) : undefined
  if (!source?.active) missing()
  const secrets = source.secrets
    ? (JSON.parse(house.secrets.open('feedback-source', source.secrets)) as Record<string, string>)
    : {}
  const now = house.now()
  const heard = await house.mail.readWebhook(kind, { ...posted, now }, { ...source.config, ...secrets })
  const { sandboxId } = source
  await store.note(house.db, sandboxId, id, now, heard.ok ? null : heard.detail.slice(0, 500))
  if (!heard.ok)
    throw heard.why === 'forged'
      ? new Problem('auth/unauthenticated', 'This was not sent by the provider of this address.')
      : new Problem('request/invalid', heard.detail)
  return notices.take(house, { sandboxId, sourceId: id, isTrusted: true }, heard.notices)
}

const found = async (ctx: Ctx, id: string): Promise<store.SourceRow> =>
  (await store.find(ctx.db, ctx.sandboxId, id)) ?? missing()

function missing(): never {
  throw new Problem('feedback/not-found', 'There is no feedback source of this id.')
}

const present = ({ publicUrl }: Pick<House, 'publicUrl'>, row: store.SourceRow): FeedbackSource => ({
  id: row.id,
  kind: row.kind as WebhookKind,
  name: row.name,
  config: row.config,
  active: row.active,
  url: `${publicUrl}/f/${row.id}/${row.kind}`,
  lastAt: row.state.at ?? null,
  problem: row.state.problem ?? null,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
})
