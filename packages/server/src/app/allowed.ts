import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type {
  AllowedAddress,
  addAllowed,
  listAllowed,
  SuppressionSettings,
} from '@chappe/core/api/suppressions'
import { Problem } from '@chappe/core/kit/problem'
import type { ListedType } from '@chappe/core/suppression/schema'
import type { Ctx } from '../context.ts'
import * as store from '../store/allowed.ts'
import * as settings from '../store/suppression-settings.ts'
import { mustBeListed, namedValue } from './listed.ts'

export async function list(ctx: Ctx, { limit, offset, ...filters }: QueryOf<typeof listAllowed>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, filters, { limit, offset })
  return { items: rows.map(present), total }
}

/** Adding what is on the list already changes nothing but its comment. */
export async function add(ctx: Ctx, body: BodyOf<typeof addAllowed>): Promise<AllowedAddress> {
  const entry = { value: mustBeListed(ctx, body.type, body.value), type: body.type, comment: body.comment }
  const by = { name: ctx.actor.name, at: ctx.now() }
  const [row] = await store.add(ctx.db, ctx.sandboxId, [entry], by)
  return present(row!)
}

/** Throws allowed/not-found. */
export async function remove(ctx: Ctx, value: string): Promise<void> {
  if (!(await store.remove(ctx.db, ctx.sandboxId, namedValue(ctx, value))))
    throw new Problem('allowed/not-found', `${value} is not on the allow list.`)
}

export const getSettings = (ctx: Ctx): Promise<SuppressionSettings> => settings.read(ctx.db, ctx.sandboxId)

/** Changes what is given; the next hand-over knows it. */
export async function saveSettings(
  ctx: Ctx,
  changes: { [K in keyof SuppressionSettings]?: SuppressionSettings[K] | undefined },
): Promise<SuppressionSettings> {
  await settings.write(ctx.db, ctx.sandboxId, changes, { ...ctx.actor, at: ctx.now() })
  return getSettings(ctx)
}

const present = ({ value, type, comment, createdBy, createdAt }: store.AllowedRow): AllowedAddress => ({
  value,
  type: type as ListedType,
  comment,
  createdBy,
  createdAt: createdAt.toISOString(),
})
