import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createView, saveView } from '@chappe/core/api/inventory'
import { type SavedView, viewLimits } from '@chappe/core/campaign/view'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../store/db.ts'
import { lockInTransaction } from '../store/lock.ts'
import * as store from '../store/views.ts'
import { stale } from './campaigns.ts'

export const list = async (ctx: Ctx): Promise<{ items: SavedView[] }> => ({
  items: (await store.list(ctx.db, ctx.sandboxId, ctx.actor.id)).map((row) => present(ctx, row)),
})

/** Throws view/name-taken, view/too-many. */
export const create = (
  ctx: Ctx,
  { kind, name, shared, state }: BodyOf<typeof createView>,
): Promise<SavedView> =>
  inTransaction(ctx.db, async (db) => {
    const { sandboxId, actor } = ctx
    await lockInTransaction(db, `views ${sandboxId} ${actor.id}`)
    if ((await store.countOf(db, sandboxId, actor.id)) >= viewLimits.views)
      throw new Problem('view/too-many', `You have ${viewLimits.views} views. Delete one first.`)
    const at = ctx.now()
    const id = ctx.newId()
    await store.insert(db, {
      ...{ sandboxId, id, kind, name, shared },
      ownerId: actor.id,
      owner: actor.name,
      state: JSON.stringify(state),
      createdAt: at,
      modifiedAt: at,
    })
    return one({ ...ctx, db }, id)
  })

/** Throws view/not-found, view/name-taken, auth/forbidden for another's, and request/stale. */
export const save = (
  ctx: Ctx,
  id: string,
  { revision, name, shared, state }: BodyOf<typeof saveView>,
): Promise<SavedView> =>
  inTransaction(ctx.db, async (db) => {
    const view = await store.get(db, ctx.sandboxId, ctx.actor.id, id)
    if (view.ownerId !== ctx.actor.id) throw notOwn(view)
    const saved = await store.save(db, view, revision, {
      ...(name !== undefined && { name }),
      ...(shared !== undefined && { shared }),
      ...(state !== undefined && { state: JSON.stringify(state) }),
      modifiedAt: ctx.now(),
    })
    if (!saved) {
      const now = await store.get(db, ctx.sandboxId, ctx.actor.id, id)
      throw stale({ ...now, modifiedBy: now.owner })
    }
    if (shared === false) await store.forgetOthers(db, view)
    return one({ ...ctx, db }, id)
  })

/** Throws view/not-found, and auth/forbidden for another's unless one may write configurations. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  const view = await store.get(ctx.db, ctx.sandboxId, ctx.actor.id, id)
  // Somebody has to be able to clear away what a colleague who left has shared.
  if (view.ownerId !== ctx.actor.id && !ctx.actor.scopes.includes('configurations:write')) throw notOwn(view)
  await store.remove(ctx.db, view)
}

/** Begins one's own inventory of this kind with the view, or no longer. Throws view/not-found. */
export async function choose(ctx: Ctx, id: string, isDefault: boolean): Promise<SavedView> {
  const view = await store.get(ctx.db, ctx.sandboxId, ctx.actor.id, id)
  await (isDefault ? store.choose : store.unchoose)(ctx.db, view, ctx.actor.id)
  return one(ctx, id)
}

const one = async (ctx: Ctx, id: string) =>
  present(ctx, await store.get(ctx.db, ctx.sandboxId, ctx.actor.id, id))

const notOwn = ({ owner }: store.ViewRow) =>
  new Problem('auth/forbidden', `This view is of ${owner}. Save it under a name of your own to change it.`)

const present = ({ actor }: Ctx, row: store.ListedView): SavedView => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  owner: row.owner,
  own: row.ownerId === actor.id,
  shared: row.shared,
  default: row.isDefault,
  state: row.state,
  revision: row.revision,
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
})
