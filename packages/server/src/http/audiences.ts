import * as endpoints from '@chappe/core/api/audiences'
import * as lists from '../app/audience-lists.ts'
import * as audiences from '../app/audiences.ts'
import type { RouteGroup } from './routes.ts'

export const audienceRoutes: RouteGroup = (serve) => {
  serve(endpoints.listAudiences, (ctx, { query }) => audiences.list(ctx, query))
  serve(endpoints.createAudience, (ctx, { body }) => audiences.create(ctx, body))
  serve(endpoints.getAudience, (ctx, { params }) => audiences.get(ctx, params.id))
  serve(endpoints.saveAudience, (ctx, { params, body }) => audiences.save(ctx, params.id, body))
  serve(endpoints.estimateAudience, (ctx, { body }) => audiences.estimate(ctx, body))
  serve(endpoints.evaluateAudience, (ctx, { params }) => audiences.evaluate(ctx, params.id))
  serve(endpoints.listAudienceMembers, (ctx, { params, query }) =>
    audiences.listMembers(ctx, params.id, query),
  )
  serve(endpoints.listAudienceChanges, (ctx, { params }) => audiences.listChanges(ctx, params.id))
  serve(endpoints.listAudienceUses, (ctx, { params }) => audiences.uses(ctx, params.id))
  serve(endpoints.putAudienceMembers, (ctx, { params, body }) => lists.putMembers(ctx, params.id, body))
  serve(endpoints.createAudienceUpload, (ctx, { params, body }) => lists.startUpload(ctx, params.id, body))
  serve(endpoints.listAudienceUploads, (ctx, { params }) => lists.uploads(ctx, params.id))
  serve(endpoints.getAudienceUpload, (ctx, { params: { id, uploadId } }) => lists.upload(ctx, id, uploadId))
  serve(endpoints.sendAudienceRows, (ctx, { params: { id, uploadId }, body }) =>
    lists.sendRows(ctx, id, uploadId, body),
  )
  serve(endpoints.finishAudienceUpload, (ctx, { params: { id, uploadId } }) =>
    lists.finishUpload(ctx, id, uploadId),
  )
  serve(endpoints.cancelAudienceUpload, (ctx, { params: { id, uploadId } }) =>
    lists.cancelUpload(ctx, id, uploadId),
  )
  serve(endpoints.archiveAudience, (ctx, { params }) => audiences.archive(ctx, params.id))
  serve(endpoints.restoreAudience, (ctx, { params }) => audiences.restore(ctx, params.id))
  serve(endpoints.deleteAudience, (ctx, { params }) => audiences.remove(ctx, params.id))
}
