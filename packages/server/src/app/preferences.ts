import type { StoredCentre } from '@chappe/core/api/preferences'
import type { PreferenceCentre } from '@chappe/core/consent/centre'
import { optionOf } from '@chappe/core/consent/confirmation'
import { mayReceive } from '@chappe/core/consent/rules'
import type { ConsentChannel } from '@chappe/core/consent/schema'
import { Problem } from '@chappe/core/kit/problem'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx, House } from '../context.ts'
import * as consents from '../store/consents.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as messages from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import * as sandboxSettings from '../store/sandbox-settings.ts'
import * as topics from '../store/topics.ts'
import { ask } from './confirmations.ts'
import { choose, Merged, subjectsOf, whoeverTheyAre } from './consents.ts'
import { noteUnsubscribed } from './feedback.ts'
import { brandOf, brandSetting } from './preference-brand.ts'
import type { Tracked } from './tracking.ts'

export async function getCentre(ctx: Ctx): Promise<StoredCentre> {
  const { db, sandboxId } = ctx
  const [brand, change] = await Promise.all([
    brandOf(ctx, sandboxId),
    sandboxSettings.lastChange(db, sandboxId, [brandSetting]),
  ])
  return {
    ...brand,
    modifiedAt: change?.modifiedAt.toISOString() ?? null,
    modifiedBy: change?.modifiedBy ?? null,
  }
}

export async function saveCentre(ctx: Ctx, brand: PreferenceCentre): Promise<StoredCentre> {
  const { db, sandboxId, actor, now } = ctx
  await sandboxSettings.put(db, sandboxId, brandSetting, brand, { ...actor, at: now() })
  return getCentre(ctx)
}

/** One thing to choose: a channel as a whole, or a topic on it. */
export interface Option {
  /** Its name in forms. */
  readonly name: string
  readonly channel: ConsentChannel
  readonly topic: topics.TopicRow | null
  readonly on: boolean
  /** Chosen, and waiting for its confirmation. */
  readonly pending: boolean
}

export interface Preferences {
  readonly brand: PreferenceCentre
  /** What the person's profile says about their language, if anything. */
  readonly language: string | undefined
  /** The address that was written to. */
  readonly address: string | null
  readonly options: readonly Option[]
  /** The topic of the message that led here, while it is offered. */
  readonly about: Option['topic']
}

interface Person {
  readonly campaignId: string
  readonly occurrenceId: string | null
  readonly version: number
  readonly address: string | null
  readonly profileId: string | null
}

/** What the person behind a message can choose, and has chosen; undefined when the message is gone. */
export async function preferencesOf(
  house: Pick<House, 'db'>,
  tracked: Tracked,
): Promise<Preferences | undefined> {
  const { db } = house
  const { sandboxId } = tracked
  const person = await personBehind(db, tracked)
  if (!person) return undefined
  const [brand, options, attributes, topic] = await Promise.all([
    brandOf(house, sandboxId),
    optionsFor(db, sandboxId, person),
    recipients.attributesOf(db, sandboxId, person.profileId ? [person.profileId] : []),
    messages.topicOf(db, sandboxId, person),
  ])
  const language = attributes.get(person.profileId ?? '')?.preferredLanguage
  return {
    brand,
    options,
    address: person.address,
    language: typeof language === 'string' ? language : undefined,
    about: options.find((one) => one.channel === 'email' && one.topic?.key === topic)?.topic ?? null,
  }
}

/** What somebody could choose who has chosen nothing yet. */
export async function sampleOf({ db, sandboxId }: Ctx): Promise<Omit<Preferences, 'brand'>> {
  const nobody = { campaignId: '', occurrenceId: null, version: 0, address: null, profileId: null }
  const options = await optionsFor(db, sandboxId, nobody)
  const about = options.find(({ channel, topic }) => channel === 'email' && topic)?.topic ?? null
  return { options, about, address: 'camille@example.com', language: undefined }
}

/** What became of choices that count only when they are confirmed: by the message just sent, by one sent before, or not. */
export type Confirming = 'nothing' | 'asked' | 'asked-before' | 'impossible'

/**
 * Writes down all that was shown on the page: what is in `chosen` is accepted, what is only in `shown` refused; what
 * neither names, and what is not offered, stays as it is. A topic with double opt-in that was not accepted before waits
 * for its confirmation, for which one message asks. Undefined when the message behind the link is gone.
 */
