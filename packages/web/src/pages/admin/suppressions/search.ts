import { listedTypes, suppressionCategories, suppressionReasons } from '@chappe/core/suppression/schema'
import { z } from 'zod'

export const listTabs = ['suppressed', 'allowed', 'uploads'] as const

/** The page's part of the address: which list, and what of it. */
export const suppressionsSearch = z.object({
  tab: z.enum(listTabs).optional().catch(undefined),
  q: z.string().max(254).optional().catch(undefined),
  type: z.enum(listedTypes).optional().catch(undefined),
  category: z.enum(suppressionCategories).optional().catch(undefined),
  reason: z.enum(suppressionReasons).optional().catch(undefined),
})
export type SuppressionsSearch = z.output<typeof suppressionsSearch>

export const isFiltered = ({ q, type, category, reason }: SuppressionsSearch): boolean =>
  Boolean(q || type || category || reason)
