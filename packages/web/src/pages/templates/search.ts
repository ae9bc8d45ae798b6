import { contentSorts } from '@chappe/core/api/templates'
import { z } from 'zod'

/** The library's part of the address: how it is shown, searched and sorted. */
export const templatesSearch = z.object({
  view: z.enum(['cards', 'list']).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  tag: z.string().optional().catch(undefined),
  sort: z.enum(contentSorts).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
})
export type TemplatesSearch = z.output<typeof templatesSearch>
