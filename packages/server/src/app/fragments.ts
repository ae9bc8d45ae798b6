import { isDeepStrictEqual } from 'node:util'
import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { createFragment, listFragments, publishFragment, saveFragment } from '@chappe/core/api/fragments'
import { utf8Length } from '@chappe/core/campaign/readiness'
import {
  contentLimits,
  type Fragment,
  type FragmentContent,
  type FragmentKind,
} from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as jobs from '../queue/jobs.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as uses from '../store/fragment-uses.ts'
import * as versionStore from '../store/fragment-versions.ts'
import * as store from '../store/fragments.ts'
import { by, nextName, stale, withoutDoubles } from './campaigns.ts'
import { recordUses, refsOf } from './content-uses.ts'
import { compileFragmentDesign } from './designs.ts'
import { examine, refuse } from './fragments/examine.ts'
import { lockFragments, refuseNesting } from './fragments/nesting.ts'
import { summary, whole } from './fragments/present.ts'
import { publishFragmentKind } from './fragments/publication.ts'

export async function list(
  ctx: Ctx,
  { limit, offset, sort, order, ...filter }: QueryOf<typeof listFragments>,
) {
  const { db, sandboxId } = ctx
  const { rows, total } = await store.list(db, sandboxId, filter, { limit, offset, sort, order })
  const used = await uses.numbers(
    db,
    sandboxId,
    rows.map(({ id }) => id),
  )
  return {
    items: rows.map(({ hasDraft, ...row }) => summary(ctx, row, { hasDraft, uses: used.get(row.id) ?? 0 })),
    total,
  }
}

export const get = async (ctx: Ctx, id: string): Promise<Fragment> =>
  present(ctx, await store.get(ctx.db, ctx.sandboxId, id))

/** Campaigns, templates and other fragments that refer to it. */
export async function usesOf(ctx: Ctx, id: string) {
  await store.get(ctx.db, ctx.sandboxId, id)
  return { items: await uses.list(ctx.db, ctx.sandboxId, id) }
}

export async function create(
  ctx: Ctx,
  body: BodyOf<typeof createFragment>,
  extra: Record<string, unknown> = {},
): Promise<Fragment> {
  const draft = await compiled(ctx, body.kind, body.draft)
  const row = await inTransaction(ctx.db, async (db) => {
    await lockFragments(db, ctx.sandboxId)
    return insert(ctx, db, { ...body, draft }, extra)
  })
  return present(ctx, row)
}

async function insert(ctx: Ctx, db: Db, body: BodyOf<typeof createFragment>, extra: Record<string, unknown>) {
  const author = by(ctx)
  const id = ctx.newId()
  const { name, description, kind, format, tags, draft } = body
  await refuseNesting(db, ctx.sandboxId, id, refsOf([draft.content]))
  const row = await store.insert(db, {
    sandboxId: ctx.sandboxId,
    id,
    name,
    description,
    kind,
    format,
    status: 'draft',
    tags: withoutDoubles(tags),
    draft: JSON.stringify(draft),
    extra: JSON.stringify(extra),
    createdAt: author.at,
    createdBy: author.name,
    modifiedAt: author.at,
    modifiedBy: author.name,
  })
  await recordUses(db, ctx.sandboxId, { kind: 'fragment', id }, [draft.content])
  return row
}

/**
 * Saves what is being written; a live fragment has it beside what is live, and none when both say the same.
 *
 * Throws request/stale, fragment/illegal-transition while it is published or archived, and content/not-ready where
 * it would contain itself.
 */
export async function save(
  ctx: Ctx,
  id: string,
  body: BodyOf<typeof saveFragment>,
  extra?: Record<string, unknown>,
): Promise<Fragment> {
  const { kind } = await store.get(ctx.db, ctx.sandboxId, id)
  const draft = await compiled(ctx, kind, body.draft)
  const row = await inTransaction(ctx.db, async (db) => {
    await lockFragments(db, ctx.sandboxId)
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.revision !== body.revision) throw stale(before)
    if (before.status !== 'draft' && before.status !== 'live')
      throw store.illegal(before.status, 'be edited', ctx.actor.scopes)
    await refuseNesting(db, ctx.sandboxId, id, refsOf([draft.content]))
    const live = await liveOf(db, before)
    const same = before.status === 'live' && isDeepStrictEqual(live, draft)
    await recordUses(db, ctx.sandboxId, { kind: 'fragment', id }, [draft.content, live?.content ?? ''])
    return store.change(
      db,
      before,
      {
        name: body.name,
        description: body.description,
        tags: withoutDoubles(body.tags),
        draft: same ? null : JSON.stringify(draft),
        ...(extra && { extra: JSON.stringify(extra) }),
      },
      by(ctx),
    )
  })
  return present(ctx, row)
}

/** Name, description and what the compatible API keeps may change at any time: campaigns read none of it. */
export async function rename(
  ctx: Ctx,
  id: string,
  given: { revision: number; name: string; description: string; extra: Readonly<Record<string, unknown>> },
): Promise<Fragment> {
  const { revision, name, description, extra } = given
  const row = await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.revision !== revision) throw stale(before)
    return store.change(db, before, { name, description, extra: JSON.stringify(extra) }, by(ctx))
  })
  return present(ctx, row)
}

