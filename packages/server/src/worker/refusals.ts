import { mayReceive } from '@chappe/core/consent/rules'
import type { ExclusionReason } from '@chappe/core/message/schema'
import * as consents from '../store/consents.ts'
import type { Db } from '../store/db.ts'
import * as recipients from '../store/recipients.ts'
import type { Item } from './item.ts'
import type { Target } from './targets.ts'

/**
 * Why some of these messages must not be sent, asked at the moment of the hand-over: suppressed addresses and
 * domains for all, whoever is not on the allow list while it is on, for marketing whoever did not consent (spec
 * sections 8.1 and 8.2).
 */
export async function refusals(
  db: Db,
  sandboxId: number,
  items: readonly Item[],
  { category, definition }: Pick<Target, 'category' | 'definition'>,
): Promise<Map<Item, ExclusionReason>> {
  const reachable = items.filter(({ address }) => address.ok)
  const values = new Set<string>()
  for (const { address } of reachable) if (address.ok) values.add(address.key).add(address.domain)
  const [lists, consent] = await Promise.all([
    recipients.refusalsAmong(db, sandboxId, [...values]),
    category === 'marketing'
      ? consents.standing(db, sandboxId, 'email', definition.topic, reachable.map(addressee))
      : null,
  ])
  const found = new Map<Item, ExclusionReason>()
  for (const item of items) {
    const reason = reasonFor(item, lists, consent && { ...consent, of: definition.topic })
    if (reason) found.set(item, reason)
  }
  return found
}

function reasonFor(
  item: Item,
  lists: recipients.Refusals,
  consent: (consents.Standing & { readonly of: string | null }) | null,
): ExclusionReason | undefined {
  const { address, lease } = item
  if (lease.reason !== null) return lease.reason
  if (!address.ok) return address.reason
  if (consent) {
    const { byDefault, doubleOptIn, of } = consent
    const about = (said: consents.Standing['channel']) =>
      subjectsOf(item).flatMap((subject) => said.get(subject) ?? [])
    const topic = of === null ? null : about(consent.topic)
    if (!mayReceive({ channel: about(consent.channel), topic, byDefault, doubleOptIn })) return 'no-consent'
  }
  return recipients.listedReason(lists, address)
}

const addressee = ({ address, profileId }: Item): consents.Addressee => ({
  address: address.ok ? address.key : null,
  profileId,
})

const subjectsOf = ({ address, profileId }: Item): string[] => [
  ...(address.ok ? [`address:${address.key}`] : []),
  ...(profileId ? [`profile:${profileId}`] : []),
]
