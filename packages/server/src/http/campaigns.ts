import * as endpoints from '@chappe/core/api/campaigns'
import * as campaigns from '../app/campaigns.ts'
import * as byKey from '../app/campaigns-by-key.ts'
import * as inventory from '../app/inventory.ts'
import type { RouteGroup } from './routes.ts'

export const campaignRoutes: RouteGroup = (serve) => {
  serve(endpoints.listCampaigns, (ctx, { query }) => inventory.list(ctx, query))
  serve(endpoints.listTags, (ctx) => inventory.tags(ctx))
  serve(endpoints.createCampaign, (ctx, { body }) => campaigns.create(ctx, body))
  serve(endpoints.getCampaignByKey, (ctx, { params }) => byKey.get(ctx, params.key))
  serve(endpoints.putCampaign, (ctx, { params, body, query }) => byKey.put(ctx, params.key, body, query))
  serve(endpoints.getCampaign, (ctx, { params }) => campaigns.get(ctx, params.id))
  serve(endpoints.editCampaign, (ctx, { params, body }) => campaigns.edit(ctx, params.id, body))
  serve(endpoints.deleteCampaign, (ctx, { params }) => campaigns.remove(ctx, params.id))
  serve(endpoints.activateCampaign, (ctx, { params, body }) => campaigns.activate(ctx, params.id, body))
  serve(endpoints.pauseCampaign, (ctx, { params }) => campaigns.pause(ctx, params.id))
  serve(endpoints.resumeCampaign, (ctx, { params }) => campaigns.resume(ctx, params.id))
  serve(endpoints.stopCampaign, (ctx, { params }) => campaigns.stop(ctx, params.id))
  serve(endpoints.archiveCampaign, (ctx, { params }) => campaigns.archive(ctx, params.id))
  serve(endpoints.unarchiveCampaign, (ctx, { params }) => campaigns.unarchive(ctx, params.id))
  serve(endpoints.duplicateCampaign, (ctx, { params, body }) => campaigns.duplicate(ctx, params.id, body))
}
