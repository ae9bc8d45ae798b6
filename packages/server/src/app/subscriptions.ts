import type { BodyOf } from '@chappe/core/api/endpoint'
import type { Subscribed, subscribe as subscribeEndpoint } from '@chappe/core/api/subscriptions'
import { mergePatch } from '@chappe/core/kit/merge-patch'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import { checkAttributes } from '@chappe/core/profile/fields'
import { readIdentity } from '@chappe/core/profile/namespaces'
import { type Identity, normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx } from '../context.ts'
import * as consents from '../store/consents.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as profileStore from '../store/profiles.ts'
import * as topicStore from '../store/topics.ts'
import { type Asking, ask } from './confirmations.ts'
import { choose, subjectsOf, whoeverTheyAre } from './consents.ts'
import { missing } from './profiles/person.ts'
import { refuse, rulesOf } from './profiles/rules.ts'
import * as profiles from './profiles.ts'

type Body = BodyOf<typeof subscribeEndpoint>

/**
 * Subscribes somebody to topics. Those without double opt-in count at once; for the others one message goes out, and
 * they count when its link is followed and confirmed. Who is subscribed already is not asked again.
 *
 * Throws request/invalid for topics that are not offered on the channel and for identities, addresses and attributes
 * that cannot be; profile/not-found; subscription/channel-refused unless the refusal is to be taken back;
 * subscription/no-address, subscription/no-confirmation and subscription/asked-too-often where somebody has to be asked
 * and cannot be. In each case nothing is changed.
 */
export const subscribe = (ctx: Ctx, body: Body): Promise<Subscribed> =>
  whoeverTheyAre(() => subscribeWhoever(ctx, body))

async function subscribeWhoever(ctx: Ctx, body: Body): Promise<Subscribed> {
  const wanted = await topicsOf(ctx, body)
  const who = await personOf(ctx, body)
  const { sandboxId } = ctx
  const waiting = toConfirm(await consents.of(ctx.db, sandboxId, subjectsOf(who)), body, wanted)
  const person = await newcomerOf(ctx, who, body)
  // Nobody becomes part of a profile, or of another one, by an address that may be somebody else's.
  if (person && waiting.length === 0) {
    const { id } = await profiles.save(ctx, { identities: [person.identity], attributes: person.attributes })
    who.profileId ??= id
  }
  return inTransaction(ctx.db, (db) => subscribeOnce({ ...ctx, db }, { body, who, wanted, person }))
}

interface Who {
  profileId: string | null
  /** Normalized. */
  readonly address: string | null
  readonly identity: Identity | null
  readonly attributes: Readonly<Record<string, unknown>>
}

interface Plan {
  readonly body: Body
  readonly who: Who
  readonly wanted: readonly topicStore.TopicRow[]
  readonly person: Asking['person']
}

async function subscribeOnce(ctx: Ctx, { body, who, wanted, person }: Plan): Promise<Subscribed> {
  const { db, sandboxId } = ctx
  const { channel, source, reopenChannel: reopen } = body
  const by = ctx.actor.name
  const subjects = subjectsOf(who)
  const said = await consents.of(db, sandboxId, subjects)
  const refused = said.filter((one) => one.channel === channel && one.topic === '' && one.choice === 'out')
  if (refused.length > 0 && !reopen)
    throw new Problem(
      'subscription/channel-refused',
      'Topics count for nothing while the person refuses the channel. Send reopenChannel when they take that back.',
    )
  const waiting = toConfirm(said, body, wanted)
  const atOnce = wanted.filter(({ doubleOptIn }) => !doubleOptIn)
  const reopened = waiting.length > 0 ? [] : refused.map(({ subject }) => ({ subject, topic: '' }))
  const accepted = [
    ...atOnce.flatMap(({ key }) => subjects.map((subject) => ({ subject, topic: key }))),
    ...reopened,
  ]
  const chosen = accepted.map((one) => ({ ...one, channel, choice: 'in' as const }))
  if (waiting.length > 0 && who.address === null)
    throw new Problem(
      'subscription/no-address',
      'Some of these topics have to be confirmed by email, and no email address is known. Send one as `address`.',
    )
  const confirmation =
    waiting.length === 0
      ? null
      : await ask(ctx, {
          sandboxId,
          address: who.address!,
          profileId: who.profileId,
          options: waiting.map((topic) => ({ channel, topic })),
          reopen,
          language: body.language ?? null,
          source,
          by,
          person,
        })
  await choose(ctx, sandboxId, chosen, { source, by })
  const pending = new Set(waiting.map(({ key }) => key))
  return {
    items: wanted.map(({ key }) => ({ topic: key, choice: pending.has(key) ? 'pending' : 'in' })),
    confirmation,
  }
}

