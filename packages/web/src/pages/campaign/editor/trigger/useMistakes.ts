import { useMemo } from 'react'
import { useText } from '../../../../text.ts'
import { useDraft } from '../../draft/useDraft.tsx'
import { mistakesOf, sayMistake } from './mistakes.ts'

export interface Mistakes {
  /** What is wrong with a field, in words; undefined: nothing. */
  of(field: string): string | undefined
  /** Whether anything is wrong in these parts, or the review has something to say about them. */
  within(...parts: readonly string[]): boolean
}

/** What in the schedule cannot be saved or would stop the activation, by field. */
export function useMistakes(): Mistakes {
  const t = useText()
  const { definition, savings, review } = useDraft()
  const { phase } = savings.definition.state
  const problem = phase.kind === 'refused' ? phase.problem : undefined
  return useMemo(() => {
    const found = mistakesOf(definition, problem)
    const alerts = review?.alerts.filter(({ tab }) => tab === 'schedule').map(({ field }) => field) ?? []
    const names = [...found.keys(), ...alerts]
    return {
      of: (field) => {
        const mistake = found.get(field)
        return mistake === undefined ? undefined : sayMistake(t, mistake)
      },
      within: (...parts) =>
        names.some((name) => parts.some((part) => name === part || name.startsWith(`${part}.`))),
    }
  }, [definition, problem, review, t])
}
