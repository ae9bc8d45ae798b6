import * as endpoints from '@chappe/core/api/preferences'
import type { FastifyRequest } from 'fastify'
import { getCentre, preferencesOf, saveCentre, savePreferences } from '../app/preferences.ts'
import { trackingPaths, trackingTokens } from '../app/tracking.ts'
import { preferencesPage, savedPage } from './preference-pages.ts'
import { asPublicPages, sendPage } from './public-page.ts'
import type { RouteGroup } from './routes.ts'
import { gonePage } from './tracking-pages.ts'

export const preferenceRoutes: RouteGroup = (serve) => {
  serve(endpoints.getPreferenceCentre, (ctx) => getCentre(ctx))
  serve(endpoints.savePreferenceCentre, (ctx, { body }) => saveCentre(ctx, body))
}

/**
 * The preference centre, for whoever holds the link of a message. Looking at it changes nothing: mail programs and
 * their scanners open every link.
 */
export const preferenceCentreRoutes: RouteGroup = (_serve, app, { house }) => {
  const tokens = trackingTokens(house.secrets)
  asPublicPages(app)
  const tokenOf = (request: FastifyRequest) => (request.params as { token: string }).token

  app.get('/p/:token', async (request, reply) => {
    const tracked = tokens.read(tokenOf(request))
    const known = tracked && (await preferencesOf(house, tracked))
    if (!known) return sendPage(request, reply, 404, gonePage)
    return sendPage(request, reply, 200, preferencesPage(known), known)
  })

  app.post('/p/:token', { bodyLimit: 65_536 }, async (request, reply) => {
    const tracked = tokens.read(tokenOf(request))
    const form = new URLSearchParams(String(request.body))
    const answers = { shown: new Set(form.getAll('shown')), chosen: new Set(form.getAll('choice')) }
    if (!tracked || !(await savePreferences(house, tracked, answers)))
      return sendPage(request, reply, 404, gonePage)
    const known = await preferencesOf(house, tracked)
    return sendPage(request, reply, 200, savedPage(trackingPaths.preferences('', tokenOf(request))), known)
  })
}
