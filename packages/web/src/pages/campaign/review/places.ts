import type { Alert } from '@chappe/core/campaign/review'
import type { CampaignSearch } from '../search.ts'
import { variantOfField } from '../variants/lens.ts'

/** The part of the editor's address that leads to what an alert is about. */
export const placeOf = ({ tab, field, line, column }: Alert): CampaignSearch => ({
  view: 'draft',
  tab,
  field,
  ...(variantOfField(field) !== undefined && { variant: variantOfField(field)! }),
  ...(line !== undefined && { line, column: column ?? 1 }),
})

export const levels = ['error', 'warning'] as const

/** The alerts of one level, in the order in which the review tells them. */
export const ofLevel = (alerts: readonly Alert[], level: Alert['level']): Alert[] =>
  alerts.filter((alert) => alert.level === level)
