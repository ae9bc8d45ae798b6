import * as endpoints from '@chappe/core/api/inbox'
import { z } from 'zod'
import * as inbox from '../app/inbox.ts'
import { serveFrame } from './frame.ts'
import type { RouteGroup } from './routes.ts'

export const inboxRoutes: RouteGroup = (serve, app, room) => {
  serve(endpoints.listInbox, (ctx, { query }) => inbox.list(ctx, query))
  serve(endpoints.listInboxEntries, (ctx, { query }) => inbox.entries(ctx, query))
  serve(endpoints.getInboxMessage, (ctx, { params }) => inbox.get(ctx, params.id))
  serve(endpoints.emptyInbox, (ctx) => inbox.empty(ctx))

  serveFrame(app, room, {
    path: '/v1/inbox/:id/html',
    access: 'inbox:read',
    query: z.object({}),
    html: (ctx, id) => inbox.html(ctx, id),
  })
}
