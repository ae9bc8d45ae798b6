import * as endpoints from '@chappe/core/api/suppressions'
import * as allowed from '../app/allowed.ts'
import * as uploads from '../app/suppression-uploads.ts'
import * as suppressions from '../app/suppressions.ts'
import { csvFile, raw } from './raw.ts'
import type { RouteGroup } from './routes.ts'

export const suppressionRoutes: RouteGroup = (serve, app, room) => {
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

  raw(app, room, {
    method: 'GET',
    path: endpoints.suppressionExport,
    access: 'suppressions:read',
    query: endpoints.SuppressionExport,
    handle: async (ctx, { query: { sandbox: _sandbox, ...filters } }, reply) =>
      csvFile(reply, 'suppressions.csv', suppressions.exported(ctx, filters)),
  })
}
