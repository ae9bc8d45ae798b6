import { listTopics } from '@chappe/core/api/topics'
import { consentChannels } from '@chappe/core/consent/schema'
import { typeOfCells } from '@chappe/core/import/rows'
import type { NamespaceKind } from '@chappe/core/profile/namespaces'
import { useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { useAttributes } from '../../../parts/attributes.ts'
import { useNamespaces } from '../../../parts/namespaces.ts'
import { useText } from '../../../text.ts'
import { type Known, partOf } from './mapping.ts'

export interface Choice {
  /** A target. */
  readonly id: string
  readonly name: string
  /** Beside the name: a path, a key. */
  readonly about?: string | undefined
}

export interface Group {
  readonly id: 'identity' | 'attribute' | 'consent' | 'other'
  readonly name: string
  readonly choices: readonly Choice[]
}

export interface Targets extends Known {
  readonly groups: readonly Group[]
  /** A target in the reader's language. */
  readonly say: (target: string) => string
  readonly sayNamespace: (key: string) => string
}

const staleTime = 60_000

/** Everything that a column can be, in the reader's language. */
export function useTargets(): Targets {
  const t = useText()
  const attributes = useAttributes()
  const namespaces = useNamespaces()
  const topics = useEndpoint(listTopics, {}, { staleTime }).data?.items

  return useMemo(() => {
    const sayTopic = (key: string) => topics?.find((one) => one.key === key)?.name[t.locale] ?? key
    const sayConsent = (channel: string, topic: string) => {
      const name = t(`imports.channel.${channel as (typeof consentChannels)[number]}`)
      return topic === ''
        ? t('imports.target.consent', { channel: name })
        : t('imports.target.topic', { channel: name, topic: sayTopic(topic) })
    }
    const say = (target: string) => {
      const part = partOf(target)
      switch (part.kind) {
        case 'identity':
          return namespaces.nameOf(part.namespace)
        case 'attribute':
          return attributes.of(part.path)?.label ?? part.path
        case 'consent':
          return sayConsent(part.channel, part.topic)
        default:
          return t(`imports.target.${part.kind}`)
      }
    }
    const choice = (id: string, about?: string): Choice => {
      const name = say(id)
      return { id, name, about: about === name ? undefined : about }
    }
    const groups: Group[] = [
      {
        id: 'identity',
        name: t('imports.targets.identity'),
        choices: namespaces.items.map(({ key }) => choice(`identity:${key}`, key)),
      },
      {
        id: 'attribute',
        name: t('imports.targets.attribute'),
        choices: attributes.items
          .filter(({ type }) => type !== 'object')
          .map(({ path }) => choice(`attribute:${path}`, path)),
      },
      {
        id: 'consent',
        name: t('imports.targets.consent'),
        choices: consentChannels.flatMap((channel) => [
          choice(`consent:${channel}`),
          ...(topics ?? [])
            .filter((one) => one.archivedAt === null && one.channels.includes(channel))
            .map(({ key }) => choice(`consent:${channel}/${key}`, key)),
        ]),
      },
      {
        id: 'other',
        name: t('imports.targets.other'),
        choices: [choice('test'), choice('ignore')],
      },
    ]
    return {
      groups,
      say,
      sayNamespace: namespaces.nameOf,
      typeOf: (path) => {
        const one = attributes.of(path)
        if (!one || one.origin === 'seen') return undefined
        return one.origin === 'declared' ? one.type : typeOfCells(path, undefined, [])
      },
      isDeclared: (path) => attributes.of(path)?.origin === 'declared',
      kindOf: (key): NamespaceKind => namespaces.items.find((one) => one.key === key)?.kind ?? 'id',
    }
  }, [t, attributes, namespaces, topics])
}
