import { isDeepStrictEqual } from 'node:util'
import {
  type AnyEndpoint,
  type BodyOf,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
  scopesFor,
} from '@chappe/core/api/endpoint'
import { Problem } from '@chappe/core/kit/problem'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { contextOf, mustHold } from '../app/context.ts'
import type { LiveSession } from '../app/session.ts'
import type { AccessTokens } from '../app/tokens.ts'
import type { Ctx, House } from '../context.ts'
import { callerOf, mustBeOurOwnSite } from './auth.ts'
import { writeCookie } from './cookie.ts'
import { parseInput } from './input.ts'

export interface Input<E extends AnyEndpoint> {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E>
}

/** What a few handlers need of the request besides its input. */
export interface Call {
  readonly ip: string
  header(name: string, value: string): void
  /** Gives the browser a session, or takes it away with undefined. */
  setSession(given: { token: string; expiresAt: Date } | undefined): void
}

export interface PersonCall extends Call {
  readonly session: LiveSession
}

type Result<E extends AnyEndpoint> =
  undefined extends ReplyOf<E> ? void | Promise<void> : ReplyOf<E> | Promise<ReplyOf<E>>

/**
 * Binds endpoints to use cases. Each request goes the same way: who calls (401), may they (403), which sandbox
 * (404), does the input fit (400), the use case, the answer with the endpoint's status.
 */
export interface Serve {
  /** Endpoints that need a scope. */
  <E extends AnyEndpoint>(endpoint: E, handle: (ctx: Ctx, input: Input<E>, call: Call) => Result<E>): void
  /** Endpoints for people who are signed in, whatever they may do; API clients are refused with 403. */
  person<E extends AnyEndpoint>(
    endpoint: E,
    handle: (ctx: Ctx, input: Input<E>, call: PersonCall) => Result<E>,
  ): void
  /** Endpoints for everybody: there is no actor and no sandbox. */
  anyone<E extends AnyEndpoint>(
    endpoint: E,
    handle: (house: House, input: Input<E>, call: Call) => Result<E>,
  ): void
}

export interface ServeOptions {
  readonly accessTokens: AccessTokens
  /** Answer 500 when a reply is not exactly what its endpoint promises. For tests: it costs a parse per reply. */
  readonly checkReplies?: boolean
}

type Opened = { ctx: Ctx; session?: LiveSession } | undefined
type Handle = (opened: Opened, input: Input<AnyEndpoint>, call: Call) => unknown

export function serveOn(app: FastifyInstance, house: House, options: ServeOptions): Serve {
  const secure = house.publicUrl.startsWith('https:')

  function setSession(reply: FastifyReply, token: string, expiresAt: Date): void {
    const maxAge = (expiresAt.getTime() - house.now().getTime()) / 1000
    reply.header('set-cookie', writeCookie(token, { maxAge, secure }))
  }

  async function open(endpoint: AnyEndpoint, request: FastifyRequest, reply: FastifyReply): Promise<Opened> {
    if (endpoint.access === 'public') {
      mustBeOurOwnSite(house, request)
      return undefined
    }
    const caller = await callerOf(house, options.accessTokens, request)
    const scopes = scopesFor(endpoint.access)
    if (scopes) mustHold(caller.actor, ...scopes)
    else if (!caller.session)
      throw new Problem('auth/forbidden', 'This is for people who have signed in, not for API clients.')
    if (caller.session?.prolonged) setSession(reply, caller.session.token, caller.session.expiresAt)
    const name = request.headers['x-sandbox-name']
    const ctx = await contextOf(house, caller, typeof name === 'string' ? name : undefined)
    return { ctx, ...(caller.session && { session: caller.session }) }
  }

  function route(endpoint: AnyEndpoint, handle: Handle): void {
    const opened = new WeakMap<FastifyRequest, Opened>()
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      ...(endpoint.bodyLimit !== undefined && { bodyLimit: endpoint.bodyLimit }),
      // Before the body is read: a stranger does not make us hold megabytes.
      onRequest: async (request, reply) => {
        opened.set(request, await open(endpoint, request, reply))
      },
      handler: async (request, reply) => {
        const { params, query, body } = request
        const input = parseInput(endpoint, { params, query, body }) as Input<AnyEndpoint>
        const result = await handle(opened.get(request), input, {
          ip: request.ip,
          header: (name, value) => void reply.header(name, value),
          setSession: (given) => setSession(reply, given?.token ?? '', given?.expiresAt ?? new Date(0)),
        })
        if (options.checkReplies) checkReply(endpoint, result)
        reply.code(endpoint.status)
        return endpoint.status === 204 ? reply.send() : reply.send(result ?? null)
      },
    })
  }

  function mustBe(endpoint: AnyEndpoint, fits: boolean): void {
    if (!fits) throw new Error(`${endpoint.id} is for ${endpoint.access}: serve it as such.`)
  }

  const serve: Serve = (endpoint, handle) => {
    mustBe(endpoint, scopesFor(endpoint.access) !== undefined)
    route(endpoint, (opened, input, call) => handle(opened!.ctx, input, call))
  }
  serve.person = (endpoint, handle) => {
    mustBe(endpoint, endpoint.access === 'signed-in')
    route(endpoint, (opened, input, call) =>
      handle(opened!.ctx, input, { ...call, session: opened!.session! }),
    )
  }
  serve.anyone = (endpoint, handle) => {
    mustBe(endpoint, endpoint.access === 'public')
    route(endpoint, (_, input, call) => handle(house, input, call))
  }
  return serve
}

/** Throws unless the reply, as JSON, is what the endpoint promises: nothing less and nothing more. */
function checkReply(endpoint: AnyEndpoint, result: unknown): void {
  const sent = result === undefined ? undefined : JSON.parse(JSON.stringify(result))
  const promised = endpoint.reply.safeParse(sent)
  if (!promised.success) throw new Error(`${endpoint.id} breaks its contract: ${promised.error.message}`)
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(promised.data ?? null)), sent ?? null))
    throw new Error(`${endpoint.id} answers other members than its contract has.`)
}
