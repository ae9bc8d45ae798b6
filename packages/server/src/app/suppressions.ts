import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { addSuppression, listSuppressions, Suppression } from '@chappe/core/api/profiles'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as store from '../store/suppressions.ts'

export async function list(ctx: Ctx, { search, limit, offset }: QueryOf<typeof listSuppressions>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, search, { limit, offset })
  return { items: rows.map(present), total }
}

/** Adding what is on the list already changes nothing but its comment. */
export async function add(ctx: Ctx, body: BodyOf<typeof addSuppression>): Promise<Suppression> {
  const value = normal(body.value)
  const fits =
    body.type === 'address' ? /^[^\s@]+@[^\s@]+$/.test(value) : /^[^\s@.]+(\.[^\s@.]+)+$/.test(value)
  if (!fits)
    throw new Problem(
      'request/invalid',
      `${value} is not ${body.type === 'address' ? 'an address' : 'a domain'}.`,
      {
        errors: [
          {
            pointer: '/value',
            detail: body.type === 'address' ? 'Write name@domain.' : 'Write a domain, like example.com.',
          },
        ],
      },
    )
  const row = await store.add(ctx.db, {
    sandboxId: ctx.sandboxId,
    value,
    type: body.type,
    category: 'manual',
    reason: 'manual',
    comment: body.comment,
    source: 'person',
    createdBy: ctx.actor.name,
    createdAt: ctx.now(),
  })
  return present(row)
}

export async function remove(ctx: Ctx, value: string): Promise<void> {
  if (!(await store.remove(ctx.db, ctx.sandboxId, normal(value))))
    throw new Problem('suppression/not-found', `${value} is not on the suppression list.`)
}

/** As identities are compared: trimmed, NFC, lower case. */
const normal = (value: string) => value.trim().normalize('NFC').toLowerCase()

const present = ({ value, type, category, reason, comment, createdAt }: store.SuppressionRow) =>
  ({ value, type, category, reason, comment, createdAt: createdAt.toISOString() }) as Suppression