export async function discardDraft(ctx: Ctx, id: string): Promise<Fragment> {
  const row = await inTransaction(ctx.db, async (db) => {
    await lockFragments(db, ctx.sandboxId)
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.status !== 'live')
      throw store.illegal(before.status, 'lose what is being written', ctx.actor.scopes)
    if (before.draft === null) return before
    const live = await liveOf(db, before)
    await recordUses(db, ctx.sandboxId, { kind: 'fragment', id }, [live!.content])
    return store.change(db, before, { draft: null }, by(ctx))
  })
  return present(ctx, row)
}

/**
 * Begins the publication of what is being written; a worker carries it out.
 *
 * Throws content/not-ready with what stands in the way and where, request/stale, fragment/illegal-transition.
 */
export async function publish(
  ctx: Ctx,
  id: string,
  { revision }: BodyOf<typeof publishFragment>,
): Promise<Fragment> {
  const author = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    await lockFragments(db, ctx.sandboxId)
    const before = await store.hold(db, ctx.sandboxId, id)
    if (revision !== undefined && before.revision !== revision) throw stale(before)
    if (before.draft === null && before.status === 'live')
      throw store.illegal(before.status, 'be published: nothing new was written', author.scopes)
    const publication: store.Publication = {
      status: 'inProgress',
      at: author.at.toISOString(),
      by: author.name,
      done: 0,
      total: 0,
      errors: [],
      version: (before.liveVersion ?? 0) + 1,
    }
    const moved = await store.transition(db, ctx.sandboxId, id, 'publish', author, {
      publication: JSON.stringify(publication),
    })
    const { findings } = await examine(db, moved, moved.draft!.content)
    refuse(findings)
    await jobs.add(db, {
      id: ctx.newId(),
      kind: publishFragmentKind,
      // A publication that begins while the job of the one before it is ending must not be taken for that one.
      key: `${id}@${moved.revision}`,
      payload: { sandboxId: ctx.sandboxId, fragmentId: id },
      runAt: author.at,
    })
    return moved
  })
  return present(ctx, row)
}

export const archive = async (ctx: Ctx, id: string): Promise<Fragment> => {
  const author = by(ctx)
  const archived = { archivedAt: author.at }
  return present(ctx, await store.transition(ctx.db, ctx.sandboxId, id, 'archive', author, archived))
}

export async function unarchive(ctx: Ctx, id: string): Promise<Fragment> {
  const row = await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    const draft = before.draft ?? (await liveOf(db, before))
    return store.transition(db, ctx.sandboxId, id, 'unarchive', by(ctx), {
      archivedAt: null,
      draft: JSON.stringify(draft),
    })
  })
  return present(ctx, row)
}

/** A new draft that says what this one is being written to say, else what is live. */
export async function duplicate(ctx: Ctx, id: string): Promise<Fragment> {
  const row = await inTransaction(ctx.db, async (db) => {
    await lockFragments(db, ctx.sandboxId)
    const original = await store.get(db, ctx.sandboxId, id)
    const { description, kind, format, tags } = original
    const draft = original.draft ?? (await liveOf(db, original))!
    const name = await nextName((stem) => store.namesLike(db, ctx.sandboxId, stem), original.name)
    return insert(ctx, db, { name, description, kind, format, tags, draft }, {})
  })
  return present(ctx, row)
}

/** Throws fragment/illegal-transition once it was published, and fragment/in-use with who refers to it. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  const { sandboxId } = ctx
  await inTransaction(ctx.db, async (db) => {
    await lockFragments(db, sandboxId)
    const { status, liveVersion } = await store.holdAlone(db, sandboxId, id)
    if (liveVersion !== null || status === 'publishing')
      throw store.illegal(status, 'be deleted once it was published: archive it instead', ctx.actor.scopes)
    const users = await uses.list(db, sandboxId, id)
    if (users.length > 0)
      throw new Problem(
        'fragment/in-use',
        `${users
          .map(({ name }) => name)
          .slice(0, 5)
          .join(', ')} ${users.length === 1 ? 'refers' : 'refer'} to it.`,
        { users },
      )
    await uses.forget(db, sandboxId, { kind: 'fragment', id })
    await store.remove(db, sandboxId, id)
  })
}

/** As it is kept: of a visual fragment with a design, the content is what the design compiles to. */
async function compiled(
  ctx: Ctx,
  kind: FragmentKind,
  { design, content }: FragmentContent,
): Promise<FragmentContent> {
  const isDesigned = kind === 'visual' && design !== null
  const draft = isDesigned
    ? { design, content: (await compileFragmentDesign(ctx, design)).html }
    : { design: null, content }
  const limit = kind === 'visual' ? contentLimits.visualFragment : contentLimits.expressionFragment
  const bytes = utf8Length(draft.content)
  if (bytes > limit) {
    const detail = `The fragment has ${bytes} bytes; ${limit} are the most for a ${kind} one.`
    throw new Problem('content/not-ready', detail, { errors: [{ pointer: '/draft/content', detail }] })
  }
  return draft
}

export const liveOf = async (db: Db, row: store.FragmentRow): Promise<FragmentContent | null> =>
  row.liveVersion === null
    ? null
    : ((await versionStore.find(db, row.sandboxId, row.id, row.liveVersion))?.content ?? null)

async function present(ctx: Ctx, row: store.FragmentRow): Promise<Fragment> {
  const used = await uses.numbers(ctx.db, ctx.sandboxId, [row.id])
  return whole(ctx, row, { live: await liveOf(ctx.db, row), uses: used.get(row.id) ?? 0 })
}
