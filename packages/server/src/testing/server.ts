import type { AnyEndpoint, ReplyOf } from '@chappe/core/api/endpoint'
import type { ProblemDocument } from '@chappe/core/kit/problem'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll } from 'vitest'
import type { z } from 'zod'
import { type AccessTokens, openAccessTokens } from '../app/tokens.ts'
import type { House } from '../context.ts'
import { buildServer, type ServerOptions } from '../http/server.ts'

export interface Answer<T> {
  status: number
  headers: Record<string, string | string[] | number | undefined>
  /** The body as the contract says; where the answer is a problem, look at `problem`. */
  body: T
  problem: ProblemDocument
}

export interface TestServer {
  app: FastifyInstance
  accessTokens: AccessTokens
  /** Lines logged so far, parsed: bugs. */
  logged: Record<string, unknown>[]
  inject: FastifyInstance['inject']
  /** Calls an endpoint with the headers of `aClient` or `signedIn`. */
  call<E extends AnyEndpoint>(
    endpoint: E,
    given?: {
      params?: z.input<E['params']>
      query?: z.input<E['query']>
      body?: z.input<E['body']> | Record<string, unknown>
      as?: { headers: Record<string, string> } | Record<string, string>
      sandbox?: string
    },
  ): Promise<Answer<ReplyOf<E>>>
}

/** The real server over a house, reached by injection; replies that break their contract answer 500. */
export function anHttpServer(house: House, options: Partial<ServerOptions> = {}): TestServer {
  const accessTokens = options.accessTokens ?? openAccessTokens(house)
  const logged: Record<string, unknown>[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const app = buildServer(house, {
    accessTokens,
    checkReplies: true,
    logger: logger as FastifyBaseLogger,
    ...options,
  })
  open.push(app)
  return {
    app,
    accessTokens,
    logged,
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    async call(endpoint, { params, query, body, as, sandbox } = {}) {
      const headers = (as && 'headers' in as ? as.headers : as) as Record<string, string> | undefined
      const response = await app.inject({
        method: endpoint.method,
        url: addressOf(endpoint.path, params as Record<string, unknown>, query as Record<string, unknown>),
        headers: { ...headers, ...(sandbox && { 'x-sandbox-name': sandbox }) },
        ...(body !== undefined && { payload: body as object }),
      })
      const json = response.body === '' ? undefined : JSON.parse(response.body)
      return { status: response.statusCode, headers: response.headers, body: json, problem: json }
    },
  }
}

/** Fills a path's `:name` parameters; lists in the query repeat their name. */
function addressOf(
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined) search.append(name, String(one))
  return search.size === 0 ? filled : `${filled}?${search}`
}

const open: FastifyInstance[] = []
afterAll(async () => {
  for (const app of open.splice(0)) await app.close()
})
