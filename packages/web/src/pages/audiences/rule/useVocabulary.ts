import { listEventTypes } from '@chappe/core/api/event-types'
import { listTopics } from '@chappe/core/api/topics'
import { useMemo } from 'react'
import type { Reply } from '../../../api.ts'
import { useEndpoint } from '../../../data.ts'
import { type Attribute, useAttributes } from '../../../parts/attributes.ts'
import { useNamespaces } from '../../../parts/namespaces.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import type { NamedKey } from './fields/keys.ts'
import { type Member, membersIn } from './fields/schema.ts'

type Topic = Reply<typeof listTopics>['items'][number]

/** What rules can speak of in this sandbox, in the reader's words. What nobody knows may be written all the same. */
export interface Vocabulary {
  readonly attributes: readonly Attribute[]
  readonly attributeOf: (path: string) => Attribute | undefined
  readonly namespaces: readonly NamedKey[]
  /** Those of the channel that are not archived, and the one that is in use. */
  readonly topicsFor: (channel: Topic['channels'][number], inUse: string) => readonly NamedKey[]
  readonly topicName: (key: string) => string | undefined
  readonly eventTypes: readonly NamedKey[]
  /** What the events of a type have, as far as it was declared. */
  readonly membersOf: (type: string) => readonly Member[]
}

const staleTime = 60_000

export function useVocabulary(): Vocabulary {
  const { locale } = useText()
  const mayReadPeople = useMay('profiles:read')
  const { items: attributes, of } = useAttributes()
  const { items: namespaces } = useNamespaces()
  const topics = useEndpoint(listTopics, {}, { staleTime, enabled: mayReadPeople }).data?.items
  const types = useEndpoint(listEventTypes, {}, { staleTime }).data?.items
  return useMemo(() => {
    const topicNamed = ({ key, name }: Topic) => ({ key, name: name[locale] || key })
    const members = new Map(types?.map(({ key, schema }) => [key, membersIn(schema)]))
    return {
      attributes,
      attributeOf: of,
      namespaces: namespaces.map(({ key, name }) => ({ key, name: name || key, about: key })),
      topicsFor: (channel, inUse) =>
        (topics ?? [])
          .filter((one) => one.key === inUse || (one.archivedAt === null && one.channels.includes(channel)))
          .map(topicNamed),
      topicName: (key) => topics?.filter((one) => one.key === key).map(topicNamed)[0]?.name,
      eventTypes: (types ?? []).map(({ key, name }) => ({
        key,
        name: name || key,
        about: name ? key : undefined,
      })),
      membersOf: (type) => members.get(type) ?? [],
    }
  }, [attributes, of, namespaces, topics, types, locale])
}
