import * as endpoints from '@chappe/core/api/audiences'
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
  serve(endpoints.putAudienceMembers, (ctx, { params, body }) => audiences.putMembers(ctx, params.id, body))
  serve(endpoints.archiveAudience, (ctx, { params }) => audiences.archive(ctx, params.id))
  serve(endpoints.deleteAudience, (ctx, { params }) => audiences.remove(ctx, params.id))
}
