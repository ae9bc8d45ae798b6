import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Problem } from '@chappe/core/kit/problem'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { AccessTokens } from '../app/tokens.ts'
import type { House } from '../context.ts'
import { healthRoutes } from './health.ts'
import { answerProblem, pathOf } from './problems.ts'
import { routeGroups } from './route-groups.ts'
import type { RouteGroup } from './routes.ts'
import { secure } from './security.ts'
import { serveOn } from './serve.ts'
import { type AnswerPage, serveUi } from './ui.ts'

export interface ServerOptions {
  readonly accessTokens: AccessTokens
  /** Sees every request before Fastify does; true when it takes it and will answer it. */
  readonly hot?: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly routes?: readonly RouteGroup[]
  /** Folder of the built UI. */
  readonly ui?: string
  /** A pino logger. Only bugs are logged; without one they go nowhere. */
  readonly logger?: FastifyBaseLogger
  /** Proxies in front of us whose X-Forwarded-For is believed, as Fastify takes them. */
  readonly trustProxy?: boolean | number | string
  /** Bytes of a body under /v1; 3 MB unless said otherwise. */
  readonly bodyLimit?: number
  readonly checkReplies?: boolean
}

const megabyte = 1024 * 1024

/** Paths that programs call: there, what is missing is told as a problem and never as a page. */
const programs = /^\/(v1|ims|ajo|journey|t|f|calendar|problems|healthz|readyz|openapi\.json)(\/|$)/

/** Builds the HTTP server of the API and the UI. It listens when told: `app.listen({ host, port })`. */
export function buildServer(house: House, options: ServerOptions): FastifyInstance {
  const app = fastify({
    serverFactory: (handle) => serverWith(handle, options.hot),
    ...(options.logger && { loggerInstance: options.logger }),
    logController: new fastify.LogController({ disableRequestLogging: true }),
    trustProxy: trusted(options.trustProxy ?? false),
    bodyLimit: options.bodyLimit ?? 3 * megabyte,
    genReqId: (request) => requestId(request.headers['x-request-id']) ?? house.newId(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
    clientErrorHandler: answerRawError,
  })
  readJson(app)
  secure(app, { https: house.publicUrl.startsWith('https:') })
  app.setErrorHandler(answerProblem)
  const allowedAt = collectMethods(app)
  const page = options.ui === undefined ? undefined : serveUi(app, options.ui, house.publicUrl)
  app.setNotFoundHandler((request, reply) => answerMissing(request, reply, allowedAt(pathOf(request)), page))

  healthRoutes(app, house)
  for (const register of options.routes ?? routeGroups)
    app.register(async (group) => register(serveOn(group, house, options), group, { house, ...options }))
  return app
}

/** So many proxies in a row, counted from us, or what Fastify takes as it is. */
const trusted = (given: boolean | number | string) =>
  typeof given === 'number' ? (_address: string, hop: number) => hop < given : given

/** The node server under Fastify, with time limits on every part of a request. */
function serverWith(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  hot: ServerOptions['hot'],
) {
  const limits = { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }
  return createServer(
    limits,
    hot ? (request, response) => void (hot(request, response) || handle(request, response)) : handle,
  )
}

/** JSON only, and an empty body is no body, whatever its Content-Type. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, body as string, done)
  })
}

/** A caller's request id, if it is one that may stand in a header and a log. */
function requestId(given: string | string[] | undefined): string | undefined {
  return typeof given === 'string' && /^[\w.:+/=@-]{1,128}$/.test(given) ? given : undefined
}

/** Learns which methods each path takes, so that a wrong one is told from a wrong address. */
function collectMethods(app: FastifyInstance): (path: string) => string[] {
  const routes: { path: RegExp; methods: string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return
    const path = new RegExp(`^${url.replaceAll(/[.+]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`)
    routes.push({ path, methods: [method].flat() })
  })
  return (path) => [
    ...new Set(routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods)),
  ]
}

function answerMissing(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: string[],
  page: AnswerPage | undefined,
): FastifyReply {
  if (allowed.length > 0) {
    reply.header('allow', allowed.join(', '))
    const detail = `Use ${allowed.join(' or ')} at this address.`
    return answerProblem(new Problem('request/method-not-allowed', detail, { allowed }), request, reply)
  }
  const path = pathOf(request)
  const wantsPage = request.method === 'GET' && !programs.test(path) && !path.startsWith('/assets/')
  if (page && wantsPage) return page(reply)
  return answerProblem(
    new Problem('request/not-found', 'See /docs for the addresses there are.'),
    request,
    reply,
  )
}

/** What is not even HTTP has no request to answer: a plain status, then the end. */
function answerRawError(error: NodeJS.ErrnoException, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const line = statusLines[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const statusLines: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
