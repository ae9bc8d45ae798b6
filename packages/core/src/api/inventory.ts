import { z } from 'zod'
import { BulkCommand, BulkResult } from '../campaign/bulk.ts'
import { campaignKinds } from '../campaign/schema.ts'
import { SavedView, ViewName, ViewState } from '../campaign/view.ts'
import { endpoint, nothing, one } from './endpoint.ts'

const tag = 'Campaigns'
const views = '/v1/campaign-views'
const at = `${views}/:id`

export const bulkCampaigns = endpoint({
  id: 'bulkCampaigns',
  summary:
    'Archive, unarchive, delete, stop, duplicate, tag or move many campaigns: 1,000 at most, 100 to duplicate. Answers for each what was done or why not; a campaign is changed whole or not at all, whatever becomes of the others',
  tag,
  method: 'POST',
  path: '/v1/campaigns/bulk',
  access: 'campaigns:write',
  body: BulkCommand,
  reply: BulkResult,
})
export const listViews = endpoint({
  id: 'listViews',
  summary: 'One’s own saved views of the inventory and those that are shared with everybody of the sandbox',
  tag,
  method: 'GET',
  path: views,
  access: 'campaigns:read',
  reply: z.object({ items: z.array(SavedView) }),
})
export const createView = endpoint({
  id: 'createView',
  summary: 'Save a view: filters, order and columns under a name',
  tag,
  method: 'POST',
  path: views,
  access: 'campaigns:read',
  status: 201,
  body: z.object({
    kind: z.enum(campaignKinds),
    name: ViewName,
    shared: z.boolean().default(false),
    state: ViewState,
  }),
  reply: SavedView,
})
export const saveView = endpoint({
  id: 'saveView',
  summary: 'Change a view of one’s own: its name, what it shows, whether it is shared',
  tag,
  method: 'PATCH',
  path: at,
  access: 'campaigns:read',
  params: one,
  body: z.object({
    revision: z.int32(),
    name: ViewName.optional(),
    shared: z.boolean().optional(),
    state: ViewState.optional(),
  }),
  reply: SavedView,
})
export const deleteView = endpoint({
  id: 'deleteView',
  summary: 'Delete a view of one’s own; whoever may write configurations, a shared one of anybody',
  tag,
  method: 'DELETE',
  path: at,
  access: 'campaigns:read',
  params: one,
  status: 204,
  reply: nothing,
})
export const chooseView = endpoint({
  id: 'chooseView',
  summary: 'Begin one’s own inventory with this view, or no longer',
  tag,
  method: 'PUT',
  path: `${at}/default`,
  access: 'campaigns:read',
  params: one,
  body: z.object({ default: z.boolean() }),
  reply: SavedView,
})
