import * as endpoints from '@chappe/core/api/designs'
import { importEmail } from '../app/design/import.ts'
import * as designs from '../app/designs.ts'
import type { RouteGroup } from './routes.ts'

export const designRoutes: RouteGroup = (serve) => {
  serve(endpoints.compileDesign, (ctx, { body }) => designs.compileDesign(ctx, body.design))
  serve(endpoints.importHtml, (ctx, { body }) => importEmail(ctx, body))
}
