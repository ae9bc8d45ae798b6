import type { Scope } from '@chappe/core/access/scopes'
import { isUuid } from '@chappe/core/kit/ids'
import { Problem, type ProblemType } from '@chappe/core/kit/problem'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  CompatibleFragment,
  CompatibleTemplate,
  ListQuery,
  Patch,
  PublicationRequest,
} from '../../app/compatible/content-schemas.ts'
import * as fragments from '../../app/compatible/fragments.ts'
import type { ListedPage } from '../../app/compatible/list.ts'
import * as templates from '../../app/compatible/templates.ts'
import type { Ctx } from '../../context.ts'
import type { RouteGroup } from '../routes.ts'
import { compatibleCaller } from './caller.ts'
import { etagOf, expectedRevision, parsed, refuseChannels } from './content-input.ts'
import { answerCompatibleError, errorBody } from './errors.ts'

export const contentBase = '/ajo/content'

export const mediaTypes = {
  template: 'application/vnd.adobe.ajo.template.v1+json',
  templateList: 'application/vnd.adobe.ajo.template-list.v1+json',
  fragment: 'application/vnd.adobe.ajo.fragment.v1.0+json',
  fragmentList: 'application/vnd.adobe.ajo.fragment-list.v1.0+json',
  publication: 'application/vnd.adobe.ajo.fragment.publication.v1.0+json',
  publicationRequest: 'application/vnd.adobe.ajo.fragment.publication.request.v1.0+json',
  patch: 'application/json-patch+json',
} as const

/** Seconds after which it is worth asking whether a publication is over. */
const retryAfter = 2

type Handle = (ctx: Ctx, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Content templates and fragments as the published contract has them, errors included. */
export const compatibleContentRoutes: RouteGroup = (_serve, app, room) => {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    /^application\/(vnd\.adobe\.ajo\.[\w.-]+|json-patch)\+json/,
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') done(null, undefined)
      else parseJson(request, body as string, done)
    },
  )
  const { now, publicUrl } = room.house
  app.setErrorHandler(answerCompatibleError(contentBase, now))
  const addressOf = (path: string) => `${publicUrl}${contentBase}${path}`

  function route(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    scope: Scope,
    handle: Handle,
  ) {
    const callers = new WeakMap<FastifyRequest, Ctx>()
    app.route({
      method,
      url: contentBase + path,
      // Before the body is read: a stranger does not make us hold megabytes.
      onRequest: async (request) => void callers.set(request, await compatibleCaller(room, request, scope)),
      handler: (request, reply) => handle(callers.get(request)!, request, reply),
    })
  }

  const created = (reply: FastifyReply, path: string, made: templates.Versioned) =>
    reply
      .code(201)
      .headers({ location: addressOf(`${path}/${made.id}`), 'x-resource-id': made.id, etag: etagOf(made) })
      .send()
  const done = (reply: FastifyReply, versioned: templates.Versioned) =>
    reply.code(204).header('etag', etagOf(versioned)).send()

  route('GET', '/templates', 'content:read', async (ctx, request, reply) => {
    const query = parsed(ListQuery, request.query, 'query')
    return answer(
      reply,
      mediaTypes.templateList,
      pageOf('/templates', query, await templates.list(ctx, query)),
    )
  })
  route('POST', '/templates', 'content:write', async (ctx, request, reply) =>
    created(reply, '/templates', await templates.create(ctx, templateIn(request))),
  )
  route('GET', '/templates/:id', 'content:read', async (ctx, request, reply) => {
    const found = await templates.get(ctx, idIn(request, 'template/not-found'))
    return answer(reply.header('etag', etagOf(found)), mediaTypes.template, found.document)
  })
  route('PUT', '/templates/:id', 'content:write', async (ctx, request, reply) => {
    const id = idIn(request, 'template/not-found')
    return done(reply, await templates.replace(ctx, id, expectedRevision(request), templateIn(request)))
  })
  route('PATCH', '/templates/:id', 'content:write', async (ctx, request, reply) => {
    const id = idIn(request, 'template/not-found')
    const operations = parsed(Patch, request.body, 'body')
    const after = await templates.patch(ctx, id, expectedRevision(request), operations)
    return answer(reply.header('etag', etagOf(after)), 'application/json', after.document)
  })
  route('DELETE', '/templates/:id', 'content:write', async (ctx, request, reply) => {
    await templates.remove(ctx, idIn(request, 'template/not-found'))
    return reply.code(204).send()
  })

  route('GET', '/fragments', 'content:read', async (ctx, request, reply) => {
    const query = parsed(ListQuery, request.query, 'query')
    return answer(
      reply,
      mediaTypes.fragmentList,
      pageOf('/fragments', query, await fragments.list(ctx, query)),
    )
  })
  route('POST', '/fragments', 'content:write', async (ctx, request, reply) =>
    created(reply, '/fragments', await fragments.create(ctx, fragmentIn(request))),
  )
  route('GET', '/fragments/:id', 'content:read', async (ctx, request, reply) => {
    const found = await fragments.get(ctx, idIn(request, 'fragment/not-found'))
    return answer(reply.header('etag', etagOf(found)), mediaTypes.fragment, found.document)
  })
  route('PUT', '/fragments/:id', 'content:write', async (ctx, request, reply) => {
    const id = idIn(request, 'fragment/not-found')
    return done(reply, await fragments.replace(ctx, id, expectedRevision(request), fragmentIn(request)))
  })
  route('PATCH', '/fragments/:id', 'content:write', async (ctx, request, reply) => {
    const id = idIn(request, 'fragment/not-found')
    const operations = parsed(Patch, request.body, 'body')
    return done(reply, await fragments.patch(ctx, id, expectedRevision(request), operations))
  })
  route('POST', '/fragments/publications', 'content:publish', async (ctx, request, reply) => {
    const { fragmentId } = parsed(PublicationRequest, request.body, 'body')
    const { id } = await fragments.publish(ctx, knownId(fragmentId, 'fragment/not-found'))
    const location = addressOf(`/fragments/${id}/lastPublicationStatus`)
    return reply.code(202).headers({ location, 'retry-after': retryAfter }).send()
  })
  route('GET', '/fragments/:id/liveFragment', 'content:read', async (ctx, request, reply) =>
    answer(reply, mediaTypes.publication, await fragments.live(ctx, idIn(request, 'fragment/not-found'))),
  )
  route('GET', '/fragments/:id/lastPublicationStatus', 'content:read', async (ctx, request, reply) => {
    const { status, errors } = await fragments.lastPublication(ctx, idIn(request, 'fragment/not-found'))
    const told = { base: contentBase, now: now() }
    return answer(reply, mediaTypes.publication, {
      status,
      errors: errors.map((detail) => errorBody(request, new Problem('content/not-ready', detail), 400, told)),
    })
  })
}

