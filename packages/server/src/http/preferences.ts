import * as endpoints from '@chappe/core/api/preferences'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { behindLink, confirm } from '../app/confirmations.ts'
import { brandOf } from '../app/preference-brand.ts'
import { getCentre, preferencesOf, sampleOf, saveCentre, savePreferences } from '../app/preferences.ts'
import { trackingPaths, trackingTokens } from '../app/tracking.ts'
import { confirmPage, pageLike, preferencesPage, savedPage } from './preference-pages.ts'
import { asPublicPages, publicDocument, sendPage } from './public-page.ts'
import type { RouteGroup } from './routes.ts'
import { newNonce } from './security.ts'
import { gonePage } from './tracking-pages.ts'

export const preferenceRoutes: RouteGroup = (serve) => {
  serve(endpoints.getPreferenceCentre, (ctx) => getCentre(ctx))
  serve(endpoints.savePreferenceCentre, (ctx, { body }) => saveCentre(ctx, body))
  serve(endpoints.previewPreferenceCentre, async (ctx, { body: { page, language, ...brand } }) => {
    const shown = pageLike(page, await sampleOf(ctx))
    return { html: publicDocument(shown, brand, language, newNonce()) }
  })
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
    const before = tracked && (await preferencesOf(house, tracked))
    const form = new URLSearchParams(String(request.body))
    const chosen = new Set(form.has('leave') ? [] : form.getAll('choice'))
    const answers = { shown: new Set(form.getAll('shown')), chosen }
    const confirming = before && (await savePreferences(house, tracked, answers))
    if (!confirming) return sendPage(request, reply, 404, gonePage)
    const known = (await preferencesOf(house, tracked)) ?? before
    const page = savedPage({
      options: known.options,
      before: before.options.filter(({ on }) => on).map(({ name }) => name),
      centre: trackingPaths.preferences('', tokenOf(request)),
      isUndone: form.has('undo'),
      confirming,
    })
    return sendPage(request, reply, 200, page, known)
  })

  const showConfirmation = async (request: FastifyRequest, reply: FastifyReply) => {
    const tracked = tokens.read(tokenOf(request))
    const known = tracked && (await behindLink(house, tracked))
    if (!known) return sendPage(request, reply, 404, gonePage)
    const look = { brand: await brandOf(house, known.sandboxId), language: known.language ?? undefined }
    return sendPage(request, reply, known.state === 'over' ? 410 : 200, confirmPage(known), look)
  }
  app.get('/p/confirm/:token', showConfirmation)
  app.post('/p/confirm/:token', { bodyLimit: 65_536 }, async (request, reply) => {
    const tracked = tokens.read(tokenOf(request))
    if (tracked) await confirm(house, tracked)
    return showConfirmation(request, reply)
  })
}
