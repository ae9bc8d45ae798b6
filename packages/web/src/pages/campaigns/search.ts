import { FolderChoice } from '@chappe/core/campaign/filter'
import { campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { type CampaignKind, categories } from '@chappe/core/campaign/schema'
import { campaignSorts } from '@chappe/core/campaign/view'
import { z } from 'zod'

const inventoryTabs = ['action', 'api', 'orchestration'] as const
export type InventoryTab = (typeof inventoryTabs)[number]

/** The tab that campaigns of a kind stand in. */
export const tabOf = (kind: CampaignKind): InventoryTab =>
  (({ action: 'action', api_triggered: 'api', orchestrated: 'orchestration' }) as const)[kind]

const ids = z.array(z.uuid()).max(100).optional().catch(undefined)
const day = z.iso.date().optional().catch(undefined)

/** The inventory's part of the address: its tab, filters and order. Without `status`, the default filter holds. */
export const campaignsSearch = z.object({
  tab: z.enum(inventoryTabs).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  status: z.array(z.enum(campaignStatuses)).optional().catch(undefined),
  category: z.array(z.enum(categories)).optional().catch(undefined),
  tag: z.array(z.string()).optional().catch(undefined),
  mine: z.boolean().optional().catch(undefined),
  /** Modified last by me, within the last 30 days. */
  recent: z.boolean().optional().catch(undefined),
  folder: FolderChoice.optional().catch(undefined),
  /** The saved view that was chosen last; `none`: not even the one that one begins with. */
  view: z
    .union([z.uuid(), z.literal('none')])
    .optional()
    .catch(undefined),
  from: day,
  to: day,
  /** Included or left out. */
  audience: ids,
  configuration: ids,
  startFrom: day,
  startTo: day,
  endFrom: day,
  endTo: day,
  sort: z.enum(campaignSorts).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  /** The create dialog is open. */
  create: z.boolean().optional().catch(undefined),
})
export type CampaignsSearch = z.output<typeof campaignsSearch>
