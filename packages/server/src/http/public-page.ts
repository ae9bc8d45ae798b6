import { PreferenceCentre } from '@chappe/core/consent/centre'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from './html.ts'
import { problemOf } from './problems.ts'
import { newNonce } from './security.ts'
import { gonePage, languageOf, laterPage, type Page } from './tracking-pages.ts'

/** Whose page it is, and in which language; without them the installation's own, in the reader's. */
export interface Look {
  readonly brand?: PreferenceCentre
  /** What is known of the person's language: `fr`, `fr-CA`, anything. */
  readonly language?: string | undefined
}

const style = (color: string) => `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { margin: 12vh auto 0; max-width: 34rem; padding: 1.5rem; text-align: center }
h1 { font-size: 1.4rem }
header img { max-height: 3rem; max-width: 100% }
fieldset { border: 1px solid #8886; border-radius: .5rem; margin: 1rem 0; padding: .5rem 1rem 1rem; text-align: start }
legend { font-weight: 600; padding: 0 .4rem }
label { display: block; padding: .3rem 0 }
small { display: block; padding-inline-start: 1.7rem }
form { margin: 1rem 0 }
button { background: ${color}; border: 0; border-radius: 2rem; color: #fff; cursor: pointer; font: inherit;
  font-weight: 600; margin: .2rem; padding: .6rem 1.6rem }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid currentColor; outline-offset: 3px }`

const policy = (nonce: string, logo: string) =>
  [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(logo ? [`img-src ${new URL(logo).origin}`] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

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
  const language = languageOf(look.language) ?? languageOf(request.headers['accept-language']) ?? 'en'
  const { title, body } = page(language)
  const { brandName, logoUrl, color } = brand
  const head = logoUrl
    ? html`<header><img src="${logoUrl}" alt="${brandName}"></header>`
    : html`<header>${brandName}</header>`
  return reply
    .code(status)
    .header('content-security-policy', policy(nonce, logoUrl))
    .header('content-language', language)
    .header('vary', 'accept-language')
    .type('text/html; charset=utf-8')
    .send(
      html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title><style nonce="${nonce}">${style(color)}</style></head>
<body><main>${logoUrl || brandName ? head : undefined}<h1>${title}</h1>${body}</main></body></html>`.text,
    )
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
