import { editorTabs } from '@chappe/core/campaign/schema'
import { z } from 'zod'

/** The campaign page's part of the address: which version is shown, and the tab, field and place to mend. */
export const campaignSearch = z.object({
  view: z.enum(['draft', 'live']).optional().catch(undefined),
  tab: z.enum(editorTabs).optional().catch(undefined),
  field: z.string().optional().catch(undefined),
  /** The variant of the content that is written. */
  variant: z.string().max(40).optional().catch(undefined),
  line: z.int().positive().optional().catch(undefined),
  column: z.int().positive().optional().catch(undefined),
  /** The campaign has just been activated. */
  activated: z.boolean().optional().catch(undefined),
})
export type CampaignSearch = z.output<typeof campaignSearch>

/** The versions page's part of the address: the version shown, and the one it is compared with. */
export const versionsSearch = z.object({
  number: z.int().positive().optional().catch(undefined),
  with: z.int().positive().optional().catch(undefined),
})
