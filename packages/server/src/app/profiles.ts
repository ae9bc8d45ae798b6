import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { findProfiles, saveProfile } from '@chappe/core/api/profiles'
import { mergePatch } from '@chappe/core/kit/merge-patch'
import { Problem } from '@chappe/core/kit/problem'
import { type Identity, normalizeIdentity, type Profile } from '@chappe/core/profile/schema'
import type { Ctx } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as store from '../store/profiles.ts'
import { knownAttributes } from './attributes.ts'

export async function find(ctx: Ctx, { namespace, identity, limit, offset }: QueryOf<typeof findProfiles>) {
  const { db, sandboxId } = ctx
  if (identity === undefined) {
    const rows = await store.newest(db, sandboxId, { limit, offset })
    const items = (await store.withIdentities(db, sandboxId, rows)).map(present)
    return { items, total: await store.count(db, sandboxId) }
  }
  const [id] = await store.leadTo(db, sandboxId, [normalizeIdentity(namespace, identity)])
  const row = id && (await store.get(db, sandboxId, id))
  const found = row ? await store.withIdentities(db, sandboxId, [row]) : []
  return { items: found.slice(offset, offset + limit).map(present), total: found.length }
}

/**
 * Creates or changes the profile that the identities lead to: it has all of them afterwards, and its attributes
 * are merged with the given ones (RFC 7396).
 *
 * Throws profile/conflict when the identities lead to more than one profile.
 */
export async function save(ctx: Ctx, body: BodyOf<typeof saveProfile>): Promise<Profile> {
  const identities = inOrder(body.identities)
  for (;;) {
    try {
      return await inTransaction(ctx.db, (db) => saveOnce(ctx, db, identities, body.attributes))
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
}

/** Somebody took one of the identities at the same time: nothing was written; look again where they lead. */
class Overtaken extends Error {}

async function saveOnce(
  { sandboxId, now, newId }: Ctx,
  db: Db,
  identities: readonly Identity[],
  patch: Readonly<Record<string, unknown>>,
): Promise<Profile> {
  const [first, ...others] = await store.leadTo(db, sandboxId, identities)
  if (others.length > 0) throw conflict(identities)
  const at = now()
  const held = first === undefined ? undefined : await store.hold(db, sandboxId, first)
  if (first !== undefined && !held) throw new Overtaken()
  const before = held ?? { id: newId(), attributes: {}, createdAt: at, modifiedAt: at }
  const after = {
    ...before,
    attributes: mergePatch(before.attributes, patch) as typeof before.attributes,
    modifiedAt: at,
  }
  if (held) await store.write(db, sandboxId, after)
  else await store.insert(db, sandboxId, after)
  await store.addIdentities(db, sandboxId, after.id, identities)
  const led = await store.leadTo(db, sandboxId, identities)
  if (led.length !== 1 || led[0] !== after.id) throw new Overtaken()
  const [saved] = await store.withIdentities(db, sandboxId, [after])
  return present(saved!)
}

export const attributes = async (ctx: Ctx) => ({ items: await knownAttributes(ctx) })

const conflict = (identities: readonly Identity[]) =>
  new Problem(
    'profile/conflict',
    'The identities lead to different profiles. Send them in separate requests.',
    {
      identities,
    },
  )

/** Normalized, each once, and sorted: everybody takes locks in the same order. */
function inOrder(identities: readonly Identity[]): Identity[] {
  const byName = new Map(
    identities.map(({ namespace, value }) => {
      const identity = normalizeIdentity(namespace, value)
      return [`${identity.namespace}\n${identity.value}`, identity] as const
    }),
  )
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identity]) => identity)
}

const present = (row: store.WithIdentities): Profile => ({
  id: row.id,
  identities: row.identities,
  attributes: { ...row.attributes },
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
})
