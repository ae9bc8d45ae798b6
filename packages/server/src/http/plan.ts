import { planCampaign } from '@chappe/core/api/plan'
import { plan } from '../app/plan.ts'
import type { RouteGroup } from './routes.ts'

export const planRoutes: RouteGroup = (serve) => {
  serve(planCampaign, (ctx, { params, query }) => plan(ctx, params.id, query))
}
