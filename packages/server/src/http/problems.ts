import { Problem } from '@chappe/core/kit/problem'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { databaseIsAway } from '../app/health.ts'

/** What Fastify itself refuses, by its code. */
const ofFramework: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('request/too-large', 'Send less in one request.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => notJson(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => malformed('The body is not as long as Content-Length says.'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => malformed('The body is not JSON.'),
  FST_ERR_BAD_URL: () => new Problem('request/not-found', 'The address is not well-formed.'),
  FST_STATIC_FORBIDDEN_PATH: () => new Problem('request/not-found', 'The address is not well-formed.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Problem('request/not-found', 'The address is too long.'),
}

const malformed = (detail: string) => new Problem('request/malformed', detail)
const notJson = () =>
  new Problem('request/unsupported-media-type', 'Set the header Content-Type: application/json.')

/** The problem that an error is answered with; `server/bug` for everything that nobody expected. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const known = ofFramework[(error as FastifyError).code]
  if (known) return known()
  if (error instanceof SyntaxError && (error as FastifyError).statusCode === 400)
    return malformed(error.message)
  if (databaseIsAway(error))
    return new Problem('server/unavailable', 'The database cannot be reached. Try again in a moment.', {
      retryAfter: 2,
    })
  return new Problem('server/bug', 'The operator finds the reason in the log, under the id in x-request-id.')
}

/** Answers with a problem document (RFC 9457); bugs are logged whole, and nothing of them is told. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem.type === 'server/bug')
    request.log.error({ err: error, method: request.method, path: loggedPath(request) }, 'bug')
  const { retryAfter } = problem.extra
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="chappe"')
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.toDocument(pathOf(request))))
}

/** The path without its query, which may hold what belongs into no log and no answer. */
export const pathOf = (request: { url: string }): string => request.url.split('?', 1)[0] ?? '/'

/** The same for a log: whoever has the address of a feed may read it. */
const loggedPath = (request: FastifyRequest): string =>
  pathOf(request).replace(/^\/calendar\/.*/, '/calendar/…')
