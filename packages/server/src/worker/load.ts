import { executionIdOf, messageIdOf } from '@chappe/core/kit/ids'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import { seenByContent } from '../app/rendering/memberships.ts'
import * as batches from '../store/batches.ts'
import type { Db } from '../store/db.ts'
import { erased } from '../store/erase.ts'
import * as messages from '../store/messages.ts'
import { type CallRecipient, meant } from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import type { WorkerContext } from './context.ts'
import { addressOf, type Item, readAddress } from './item.ts'
import type { Lease } from './leases.ts'
import type { Target } from './targets.ts'

/** The messages of some batches that have no outcome yet. */
export interface Load {
  /** Not written down yet. */
  readonly fresh: readonly Item[]
  /** To hand over, whether fresh or not, in the order of batch and ordinal. */
  readonly open: readonly Item[]
  /** Possibly handed over by a worker that did not live to tell. */
  readonly uncertain: readonly Item[]
  /** Identities of fresh recipients that have no profile, with the items they belong to. */
  readonly strangers: readonly Stranger[]
}

export interface Stranger extends recipients.IdentityKey {
  readonly items: readonly Item[]
}

interface Call {
  readonly recipients: readonly CallRecipient[]
  readonly createdAt: Date
}

const readCall = ({ body, createdAt }: messages.CallOfBatch): Call => ({
  recipients: (JSON.parse(body) as { recipients: CallRecipient[] }).recipients,
  createdAt,
})

/** Loads what is to be done for leased batches of one campaign version; set by set, not one by one. */
export async function load(worker: WorkerContext, leases: readonly Lease[], target: Target): Promise<Load> {
  const unwritten = (wanted: Lease['kind']) =>
    leases.filter(({ kind, expanded }) => kind === wanted && !expanded)
  const calls = unwritten('executions')
  const snapshots = unwritten('recipients')
  const written = leases.filter(({ kind, expanded }) => kind === 'messages' || expanded)
  const [called, meant, open] = await Promise.all([
    calls.length > 0 ? loadCalls(worker, calls, target) : { items: [], strangers: [] },
    snapshots.length > 0 ? loadRecipients(worker, snapshots, target) : [],
    written.length > 0 ? loadOpen(worker, written, target) : [],
  ])
  const fresh = { items: [...called.items, ...meant], strangers: called.strangers }
  const uncertain = open.filter(({ ordinal, lease }) => ordinal < lease.intentUpto)
  const untouched = open.filter(({ ordinal, lease }) => ordinal >= lease.intentUpto)
  return {
    fresh: fresh.items,
    strangers: fresh.strangers,
    open: [...fresh.items, ...untouched].sort((a, b) => a.lease.id - b.lease.id || a.ordinal - b.ordinal),
    uncertain,
  }
}

async function loadCalls({ db }: WorkerContext, leases: readonly Lease[], target: Target) {
  const sandboxId = leases[0]!.sandboxId
  const byBatch = new Map(leases.map((lease) => [lease.id, { lease, next: 0 }]))
  const drafts = (await messages.callsOf(db, leases)).flatMap((row) => {
    const call = readCall(row)
    const batch = byBatch.get(row.batchId)!
    return call.recipients.map((recipient, index) => ({
      id: messageIdOf(row.id, index + 1),
      lease: batch.lease,
      ordinal: batch.next++,
      recipient,
      createdAt: call.createdAt,
      identity: normalizeIdentity(recipient.namespace, recipient.userId),
    }))
  })

  const profiles = new Map<string, { id: string; attributes: Record<string, unknown> }>()
  // High throughput writes to whom the call names and leaves profiles alone (spec section 3.3).
  if (!target.highThroughput) {
    const possible = drafts.filter(({ identity }) => isStorable(identity))
    const wanted = new Map(possible.map(({ identity }) => [recipients.identityKey(identity), identity]))
    const found = await recipients.profilesOf(db, sandboxId, [...wanted.values()])
    const seen = await seenByContent(
      db,
      sandboxId,
      target.audiences,
      new Map(found.map((one) => [one.id, one.attributes])),
    )
    for (const profile of found)
      profiles.set(recipients.identityKey(profile), { ...profile, attributes: seen.get(profile.id)! })
  }
  const profileOf = (draft: (typeof drafts)[number]) => profiles.get(recipients.identityKey(draft.identity))
  const attributesOf = (draft: (typeof drafts)[number]) => profileOf(draft)?.attributes ?? {}

  const first = drafts.map((draft) =>
    addressOf(draft.recipient, attributesOf(draft), target.executionField, undefined),
  )
  const silent = drafts.filter((_, n) => isMissing(first[n]!)).flatMap((draft) => profileOf(draft)?.id ?? [])
  const emails = await recipients.emailsOf(db, sandboxId, [...new Set(silent)])

  const items = drafts.map((draft, n): Item => {
    const { id, lease, ordinal, recipient, createdAt } = draft
    const profileId = profileOf(draft)?.id ?? null
    const attributes = attributesOf(draft)
    return {
      id,
      lease,
      ordinal,
      recipient,
      createdAt,
      profileId,
      recipientId: null,
      occurrenceId: null,
      attributes,
      address: isMissing(first[n]!)
        ? addressOf(recipient, attributes, target.executionField, emails.get(profileId ?? ''))
        : first[n]!,
      attempts: 0,
      resends: 0,
      reply: null,
      expiresAt: new Date(createdAt.getTime() + target.retryMinutes * 60_000),
    }
  })
  return { items, strangers: strangersAmong(items, target) }
}

