import { type ReactNode, useMemo } from 'react'
import { DraftContext, useDraft } from '../draft/useDraft.tsx'
import { alertsOf, changeOfWhole, shownOf } from './lens.ts'

/** Shows those inside a variant of the draft as if it were its content; null: the content itself. */
export function VariantLens({ variant, children }: { variant: string | null; children: ReactNode }) {
  const draft = useDraft()
  const seen = useMemo(() => {
    if (variant === null) return draft
    const { whole, changeWhole, review } = draft
    return {
      ...draft,
      variant,
      definition: shownOf(whole, variant),
      review: review && { ...review, alerts: alertsOf(review.alerts, variant) },
      change: (changes: Parameters<typeof draft.change>[0]) =>
        changeWhole(changeOfWhole(whole, variant, changes)),
    }
  }, [draft, variant])
  return <DraftContext value={seen}>{children}</DraftContext>
}
