import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type {
  exportProfile,
  listProfileMessages,
  ProfileDetail,
  PushToken,
  putPushToken as putToken,
} from '@chappe/core/api/profiles'
import { Problem } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import type { Ctx } from '../../context.ts'
import * as store from '../../store/person.ts'
import * as events from '../../store/profile-events.ts'
import * as profiles from '../../store/profiles.ts'
import * as consents from '../consents.ts'
import * as reports from '../reports.ts'

export const missing = () => new Problem('profile/not-found', 'No profile of this sandbox has this id.')

/** A profile with what belongs to it. Throws profile/not-found. */
export async function get(ctx: Ctx, id: string): Promise<ProfileDetail> {
  const { db, sandboxId } = ctx
  const row = await profiles.get(db, sandboxId, id)
  if (!row) throw missing()
  const [test, [known], chosen, audiences, tokens] = await Promise.all([
    store.isTest(db, sandboxId, id),
    profiles.withIdentities(db, sandboxId, [row]),
    consents.get(ctx, id),
    store.audiencesOf(db, sandboxId, id),
    store.pushTokens(db, sandboxId, id),
  ])
  return {
    id,
    identities: known!.identities,
    attributes: { ...row.attributes },
    createdAt: row.createdAt.toISOString(),
    modifiedAt: row.modifiedAt.toISOString(),
    test: test ?? false,
    consents: chosen.items,
    consentsInForce: chosen.inForce,
    audiences: audiences.map(({ joinedAt, ...one }) => ({ ...one, joinedAt: joinedAt.toISOString() })),
    pushTokens: tokens.map(({ createdAt, platform, ...one }) => ({
      ...one,
      platform: platform as PushToken['platform'],
      createdAt: createdAt.toISOString(),
    })),
  }
}

/** Newest first, as the campaign's own list shows them. Throws profile/not-found. */
export async function messages(ctx: Ctx, id: string, query: QueryOf<typeof listProfileMessages>) {
  if (!(await profiles.get(ctx.db, ctx.sandboxId, id))) throw missing()
  return { items: await newestMessages(ctx, id, query) }
}

async function newestMessages(ctx: Ctx, id: string, page: { limit: number; before?: string | undefined }) {
  const ids = await store.messageIds(ctx.db, ctx.sandboxId, id, page)
  const known = new Map((await reports.byIds(ctx, ids)).map((message) => [message.id, message]))
  return ids.flatMap((one) => known.get(one) ?? [])
}

/** Throws profile/not-found. */
export async function putPushToken(ctx: Ctx, id: string, token: BodyOf<typeof putToken>): Promise<void> {
  if (!(await profiles.get(ctx.db, ctx.sandboxId, id))) throw missing()
  await store.putPushToken(ctx.db, ctx.sandboxId, id, token, ctx.now())
}

const page = 500

/** Everything known of a person. Throws profile/not-found. */
export async function everything(ctx: Ctx, id: string): Promise<z.output<(typeof exportProfile)['reply']>> {
  const profile = await get(ctx, id)
  const consentHistory = await all((offset) => consents.history(ctx, id, { limit: page, offset }))
  const happened = await all((offset) => events.ofProfile(ctx.db, ctx.sandboxId, id, { limit: page, offset }))
  const sent: Awaited<ReturnType<typeof newestMessages>> = []
  for (;;) {
    const next = await newestMessages(ctx, id, { limit: page, before: sent.at(-1)?.id })
    sent.push(...next)
    if (next.length < page) break
  }
  return {
    exportedAt: ctx.now().toISOString(),
    profile,
    consentHistory,
    events: happened.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
    messages: sent,
  }
}

async function all<T>(ask: (offset: number) => Promise<{ items: T[] }>): Promise<T[]> {
  const found: T[] = []
  for (;;) {
    const { items } = await ask(found.length)
    found.push(...items)
    if (items.length < page) return found
  }
}
