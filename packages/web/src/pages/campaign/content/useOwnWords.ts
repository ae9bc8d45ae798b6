import { analyze } from '@chappe/core/template/analyze'
import { parse } from '@chappe/core/template/parse'
import { pathText } from '@chappe/core/template/variables'
import { useDeferredValue, useMemo } from 'react'
import { useWords, type Vocabulary } from '../code/useVocabulary.ts'
import type { Parts } from './sample.ts'

/** The names that content outside a campaign may use: those of all content, and the context it asks for itself. */
export function useOwnWords({ subject, preheader, html, text }: Parts): Vocabulary {
  const texts = useDeferredValue(`${subject}\n${preheader}\n${html}\n${text}`)
  return useWords(useMemo(() => contextOf(texts), [texts]))
}

function contextOf(text: string): ReadonlyMap<string, string> {
  const parsed = parse(text)
  const found = new Map<string, string>()
  if (!parsed.ok) return found
  for (const { namespace, path, type } of analyze(parsed.ast).variables) {
    const name = pathText(path)
    if (namespace === 'context' && !name.includes('[]')) found.set(`context.${name}`, type)
  }
  return found
}
