import * as endpoints from '@chappe/core/api/fragments'
import * as fragments from '../app/fragments.ts'
import type { RouteGroup } from './routes.ts'

export const fragmentRoutes: RouteGroup = (serve) => {
  serve(endpoints.listFragments, (ctx, { query }) => fragments.list(ctx, query))
  serve(endpoints.createFragment, (ctx, { body }) => fragments.create(ctx, body))
  serve(endpoints.getFragment, (ctx, { params }) => fragments.get(ctx, params.id))
  serve(endpoints.saveFragment, (ctx, { params, body }) => fragments.save(ctx, params.id, body))
  serve(endpoints.discardFragmentDraft, (ctx, { params }) => fragments.discardDraft(ctx, params.id))
  serve(endpoints.publishFragment, (ctx, { params, body }) => fragments.publish(ctx, params.id, body))
  serve(endpoints.archiveFragment, (ctx, { params }) => fragments.archive(ctx, params.id))
  serve(endpoints.unarchiveFragment, (ctx, { params }) => fragments.unarchive(ctx, params.id))
  serve(endpoints.duplicateFragment, (ctx, { params }) => fragments.duplicate(ctx, params.id))
  serve(endpoints.deleteFragment, (ctx, { params }) => fragments.remove(ctx, params.id))
  serve(endpoints.listFragmentUses, (ctx, { params }) => fragments.usesOf(ctx, params.id))
}
