import { Readable } from 'node:stream'
import { endpoint } from '@chappe/core/api/endpoint'
import * as endpoints from '@chappe/core/api/imports'
import { importLimits } from '@chappe/core/import/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { contextOf, mustHold } from '../app/context.ts'
import * as imports from '../app/imports.ts'
import { saveMany, saveStream } from '../app/profiles/batch.ts'
import type { Ctx } from '../context.ts'
import { callerOf } from './auth.ts'
import { parseInput } from './input.ts'
import type { Room, RouteGroup } from './routes.ts'

export const importRoutes: RouteGroup = (serve, app, room) => {
  serve(endpoints.listImports, (ctx, { query }) => imports.list(ctx, query))
  serve(endpoints.createImport, (ctx, { body }) => imports.create(ctx, body))
  serve(endpoints.getImport, (ctx, { params }) => imports.get(ctx, params.id))
  serve(endpoints.previewImport, (ctx, { params, query }) => imports.preview(ctx, params.id, query))
  serve(endpoints.saveImportSettings, (ctx, { params, body }) => imports.saveSettings(ctx, params.id, body))
  serve(endpoints.startImport, (ctx, { params, body }) => imports.start(ctx, params.id, body))
  serve(endpoints.cancelImport, (ctx, { params }) => imports.cancel(ctx, params.id))
  serve(endpoints.resumeImport, (ctx, { params }) => imports.resume(ctx, params.id))
  serve(endpoints.removeImport, (ctx, { params }) => imports.remove(ctx, params.id))
  serve(endpoints.saveProfiles, (ctx, { body }) => saveMany(ctx, body))

  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: importLimits.piece },
    (_request, body, done) => done(null, body),
  )
  app.addContentTypeParser('application/x-ndjson', (_request, body, done) => done(null, body))

  raw(app, room, {
    method: 'PUT',
    path: endpoints.importFile,
    access: 'profiles:write',
    query: endpoints.ImportFileQuery,
    bodyLimit: importLimits.piece,
    handle: (ctx, { id, query, body }) => {
      if (!Buffer.isBuffer(body)) throw notThat('application/octet-stream')
      return imports.putPiece(ctx, id, query.offset, body)
    },
  })
  raw(app, room, {
    method: 'GET',
    path: endpoints.importErrors,
    access: 'profiles:read',
    query: endpoints.ImportErrorsQuery,
    handle: async (ctx, { id }, reply) => {
      const { name, text } = await imports.errorFile(ctx, id)
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
      return Readable.from(text)
    },
  })
  raw(app, room, {
    method: 'POST',
    path: endpoints.profileStream,
    access: 'profiles:write',
    query: endpoints.ProfileStreamQuery,
    bodyLimit: importLimits.file,
    handle: (ctx, { query, body }) => {
      if (!(body instanceof Readable)) throw notThat('application/x-ndjson')
      return saveStream(ctx, query, body)
    },
  })
}

const notThat = (type: string) => new Problem('request/unsupported-media-type', `Send the body as ${type}.`)

interface RawRoute<Q extends z.ZodObject> {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly path: string
  readonly access: 'profiles:read' | 'profiles:write'
  readonly query: Q
  readonly bodyLimit?: number
  readonly handle: (
    ctx: Ctx,
    input: { readonly id: string; readonly query: z.output<Q>; readonly body: unknown },
    reply: FastifyReply,
  ) => Promise<unknown>
}

/** A route whose body or answer is no JSON, by the rules of `serve`: who, what, where, then the input. */
function raw<Q extends z.ZodObject>(
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
