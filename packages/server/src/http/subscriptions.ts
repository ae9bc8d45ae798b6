import * as endpoints from '@chappe/core/api/subscriptions'
import * as subscriptions from '../app/subscriptions.ts'
import type { RouteGroup } from './routes.ts'

export const subscriptionRoutes: RouteGroup = (serve) => {
  serve(endpoints.subscribe, (ctx, { body }) => subscriptions.subscribe(ctx, body))
}
