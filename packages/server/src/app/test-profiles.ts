import { Problem } from '@chappe/core/kit/problem'
import { bestIdentity, nameOf } from '@chappe/core/profile/name'
import type { Ctx } from '../context.ts'
import type { WithIdentities } from '../store/profiles.ts'
import * as store from '../store/test-profiles.ts'

const most = 500

/** The profiles marked as test profiles (the first 500), with the identity that they are best known by. */
export async function list({ db, sandboxId }: Ctx) {
  const rows = await store.list(db, sandboxId, most)
  return { items: rows.flatMap((row) => (row.identities.length > 0 ? [present(row)] : [])) }
}

/** Throws profile/not-found. */
export async function mark({ db, sandboxId }: Ctx, id: string, test: boolean): Promise<void> {
  if (!(await store.mark(db, sandboxId, id, test)))
    throw new Problem('profile/not-found', 'No profile of this sandbox has this id.')
}

function present(row: WithIdentities) {
  const { namespace, value } = bestIdentity(row.identities)!
  const { preferredLanguage } = row.attributes
  const language = typeof preferredLanguage === 'string' ? preferredLanguage : null
  return { id: row.id, name: nameOf(row), namespace, value, language }
}
