import type { Scope } from '@chappe/core/access/scopes'
import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import { uploadBytes } from '@chappe/core/suppression/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  added,
  EntityQuery,
  type Kind,
  TypeQuery,
  UploadQuery,
} from '../../app/compatible/suppression-schemas.ts'
import * as suppressions from '../../app/compatible/suppressions.ts'
import * as uploads from '../../app/suppression-uploads.ts'
import type { Ctx } from '../../context.ts'
import type { RouteGroup } from '../routes.ts'
import { compatibleCaller } from './caller.ts'
import { parsed } from './content-input.ts'
import { answerCompatibleError } from './errors.ts'

const base = '/ajo'
export const suppressionBase = `${base}/config/suppression`

type Handle = (ctx: Ctx, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** The suppression list, the allow list and uploads as the published contract has them, errors included. */
export const compatibleSuppressionRoutes: RouteGroup = (_serve, app, room) => {
  app.setErrorHandler(answerCompatibleError(base, room.house.now))
  app.addContentTypeParser(/^multipart\/form-data/, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )

  function route(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    scope: Scope,
    handle: Handle,
    bodyLimit?: number,
  ) {
    const callers = new WeakMap<FastifyRequest, Ctx>()
    app.route({
      method,
      url: suppressionBase + path,
      ...(bodyLimit !== undefined && { bodyLimit }),
      // Before the body is read: a stranger does not make us hold megabytes.
      onRequest: async (request) => void callers.set(request, await compatibleCaller(room, request, scope)),
      handler: (request, reply) => handle(callers.get(request)!, request, reply),
    })
  }
  const typeIn = ({ query }: FastifyRequest) => parsed(TypeQuery, query, 'query').type

  for (const kind of ['addresses', 'domains'] as const satisfies Kind[]) {
    const one = ({ params }: FastifyRequest) => (params as { value: string }).value
    route('GET', `/${kind}`, 'suppressions:read', async (ctx, request, reply) => {
      const query = parsed(EntityQuery, request.query, 'query')
      const page = await suppressions.list(ctx, kind, query)
      return answer(reply, pageOf(`/config/suppression/${kind}`, { ...query }, page))
    })
    route('POST', `/${kind}`, 'suppressions:write', async (ctx, request, reply) => {
      const entries = parsed(added(kind), request.body, 'body')
      return answer(reply.code(201), await suppressions.add(ctx, kind, typeIn(request), entries))
    })
    route('GET', `/${kind}/:value`, 'suppressions:read', async (ctx, request, reply) =>
      answer(reply, await suppressions.get(ctx, kind, typeIn(request), one(request))),
    )
    route('DELETE', `/${kind}/:value`, 'suppressions:write', async (ctx, request, reply) => {
      await suppressions.remove(ctx, kind, typeIn(request), one(request))
      return reply.code(204).send()
    })
  }

  route(
    'POST',
    '/uploads',
    'suppressions:write',
    async (ctx, request, reply) => {
      const list = typeIn(request) === 'allowed' ? 'allowed' : 'suppression'
      const { id } = await uploads.create(ctx, { list, ...(await fileIn(request)) })
      return answer(reply.code(201), { success: { jobId: id } })
    },
    uploadBytes + 65_536,
  )
  route('GET', '/uploads', 'suppressions:read', async (ctx, request, reply) => {
    const query = parsed(UploadQuery, request.query, 'query')
    const page = await suppressions.listUploads(ctx, query)
    return answer(reply, pageOf('/config/suppression/uploads', query, page))
  })
  route('GET', '/uploads/:jobId', 'suppressions:read', async (ctx, request, reply) =>
    answer(reply, await suppressions.getUpload(ctx, jobIn(request))),
  )
  route('DELETE', '/uploads/:jobId', 'suppressions:write', async (ctx, request, reply) => {
    await uploads.remove(ctx, jobIn(request))
    return reply.code(204).send()
  })
  route('DELETE', '/admin/:imsOrgId/:sandboxId', 'suppressions:write', async (ctx, request, reply) => {
    const { imsOrgId, sandboxId } = request.params as { imsOrgId: string; sandboxId: string }
    await suppressions.removeAll(ctx, imsOrgId, sandboxId, String(request.headers['x-sandbox-name']))
    return reply.code(202).send()
  })
}

/** Written here, as the framework would add a charset, which JSON has none of (RFC 8259, section 11). */
const answer = (reply: FastifyReply, document: unknown) =>
  reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(document)))

function jobIn({ params }: FastifyRequest): string {
  const { jobId } = params as { jobId: string }
  if (!isUuid(jobId)) throw new Problem('upload/not-found', 'There is no job of this id.')
  return jobId
}

const malformed = (detail: string) =>
  new Problem('request/invalid', detail, { errors: [{ pointer: '/file', detail }] })

/** The part `file` of a form (RFC 7578). */
async function fileIn({ body, headers }: FastifyRequest): Promise<{ filename: string; text: string }> {
  if (!Buffer.isBuffer(body))
    throw malformed('Send the file as the part `file` of a multipart/form-data body.')
  let form: FormData
  try {
    const type = String(headers['content-type'])
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  } catch {
    throw malformed('The form cannot be read: its boundary and its parts do not fit.')
  }
  const file = form.get('file')
  if (file === null) throw malformed('The form has no part of the name `file`.')
  const bytes = typeof file === 'string' ? Buffer.from(file) : Buffer.from(await file.arrayBuffer())
  const filename = (typeof file === 'string' ? '' : file.name).trim().slice(-200) || 'upload.csv'
  if (bytes.length === 0) throw malformed('The file is empty.')
  if (bytes.length > uploadBytes) throw new Problem('request/too-large', 'A file may have at most 1 MB.')
  try {
    return { filename, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw new Problem('upload/unusable', 'Save the table as CSV in UTF-8.')
  }
}

interface Page {
  readonly orderby: string
  readonly items: readonly unknown[]
  readonly next: string | undefined
}
interface Asked {
  readonly type?: string
  readonly limit: number
  readonly start?: string | undefined
  readonly property: readonly string[]
}

/** Links are told from where the API begins, as the contract's examples do. */
function pageOf(path: string, { type, limit, start, property }: Asked, { orderby, items, next }: Page) {
  const linkTo = (from: string | undefined) => {
    const search = new URLSearchParams({ ...(type && { type }), limit: String(limit), orderby })
    for (const filter of property) search.append('property', filter)
    if (from !== undefined) search.set('start', from)
    return { href: `${path}?${search}` }
  }
  return {
    _page: { orderby, ...(next !== undefined && { next }), count: items.length },
    items,
    _links: { self: linkTo(start), ...(next !== undefined && { next: linkTo(next) }) },
  }
}
