import type { StoredCentre } from '@chappe/core/api/preferences'
import { PreferenceCentre } from '@chappe/core/consent/centre'
import { mayReceive } from '@chappe/core/consent/rules'
import type { ConsentChannel } from '@chappe/core/consent/schema'
import type { Words } from '@chappe/core/consent/topic'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx, House } from '../context.ts'
import * as consents from '../store/consents.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as messages from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import * as sandboxSettings from '../store/sandbox-settings.ts'
import * as topics from '../store/topics.ts'
import { choose, subjectsOf } from './consents.ts'
import { noteUnsubscribed } from './feedback.ts'
import type { Tracked } from './tracking.ts'

const settingName = 'preference_centre'

/** How the pages of this sandbox look. */
export async function brandOf({ db }: Pick<House, 'db'>, sandboxId: number): Promise<PreferenceCentre> {
  return PreferenceCentre.parse((await sandboxSettings.get(db, sandboxId, settingName)) ?? {})
}

export async function getCentre(ctx: Ctx): Promise<StoredCentre> {
  const { db, sandboxId } = ctx
  const [brand, change] = await Promise.all([
    brandOf(ctx, sandboxId),
    sandboxSettings.lastChange(db, sandboxId, [settingName]),
  ])
  return {
    ...brand,
    modifiedAt: change?.modifiedAt.toISOString() ?? null,
    modifiedBy: change?.modifiedBy ?? null,
  }
}

export async function saveCentre(ctx: Ctx, brand: PreferenceCentre): Promise<StoredCentre> {
  const { db, sandboxId, actor, now } = ctx
  await sandboxSettings.put(db, sandboxId, settingName, brand, { ...actor, at: now() })
  return getCentre(ctx)
}

/** One thing to choose: a channel as a whole, or a topic on it. */
export interface Option {
  /** Its name in forms. */
  readonly name: string
  readonly channel: ConsentChannel
  readonly topic: { readonly key: string; readonly name: Words; readonly description: Words } | null
  readonly on: boolean
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
  const nobody = { campaignId: '', version: 0, address: null, profileId: null }
  const options = await optionsFor(db, sandboxId, nobody)
  const about = options.find(({ channel, topic }) => channel === 'email' && topic)?.topic ?? null
  return { options, about, address: 'camille@example.com', language: undefined }
}

/**
 * Writes down all that was shown on the page: what is in `chosen` is accepted, what is only in `shown` refused; what
 * neither names, and what is not offered, stays as it is. False when the message is gone.
 */
export function savePreferences(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  tracked: Tracked,
  { shown, chosen }: { readonly shown: ReadonlySet<string>; readonly chosen: ReadonlySet<string> },
): Promise<boolean> {
  const { sandboxId, messageId } = tracked
  const source = 'preferences'
  return inTransaction(house.db, async (db) => {
    const person = await personBehind(db, tracked)
    if (!person) return false
    const wanted = (await optionsFor(db, sandboxId, person))
      .filter(({ name }) => shown.has(name))
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
    return true
  })
}

/** The message's recipient; the person whose address it is speaks too, also when the message does not know them. */
async function personBehind(db: Db, { sandboxId, messageId }: Tracked): Promise<Person | undefined> {
  const message = await messages.behindLink(db, sandboxId, messageId)
  if (!message) return undefined
  const { campaignId, version, address, profileId } = message
  if (profileId || !address) return { campaignId, version, address, profileId }
  const [owner] = await recipients.profilesOf(db, sandboxId, [normalizeIdentity('email', address)])
  return { campaignId, version, address, profileId: owner?.id ?? null }
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
      on: mayReceive({ ...standing, byDefault: defaults[channel] }),
    }
  })
  const ofTopics = offered.flatMap(({ key, name, description, channels, doubleOptIn }) =>
    channels.map((channel): Option => {
      const byDefault = about(channel, '').includes('in') ? 'in' : defaults[channel]
      const on = mayReceive({ channel: [], topic: about(channel, key), byDefault, doubleOptIn })
      return { name: `${channel}.${key}`, channel, topic: { key, name, description }, on }
    }),
  )
  return [...ofTopics, ...ofChannels]
}
