import * as endpoints from '@chappe/core/api/campaigns'
import { numberParam } from '@chappe/core/api/endpoint'
import { z } from 'zod'
import * as campaigns from '../app/campaigns.ts'
import * as byKey from '../app/campaigns-by-key.ts'
import * as inventory from '../app/inventory.ts'
import * as occurrences from '../app/occurrences.ts'
import * as preview from '../app/preview.ts'
import { review } from '../app/review.ts'
import * as versions from '../app/versions.ts'
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

export const campaignRoutes: RouteGroup = (serve, app, room) => {
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
  serve(endpoints.listOccurrences, (ctx, { params, query }) => occurrences.list(ctx, params.id, query.limit))
  serve(endpoints.stopCampaign, (ctx, { params }) => campaigns.stop(ctx, params.id))
  serve(endpoints.archiveCampaign, (ctx, { params }) => campaigns.archive(ctx, params.id))
  serve(endpoints.unarchiveCampaign, (ctx, { params }) => campaigns.unarchive(ctx, params.id))
  serve(endpoints.duplicateCampaign, (ctx, { params, body }) => campaigns.duplicate(ctx, params.id, body))

  serve(endpoints.listVersions, (ctx, { params }) => versions.list(ctx, params.id))
  serve(endpoints.getVersion, (ctx, { params }) => versions.get(ctx, params.id, params.number))
  serve(endpoints.compareVersions, (ctx, { params, query }) => versions.compare(ctx, params.id, query))
  serve(endpoints.saveDraft, (ctx, { params, body }) => versions.saveDraft(ctx, params.id, body))
  serve(endpoints.createDraft, (ctx, { params }) => versions.createDraft(ctx, params.id))
  serve(endpoints.discardDraft, (ctx, { params }) => versions.discardDraft(ctx, params.id))

  serve(endpoints.reviewCampaign, (ctx, { params }) => review(ctx, params.id))
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
