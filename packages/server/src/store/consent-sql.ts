import type { StoredChoice } from '@chappe/core/consent/schema'
import { sql } from 'kysely'
import { all, any, type Bool, not } from './audience-operators.ts'

/** What decides where people said nothing. */
export interface ConsentRules {
  readonly sandboxId: number
  /** The choice of those who chose nothing, by channel. */
  readonly consentDefault: Readonly<Record<string, 'in' | 'out'>>
  /** Topics that are only for those who confirmed. */
  readonly confirmedTopics: ReadonlySet<string>
}

/**
 * Whether the person of the profile row `p` may receive marketing on a channel, and about a topic of it ('': about
 * none): `mayReceive` of core/consent, over all that the person and each of their email addresses said. So what a rule
 * finds is what a delivery to that person's address would find; of several addresses the strictest counts.
 */
export function mayReceiveSql(
  { sandboxId, consentDefault, confirmedTopics }: ConsentRules,
  channel: string,
  topic: string,
): Bool {
  type Pair = readonly [topic: string, choice: StoredChoice]
  const said = (...pairs: Pair[]): { readonly byPerson: Bool; readonly byAddress: Bool } => {
    const chosen = sql`c.sandbox_id = ${sandboxId} and c.channel = ${channel} and ${any(
      pairs.map(([topic, choice]) => sql<boolean>`(c.topic = ${topic} and c.choice = ${choice})`),
    )}`
    return {
      byPerson: sql<boolean>`exists (select from consent c where ${chosen} and c.subject = 'profile:' || p.id::text)`,
      byAddress: sql<boolean>`exists (select from profile_identity i
        join consent c on c.subject = 'address:' || i.value and ${chosen}
        where i.sandbox_id = ${sandboxId} and i.namespace = 'email' and i.profile_id = p.id)`,
    }
  }
  // Each alone, so that each can become a join.
  const nobodySaid = (...pairs: Pair[]): Bool => {
    const { byPerson, byAddress } = said(...pairs)
    return all([not(byPerson), not(byAddress)])
  }
  const somebodySaid = (...pairs: Pair[]): Bool => {
    const { byPerson, byAddress } = said(...pairs)
    return any([byPerson, byAddress])
  }
  const isOpen = (consentDefault[channel] ?? 'in') === 'in'
  if (topic === '') {
    const refused = nobodySaid(['', 'out'])
    return isOpen ? refused : all([refused, somebodySaid(['', 'in'])])
  }
  const refused = nobodySaid(['', 'out'], [topic, 'out'], [topic, 'pending'])
  if (confirmedTopics.has(topic)) return all([refused, somebodySaid([topic, 'in'])])
  return isOpen ? refused : all([refused, somebodySaid(['', 'in'], [topic, 'in'])])
}
