import { PreferenceCentre } from '@chappe/core/consent/centre'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Html, html } from './html.ts'
import { problemOf } from './problems.ts'
import { publicStyle } from './public-style.ts'
import { newNonce } from './security.ts'
import { gonePage, type Language, languageOf, laterPage, type Page } from './tracking-pages.ts'

/** Whose page it is, and in which language; without them the installation's own, in the reader's. */
export interface Look {
  readonly brand?: PreferenceCentre
  /** What is known of the person's language: `fr`, `fr-CA`, anything. */
  readonly language?: string | undefined
}

const policy = (nonce: string, logo: string) =>
  [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(logo ? [`img-src ${new URL(logo).origin}`] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The page as a document: what it says between the brand and the brand's last word. */
export function publicDocument(
  page: Page,
  brand: PreferenceCentre,
  language: Language,
  nonce: string,
): string {
  const { title, body } = page(language, brand)
  const { brandName, logoUrl, color, footer } = brand
  const head = logoUrl ? html`<img src="${logoUrl}" alt="${brandName}">` : html`${brandName}`
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${brandName ? `${title} – ${brandName}` : title}</title>
<style nonce="${nonce}">${new Html(publicStyle(color))}</style></head>
<body>${logoUrl || brandName ? html`<header>${head}</header>` : undefined}
<main><h1>${title}</h1>${body}</main>
${footer[language] ? html`<footer>${footer[language]}</footer>` : undefined}</body></html>`.text
}

/** Sends a page without script; nothing on it comes from anywhere but here, the brand's logo excepted. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  page: Page,
  look: Look = {},
): FastifyReply {
  const nonce = newNonce()
  const brand = look.brand ?? PreferenceCentre.parse({})
  const { languages } = brand
  const language =
    languageOf(look.language, languages) ??
    languageOf(request.headers['accept-language'], languages) ??
    languages[0]!
  return reply
    .code(status)
    .header('content-security-policy', policy(nonce, brand.logoUrl))
    .header('content-language', language)
    .header('vary', 'accept-language')
    .type('text/html; charset=utf-8')
    .send(publicDocument(page, brand, language, nonce))
}

/**
 * Makes a group of routes one of public pages: bodies come as text in whatever form (RFC 8058, section 3.1 allows
 * two), what goes wrong is said on a page, and no search engine keeps any of it.
 */
export function asPublicPages(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => {
    const { status } = problemOf(error)
    if (status < 500) return sendPage(request, reply, status, gonePage)
    request.log.error({ err: error }, 'A link in a message could not be followed')
    return sendPage(request, reply, 503, laterPage)
  })
  app.addHook('onSend', async (_request, reply) => void reply.header('x-robots-tag', 'noindex'))
}