function templateIn({ body }: FastifyRequest): CompatibleTemplate {
  refuseChannels(body, ['email'])
  return parsed(CompatibleTemplate, body, 'body')
}

function fragmentIn({ body }: FastifyRequest): CompatibleFragment {
  const { type } = (body ?? {}) as { type?: unknown }
  refuseChannels(body, type === 'expression' ? ['shared'] : ['email'])
  return parsed(CompatibleFragment, body, 'body')
}

/** Written here, as the framework would add a charset, which JSON has none of (RFC 8259, section 11). */
const answer = (reply: FastifyReply, type: string, document: unknown) =>
  reply.header('content-type', type).send(Buffer.from(JSON.stringify(document)))

const idIn = ({ params }: FastifyRequest, type: ProblemType) => knownId((params as { id: string }).id, type)

/** No id of ours looks otherwise, and the database cannot even look for one. */
function knownId(id: string, type: ProblemType): string {
  if (!isUuid(id)) throw new Problem(type, 'There is nothing of this id.')
  return id
}

/** Links are told from where the API begins, as the contract's examples do. */
function pageOf(path: string, query: ListQuery, { rows, orderBy, next }: ListedPage<unknown>) {
  const linkTo = (start: string | undefined) => {
    const search = new URLSearchParams({ orderBy: query.orderBy, limit: String(query.limit) })
    for (const filter of query.property) search.append('property', filter)
    if (start !== undefined) search.set('start', start)
    return { href: `${path}?${search}` }
  }
  return {
    _page: {
      orderBy,
      ...(query.start !== undefined && { start: query.start }),
      ...(next !== undefined && { next }),
      count: rows.length,
    },
    items: rows,
    _links: {
      self: linkTo(query.start),
      ...(next !== undefined && { next: linkTo(next) }),
      page: { href: `${path}?orderBy={orderBy}&start={start}&limit={limit}` },
    },
  }
}
