import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { newNonce, pagePolicy } from './security.ts'
import { serveSheet } from './sheet.ts'

/** Answers the UI's document, with a nonce of its own. */
export type AnswerPage = (reply: FastifyReply) => FastifyReply

/**
 * Serves the built UI from a folder: hashed files under /assets for ever, others to be asked for again. Answers
 * how to send its document, or undefined when the folder has none.
 */
export function serveUi(app: FastifyInstance, folder: string, publicUrl: string): AnswerPage | undefined {
  const document = join(folder, 'index.html')
  if (!existsSync(document)) return undefined
  const images = new URL(publicUrl).origin
  const parts = partsOf(readFileSync(document, 'utf8'))

  app.register(files, {
    root: folder,
    index: false,
    cacheControl: false,
    preCompressed: true,
    decorateReply: false,
    setHeaders(response, path) {
      const hashed = path.includes('/assets/')
      response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })

  const answerPage: AnswerPage = (reply) => {
    const nonce = newNonce()
    return reply
      .header('content-security-policy', pagePolicy(nonce, images))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(parts.join(nonce))
  }
  app.get('/', (_, reply) => answerPage(reply))
  app.get('/index.html', (_, reply) => answerPage(reply))
  serveSheet(app)
  return answerPage
}

/**
 * The document, cut where the nonce belongs: in the `csp-nonce` meta element that the UI's libraries read, and in
 * every script, style and stylesheet element.
 */
export function partsOf(document: string): string[] {
  const mark = '\u0000'
  const meta = `<meta property="csp-nonce" nonce="${mark}">`
  return document
    .replaceAll(/<meta[^>]*csp-nonce[^>]*>/gi, '')
    .replaceAll(/(<(?:script|style|link)\b[^>]*?)\s+nonce=("[^"]*"|'[^']*')/gi, '$1')
    .replaceAll(/<(script|style|link)\b/gi, `<$1 nonce="${mark}"`)
    .replace(/<head[^>]*>/i, (head) => `${head}${meta}`)
    .split(mark)
}
