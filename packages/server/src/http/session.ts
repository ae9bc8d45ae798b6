import * as endpoints from '@chappe/core/api/session'
import * as session from '../app/session.ts'
import type { RouteGroup } from './routes.ts'

export const sessionRoutes: RouteGroup = (serve) => {
  serve.anyone(endpoints.signIn, async (house, { body }, call) => {
    const given = await session.signIn(house, body, call.ip)
    call.setSession(given)
    return given.session
  })
  serve.person(endpoints.getSession, (ctx, _, call) =>
    session.describe(ctx, ctx.actor.id, call.session.expiresAt),
  )
  serve.person(endpoints.signOut, async (ctx, _, call) => {
    await session.signOut(ctx, call.session.tokenHash)
    call.setSession(undefined)
  })
  serve.person(endpoints.savePreferences, (ctx, { body }) => session.savePreferences(ctx, body))
  serve.person(endpoints.changePassword, (ctx, { body }, call) =>
    session.changePassword(ctx, body, { tokenHash: call.session.tokenHash, ip: call.ip }),
  )
}
