import * as endpoints from '@chappe/core/api/clients'
import * as clients from '../app/clients.ts'
import type { RouteGroup } from './routes.ts'

export const clientRoutes: RouteGroup = (serve, _app, { accessTokens }) => {
  serve(endpoints.listClients, (ctx) => clients.list(ctx))
  serve(endpoints.createClient, (ctx, { body }) => clients.create(ctx, body))
  serve(endpoints.rotateClientSecret, (ctx, { params }) => clients.rotate(ctx, params.id))
  serve(endpoints.revokeClient, async (ctx, { params }) => {
    const client = await clients.revoke(ctx, params.id)
    accessTokens.forget(client.id)
    return client
  })
}
