import { contentSorts } from '@chappe/core/api/templates'
import { fragmentStatuses } from '@chappe/core/content/fragment-lifecycle'
import { fragmentKinds } from '@chappe/core/content/schema'
import { z } from 'zod'

export const fragmentSorts = [...contentSorts, 'status'] as const

/** The list's part of the address. Without `status`, everything but the archive. */
export const fragmentsSearch = z.object({
  q: z.string().max(200).optional().catch(undefined),
  kind: z.enum(fragmentKinds).optional().catch(undefined),
  status: z.enum(fragmentStatuses).optional().catch(undefined),
  sort: z.enum(fragmentSorts).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  /** The create dialog is open. */
  create: z.boolean().optional().catch(undefined),
})
export type FragmentsSearch = z.output<typeof fragmentsSearch>

/** What the list shows unless asked otherwise. */
export const inUse = [
  'draft',
  'publishing',
  'live',
] as const satisfies readonly (typeof fragmentStatuses)[number][]
