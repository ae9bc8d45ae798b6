import type { Consent } from '@chappe/core/api/consents'
import type { ConsentChannel } from '@chappe/core/consent/schema'
import type { Topic } from '@chappe/core/consent/topic'

/** One thing that a person can choose about, and what they said of it. */
export interface ChoiceRow {
  readonly channel: ConsentChannel
  /** Empty: the channel as a whole. */
  readonly topic: string
  /** Null: the person; else this address alone. */
  readonly address: string | null
  /** Undefined: nothing was said, the default counts. */
  readonly said: Consent | undefined
}

/**
 * What a person can choose on a channel: the channel itself, addresses of theirs about which something was said,
 * the topics that it offers, and those that it no longer offers where something was said about them.
 */
export function rowsOf(
  channel: ConsentChannel,
  said: readonly Consent[],
  topics: readonly Pick<Topic, 'key' | 'channels' | 'archivedAt'>[],
): ChoiceRow[] {
  const here = said.filter((one) => one.channel === channel)
  const find = (topic: string, address: string | null) =>
    here.find((one) => one.topic === topic && one.address === address)
  const offered = topics
    .filter(({ channels, archivedAt }) => archivedAt === null && channels.includes(channel))
    .map(({ key }) => key)
  const spoken = here.filter(({ topic }) => topic !== '').map(({ topic }) => topic)
  const keys = ['', ...new Set([...offered, ...spoken])]
  return keys.flatMap((topic) => [
    { channel, topic, address: null, said: find(topic, null) },
    ...here
      .filter((one) => one.topic === topic && one.address !== null)
      .map((one) => ({ channel, topic, address: one.address, said: one })),
  ])
}
