import type { QueryOf } from '@chappe/core/api/endpoint'
import type { findProfiles, ListedProfile } from '@chappe/core/api/profiles'
import { readBeginning, readIdentity } from '@chappe/core/profile/namespaces'
import type { Ctx } from '../../context.ts'
import * as lists from '../../store/profile-lists.ts'
import * as profiles from '../../store/profiles.ts'
import { rulesOf } from './rules.ts'

type Asked = Partial<QueryOf<typeof findProfiles>>
type Wanted = Asked & Required<Pick<Asked, 'namespace' | 'limit' | 'offset'>>
type Found = { items: ListedProfile[]; total: number }

/** Profiles, newest first; or those that an identity, or the beginning of one, leads to. */
export async function find(ctx: Ctx, query: Wanted): Promise<Found> {
  const { db, sandboxId } = ctx
  const { namespace, identity, match, limit, offset, test } = query
  const page = { limit, offset }
  if (identity === undefined) return present(ctx, await lists.newest(db, sandboxId, { ...page, test }))
  const rules = await rulesOf(ctx)
  if (match === 'prefix') {
    const { namespace: key, value: prefix } = readBeginning(rules, { namespace, value: identity })
    return present(ctx, await lists.byPrefix(db, sandboxId, { namespace: key, prefix }, page))
  }
  const read = readIdentity(rules, { namespace, value: identity })
  const ids = read.ok ? await profiles.leadTo(db, sandboxId, [read.identity]) : []
  const rows = await lists.byIds(db, sandboxId, ids)
  return present(ctx, { rows: rows.slice(offset, offset + limit), total: rows.length })
}

async function present(
  { db, sandboxId }: Ctx,
  { rows, total }: { rows: readonly lists.ListedRow[]; total: number },
): Promise<Found> {
  const known = await profiles.withIdentities(db, sandboxId, rows)
  const items = known.map(({ id, identities, attributes, createdAt, modifiedAt }, n) => ({
    id,
    identities,
    attributes: { ...attributes },
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
    test: rows[n]!.test,
  }))
  return { items, total }
}
