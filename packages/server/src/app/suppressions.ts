import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type {
  addSuppression,
  listSuppressions,
  Suppression,
  SuppressionFilters,
} from '@chappe/core/api/suppressions'
import { csvLine } from '@chappe/core/kit/csv'
import { Problem } from '@chappe/core/kit/problem'
import type { ListedType, SuppressionCategory } from '@chappe/core/suppression/schema'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../store/db.ts'
import * as recipients from '../store/recipients.ts'
import * as store from '../store/suppressions.ts'
import { mustBeListed, namedValue } from './listed.ts'

export async function list(ctx: Ctx, { limit, offset, ...filters }: QueryOf<typeof listSuppressions>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, filters, { limit, offset })
  return { items: rows.map(present), total }
}

/**
 * Adding what is on the list already changes its comment, when one is given, and the expiry of a manual entry; what
 * bounced keeps its category and stays.
 */
export async function add(
  ctx: Ctx,
  body: Omit<BodyOf<typeof addSuppression>, 'expiresAt'> & { expiresAt?: string | null },
): Promise<Suppression> {
  const value = mustBeListed(ctx, body.type, body.value)
  const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null
  if (expiresAt && expiresAt <= ctx.now())
    throw new Problem('request/invalid', 'The entry would have expired already.', {
      errors: [{ pointer: '/expiresAt', detail: 'This is in the past' }],
    })
  const [row] = await store.add(
    ctx.db,
    ctx.sandboxId,
    [{ value, type: body.type, comment: body.comment }],
    { name: ctx.actor.name, at: ctx.now() },
    expiresAt,
  )
  return present(row!)
}

/** Throws suppression/not-found. */
export async function remove(ctx: Ctx, value: string): Promise<void> {
  const named = namedValue(ctx, value)
  const removed = await inTransaction(ctx.db, async (db) => {
    // The next soft bounce is the first one again.
    await recipients.clearSoftBounces(db, ctx.sandboxId, [named])
    return store.remove(db, ctx.sandboxId, named)
  })
  if (!removed) throw new Problem('suppression/not-found', `${value} is not on the suppression list.`)
}

/** The list as CSV, a page of rows at a time, in the order of the values; changes meanwhile may or may not show. */
export async function* exported(ctx: Ctx, filters: SuppressionFilters): AsyncGenerator<string> {
  yield csvLine(['TYPE', 'VALUE', 'COMMENT', 'CATEGORY', 'REASON', 'CREATED_AT', 'CREATED_BY', 'EXPIRES_AT'])
  let after = ''
  for (;;) {
    const rows = await store.page(ctx.db, ctx.sandboxId, filters, after, 1_000)
    if (rows.length === 0) return
    after = rows.at(-1)!.value
    yield rows
      .map(present)
      .map((one) =>
        csvLine([
          one.type === 'domain' ? 'DOMAIN' : 'EMAIL',
          one.value,
          one.comment,
          one.category,
          one.reason,
          one.createdAt,
          one.createdBy,
          one.expiresAt ?? '',
        ]),
      )
      .join('')
  }
}

const present = (row: store.SuppressionRow): Suppression => ({
  value: row.value,
  type: row.type as ListedType,
  category: row.category as SuppressionCategory,
  reason: row.reason,
  comment: row.comment,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
})
