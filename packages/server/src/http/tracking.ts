import type { FastifyRequest } from 'fastify'
import { openFeedback, unsubscribe } from '../app/feedback.ts'
import { Links } from '../app/links.ts'
import { preferencesOf } from '../app/preferences.ts'
import { type Tracked, trackingPaths, trackingTokens } from '../app/tracking.ts'
import { asPublicPages, sendPage } from './public-page.ts'
import type { RouteGroup } from './routes.ts'
import { askPage, donePage, gonePage } from './tracking-pages.ts'

/** One transparent pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** A message is somebody else's page: no script, no form, no way to what this origin keeps. */
const mirrorPolicy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
  "default-src 'none'",
  "style-src 'unsafe-inline' https:",
  'img-src https: http: data:',
  'font-src https: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The links in messages. Anybody may follow them, and everything in them is signed: a token that is not ours opens
 * nothing, and nothing leads anywhere that a message did not lead to.
 */
export const trackingRoutes: RouteGroup = (_serve, app, { house }) => {
  const tokens = trackingTokens(house.secrets)
  const feedback = openFeedback(house)
  const links = new Links(house, tokens)
  app.addHook('onClose', () => feedback.settled())
  asPublicPages(app)

  const readToken = (request: FastifyRequest): Tracked | undefined =>
    tokens.read((request.params as { token: string }).token)
  const note = (request: FastifyRequest, tracked: Tracked, click: { link: number; url: string } | null) => {
    // A HEAD request asks what there is; nobody has looked at it.
    if (request.method === 'GET') feedback.note({ ...tracked, at: house.now(), click })
  }

  app.get('/t/o/:file', (request, reply) => {
    const { file } = request.params as { file: string }
    const tracked = tokens.read(file.replace(/\.gif$/, ''))
    if (tracked) note(request, tracked, null)
    return reply.type('image/gif').header('cache-control', 'no-store, max-age=0').send(pixel)
  })

  app.get('/t/c/:token/:link', async (request, reply) => {
    const { token, link: number } = request.params as { token: string; link: string }
    const { u, s } = request.query as { u?: unknown; s?: unknown }
    const tracked = tokens.read(token)
    const link = /^\d{1,6}$/.test(number) ? Number(number) : -1
    if (!tracked || link < 0) return sendPage(request, reply, 404, gonePage)
    let url: string | undefined
    if (u === undefined) url = await links.destination(tracked, link)
    else if (typeof u === 'string' && typeof s === 'string' && tokens.verify(token, link, u, s)) url = u
    if (url === undefined) return sendPage(request, reply, 404, gonePage)
    note(request, tracked, { link, url })
    return reply.header('referrer-policy', 'no-referrer').redirect(url, 302)
  })

  app.get('/t/u/:token', async (request, reply) => {
    const tracked = readToken(request)
    const known = tracked && (await preferencesOf(house, tracked))
    if (!known) return sendPage(request, reply, 404, gonePage)
    const topic = known.about?.name ?? null
    return sendPage(request, reply, 200, askPage({ topic, preferences: centreOf(request) }), known)
  })
  app.post('/t/u/:token', { bodyLimit: 65_536 }, async (request, reply) => {
    const tracked = readToken(request)
    const body = String(request.body)
    const source = /List-Unsubscribe=One-Click/i.test(body) ? 'one-click' : 'page'
    const onlyTopic = source === 'page' && new URLSearchParams(body).get('scope') === 'topic'
    const done = tracked && (await unsubscribe(house, tracked, source, { onlyTopic }))
    if (!done) return sendPage(request, reply, 404, gonePage)
    const known = await preferencesOf(house, tracked)
    const topic = onlyTopic ? (known?.about ?? null) : null
    return sendPage(request, reply, 200, donePage({ topic, preferences: centreOf(request) }), known)
  })

  app.get('/t/m/:token', async (request, reply) => {
    const tracked = readToken(request)
    const page = tracked && (await links.mirror(tracked))
    if (page === undefined) return sendPage(request, reply, 404, gonePage)
    return reply
      .header('content-security-policy', mirrorPolicy)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(page)
  })
}

/** The way to all of one's choices, from the page that leads there. */
const centreOf = (request: FastifyRequest) =>
  trackingPaths.preferences('', (request.params as { token: string }).token)
