import { editorTabs } from '@chappe/core/campaign/schema'
import { z } from 'zod'

/** The campaign page's part of the address. */
export const campaignSearch = z.object({
  tab: z.enum(editorTabs).optional().catch(undefined),
  field: z.string().optional().catch(undefined),
})
