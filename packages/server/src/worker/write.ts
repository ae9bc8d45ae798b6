import * as batches from '../store/batches.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as messages from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import { type Accepted, writeAccepted } from '../store/sent.ts'
import * as tallies from '../store/tallies.ts'
import type { WorkerContext } from './context.ts'
import type { Item } from './item.ts'
import type { Stranger } from './load.ts'
import { type Entry, settle } from './settle.ts'
import type { Target } from './targets.ts'

/** What one transaction of a delivery writes. */
export interface Page {
  readonly progress: readonly batches.Progress[]
  /** Messages to write down for the first time. */
  readonly fresh: readonly Item[]
  readonly strangers: readonly Stranger[]
  readonly excluded: ReadonlyMap<Item, string>
  readonly entries: readonly Entry[]
}

/**
 * Writes a page under its leases. False when one of them is lost: then nothing is written. Safe to run again
 * when a commit went unanswered: what is settled stays as it is.
 */
export function write(
  { db, now, newId }: Pick<WorkerContext, 'db' | 'now' | 'newId'>,
  target: Pick<Target, 'policy' | 'retryMinutes'>,
  { progress, fresh, strangers, excluded, entries }: Page,
): Promise<boolean> {
  const at = now()
  const accepted = fresh.length + excluded.size === 0 ? allAccepted(entries) : []
  if (accepted.length > 0) return writeAccepted(db, entries[0]!.item.lease, progress, accepted, at)
  return inTransaction(db, async (tx) => {
    if (!(await batches.advance(tx, progress))) throw new Fenced()
    if (fresh.length > 0) {
      const newcomers = strangers.map((stranger) => ({ ...stranger, newId: newId() }))
      await welcome(tx, fresh[0]!.lease.sandboxId, newcomers)
      await writeDown(tx, fresh, excluded, target.retryMinutes, at)
    }
    const written = new Set(fresh)
    const late = [...excluded].filter(([item]) => !written.has(item))
    const left = late.map(([item, reason]): Entry => ({ item, result: { kind: 'excluded', reason } }))
    await settle(tx, [...entries, ...left], target, at)
    return true
  }).catch((error) => {
    if (error instanceof Fenced) return false
    throw error
  })
}

/** The entries, if all of them are messages that the channel accepted; else none. */
function allAccepted(entries: readonly Entry[]): Accepted[] {
  const accepted: Accepted[] = []
  for (const { item, result } of entries) {
    if (result.kind !== 'accepted') return []
    const address = item.address.ok ? item.address.key : null
    accepted.push({ id: item.id, batchId: item.lease.id, reply: result.reply, address })
  }
  return accepted
}

/** Rolls a transaction back whose leases are not ours any more. */
class Fenced extends Error {}

/** Gives strangers a profile. */
async function welcome(
  db: Db,
  sandboxId: number,
  newcomers: readonly (Stranger & { readonly newId: string })[],
): Promise<void> {
  const profiles = await recipients.createProfiles(db, sandboxId, newcomers)
  for (const newcomer of newcomers)
    for (const item of newcomer.items) item.profileId = profiles.get(recipients.identityKey(newcomer)) ?? null
}

async function writeDown(
  db: Db,
  fresh: readonly Item[],
  excluded: ReadonlyMap<Item, string>,
  retryMinutes: number,
  at: Date,
): Promise<void> {
  const { lease } = fresh[0]!
  const rows = fresh.map((item) => ({
    id: item.id,
    batchId: item.lease.id,
    ordinal: item.ordinal,
    profileId: item.profileId,
    recipientId: item.recipientId,
    occurrenceId: item.occurrenceId,
    address: item.address.text,
    excluded: excluded.get(item) ?? null,
    createdAt: item.createdAt,
  }))
  const written = await messages.insert(db, lease, rows, retryMinutes, at)
  const deltas = rows.flatMap(({ id, excluded: reason, occurrenceId }) =>
    reason === null || !written.has(id)
      ? []
      : [{ metric: 'excluded' as const, reason, occurrenceId, count: 1 }],
  )
  await tallies.add(db, lease.sandboxId, lease.campaignId, at, deltas)
}
