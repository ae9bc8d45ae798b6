import type { ProfileDetail } from '@chappe/core/api/profiles'
import { mergePatch } from '@chappe/core/kit/merge-patch'
import type { Ctx } from '../../context.ts'
import * as consents from '../../store/consents.ts'
import { inTransaction } from '../../store/db.ts'
import { removeProfile } from '../../store/erase.ts'
import { moveAll } from '../../store/merge-profiles.ts'
import * as person from '../../store/person.ts'
import * as store from '../../store/profiles.ts'
import { mark } from '../../store/test-profiles.ts'
import { choose, subjectOf } from '../consents.ts'
import { get, missing } from './person.ts'
import { refuse } from './rules.ts'

const strictness = ['in', 'pending', 'out']

/** Of two choices about the same, the stricter one counts from now on: out, then pending, then in. */
async function takeOver(ctx: Ctx, from: string, to: string): Promise<void> {
  const { db, sandboxId } = ctx
  const is = subjectOf.profile(to)
  const [theirs, ours] = [
    await consents.of(db, sandboxId, [subjectOf.profile(from)]),
    await consents.of(db, sandboxId, [is]),
  ]
  const stricter = theirs.filter(({ channel, topic, choice }) => {
    const said = ours.find((one) => one.channel === channel && one.topic === topic)
    return said === undefined || strictness.indexOf(choice) > strictness.indexOf(said.choice)
  })
  const chosen = stricter.map(({ channel, topic, choice }) => ({ channel, topic, choice, subject: is }))
  await choose(ctx, sandboxId, chosen, { source: 'merge', by: ctx.actor.name })
}

/**
 * Makes the profile `otherId` part of `id`: attributes that both have stay as `id` has them. A test profile makes
 * the whole a test profile. Throws profile/not-found, and request/invalid where the other is none.
 */
export async function merge(ctx: Ctx, id: string, otherId: string): Promise<ProfileDetail> {
  const { db: pool, sandboxId } = ctx
  await inTransaction(pool, async (db) => {
    // In one order, so that two merges of the same people never wait for each other.
    const held = new Map<string, store.ProfileRow | undefined>()
    for (const one of [...new Set([id, otherId])].sort()) held.set(one, await store.hold(db, sandboxId, one))
    const [kept, other] = [held.get(id), held.get(otherId)]
    if (!kept) throw missing()
    if (!other || id === otherId)
      refuse([{ pointer: '/profileId', detail: 'Must be the id of another profile of this sandbox' }])
    else {
      const attributes = mergePatch(other.attributes, kept.attributes) as typeof kept.attributes
      await store.write(db, sandboxId, { id, attributes, modifiedAt: ctx.now() })
      if (await person.isTest(db, sandboxId, otherId)) await mark(db, sandboxId, id, true)
      await takeOver({ ...ctx, db }, otherId, id)
      await moveAll(db, sandboxId, otherId, id)
      await removeProfile(db, sandboxId, otherId)
    }
  })
  return get(ctx, id)
}
