import { listAttributes } from '@chappe/core/api/profiles'
import { systemNames } from '@chappe/core/template/names'
import { useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { useText } from '../../../text.ts'
import { useDraft } from '../draft/useDraft.tsx'
import { sayType } from '../editor/types.ts'
import type { Word } from './completion.ts'
import { contextNames } from './context-names.ts'
import { functionWords } from './functions.ts'

export interface Vocabulary {
  readonly words: readonly Word[]
  /** Profile attributes as dotted paths; undefined until they are known. */
  readonly attributes: readonly string[] | undefined
}

/** The names that the draft's content may use: profile attributes, context variables, the system's, functions. */
export function useVocabulary(): Vocabulary {
  const { review, definition } = useDraft()
  const schema = definition.context.schema ?? review?.contextSchema
  const variables = review?.variables
  return useWords(useMemo(() => contextNames(schema, variables), [schema, variables]))
}

/** The names that any content may use, with these of the context: types by whole names. */
export function useWords(context: ReadonlyMap<string, string>): Vocabulary {
  const t = useText()
  const attributes = useEndpoint(listAttributes, {}, { staleTime: 60_000 })
  const items = attributes.data?.items
  return useMemo(
    () => ({
      words: [
        ...(items ?? []).map(
          ({ path, type }): Word => ({ name: `profile.${path}`, kind: 'profile', detail: sayType(t, type) }),
        ),
        ...[...context].map(([name, type]): Word => ({ name, kind: 'context', detail: sayType(t, type) })),
        ...systemNames.map(
          (name): Word => ({ name: `system.${name}`, kind: 'system', detail: sayType(t, 'string') }),
        ),
        ...functionWords(t),
      ],
      attributes: items?.map(({ path }) => path),
    }),
    [items, context, t],
  )
}
