import type { Choice, StoredChoice } from './schema.ts'

/** All that was said about the channel of a marketing message, and about its topic if it has one. */
export interface Said {
  /** By the person and by the address, about the channel as a whole. */
  readonly channel: readonly StoredChoice[]
  /** The same about the message's topic; null: it has none. */
  readonly topic: readonly StoredChoice[] | null
  /** What counts where nothing was said. */
  readonly byDefault: Choice
  /** Whether the topic is only for those who confirmed. */
  readonly doubleOptIn: boolean
}

/**
 * Whether a marketing message may be sent (spec section 8.1). A refusal of the channel outweighs everything; a refused
 * or unconfirmed topic is refused; an accepted topic needs no word about the channel; where nobody said anything, the
 * default of the channel counts, but for topics that want to be confirmed.
 */
export function mayReceive({ channel, topic, byDefault, doubleOptIn }: Said): boolean {
  if (channel.includes('out')) return false
  if (topic !== null) {
    if (topic.includes('out') || topic.includes('pending')) return false
    if (topic.includes('in')) return true
    if (doubleOptIn) return false
  }
  return channel.includes('in') || byDefault === 'in'
}
