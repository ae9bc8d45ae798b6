import { createHash } from 'node:crypto'
import type { Subscribed } from '@chappe/core/api/subscriptions'
import { mayAskAt, optionOf } from '@chappe/core/consent/confirmation'
import type { ConsentChannel } from '@chappe/core/consent/schema'
import { asExecutionId, messageIdOf } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx, House } from '../context.ts'
import * as campaigns from '../store/campaigns.ts'
import * as store from '../store/confirmations.ts'
import * as consents from '../store/consents.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as recipients from '../store/recipients.ts'
import * as topics from '../store/topics.ts'
import { confirmationOf, unfitToAsk } from './consent-settings.ts'
import { choose, Merged, subjectOf, whoeverTheyAre } from './consents.ts'
import { brandOf } from './preference-brand.ts'
import * as profiles from './profiles.ts'
import type { Tracked } from './tracking.ts'

/** Something to be confirmed, and by whom. */
export interface Asking {
  readonly sandboxId: number
  /** Normalized; the message goes there. */
  readonly address: string
  readonly profileId: string | null
  readonly options: readonly { readonly channel: ConsentChannel; readonly topic: topics.TopicRow }[]
  /** Takes back a refusal of these channels, too. */
  readonly reopen: boolean
  readonly language: string | null
  readonly source: string
  readonly by: string
  readonly person: store.Newcomer | null
}

type Within = Pick<House, 'now' | 'newId'> & { readonly db: Db }

const day = 86_400_000

/**
 * Writes down what waits for its confirmation, and has one message asked for it, in the transaction of `db`.
 *
 * Throws, before anything is written, subscription/no-confirmation where no campaign is set that could ask, and
 * subscription/asked-too-often, which says when the address may be asked again.
 */
export async function ask(house: Within, asking: Asking): Promise<NonNullable<Subscribed['confirmation']>> {
  const { db, now, newId } = house
  const { sandboxId, address, profileId, options, source, by } = asking
  const { campaignId, days } = await confirmationOf(db, sandboxId)
  const campaign = campaignId === null ? undefined : await campaigns.find(db, sandboxId, campaignId)
  if (!campaign || unfitToAsk(campaign) !== undefined) throw noConfirmation(campaign)
  const at = now()
  const names = options.map(({ channel, topic }) => optionOf(channel, topic.key))
  await store.holdAddress(db, sandboxId, address)
  const earlier = await store.askedSince(db, sandboxId, address, new Date(at.getTime() - day))
  const free = mayAskAt(earlier, names, at)
  if (free !== null) throw tooOften(free, at)

  const executionId = asExecutionId(newId())
  const messageId = messageIdOf(executionId, 1)
  const expiresAt = new Date(at.getTime() + days * day)
  const said = await consents.of(db, sandboxId, subjectsOf(asking))
  const pending = options.flatMap(({ channel, topic: { key: topic } }) =>
    subjectsOf(asking)
      .filter((subject) => choiceOf(said, { subject, channel, topic }) !== 'in')
      .map((subject) => ({ subject, channel, topic, choice: 'pending' as const })),
  )
  await choose(house, sandboxId, pending, { source, by, messageId })
  const { reopen, person } = asking
  const language = asking.language ?? (await languageOf(db, sandboxId, profileId))
  const given = { address, profileId, options: names, reopen, language, source, byName: by, person }
  const open = { createdAt: at, expiresAt, confirmedAt: null, endedAt: null }
  await store.insert(db, sandboxId, { ...given, ...open, id: messageId })

  const { brandName: name, logoUrl, color } = await brandOf(house, sandboxId)
  const body = JSON.stringify({
    requestId: executionId,
    campaignId: campaign.id,
    recipients: [
      {
        type: 'external',
        namespace: 'email',
        userId: address,
        channelData: { emailAddress: address },
        ...(language && { profile: { preferredLanguage: language } }),
        context: {
          topics: [...new Map(options.map(({ topic }) => [topic.key, topic])).values()].map(
            ({ key, name, description }) => ({ key, name, description }),
          ),
          days,
          brand: { name, logoUrl, color },
        },
      },
    ],
  })
  const fingerprint = createHash('sha256').update(body).digest()
  const call = { executionId, campaignId: campaign.id, body, fingerprint, createdBy: by, at }
  if (!(await store.accept(db, sandboxId, call))) throw noConfirmation(undefined)
  return { messageId, address, sentAt: at.toISOString(), expiresAt: expiresAt.toISOString() }
}

async function languageOf(db: Db, sandboxId: number, profileId: string | null): Promise<string | null> {
  if (profileId === null) return null
  const known = await recipients.attributesOf(db, sandboxId, [profileId])
  const language = known.get(profileId)?.preferredLanguage
  return typeof language === 'string' ? language : null
}

const subjectsOf = ({ address, profileId }: Pick<Asking, 'address' | 'profileId'>): string[] => [
  subjectOf.address(address),
  ...(profileId ? [subjectOf.profile(profileId)] : []),
]

const choiceOf = (said: readonly consents.ChoiceRow[], { subject, channel, topic }: consents.About) =>
  said.find((one) => one.subject === subject && one.channel === channel && one.topic === topic)?.choice

const noConfirmation = (campaign: campaigns.CampaignRow | undefined) =>
  new Problem(
    'subscription/no-confirmation',
    campaign
      ? `The campaign ${campaign.name} is chosen to ask for confirmations, and cannot: ${unfitToAsk(campaign)}.`
      : 'Choose the campaign that asks for confirmations in the consent settings, or have one made there.',
  )