/** PostgreSQL holds no NUL: such an identity belongs to nobody and can be given to nobody. */
const isStorable = ({ namespace, value }: recipients.IdentityKey) => !`${namespace}${value}`.includes('\0')

const isMissing = (address: Item['address']) => !address.ok && address.reason === 'no-address'

function strangersAmong(items: readonly Item[], target: Target): Stranger[] {
  if (target.highThroughput || !target.definition.audience.createProfiles) return []
  const strangers = new Map<string, recipients.IdentityKey & { items: Item[] }>()
  for (const item of items) {
    if (item.profileId !== null || item.recipient === null) continue
    const identity = normalizeIdentity(item.recipient.namespace, item.recipient.userId)
    if (!isStorable(identity) || identity.namespace === erased) continue
    const key = recipients.identityKey(identity)
    const known = strangers.get(key)
    if (known) known.items.push(item)
    else strangers.set(key, { ...identity, items: [item] })
  }
  return [...strangers.values()]
}

/** People of snapshots, in the order of their batches; who is no more has no address. */
async function loadRecipients(
  { db, now }: WorkerContext,
  leases: readonly Lease[],
  target: Target,
): Promise<Item[]> {
  const { executionField, retryMinutes } = target
  const sandboxId = leases[0]!.sandboxId
  const { people, stored } = await peopleIn(db, leases)
  const ids = [...people.values()].flat()
  const attributes = await seenByContent(db, sandboxId, target.audiences, stored)
  const byField = new Map(
    ids.map((id) => [id, addressOf(meant(id), attributes.get(id) ?? {}, executionField, undefined)]),
  )
  const emails = await recipients.emailsOf(
    db,
    sandboxId,
    ids.filter((id) => isMissing(byField.get(id)!)),
  )
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + retryMinutes * 60_000)
  return leases.flatMap((lease) => {
    const idOf = counting(lease.firstId!)
    return (people.get(lease.id) ?? []).map((id, ordinal): Item => {
      const known = byField.get(id)!
      return {
        id: idOf(ordinal),
        lease,
        ordinal,
        recipient: meant(id),
        profileId: attributes.has(id) ? id : null,
        recipientId: id,
        occurrenceId: lease.occurrenceId,
        attributes: attributes.get(id) ?? {},
        address: isMissing(known) ? readAddress(emails.get(id)) : known,
        attempts: 0,
        resends: 0,
        reply: null,
        createdAt,
        expiresAt,
      }
    })
  })
}

/** Whom the batches are for, by batch, and what is known of them. */
async function peopleIn(db: Db, leases: readonly Lease[]) {
  const known = (people: ReadonlyMap<number, readonly string[]>) =>
    recipients.attributesOf(db, leases[0]!.sandboxId, [...people.values()].flat())
  const leased = new Map(leases.map(({ id, profileIds }) => [id, profileIds ?? []]))
  const stored = await known(leased)
  if (stored.size === [...leased.values()].flat().length) return { people: leased, stored }
  // Somebody is no more: perhaps they were merged with somebody else since we took the batches.
  const people = await batches.peopleOf(db, [...leased.keys()])
  return { people, stored: await known(people) }
}

/** Ids of the messages of a batch: the first one's, counted on in its last eight digits. */
const counting = (first: string) => {
  const from = Number.parseInt(first.slice(-8), 16)
  return (ordinal: number) => first.slice(0, -8) + (from + ordinal).toString(16).padStart(8, '0')
}

/** Messages written down earlier: their recipients come from the calls, their addresses from the ledger. */
async function loadOpen({ db }: WorkerContext, leases: readonly Lease[], target: Target): Promise<Item[]> {
  const sandboxId = leases[0]!.sandboxId
  const byBatch = new Map(leases.map((lease) => [lease.id, lease]))
  const rows = await messages.openOf(db, leases)
  const profileIds = target.highThroughput ? [] : rows.flatMap(({ profileId }) => profileId ?? [])
  const [calls, attributes] = await Promise.all([
    messages.callsById(db, sandboxId, executionIdsOf(rows)),
    recipients
      .attributesOf(db, sandboxId, [...new Set(profileIds)])
      .then((known) => seenByContent(db, sandboxId, target.audiences, known)),
  ])
  const bodies = new Map(calls.map((row) => [row.id, readCall(row)]))
  return rows.flatMap((row): Item[] => {
    const called = () => bodies.get(executionIdOf(row.id))?.recipients[ordinalOf(row.id)] ?? null
    const recipient = row.recipientId === null ? called() : meant(row.recipientId)
    const lease = byBatch.get(row.batchId)
    if (!lease) return []
    const { profileId, recipientId, occurrenceId, ordinal, id, attempts, resends, createdAt } = row
    const { expiresAt, reply } = row
    return [
      {
        id,
        lease,
        ordinal,
        recipient,
        profileId,
        recipientId,
        occurrenceId,
        attempts,
        resends,
        createdAt,
        expiresAt,
        reply,
        address: readAddress(row.address),
        attributes: attributes.get(profileId ?? '') ?? {},
      },
    ]
  })
}

const executionIdsOf = (rows: readonly messages.OpenMessage[]) => [
  ...new Set(rows.flatMap(({ id, recipientId }) => (recipientId === null ? [executionIdOf(id)] : []))),
]

const ordinalOf = (messageId: string) => Number.parseInt(messageId.slice(-2), 16) - 1
