import type { FastifyInstance } from 'fastify'

/**
 * The policy of the empty sheet on which the UI shows messages that no address of their own has: a template being
 * written, a thumbnail. No script runs on it; the UI writes on it from outside, which is why it keeps its origin.
 */
const sheetPolicy = [
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: http: data:',
  'font-src https: http: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

const sheet = '<!doctype html><html><head><title></title></head><body></body></html>'

/** Serves the sheet. It says nothing about anybody, so anybody may have it, and keep it for a day. */
export function serveSheet(app: FastifyInstance): void {
  app.get('/sheet.html', (_, reply) =>
    reply
      .header('content-security-policy', sheetPolicy)
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'public, max-age=86400')
      .type('text/html; charset=utf-8')
      .send(sheet),
  )
}
