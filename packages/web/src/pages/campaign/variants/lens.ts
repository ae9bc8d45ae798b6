import type { Alert } from '@chappe/core/campaign/review'
import type { Definition, EmailContent } from '@chappe/core/campaign/schema'
import { intoVariant, withVariant } from '@chappe/core/campaign/variants'

/** Names of fields of a variant, as reviews give them: `variants.second.subject`, or the variant itself. */
const ofVariant = /^variants\.([^.]+)\.?(.*)$/

/** The variant whose field this is; undefined for fields that are in none. */
export const variantOfField = (field: string): string | undefined => ofVariant.exec(field)?.[1]

/** The name that a field has where a variant is seen as the content; the variant itself is the switch of who gets it. */
export const ownField = (field: string): string => {
  const [, id, own] = ofVariant.exec(field) ?? []
  return id === undefined ? field : own || 'actions'
}

/** The alerts about a variant (null: about everything else), by the names that its fields have when it is shown. */
export const alertsOf = (alerts: readonly Alert[], variant: string | null): Alert[] =>
  alerts.flatMap((alert) =>
    (variantOfField(alert.field) ?? null) === variant ? [{ ...alert, field: ownField(alert.field) }] : [],
  )

/** A change of the definition that is shown, where it belongs in the whole one. */
export function changeOfWhole(
  whole: Definition,
  variant: string | null,
  changes: Partial<Definition>,
): Partial<Definition> {
  if (variant === null) return changes
  const { content, translations, channelConfigurationId, ...rest } = changes
  const own = {
    ...(content && { content }),
    ...(translations && { translations }),
    ...(channelConfigurationId !== undefined && { channelConfigurationId }),
  }
  return { ...rest, variants: intoVariant({ ...whole, ...rest }, variant, own) }
}

/** What is shown: all of it, or one variant as if it were the content. */
export const shownOf = (whole: Definition, variant: string | null): Definition =>
  (variant === null ? undefined : withVariant(whole, variant)) ?? whole

/** How much of what it takes to be sent a content has. */
export function stateOf({ subject, html, design }: EmailContent): 'complete' | 'partial' | 'empty' {
  const body = html.trim() !== '' || design !== null
  const head = subject.trim() !== ''
  return body && head ? 'complete' : body || head ? 'partial' : 'empty'
}
