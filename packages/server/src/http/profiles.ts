import * as endpoints from '@chappe/core/api/profiles'
import * as profiles from '../app/profiles.ts'
import type { RouteGroup } from './routes.ts'

export const profileRoutes: RouteGroup = (serve) => {
  serve(endpoints.findProfiles, (ctx, { query }) => profiles.find(ctx, query))
  serve(endpoints.saveProfile, (ctx, { body }) => profiles.save(ctx, body))
  serve(endpoints.listAttributes, (ctx) => profiles.attributes(ctx))
}
