import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { createTemplate, listTemplates, saveTemplate } from '@chappe/core/api/templates'
import type { ContentTemplate } from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as uses from '../store/fragment-uses.ts'
import * as store from '../store/templates.ts'
import { by, nextName, stale, withoutDoubles } from './campaigns.ts'
import { recordUses } from './content-uses.ts'
import { compiledContent } from './designs.ts'

type Input = BodyOf<typeof createTemplate>

export async function list(
  ctx: Ctx,
  { limit, offset, sort, order, ...filter }: QueryOf<typeof listTemplates>,
) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, filter, { limit, offset, sort, order })
  return {
    items: rows.map(({ channel, ...row }) => ({
      ...row,
      channel: channel as ContentTemplate['channel'],
      createdAt: row.createdAt.toISOString(),
      modifiedAt: row.modifiedAt.toISOString(),
    })),
    total,
  }
}

export const get = async (ctx: Ctx, id: string): Promise<ContentTemplate> =>
  present(await store.get(ctx.db, ctx.sandboxId, id))

export async function create(
  ctx: Ctx,
  body: Input,
  extra: Record<string, unknown> = {},
): Promise<ContentTemplate> {
  const content = await compiledContent(ctx, body.content)
  return present(await inTransaction(ctx.db, (db) => insert(ctx, db, { ...body, content }, extra)))
}

async function insert(ctx: Ctx, db: Db, input: Input, extra: Record<string, unknown>) {
  const author = by(ctx)
  const { name, description, channel, tags, content } = input
  const row = await store.insert(db, {
    sandboxId: ctx.sandboxId,
    id: ctx.newId(),
    name,
    description,
    channel,
    tags: withoutDoubles(tags),
    content: JSON.stringify(content),
    extra: JSON.stringify(extra),
    createdAt: author.at,
    createdBy: author.name,
    modifiedAt: author.at,
    modifiedBy: author.name,
  })
  await recordUses(db, ctx.sandboxId, { kind: 'template', id: row.id }, [content])
  return row
}

/** Throws request/stale with who saved what when somebody was quicker. */
export async function save(
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof saveTemplate>,
  extra?: Record<string, unknown>,
): Promise<ContentTemplate> {
  const { revision, name, description, channel, tags } = body
  const content = await compiledContent(ctx, body.content)
  const row = await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.revision !== revision) throw stale(before)
    await recordUses(db, ctx.sandboxId, { kind: 'template', id }, [content])
    return store.change(
      db,
      before,
      {
        name,
        description,
        channel,
        tags: withoutDoubles(tags),
        content: JSON.stringify(content),
        ...(extra && { extra: JSON.stringify(extra) }),
      },
      by(ctx),
    )
  })
  return present(row)
}

/** Name, description and what the compatible API keeps, whatever the template says. */
export async function rename(
  ctx: Ctx,
  id: string,
  given: { revision: number; name: string; description: string; extra: Readonly<Record<string, unknown>> },
): Promise<ContentTemplate> {
  const { revision, name, description, extra } = given
  const row = await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.revision !== revision) throw stale(before)
    return store.change(db, before, { name, description, extra: JSON.stringify(extra) }, by(ctx))
  })
  return present(row)
}

export async function duplicate(ctx: Ctx, id: string): Promise<ContentTemplate> {
  const row = await inTransaction(ctx.db, async (db) => {
    const original = await store.get(db, ctx.sandboxId, id)
    const name = await nextName((stem) => store.namesLike(db, ctx.sandboxId, stem), original.name)
    return insert(ctx, db, { ...original, name }, {})
  })
  return present(row)
}

/** What was made from it stays: it is a copy. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx.db, async (db) => {
    if (!(await store.remove(db, ctx.sandboxId, id)))
      throw new Problem('template/not-found', 'No content template of this sandbox has this id.')
    await uses.forget(db, ctx.sandboxId, { kind: 'template', id })
  })
}

function present(row: store.TemplateRow): ContentTemplate {
  const { sandboxId: _sandbox, extra: _extra, ...rest } = row
  return { ...rest, createdAt: row.createdAt.toISOString(), modifiedAt: row.modifiedAt.toISOString() }
}