const tooOften = (free: Date, at: Date) =>
  new Problem(
    'subscription/asked-too-often',
    `This address was asked already. It may be asked again from ${free.toISOString()} on.`,
    { retryAt: free.toISOString(), retryAfter: Math.ceil((free.getTime() - at.getTime()) / 1_000) },
  )

/** What a link asks to confirm. */
export interface Confirmable {
  readonly sandboxId: number
  readonly state: 'open' | 'confirmed' | 'over'
  readonly language: string | null
  readonly topics: readonly topics.TopicRow[]
}

/** What the message asks to confirm; undefined when it asks for nothing. */
export async function behindLink(
  { db, now }: Pick<House, 'db' | 'now'>,
  { sandboxId, messageId }: Tracked,
): Promise<Confirmable | undefined> {
  const row = await store.find(db, sandboxId, messageId)
  if (!row) return undefined
  const [known, said] = await Promise.all([
    topics.list(db, sandboxId),
    consents.of(db, sandboxId, [subjectOf.address(row.address)]),
  ])
  const refused = new Set(
    said.filter(({ choice }) => choice === 'out').map(({ channel, topic }) => optionOf(channel, topic)),
  )
  // Who has refused it since is not told that they receive it.
  const left = row.options.filter((option) => !refused.has(option) && !refused.has(option.split('.')[0]!))
  const state = stateOf(row, now())
  const shown = state === 'confirmed' ? left : row.options
  const keys = new Set(shown.map((option) => option.split('.')[1]))
  return {
    sandboxId,
    state: shown.length === 0 ? 'over' : state,
    language: row.language,
    topics: known.filter(({ key }) => keys.has(key)),
  }
}

function stateOf(row: store.ConfirmationRow, now: Date): Confirmable['state'] {
  if (row.confirmedAt !== null) return 'confirmed'
  return row.endedAt === null && row.expiresAt > now ? 'open' : 'over'
}

/**
 * Confirms what the message asked for, once: from then on it counts, for the address and for the person. Whoever
 * refused in the meantime has taken it out. Answers what the link is afterwards; undefined when it asks for nothing.
 */
export const confirm = (house: House, tracked: Tracked): Promise<Confirmable['state'] | undefined> =>
  whoeverTheyAre(() => confirmOnce(house, tracked))

async function confirmOnce(house: House, tracked: Tracked): Promise<Confirmable['state'] | undefined> {
  const { sandboxId, messageId } = tracked
  const found = await store.find(house.db, sandboxId, messageId)
  if (!found || stateOf(found, house.now()) !== 'open') return found && stateOf(found, house.now())
  if (found.person) await welcome(house, sandboxId, found.person)
  return inTransaction(house.db, async (db) => {
    const { address } = found
    const [owner] = await recipients.profilesOf(db, sandboxId, [{ namespace: 'email', value: address }])
    const theirs = subjectsOf(found)
    const subjects = [...new Set([...theirs, ...(owner ? [subjectOf.profile(owner.id)] : [])])]
    if (!(await consents.holdPeople(db, sandboxId, subjects))) throw new Merged()
    const row = await store.hold(db, sandboxId, messageId, subjects)
    const at = house.now()
    if (!row || stateOf(row, at) !== 'open') return row && stateOf(row, at)
    const said = await consents.of(db, sandboxId, subjects)
    const chosen = row.options.flatMap((option) => {
      const [channel = '', topic = ''] = option.split('.')
      const accepted = subjects
        .map((subject) => ({ subject, channel, topic }))
        // A refusal is never confirmed away: it was there before, and the request left it, or it came after.
        .filter((about) => choiceOf(said, about) !== 'out')
      const reopened = theirs
        .map((subject) => ({ subject, channel, topic: '' }))
        .filter((about) => row.reopen && choiceOf(said, about) === 'out')
      return [...accepted, ...reopened].map((about) => ({ ...about, choice: 'in' as const }))
    })
    const saying = { source: 'double-opt-in', by: 'recipient', messageId }
    await choose({ ...house, db }, sandboxId, chosen, saying)
    await store.confirmed(db, sandboxId, messageId, at)
    return 'confirmed'
  })
}

/** Makes or changes the profile of somebody who has confirmed. */
async function welcome(
  house: House,
  sandboxId: number,
  { identity, attributes }: store.Newcomer,
): Promise<void> {
  const actor = { id: 'recipient', name: 'recipient', scopes: [] }
  const ctx: Ctx = { ...house, organizationId: '', sandboxId, actor }
  try {
    await profiles.save(ctx, { identities: [identity], attributes })
  } catch (error) {
    // What the sandbox demands of profiles has changed since: the subscription counts all the same.
    if (!(error instanceof Problem)) throw error
  }
}

const atOnce = 500

/** Forgets what nobody confirmed in time: what counted before counts again. Answers how many ran out. */
export const expire = ({ db: pool, now, newId }: Within): Promise<number> =>
  inTransaction(pool, async (db) => {
    const at = now()
    const { ended, overdue } = await store.expire(db, at, atOnce)
    const rows = overdue.map((one) => ({ ...one, changeId: newId() }))
    await store.restore(db, rows, { source: 'expired', name: 'system', at })
    return ended
  })

export const expireAtOnce = atOnce
