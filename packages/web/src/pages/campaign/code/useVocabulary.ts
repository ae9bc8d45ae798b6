import { listAttributes } from '@chappe/core/api/profiles'
import { functions } from '@chappe/core/template/functions'
import { systemNames } from '@chappe/core/template/names'
import { useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { useText } from '../../../text.ts'
import { useDraft } from '../draft/useDraft.tsx'
import { schemaRows } from '../editor/schema-rows.ts'
import { sayType } from '../editor/types.ts'
import type { Word } from './completion.ts'

const ownWords: readonly Word[] = [
  ...systemNames.map((name): Word => ({ name: `system.${name}`, kind: 'system', detail: 'string' })),
  ...[...functions].map(
    ([name, { args, returns }]): Word => ({
      name,
      kind: 'function',
      detail: `(${args.join(', ')}) → ${returns}`,
    }),
  ),
]

export interface Vocabulary {
  readonly words: readonly Word[]
  /** Profile attributes as dotted paths; undefined until they are known. */
  readonly attributes: readonly string[] | undefined
}

/** The names that the draft's content may use: profile attributes, context variables, the system's, functions. */
export function useVocabulary(): Vocabulary {
  const t = useText()
  const { review, definition } = useDraft()
  const attributes = useEndpoint(listAttributes, {}, { staleTime: 60_000 })
  const items = attributes.data?.items
  const schema = definition.context.schema ?? review?.contextSchema
  return useMemo(() => {
    const ofContext = new Map(
      schemaRows(schema ?? {})
        .filter(({ path }) => !path.includes('[]'))
        .map(({ path, type }) => [`context.${path}`, type]),
    )
    for (const { root, path, type } of review?.variables ?? []) {
      if (root === 'context' && !path.includes('[]') && !ofContext.has(`context.${path}`)) {
        ofContext.set(`context.${path}`, type)
      }
    }
    return {
      words: [
        ...(items ?? []).map(
          ({ path, type }): Word => ({ name: `profile.${path}`, kind: 'profile', detail: sayType(t, type) }),
        ),
        ...[...ofContext].map(([name, type]): Word => ({ name, kind: 'context', detail: sayType(t, type) })),
        ...ownWords,
      ],
      attributes: items?.map(({ path }) => path),
    }
  }, [items, schema, review?.variables, t])
}
