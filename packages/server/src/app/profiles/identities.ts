import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { Identity } from '@chappe/core/profile/schema'
import type { Ctx } from '../../context.ts'
import { inTransaction } from '../../store/db.ts'
import * as store from '../../store/profiles.ts'
import { get, missing } from './person.ts'
import { keyOf, readIdentities, refuse, rulesOf } from './rules.ts'

/**
 * Gives a profile one more identity. Throws profile/not-found, request/invalid for one that cannot be read, and
 * profile/conflict with the `profileId` of whoever has it.
 */
export async function add(ctx: Ctx, id: string, given: Identity) {
  const { db: pool, sandboxId } = ctx
  const identity = await read(ctx, given)
  await inTransaction(pool, async (db) => {
    const held = await store.hold(db, sandboxId, id)
    if (!held) throw missing()
    await store.addIdentities(db, sandboxId, id, [identity])
    const [owner] = await store.leadTo(db, sandboxId, [identity])
    if (owner !== held.id) throw taken(owner)
    await store.write(db, sandboxId, { ...held, modifiedAt: ctx.now() })
  })
  return get(ctx, id)
}

/** One that it does not have changes nothing. Throws profile/not-found and profile/last-identity. */
export async function remove(ctx: Ctx, id: string, given: Identity) {
  const { db: pool, sandboxId } = ctx
  const identity = await read(ctx, given)
  await inTransaction(pool, async (db) => {
    const held = await store.hold(db, sandboxId, id)
    if (!held) throw missing()
    const [known] = await store.withIdentities(db, sandboxId, [held])
    const { identities } = known!
    if (!identities.some((one) => keyOf(one) === keyOf(identity))) return
    if (identities.length === 1)
      throw new Problem('profile/last-identity', 'Add another identity first, or erase the profile.')
    await store.removeIdentity(db, sandboxId, id, identity)
    await store.write(db, sandboxId, { ...held, modifiedAt: ctx.now() })
  })
  return get(ctx, id)
}

async function read(ctx: Ctx, given: Identity): Promise<Identity> {
  const mistakes: Mistake[] = []
  const [identity] = readIdentities(await rulesOf(ctx), [given], mistakes)
  refuse(mistakes.map(({ detail }) => ({ pointer: '/value', detail })))
  return identity!
}

const taken = (profileId: string | undefined) =>
  new Problem(
    'profile/conflict',
    'This identity leads to another profile. Merge the two, or take it off there.',
    {
      profileId,
    },
  )
