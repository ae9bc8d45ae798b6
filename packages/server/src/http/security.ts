import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

export const newNonce = (): string => randomBytes(16).toString('base64')

/**
 * The policy of a page of ours: nothing but what this origin serves, and only the scripts and styles that carry
 * the answer's nonce. Images may come from anywhere that is encrypted, and from `images` (the
 * address of this installation, by which emails name those kept here): the designer shows those of the email. Frames
 * are pages of this origin (a preview, a caught message), which bring their own policy.
 */
export const pagePolicy = (nonce: string, images = ''): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob: https: ${images}`.trim(),
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const nothingAtAll = "default-src 'none'; frame-ancestors 'none'"

/** Headers of every answer, unless its route has set them otherwise. */
export function secure(app: FastifyInstance, { https }: { https: boolean }): void {
  const headers: Record<string, string> = {
    'content-security-policy': nothingAtAll,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(https && { 'strict-transport-security': 'max-age=31536000' }),
  }
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value)
    reply.header('x-request-id', request.id)
  })
}
