import type { Consent, ConsentChange, ConsentInForce, Consents, putConsents } from '@chappe/core/api/consents'
import type { BodyOf } from '@chappe/core/api/endpoint'
import { mayReceive, type Said } from '@chappe/core/consent/rules'
import {
  type ConsentChannel,
  type ConsentDefaults,
  consentChannels,
  type StoredChoice,
} from '@chappe/core/consent/schema'
import { Problem } from '@chappe/core/kit/problem'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx, House } from '../context.ts'
import type { Page } from '../store/campaigns.ts'
import * as confirmations from '../store/confirmations.ts'
import * as store from '../store/consents.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as profiles from '../store/profiles.ts'
import * as topics from '../store/topics.ts'

export const subjectOf = {
  profile: (id: string) => `profile:${id}`,
  /** Of an email address, in any spelling. */
  address: (address: string) => `address:${normalizeIdentity('email', address).value}`,
}

/** Those on whose behalf a link in a message speaks: the address, and the person where one is known. */
export const subjectsOf = (person: { address: string | null; profileId: string | null }): string[] => [
  ...(person.address ? [subjectOf.address(person.address)] : []),
  ...(person.profileId ? [subjectOf.profile(person.profileId)] : []),
]

export interface Choosing extends store.About {
  readonly choice: StoredChoice
}

/** How something was said, and who wrote it down. */
export interface Saying {
  readonly source: string
  readonly by: string
  readonly messageId?: string
}

/** The person is no more, or is part of another one by now: what hangs on them leads there. */
export class Merged extends Problem {
  constructor() {
    super('profile/not-found', 'This profile is no more: it was erased, or became part of another one.')
  }
}

/** Does it again, from the beginning, when somebody became part of another person meanwhile. */
export async function whoeverTheyAre<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Merged) || attempt === 5) throw error
    }
  }
}

/**
 * Writes choices: the one way for every source. What is said twice counts as it was said last; what is no news
 * changes nothing, but that a refusal ends what waits to be confirmed. Answers what changed.
 *
 * Throws Merged when a person is no more, and the whole transaction has to be undone: nobody would find the choice.
 */
export function choose(
  { db: pool, newId, now }: Pick<House, 'newId' | 'now'> & { db: Db },
  sandboxId: number,
  chosen: readonly Choosing[],
  { source, by, messageId }: Saying,
): Promise<Choosing[]> {
  const last = new Map(chosen.map((one) => [`${one.channel}\n${one.topic}\n${one.subject}`, one]))
  const rows = [...last.values()].map((one) => ({ ...one, changeId: newId() }))
  const refused = rows.filter(({ choice }) => choice === 'out')
  return inTransaction(pool, async (db) => {
    const at = now()
    if (
      !(await store.holdPeople(
        db,
        sandboxId,
        rows.map(({ subject }) => subject),
      ))
    )
      throw new Merged()
    const changed = await store.choose(db, sandboxId, rows, { source, name: by, at, messageId })
    // A statement of its own, so that it sees the requests whose rows the first one had to wait for.
    await confirmations.withdraw(db, sandboxId, refused, at)
    return changed
  })
}

/** Throws profile/not-found. */
export async function get(ctx: Ctx, profileId: string): Promise<Consents> {
  const { db, sandboxId } = ctx
  const rows = await store.of(db, sandboxId, (await personOf(ctx, profileId)).subjects)
  const [defaults, known] = await Promise.all([store.defaults(db, sandboxId), topics.list(db, sandboxId)])
  return { items: rows.map(present), defaults, inForce: inForce(rows, defaults, known) }
}

/** What counts of all that was said: on each channel, and for each topic that is offered there. */
function inForce(
  said: readonly store.ChoiceRow[],
  defaults: ConsentDefaults,
  known: readonly topics.TopicRow[],
): ConsentInForce[] {
  return consentChannels.flatMap((channel) => {
    const about = (topic: string) =>
      said.filter((one) => one.channel === channel && one.topic === topic).map(({ choice }) => choice)
    const given = { channel: about(''), byDefault: defaults[channel] }
    const verdict = (topic: string, all: Pick<Said, 'topic' | 'doubleOptIn'>): ConsentInForce => ({
      channel,
      topic,
      choice: mayReceive({ ...given, ...all }) ? 'in' : 'out',
    })
    const offered = known.filter(
      ({ channels, archivedAt }) => archivedAt === null && channels.includes(channel),
    )
    return [
      verdict('', { topic: null, doubleOptIn: false }),
      ...offered.map(({ key, doubleOptIn }) => verdict(key, { topic: about(key), doubleOptIn })),
    ]
  })
}

/** Throws profile/not-found, and request/invalid for an address that is not the person's. */
export async function put(
  ctx: Ctx,
  profileId: string,
  { choices, source }: BodyOf<typeof putConsents>,
): Promise<Consents> {
  const { subjects } = await personOf(ctx, profileId)
  const errors = choices.flatMap(({ address }, n) =>
    address === null || subjects.includes(subjectOf.address(address))
      ? []
      : [{ pointer: `/choices/${n}/address`, detail: 'This is no address of the profile' }],
  )
  if (errors.length > 0)
    throw new Problem('request/invalid', 'Name addresses that are identities of the profile.', { errors })
  const chosen = choices.map(({ channel, topic, address, choice }) => ({
    channel,
    topic,
    choice,
    subject: address === null ? subjectOf.profile(profileId) : subjectOf.address(address),
  }))
  await choose(ctx, ctx.sandboxId, chosen, { source, by: ctx.actor.name })
  return get(ctx, profileId)
}

/** Throws profile/not-found. */
export async function history(ctx: Ctx, profileId: string, page: Page) {
  const { subjects } = await personOf(ctx, profileId)
  const { rows, total } = await store.history(ctx.db, ctx.sandboxId, subjects, page)
  const items = rows.map(
    ({ choice, previous, byName: by, detail, ...row }): ConsentChange => ({
      ...present({ ...row, choice: 'out' }),
      choice,
      previous,
      by,
      messageId: detail.messageId ?? null,
    }),
  )
  return { items, total }
}

async function personOf({ db, sandboxId }: Ctx, profileId: string): Promise<{ subjects: string[] }> {
  const row = await profiles.get(db, sandboxId, profileId)
  if (!row) throw new Problem('profile/not-found', 'There is no profile with this id in this sandbox.')
  const [person] = await profiles.withIdentities(db, sandboxId, [row])
  const emails = person!.identities.filter(({ namespace }) => namespace === 'email')
  return {
    subjects: [subjectOf.profile(profileId), ...emails.map(({ value }) => subjectOf.address(value))],
  }
}

const present = ({ subject, channel, topic, choice, source, at }: store.ChoiceRow): Consent => ({
  channel: channel as ConsentChannel,
  topic,
  address: subject.startsWith('address:') ? subject.slice('address:'.length) : null,
  choice,
  source,
  at: at.toISOString(),
})
