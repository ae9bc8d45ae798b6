import type { Scope } from '@chappe/core/access/scopes'
import { endpoint } from '@chappe/core/api/endpoint'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, mustHold } from '../app/context.ts'
import type { Ctx } from '../context.ts'
import { callerOf } from './auth.ts'
import { parseInput } from './input.ts'
import type { Room } from './routes.ts'

/**
 * The policy of a page that somebody else wrote (a message): no script, no form, no way to what this origin keeps,
 * not even when it is opened outside our frame. Its links open in tabs of their own.
 */
const framePolicy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: http: data:',
  'font-src https: http: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

interface Frame<Q extends z.ZodObject> {
  /** With one parameter, `:id`. */
  readonly path: string
  readonly access: Scope
  readonly query: Q
  readonly html: (ctx: Ctx, id: string, query: z.output<Q>) => Promise<string>
}

/** Serves HTML for a frame. The same rules as `serve` decide who may read; a frame sends the session cookie only. */
export function serveFrame<Q extends z.ZodObject>(
  app: FastifyInstance,
  { house, accessTokens }: Room,
  { path, access, query, html }: Frame<Q>,
): void {
  const params = z.object({ id: z.uuid() })
  const shape = endpoint({
    id: path,
    summary: '',
    tag: '',
    method: 'GET',
    path,
    access,
    params,
    query: query.extend({ sandbox: z.string().max(100).optional() }),
    reply: z.string(),
  })
  app.get(path, async (request, reply) => {
    const caller = await callerOf(house, accessTokens, request)
    mustHold(caller.actor, access)
    const input = parseInput(shape, { params: request.params, query: request.query, body: undefined })
    const given = input.query as z.output<Q> & { sandbox?: string }
    const header = request.headers['x-sandbox-name']
    const ctx = await contextOf(
      house,
      caller,
      given.sandbox ?? (typeof header === 'string' ? header : undefined),
    )
    const page = await html(ctx, (input.params as z.output<typeof params>).id, given)
    return reply
      .header('content-security-policy', framePolicy)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(openingOutside(page))
  })
}

/**
 * The page with links that leave the frame, as they do in mail programs: pages of ours refuse to be framed. Of an
 * attribute given twice the first counts, so what the message says of targets does not.
 */
const openingOutside = (page: string): string => page.replace(/<(a|area)(?=[\s>])/gi, '<$1 target="_blank"')
