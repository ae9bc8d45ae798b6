import type { ExclusionReason } from '@chappe/core/message/schema'
import type { Db } from '../store/db.ts'
import * as recipients from '../store/recipients.ts'
import type { Item } from './item.ts'
import type { Target } from './targets.ts'

/**
 * Why some of these messages must not be sent, asked at the moment of the hand-over: suppressed addresses and
 * domains for all, whoever is not on the allow list while it is on, opted-out people for marketing (spec sections
 * 8.1 and 8.2).
 */
export async function refusals(
  db: Db,
  sandboxId: number,
  items: readonly Item[],
  { category }: Pick<Target, 'category'>,
): Promise<Map<Item, ExclusionReason>> {
  const values = new Set<string>()
  const subjects = new Set<string>()
  for (const { address, profileId } of items) {
    if (!address.ok) continue
    values.add(address.key).add(address.domain)
    if (category !== 'marketing') continue
    subjects.add(`address:${address.key}`)
    if (profileId) subjects.add(`profile:${profileId}`)
  }
  const lists = await recipients.refusalsAmong(db, sandboxId, [...values], [...subjects])
  const found = new Map<Item, ExclusionReason>()
  for (const item of items) {
    const reason = reasonFor(item, lists)
    if (reason) found.set(item, reason)
  }
  return found
}

function reasonFor({ address, profileId }: Item, lists: recipients.Refusals): ExclusionReason | undefined {
  if (!address.ok) return address.reason
  const out = (subject: string) => lists.optedOut.has(subject)
  if (out(`address:${address.key}`) || (profileId && out(`profile:${profileId}`))) return 'no-consent'
  return recipients.listedReason(lists, address)
}
