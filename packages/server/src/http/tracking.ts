import type { FastifyReply, FastifyRequest } from 'fastify'
import { openFeedback, unsubscribe } from '../app/feedback.ts'
import { Links } from '../app/links.ts'
import { type Tracked, trackingTokens } from '../app/tracking.ts'
import { problemOf } from './problems.ts'
import type { RouteGroup } from './routes.ts'
import { newNonce } from './security.ts'
import { askPage, donePage, gonePage, type Language, languageOf, laterPage } from './tracking-pages.ts'

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

const pagePolicy = (nonce: string) =>
  `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/**
 * The links in messages. Anybody may follow them, and everything in them is signed: a token that is not ours opens
 * nothing, and nothing leads anywhere that a message did not lead to.
 */
export const trackingRoutes: RouteGroup = (_serve, app, { house }) => {
  const tokens = trackingTokens(house.secrets)
  const feedback = openFeedback(house)
  const links = new Links(house, tokens)
  app.addHook('onClose', () => feedback.settled())
  // Whatever form the click comes in (RFC 8058, section 3.1 allows two), the link says whose it is.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => {
    const { status } = problemOf(error)
    if (status < 500) return answer(request, reply, status, gonePage)
    request.log.error({ err: error }, 'A link in a message could not be followed')
    return answer(request, reply, 503, laterPage)
  })
  app.addHook('onSend', async (_request, reply) => void reply.header('x-robots-tag', 'noindex'))

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
    if (!tracked || link < 0) return answer(request, reply, 404, gonePage)
    let url: string | undefined
    if (u === undefined) url = await links.destination(tracked, link)
    else if (typeof u === 'string' && typeof s === 'string' && tokens.verify(token, link, u, s)) url = u
    if (url === undefined) return answer(request, reply, 404, gonePage)
    note(request, tracked, { link, url })
    return reply.header('referrer-policy', 'no-referrer').redirect(url, 302)
  })

  app.get('/t/u/:token', (request, reply) =>
    readToken(request) ? answer(request, reply, 200, askPage) : answer(request, reply, 404, gonePage),
  )
  app.post('/t/u/:token', { bodyLimit: 65_536 }, async (request, reply) => {
    const tracked = readToken(request)
    const source = /List-Unsubscribe=One-Click/i.test(String(request.body)) ? 'one-click' : 'page'
    const known = tracked && (await unsubscribe(house, tracked, source))
    return known ? answer(request, reply, 200, donePage) : answer(request, reply, 404, gonePage)
  })

  app.get('/t/m/:token', async (request, reply) => {
    const tracked = readToken(request)
    const page = tracked && (await links.mirror(tracked))
    if (page === undefined) return answer(request, reply, 404, gonePage)
    return reply
      .header('content-security-policy', mirrorPolicy)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(page)
  })
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  page: (language: Language, nonce: string) => string,
): FastifyReply {
  const nonce = newNonce()
  const language = languageOf(request.headers['accept-language'])
  return reply
    .code(status)
    .header('content-security-policy', pagePolicy(nonce))
    .header('content-language', language)
    .header('vary', 'accept-language')
    .type('text/html; charset=utf-8')
    .send(page(language, nonce))
}
