import { Readable } from 'node:stream'
import * as endpoints from '@chappe/core/api/suppressions'
import * as allowed from '../app/allowed.ts'
import { contextOf, mustHold } from '../app/context.ts'
import * as uploads from '../app/suppression-uploads.ts'
import * as suppressions from '../app/suppressions.ts'
import { callerOf } from './auth.ts'
import { parseInput } from './input.ts'
import type { RouteGroup } from './routes.ts'

export const suppressionRoutes: RouteGroup = (serve, app, { house, accessTokens }) => {
  serve(endpoints.listSuppressions, (ctx, { query }) => suppressions.list(ctx, query))
  serve(endpoints.addSuppression, (ctx, { body }) => suppressions.add(ctx, body))
  serve(endpoints.removeSuppression, (ctx, { params }) => suppressions.remove(ctx, params.value))
  serve(endpoints.listAllowed, (ctx, { query }) => allowed.list(ctx, query))
  serve(endpoints.addAllowed, (ctx, { body }) => allowed.add(ctx, body))
  serve(endpoints.removeAllowed, (ctx, { params }) => allowed.remove(ctx, params.value))
  serve(endpoints.getSuppressionSettings, (ctx) => allowed.getSettings(ctx))
  serve(endpoints.saveSuppressionSettings, (ctx, { body }) => allowed.saveSettings(ctx, body))
  serve(endpoints.listUploads, (ctx, { query }) => uploads.list(ctx, query))
  serve(endpoints.createUpload, (ctx, { body }) => uploads.create(ctx, body))
  serve(endpoints.getUpload, (ctx, { params }) => uploads.get(ctx, params.id))
  serve(endpoints.getUploadErrors, (ctx, { params }) => uploads.errors(ctx, params.id))
  serve(endpoints.removeUpload, (ctx, { params }) => uploads.remove(ctx, params.id))

  // A file of any length, written as it is read: no endpoint value, whose answers are JSON. A link to it sends the
  // session cookie only, so the sandbox may stand in the query.
  app.get(endpoints.suppressionExport, async (request, reply) => {
    const caller = await callerOf(house, accessTokens, request)
    mustHold(caller.actor, 'suppressions:read')
    const contract = { ...endpoints.listSuppressions, query: endpoints.SuppressionExport }
    const input = parseInput(contract, { params: undefined, query: request.query, body: undefined })
    const { sandbox, ...filters } = input.query as endpoints.SuppressionExport
    const name = request.headers['x-sandbox-name']
    const ctx = await contextOf(house, caller, sandbox ?? (typeof name === 'string' ? name : undefined))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="suppressions.csv"')
      .send(Readable.from(suppressions.exported(ctx, filters)))
  })
}
