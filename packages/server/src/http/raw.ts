import { Readable } from 'node:stream'
import type { Scope } from '@chappe/core/access/scopes'
import { endpoint } from '@chappe/core/api/endpoint'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { contextOf, mustHold } from '../app/context.ts'
import type { Ctx } from '../context.ts'
import { callerOf } from './auth.ts'
import { parseInput } from './input.ts'
import type { Room } from './routes.ts'

export interface RawRoute<Q extends z.ZodObject> {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly path: string
  readonly access: Scope
  readonly query: Q
  readonly bodyLimit?: number
  readonly handle: (
    ctx: Ctx,
    input: { readonly id: string; readonly query: z.output<Q>; readonly body: unknown },
    reply: FastifyReply,
  ) => Promise<unknown>
}

/**
 * A route whose body or answer is no JSON, by the rules of `serve`: who, what, where, then the input. A link sends the
 * session cookie only, so the sandbox may stand in the query where that has a `sandbox`.
 */
export function raw<Q extends z.ZodObject>(
  app: FastifyInstance,
  { house, accessTokens }: Room,
  { method, path, access, query, bodyLimit, handle }: RawRoute<Q>,
): void {
  const hasId = path.includes(':id')
  const shape = endpoint({
    id: path,
    summary: '',
    tag: '',
    method,
    path,
    access,
    params: hasId ? z.object({ id: z.uuid() }) : z.object({}),
    query,
    reply: z.unknown(),
  })
  const opened = new WeakMap<FastifyRequest, Ctx>()
  app.route({
    method,
    url: path,
    ...(bodyLimit !== undefined && { bodyLimit }),
    // Before the body is read: a stranger does not make us hold megabytes.
    onRequest: async (request) => {
      const caller = await callerOf(house, accessTokens, request)
      mustHold(caller.actor, access)
      const { sandbox } = request.query as { sandbox?: unknown }
      const name = request.headers['x-sandbox-name'] ?? ('sandbox' in query.shape ? sandbox : undefined)
      opened.set(request, await contextOf(house, caller, typeof name === 'string' ? name : undefined))
    },
    handler: async (request, reply) => {
      const input = parseInput(shape, { params: request.params, query: request.query, body: undefined })
      const { id = '' } = input.params as { id?: string }
      const given = { id, query: input.query as z.output<Q>, body: request.body }
      return reply.send(await handle(opened.get(request)!, given, reply))
    },
  })
}

/** Answers a CSV file of any length, written as it is read, for the person to keep. */
export const csvFile = (reply: FastifyReply, name: string, lines: AsyncIterable<string>): Readable => {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
  return Readable.from(lines)
}
