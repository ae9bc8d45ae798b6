import * as endpoints from '@chappe/core/api/versions'
import { review } from '../app/review.ts'
import * as versions from '../app/versions.ts'
import type { RouteGroup } from './routes.ts'

export const versionRoutes: RouteGroup = (serve) => {
  serve(endpoints.listVersions, (ctx, { params }) => versions.list(ctx, params.id))
  serve(endpoints.getVersion, (ctx, { params }) => versions.get(ctx, params.id, params.number))
  serve(endpoints.compareVersions, (ctx, { params, query }) => versions.compare(ctx, params.id, query))
  serve(endpoints.saveDraft, (ctx, { params, body }) => versions.saveDraft(ctx, params.id, body))
  serve(endpoints.createDraft, (ctx, { params }) => versions.createDraft(ctx, params.id))
  serve(endpoints.discardDraft, (ctx, { params }) => versions.discardDraft(ctx, params.id))
  serve(endpoints.reviewCampaign, (ctx, { params }) => review(ctx, params.id))
}