/** The topics that count only when they are confirmed, those left out that have been. */
function toConfirm(
  said: readonly consents.ChoiceRow[],
  { channel }: Pick<Body, 'channel'>,
  wanted: readonly topicStore.TopicRow[],
): topicStore.TopicRow[] {
  const about = (topic: string) =>
    said.filter((one) => one.channel === channel && one.topic === topic).map(({ choice }) => choice)
  return wanted.filter(({ key, doubleOptIn }) => {
    const choices = about(key)
    return doubleOptIn && !(choices.includes('in') && choices.every((choice) => choice === 'in'))
  })
}

async function topicsOf({ db, sandboxId }: Ctx, { topics, channel }: Body): Promise<topicStore.TopicRow[]> {
  const known = new Map((await topicStore.list(db, sandboxId)).map((topic) => [topic.key, topic]))
  const errors: Mistake[] = topics.flatMap((key, n) => {
    const topic = known.get(key)
    const pointer = `/topics/${n}`
    if (!topic) return [{ pointer, detail: 'There is no such topic' }]
    if (topic.archivedAt !== null) return [{ pointer, detail: 'This topic is archived' }]
    return topic.channels.includes(channel) ? [] : [{ pointer, detail: `Is not offered on ${channel}` }]
  })
  refuse(errors)
  return topics.map((key) => known.get(key)!)
}

async function personOf(ctx: Ctx, body: Body): Promise<Who> {
  const { db, sandboxId } = ctx
  const identity = body.identity ? await identityOf(ctx, body.identity) : null
  const led = identity ? await profileStore.leadTo(db, sandboxId, [identity]) : []
  const profileId = body.profileId ?? led[0] ?? null
  const row = profileId === null ? undefined : await profileStore.get(db, sandboxId, profileId)
  if (body.profileId && !row) throw missing()
  const theirs = row ? await emailsOf(db, sandboxId, row) : []
  const known = [...(identity?.namespace === 'email' ? [identity.value] : []), ...theirs]
  const given = body.address === undefined ? undefined : normalizeIdentity('email', body.address).value
  const address = given ?? known[0] ?? null
  if (address !== null && ctx.mail.parseAddress(address) === undefined)
    refuse([{ pointer: given ? '/address' : '/identity/value', detail: 'This is no email address' }])
  if (given && known.length > 0 && !known.includes(given))
    refuse([{ pointer: '/address', detail: 'This is no address of the person' }])
  return { profileId: row?.id ?? null, address, identity, attributes: row?.attributes ?? {} }
}

async function identityOf(ctx: Ctx, given: Identity): Promise<Identity> {
  const read = readIdentity(await rulesOf(ctx), given)
  if (!read.ok) refuse([{ pointer: '/identity', detail: read.detail }])
  return (read as Extract<typeof read, { ok: true }>).identity
}

async function emailsOf(db: Db, sandboxId: number, row: profileStore.ProfileRow): Promise<string[]> {
  const [known] = await profileStore.withIdentities(db, sandboxId, [row])
  const { address } = (row.attributes.personalEmail ?? {}) as { address?: unknown }
  return [
    ...known!.identities.filter(({ namespace }) => namespace === 'email').map(({ value }) => value),
    ...(typeof address === 'string' ? [normalizeIdentity('email', address).value] : []),
  ]
}

/** What is to become part of a profile; null: nothing. */
async function newcomerOf(ctx: Ctx, who: Who, body: Body): Promise<Asking['person']> {
  const { attributes, createProfile } = body
  if (who.profileId === null && attributes && !createProfile)
    refuse([{ pointer: '/attributes', detail: 'There is no profile yet: send createProfile' }])
  if (!attributes && (who.profileId !== null || !createProfile)) return null
  const patch = attributes ?? {}
  const { fields } = await rulesOf(ctx)
  refuse(checkAttributes(fields, mergePatch(who.attributes, patch) as Record<string, unknown>, { patch }))
  const identity = who.identity ?? (who.profileId && (await anyIdentity(ctx, who.profileId)))
  if (!identity) return null
  return { identity, attributes: patch }
}

async function anyIdentity({ db, sandboxId }: Ctx, profileId: string): Promise<Identity | undefined> {
  const row = await profileStore.get(db, sandboxId, profileId)
  const [known] = row ? await profileStore.withIdentities(db, sandboxId, [row]) : []
  return known?.identities[0]
}