export function savePreferences(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  tracked: Tracked,
  { shown, chosen }: { readonly shown: ReadonlySet<string>; readonly chosen: ReadonlySet<string> },
): Promise<Confirming | undefined> {
  const { sandboxId, messageId } = tracked
  const source = 'preferences'
  const once = async (db: Db) => {
    const person = await personBehind(db, tracked)
    if (!person) return undefined
    const offered = (await optionsFor(db, sandboxId, person)).filter(({ name }) => shown.has(name))
    const waiting = await toConfirm(
      { ...house, db },
      sandboxId,
      person,
      offered.filter(({ name, topic, on }) => topic?.doubleOptIn && !on && chosen.has(name)),
    )
    const confirming = await askFor({ ...house, db }, sandboxId, person, waiting)
    const wanted = offered
      .filter((option) => !waiting.includes(option))
      .flatMap(({ name, channel, topic }) =>
        subjectsOf(person).map((subject) => ({
          subject,
          channel,
          topic: topic?.key ?? '',
          choice: chosen.has(name) ? ('in' as const) : ('out' as const),
        })),
      )
    const changed = await choose({ ...house, db }, sandboxId, wanted, { source, by: 'recipient' })
    if (changed.some((one) => one.channel === 'email' && one.topic === '' && one.choice === 'out'))
      await noteUnsubscribed(db, { sandboxId, messageId, ...person }, house.now(), source)
    return confirming
  }
  return whoeverTheyAre(() => inTransaction(house.db, once))
}

const day = 86_400_000

/** Whoever takes back a refusal of today is not asked again: they have confirmed, and only changed their mind twice. */
async function toConfirm(
  { db, now }: Parameters<typeof ask>[0],
  sandboxId: number,
  person: Person,
  options: readonly Option[],
): Promise<readonly Option[]> {
  if (options.length === 0) return options
  const left = await consents.leftSince(db, sandboxId, subjectsOf(person), new Date(now().getTime() - day))
  return options.filter(
    ({ channel, topic }) => !left.some((one) => one.channel === channel && one.topic === topic?.key),
  )
}

async function askFor(
  house: Parameters<typeof ask>[0],
  sandboxId: number,
  { address, profileId }: Person,
  waiting: readonly Option[],
): Promise<Confirming> {
  if (waiting.length === 0) return 'nothing'
  if (address === null) return 'impossible'
  try {
    await ask(house, {
      sandboxId,
      address: normalizeIdentity('email', address).value,
      profileId,
      options: waiting.map(({ channel, topic }) => ({ channel, topic: topic! })),
      reopen: false,
      language: null,
      source: 'preferences',
      by: 'recipient',
      person: null,
    })
    return 'asked'
  } catch (error) {
    if (!(error instanceof Problem) || error instanceof Merged) throw error
    return error.type === 'subscription/asked-too-often' ? 'asked-before' : 'impossible'
  }
}

/** The message's recipient; the person whose address it is speaks too, also when the message does not know them. */
async function personBehind(db: Db, { sandboxId, messageId }: Tracked): Promise<Person | undefined> {
  const message = await messages.behindLink(db, sandboxId, messageId)
  if (!message) return undefined
  const { campaignId, occurrenceId, version, address, profileId } = message
  const of = { campaignId, occurrenceId, version }
  if (profileId || !address) return { ...of, address, profileId }
  const [owner] = await recipients.profilesOf(db, sandboxId, [normalizeIdentity('email', address)])
  return { ...of, address, profileId: owner?.id ?? null }
}

async function optionsFor(db: Db, sandboxId: number, person: Person): Promise<Option[]> {
  const [all, said, defaults] = await Promise.all([
    topics.list(db, sandboxId),
    consents.of(db, sandboxId, subjectsOf(person)),
    consents.defaults(db, sandboxId),
  ])
  const offered = all.filter(({ archivedAt }) => archivedAt === null)
  const about = (channel: ConsentChannel, topic: string) =>
    said.filter((one) => one.channel === channel && one.topic === topic).map(({ choice }) => choice)
  const used = new Set<ConsentChannel>(['email', ...offered.flatMap(({ channels }) => channels)])
  const ofChannels = [...used].map((channel): Option => {
    const standing = { channel: about(channel, ''), topic: null, doubleOptIn: false }
    return {
      name: channel,
      channel,
      topic: null,
      pending: false,
      on: mayReceive({ ...standing, byDefault: defaults[channel] }),
    }
  })
  const ofTopics = offered.flatMap((topic) =>
    topic.channels.map((channel): Option => {
      const { key, doubleOptIn } = topic
      const byDefault = about(channel, '').includes('in') ? 'in' : defaults[channel]
      const on = mayReceive({ channel: [], topic: about(channel, key), byDefault, doubleOptIn })
      const pending =
        doubleOptIn && !about(channel, key).includes('out') && about(channel, key).includes('pending')
      return { name: optionOf(channel, key), channel, topic, on, pending }
    }),
  )
  return [...ofTopics, ...ofChannels]
}
