import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createTopic, orderTopics, saveTopic } from '@chappe/core/api/topics'
import type { Topic } from '@chappe/core/consent/topic'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as store from '../store/topics.ts'
import { by, stale } from './campaigns.ts'

export const list = async ({ db, sandboxId }: Ctx): Promise<{ items: Topic[] }> => ({
  items: (await store.list(db, sandboxId)).map(present),
})

/** Throws topic/not-found. */
export const get = async (ctx: Ctx, key: string): Promise<Topic> => present(await found(ctx, key))

/** Throws topic/key-taken, also by an archived topic: what people chose about it is kept under its key. */
export async function create(ctx: Ctx, { key, ...settings }: BodyOf<typeof createTopic>): Promise<Topic> {
  const row = await store.insert(ctx.db, ctx.sandboxId, key, settings, by(ctx))
  if (!row) throw new Problem('topic/key-taken', `There is a topic ${key} already. Choose another key.`)
  return present(row)
}

/** Throws topic/not-found, and request/stale with who saved what when. */
export async function save(
  ctx: Ctx,
  key: string,
  { revision, ...settings }: BodyOf<typeof saveTopic>,
): Promise<Topic> {
  const row = await store.save(ctx.db, ctx.sandboxId, key, revision, { settings }, by(ctx))
  if (!row) throw stale(await found(ctx, key))
  return present(row)
}

/** All topics, these before the others. Throws topic/not-found, and then nothing has moved. */
export async function order(ctx: Ctx, { keys }: BodyOf<typeof orderTopics>): Promise<{ items: Topic[] }> {
  const { db, sandboxId } = ctx
  const known = new Set((await store.list(db, sandboxId)).map(({ key }) => key))
  if (!keys.every((key) => known.has(key))) throw notFound()
  await store.order(db, sandboxId, [...new Set(keys)], by(ctx))
  return list(ctx)
}

/** Throws topic/not-found. A topic that is archived already stays as it is. */
export const archive = (ctx: Ctx, key: string): Promise<Topic> => setArchived(ctx, key, true)

/** Throws topic/not-found. */
export const restore = (ctx: Ctx, key: string): Promise<Topic> => setArchived(ctx, key, false)

async function setArchived(ctx: Ctx, key: string, archived: boolean): Promise<Topic> {
  const { db, sandboxId, now } = ctx
  for (;;) {
    const before = await found(ctx, key)
    if ((before.archivedAt !== null) === archived) return present(before)
    const archivedAt = archived ? now() : null
    // Whoever saves it meanwhile is not asked to begin again: look once more.
    const after = await store.save(db, sandboxId, key, before.revision, { archivedAt }, by(ctx))
    if (after) return present(after)
  }
}

async function found({ db, sandboxId }: Ctx, key: string): Promise<store.TopicRow> {
  const row = await store.find(db, sandboxId, key)
  if (!row) throw notFound()
  return row
}

const notFound = () => new Problem('topic/not-found', 'There is no topic with this key in this sandbox.')

const present = (row: store.TopicRow): Topic => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
  archivedAt: row.archivedAt?.toISOString() ?? null,
})
