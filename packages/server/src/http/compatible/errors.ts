import { type Problem, type ProblemType, problems } from '@chappe/core/kit/problem'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { pathOf, problemOf } from '../problems.ts'

interface Told {
  /** Where the API begins: the contract names paths from there. */
  readonly base: string
  readonly now: Date
}

/** The error body of the published contract. */
export function errorBody(request: FastifyRequest, problem: Problem, status: number, { base, now }: Told) {
  const { 'x-sandbox-name': sandboxName, 'x-gw-ims-org-id': imsOrgId } = request.headers
  const code: ProblemType = problem.type
  return {
    path: pathOf(request).slice(base.length) || '/',
    'request-id': [request.id],
    type: `/problems/${code}`,
    title: problems[code].title,
    status,
    report: {
      tenantInfo: { ...(sandboxName && { sandboxName }), ...(imsOrgId && { imsOrgId }) },
      additionalContext: {
        detailedMessage: problem.message,
        ...(problem.extra.errors && { errors: problem.extra.errors }),
      },
    },
    'error-chain': [
      { serviceId: 'chappe', errorCode: code, invokingServiceId: 'chappe', unixTimeStampMs: now.getTime() },
    ],
  }
}

/** The error body of the contract for retrieving campaigns: parameters of a report and details are objects there. */
export function notificationBody(request: FastifyRequest, problem: Problem, status: number, told: Told) {
  const { type, title, report, 'error-chain': chain } = errorBody(request, problem, status, told)
  const { errors } = problem.extra
  const detail = errors && Object.fromEntries(errors.map((one) => [one.pointer, one]))
  return {
    type,
    title,
    message: problem.message,
    status,
    report: {
      tenantInfo: report.tenantInfo,
      additionalContext: { errorLevel: 'ERROR', ...(detail && { parameters: detail }) },
    },
    'error-chain': chain,
    error: { code: problem.type, message: problem.message, ...(detail && { detail }) },
  }
}

/** What the contract answers instead of ours: it knows no 422, and a publication is never of nothing or too late. */
function statusOf(request: FastifyRequest, { status }: Problem): number {
  if (status === 422) return 400
  const isPublication = request.routeOptions.url?.endsWith('/fragments/publications') ?? false
  return isPublication && (status === 404 || status === 409) ? 400 : status
}

/** Answers with the contract's error body; bugs are logged whole, and nothing of them is told. */
export const answerCompatibleError =
  (base: string, clock: () => Date, body: typeof errorBody | typeof notificationBody = errorBody) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error)
    if (problem.type === 'server/bug')
      request.log.error({ err: error, method: request.method, path: pathOf(request) }, 'bug')
    const { retryAfter } = problem.extra
    if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="chappe"')
    const status = statusOf(request, problem)
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(body(request, problem, status, { base, now: clock() })))
  }
