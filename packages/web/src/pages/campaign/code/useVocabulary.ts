import { systemNames } from '@chappe/core/template/names'
import { useMemo } from 'react'
import { type Attribute, useAttributes } from '../../../parts/attributes.ts'
import { useText, type Words } from '../../../text.ts'
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
  const { items, isKnown } = useAttributes()
  return useMemo(
    () => ({
      words: [
        ...items.map((attribute) => wordOf(t, attribute)),
        ...[...context].map(([name, type]): Word => ({ name, kind: 'context', detail: sayType(t, type) })),
        ...systemNames.map(
          (name): Word => ({ name: `system.${name}`, kind: 'system', detail: sayType(t, 'string') }),
        ),
        ...functionWords(t),
      ],
      attributes: isKnown ? items.map(({ path }) => path) : undefined,
    }),
    [items, isKnown, context, t],
  )
}

const shown = 20

function wordOf(t: Words, { path, type, label, options }: Attribute): Word {
  const values = options?.slice(0, shown).join(', ') ?? ''
  return {
    name: `profile.${path}`,
    kind: 'profile',
    detail: sayType(t, type),
    label,
    options: options ?? undefined,
    about: options ? t('code.attribute', { name: label ?? path, values }) : label,
  }
}
