import { listNamespaces } from '@chappe/core/api/namespaces'
import { listTopics } from '@chappe/core/api/topics'
import { consentChannels } from '@chappe/core/consent/schema'
import type { NamespaceKind } from '@chappe/core/profile/namespaces'
import { useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { useAttributes } from '../../../parts/attributes.ts'
import { useText } from '../../../text.ts'
import { namespaceName } from '../../audiences/rule/useNames.ts'
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
  const namespaces = useEndpoint(listNamespaces, {}, { staleTime }).data?.items
  const topics = useEndpoint(listTopics, {}, { staleTime }).data?.items

  return useMemo(() => {
    const sayNamespace = (key: string) => {
      const name = namespaceName(t, key)
      if (name) return name.charAt(0).toLocaleUpperCase(t.locale) + name.slice(1)
      return namespaces?.find((one) => one.key === key)?.name ?? key
    }
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
          return sayNamespace(part.namespace)
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
        choices: (namespaces ?? []).map(({ key }) => choice(`identity:${key}`, key)),
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
      sayNamespace,
      typeOf: (path) => {
        const one = attributes.of(path)
        return one && one.origin !== 'seen' ? one.type : undefined
      },
      isDeclared: (path) => attributes.of(path)?.origin === 'declared',
      kindOf: (key): NamespaceKind => namespaces?.find((one) => one.key === key)?.kind ?? 'id',
    }
  }, [t, attributes, namespaces, topics])
}
