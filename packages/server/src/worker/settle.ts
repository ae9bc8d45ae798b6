import * as batches from '../store/batches.ts'
import type { Db } from '../store/db.ts'
import * as events from '../store/events.ts'
import * as messages from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import { thresholdOf } from '../store/suppression-settings.ts'
import * as tallies from '../store/tallies.ts'
import type { Item } from './item.ts'
import type { Target } from './targets.ts'
import { bounced, type Result, type Verdict, verdictOf } from './verdict.ts'

export interface Entry {
  readonly item: Item
  readonly result: Result
}

interface Judged {
  readonly item: Item
  verdict: Verdict
}

/**
 * Writes results into the ledger together with everything that follows from them: counters, timeline, retries,
 * suppressions. Runs in the caller's transaction; running it again after an unseen commit changes nothing.
 */
export async function settle(
  db: Db,
  entries: readonly Entry[],
  { policy }: Pick<Target, 'policy'>,
  now: Date,
): Promise<void> {
  const [first] = entries
  if (!first) return
  const { lease } = first.item
  // One for all, so that those who are tried again at about the same time share a batch.
  const jitter = Math.random()
  const judged = entries.map(({ item, result }): Judged => {
    const verdict = verdictOf(result, { ...item, now, policy, jitter })
    return { item, verdict }
  })
  await judgeAddresses(db, lease.sandboxId, judged, now)

  const written = await messages.settle(
    db,
    judged.map(({ item, verdict }) => ({ ...verdict, id: item.id, batchId: item.lease.id })),
    now,
  )
  const settled = judged.filter(({ item }) => written.has(item.id))
  for (const { occurrenceId, delay, ids } of retries(settled))
    await batches.enqueueMessages(db, { ...lease, occurrenceId }, ids, delay)
  await recipients.clearSoftBounces(db, lease.sandboxId, addressesOf(settled, 'reset'))
  await events.append(
    db,
    lease.sandboxId,
    settled.flatMap(({ item, verdict: { event } }) =>
      event ? [{ ...event, at: now, messageId: item.id, campaignId: item.lease.campaignId }] : [],
    ),
  )
  const deltas = settled.flatMap(({ item: { occurrenceId }, verdict }) =>
    verdict.deltas.map((delta) => ({ ...delta, occurrenceId })),
  )
  await tallies.add(db, lease.sandboxId, lease.campaignId, now, deltas)
}

/** Feeds the suppression list. A message whose address has just reached the threshold is not tried again. */
async function judgeAddresses(db: Db, sandboxId: number, judged: Judged[], now: Date): Promise<void> {
  const hard = judged.filter(({ verdict }) => verdict.address === 'hard')
  await recipients.suppress(db, sandboxId, 'hard', hard.flatMap(suppression))

  const soft = judged.filter(({ verdict }) => verdict.address === 'soft')
  if (soft.length === 0) return
  const open = await messages.stillOpen(
    db,
    soft.map(({ item }) => ({ id: item.id, batchId: item.lease.id })),
  )
  const counted = soft.flatMap(({ item }) =>
    item.address.ok && open.has(item.id) ? [{ address: item.address.key, messageId: item.id }] : [],
  )
  const threshold = await thresholdOf(db, sandboxId)
  const reached = new Set(await recipients.countSoftBounces(db, sandboxId, counted, now, threshold))
  const over = soft.filter(({ item }) => item.address.ok && reached.has(item.address.key))
  await recipients.suppress(db, sandboxId, 'soft', over.flatMap(suppression))
  for (const each of over)
    if (each.verdict.again !== undefined)
      each.verdict = bounced(each.verdict.reason ?? 'soft-bounce', each.verdict.reply ?? '')
}

const suppression = ({ item, verdict }: Judged) =>
  item.address.ok ? [{ address: item.address.key, reason: verdict.reason ?? 'soft-bounce' }] : []

const addressesOf = (judged: readonly Judged[], what: Verdict['address']): string[] =>
  judged.flatMap(({ item, verdict }) =>
    verdict.address === what && item.address.ok ? [item.address.key] : [],
  )

/** Messages that go out again, those of an occurrence and of about the same time together. */
function retries(judged: readonly Judged[]) {
  const groups = new Map<string, { occurrenceId: string | null; delay: number; ids: string[] }>()
  for (const { item, verdict } of judged) {
    if (verdict.again === undefined) continue
    const { occurrenceId } = item
    const key = `${occurrenceId} ${Math.round(verdict.again / 5_000)}`
    const group = groups.get(key)
    if (group) {
      group.ids.push(item.id)
      group.delay = Math.min(group.delay, verdict.again)
    } else groups.set(key, { occurrenceId, delay: verdict.again, ids: [item.id] })
  }
  return groups.values()
}
