import * as endpoints from '@chappe/core/api/configurations'
import * as configurations from '../app/configurations.ts'
import type { RouteGroup } from './routes.ts'

export const configurationRoutes: RouteGroup = (serve) => {
  serve(endpoints.listProviders, (ctx) => configurations.providers(ctx))
  serve(endpoints.listConfigurations, (ctx, { query }) => configurations.list(ctx, query))
  serve(endpoints.createConfiguration, (ctx, { body }) => configurations.create(ctx, body))
  serve(endpoints.getConfiguration, (ctx, { params }) => configurations.get(ctx, params.id))
  serve(endpoints.saveConfiguration, (ctx, { params, body }) => configurations.save(ctx, params.id, body))
  serve(endpoints.actOnConfiguration, (ctx, { params }) => configurations.act(ctx, params.id, params.action))
  serve(endpoints.deleteConfiguration, (ctx, { params }) => configurations.remove(ctx, params.id))
  serve(endpoints.testConfiguration, (ctx, { params, body }) => configurations.test(ctx, params.id, body))
}
