import * as endpoints from '@chappe/core/api/inventory'
import { bulk } from '../app/bulk.ts'
import * as views from '../app/views.ts'
import type { RouteGroup } from './routes.ts'

export const inventoryRoutes: RouteGroup = (serve) => {
  serve(endpoints.bulkCampaigns, (ctx, { body }) => bulk(ctx, body))
  serve(endpoints.listViews, (ctx) => views.list(ctx))
  serve(endpoints.createView, (ctx, { body }) => views.create(ctx, body))
  serve(endpoints.saveView, (ctx, { params, body }) => views.save(ctx, params.id, body))
  serve(endpoints.deleteView, (ctx, { params }) => views.remove(ctx, params.id))
  serve(endpoints.chooseView, (ctx, { params, body }) => views.choose(ctx, params.id, body.default))
}
