import * as endpoints from '@chappe/core/api/templates'
import { starters } from '../app/starters/index.ts'
import * as templates from '../app/templates.ts'
import type { RouteGroup } from './routes.ts'

export const templateRoutes: RouteGroup = (serve) => {
  serve(endpoints.listTemplates, (ctx, { query }) => templates.list(ctx, query))
  serve(endpoints.listStarterTemplates, async ({ publicUrl }, { query }) => ({
    items: await starters(query.language, publicUrl),
  }))
  serve(endpoints.createTemplate, (ctx, { body }) => templates.create(ctx, body))
  serve(endpoints.getTemplate, (ctx, { params }) => templates.get(ctx, params.id))
  serve(endpoints.saveTemplate, (ctx, { params, body }) => templates.save(ctx, params.id, body))
  serve(endpoints.duplicateTemplate, (ctx, { params }) => templates.duplicate(ctx, params.id))
  serve(endpoints.deleteTemplate, (ctx, { params }) => templates.remove(ctx, params.id))
}
