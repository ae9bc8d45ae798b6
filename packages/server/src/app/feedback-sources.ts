import type { BodyOf } from '@chappe/core/api/endpoint'
import type {
  createFeedbackSource,
  FeedbackNotice,
  FeedbackSource,
  saveFeedbackSource,
} from '@chappe/core/api/feedback-sources'
import {
  mailboxKinds,
  readSourceSettings,
  type SourceKind,
  sourceFields,
  type WebhookKind,
  webhookKinds,
} from '@chappe/core/feedback/source'
import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx, House, Posted } from '../context.ts'
import * as store from '../store/feedback-sources.ts'
import * as noticesStore from '../store/notices.ts'
import { by, stale } from './campaigns.ts'
import * as notices from './notices.ts'

export async function list(ctx: Ctx): Promise<{ items: FeedbackSource[] }> {
  const rows = await store.list(ctx.db, ctx.sandboxId)
  return { items: rows.map((row) => present(ctx, row)) }
}

/** Throws request/invalid with every setting that is missing, wrong or not known. */
export async function create(
  ctx: Ctx,
  {
    kind,
    name,
    config,
    active = true,
  }: Omit<BodyOf<typeof createFeedbackSource>, 'active'> & { active?: boolean },
): Promise<FeedbackSource> {
  const settings = checked(kind, config)
  const dueAt = isMailbox(kind) && active ? ctx.now() : null
  const source = { id: ctx.newId(), kind, name, active, dueAt, ...parted(ctx, kind, settings) }
  return present(ctx, await store.create(ctx.db, ctx.sandboxId, source, by(ctx)))
}

/** Throws feedback/not-found, request/stale, and request/invalid as `create` does. */
export async function save(
  ctx: Ctx,
  id: string,
  { revision, name, config }: BodyOf<typeof saveFeedbackSource>,
): Promise<FeedbackSource> {
  const before = await found(ctx, id)
  const kind = before.kind as SourceKind
  const settings = checked(kind, { ...keptSecrets(ctx, before, config), ...config })
  const isSameMailbox = ['host', 'port', 'username', 'folder'].every(
    (setting) => (settings[setting] ?? '') === (before.config[setting] ?? ''),
  )
  const dueAt = isMailbox(kind) && before.active ? ctx.now() : null
  const to = { name, dueAt, ...parted(ctx, kind, settings) }
  const row = await store.save(ctx.db, ctx.sandboxId, id, revision, to, { isSameMailbox }, by(ctx))
  if (!row) throw stale(await found(ctx, id))
  return present(ctx, row)
}

/** Throws feedback/not-found. */
export async function setActive(ctx: Ctx, id: string, active: boolean): Promise<FeedbackSource> {
  await found(ctx, id)
  await store.setActive(ctx.db, ctx.sandboxId, id, active, by(ctx))
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

/** The beginning of a mail that was kept. Throws feedback/not-found. */
export async function keptMail(ctx: Ctx, id: string, notice: string): Promise<{ raw: string }> {
  await found(ctx, id)
  const raw = await noticesStore.mailOf(ctx.db, ctx.sandboxId, id, notice)
  return raw === undefined ? missing() : { raw }
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
  const now = house.now()
  const heard = await house.mail.readWebhook(kind, { ...posted, now }, opened(house, source))
  const { sandboxId } = source
  await store.note(house.db, sandboxId, id, now, heard.ok ? null : heard.detail.slice(0, 500))
  if (!heard.ok)
    throw heard.why === 'forged'
      ? new Problem('auth/unauthenticated', 'This was not sent by the provider of this address.')
      : new Problem('request/invalid', heard.detail)
  return notices.take(house, { sandboxId, sourceId: id, isTrusted: true }, heard.notices)
}

/** All settings of a source, the secret ones among them. */
export const opened = (
  { secrets }: Pick<House, 'secrets'>,
  source: Pick<store.SourceRow, 'config' | 'secrets'>,
): Record<string, string> => ({
  ...source.config,
  ...(source.secrets ? JSON.parse(secrets.open('feedback-source', source.secrets)) : {}),
})

const isMailbox = (kind: string) => mailboxKinds.some((one) => one === kind)

function checked(kind: SourceKind, config: Record<string, string>): Record<string, string> {
  const given = readSourceSettings(kind, config)
  if (given.ok) return given.settings
  throw new Problem('request/invalid', 'The settings are not those of this kind.', { errors: given.mistakes })
}

/** The secrets that are stored and not given anew, where nobody else would be told them than was before. */
function keptSecrets(
  house: Pick<House, 'secrets'>,
  before: store.SourceRow,
  config: Record<string, string>,
): Record<string, string> {
  const known = opened(house, before)
  const asBefore = (name: string) => {
    const standard = sourceFields[before.kind as SourceKind].find((field) => field.name === name)?.standard
    return (config[name]?.trim() || standard) === known[name]
  }
  const kept = sourceFields[before.kind as SourceKind].filter(
    ({ name, secret, toldTo = [] }) => secret && !config[name] && known[name] && toldTo.every(asBefore),
  )
  return Object.fromEntries(kept.map(({ name }) => [name, known[name]!]))
}

/** The settings as they are stored: those that may be told, and the others sealed. */
function parted(house: Pick<House, 'secrets'>, kind: SourceKind, settings: Record<string, string>) {
  const secret = new Set(sourceFields[kind].filter((field) => field.secret).map(({ name }) => name))
  const pick = (isSecret: boolean) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => secret.has(name) === isSecret))
  const hidden = pick(true)
  const secrets =
    Object.keys(hidden).length > 0 ? house.secrets.seal('feedback-source', JSON.stringify(hidden)) : null
  return { config: pick(false), secrets }
}

export const found = async (ctx: Ctx, id: string): Promise<store.SourceRow> =>
  (await store.find(ctx.db, ctx.sandboxId, id)) ?? missing()

function missing(): never {
  throw new Problem('feedback/not-found', 'There is no feedback source of this id.')
}

const noCounts = { mails: 0, bounces: 0, complaints: 0, unsubscribes: 0, ignored: 0, unread: 0 }

function present({ publicUrl }: Pick<House, 'publicUrl'>, row: store.SourceRow): FeedbackSource {
  const isWebhook = webhookKinds.some((kind) => kind === row.kind)
  return {
    id: row.id,
    kind: row.kind as SourceKind,
    name: row.name,
    config: row.config,
    active: row.active,
    revision: row.revision,
    url: isWebhook ? `${publicUrl}/f/${row.id}/${row.kind}` : null,
    lastAt: row.state.at ?? null,
    problem: row.state.problem ?? null,
    nextAt: row.active && row.dueAt ? row.dueAt.toISOString() : null,
    counts: isWebhook ? null : { ...noCounts, ...row.state.counts },
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  }
}
