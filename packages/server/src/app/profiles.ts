import type { BodyOf } from '@chappe/core/api/endpoint'
import type { saveProfile } from '@chappe/core/api/profiles'
import { mergePatch } from '@chappe/core/kit/merge-patch'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import { checkAttributes } from '@chappe/core/profile/fields'
import type { Identity, Profile } from '@chappe/core/profile/schema'
import type { Ctx } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as store from '../store/profiles.ts'
import { knownAttributes } from './attributes.ts'
import { missing, get as person } from './profiles/person.ts'
import { type ProfileRules, readIdentities, refuse, rulesOf } from './profiles/rules.ts'

export { find } from './profiles/find.ts'

/**
 * Creates or changes the profile that the identities lead to: it has all of them afterwards, and its attributes
 * are merged with the given ones (RFC 7396).
 *
 * Throws profile/conflict when the identities lead to more than one profile, and request/invalid for identities that
 * cannot be read and values that are not what the sandbox declared.
 */
export async function save(ctx: Ctx, body: BodyOf<typeof saveProfile>): Promise<Profile> {
  const rules = await rulesOf(ctx)
  const mistakes: Mistake[] = []
  const identities = readIdentities(rules, body.identities, mistakes)
  refuse(mistakes)
  for (;;) {
    try {
      return await inTransaction(ctx.db, (db) => saveOnce(ctx, db, rules, identities, body.attributes))
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
}

/** Somebody took one of the identities at the same time: nothing was written; look again where they lead. */
class Overtaken extends Error {}

/** Changes attributes by a merge patch. Throws profile/not-found, and request/invalid as `save` does. */
export async function change(ctx: Ctx, id: string, patch: Readonly<Record<string, unknown>>) {
  const rules = await rulesOf(ctx)
  await inTransaction(ctx.db, async (db) => {
    const before = await store.hold(db, ctx.sandboxId, id)
    if (!before) throw missing()
    const attributes = mergePatch(before.attributes, patch) as typeof before.attributes
    refuse(checkAttributes(rules.fields, attributes, { patch }))
    await store.write(db, ctx.sandboxId, { id, attributes, modifiedAt: ctx.now() })
  })
  return person(ctx, id)
}

async function saveOnce(
  { sandboxId, now, newId }: Ctx,
  db: Db,
  rules: ProfileRules,
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
  refuse(checkAttributes(rules.fields, after.attributes, { patch }))
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

const present = (row: store.WithIdentities): Profile => ({
  id: row.id,
  identities: row.identities,
  attributes: { ...row.attributes },
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
})
