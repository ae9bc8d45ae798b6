import { numberParam } from '@chappe/core/api/endpoint'
import * as endpoints from '@chappe/core/api/preview'
import { z } from 'zod'
import * as preview from '../app/preview.ts'
import { serveFrame } from './frame.ts'
import type { RouteGroup } from './routes.ts'

/** A JSON object as a query parameter: a frame can only be given its address. */
const objectParam = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue('Must be JSON.')
      return z.NEVER
    }
  })
  .pipe(z.record(z.string(), z.unknown()))

export const previewRoutes: RouteGroup = (serve, app, room) => {
  serve(endpoints.previewCampaign, (ctx, { params, body }) => preview.preview(ctx, params.id, body))
  serve(endpoints.sendCampaignTest, (ctx, { params, body }) => preview.test(ctx, params.id, body))
  serve(endpoints.getSampleRequest, (ctx, { params, query }) => preview.sample(ctx, params.id, query.version))

  serveFrame(app, room, {
    path: '/v1/campaigns/:id/preview.html',
    access: 'campaigns:read',
    query: z.object({
      version: numberParam.optional(),
      profile: objectParam.optional(),
      context: objectParam.optional(),
      locale: z.string().max(20).optional(),
      variant: z.string().max(40).optional(),
    }),
    html: (ctx, id, { version, profile, context, locale, variant }) =>
      preview.previewHtml(ctx, id, { version, profile, context, locale, variant }),
  })
}
