import { isScope } from '@chappe/core/access/scopes'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as clients from '../app/clients.ts'
import { tokenLifetime } from '../app/tokens.ts'
import { pathOf, problemOf } from './problems.ts'
import type { RouteGroup } from './routes.ts'

/** An error of the token endpoint (RFC 6749, section 5.2). */
class Refusal extends Error {
  readonly code: string
  readonly status: number
  constructor(status: number, code: string, description: string) {
    super(description)
    this.status = status
    this.code = code
  }
}

/**
 * The token endpoint of the compatible API: the client credentials grant (RFC 6749, section 4.4). Parameters come
 * in a form, in the query as existing callers send them, or the credentials in HTTP Basic.
 */
export const tokenRoutes: RouteGroup = (_serve, app, { house, accessTokens }) => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_: unknown, body: unknown) => String(body),
  )
  app.setErrorHandler(answerRefusal)

  app.post('/ims/token/v3', { bodyLimit: 16_384 }, async (request, reply) => {
    const parameters = parametersOf(request)
    const grant = parameters.get('grant_type')
    if (!grant) throw new Refusal(400, 'invalid_request', 'The parameter grant_type is missing.')
    if (grant !== 'client_credentials')
      throw new Refusal(400, 'unsupported_grant_type', 'The only grant_type is client_credentials.')

    const { id, secret } = credentialsOf(request, parameters)
    const client = await clients.authenticate(house, { id, secret, ip: request.ip })
    if (!client) throw new Refusal(401, 'invalid_client', 'The client id or the client secret is wrong.')

    const scopes = narrowed(parameters.get('scope'), client.scopes)
    const token = await accessTokens.issue({ ...client, scopes })
    return reply.send({ access_token: token, token_type: 'bearer', expires_in: tokenLifetime })
  })
}

function parametersOf(request: FastifyRequest): Map<string, string> {
  const body = request.body
  if (body !== undefined && typeof body !== 'string')
    throw new Refusal(400, 'invalid_request', 'Send the parameters as application/x-www-form-urlencoded.')
  const parameters = new Map<string, string>()
  for (const text of [request.url.split('?').slice(1).join('?'), body ?? ''])
    for (const [name, value] of new URLSearchParams(text)) {
      if (parameters.has(name))
        throw new Refusal(400, 'invalid_request', `The parameter ${name} is there twice.`)
      parameters.set(name, value)
    }
  return parameters
}

function credentialsOf(
  request: FastifyRequest,
  parameters: Map<string, string>,
): { id: string; secret: string } {
  const basic = /^Basic +([\w+/=-]+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString('utf8').split(/:(.*)/s).map(formDecoded)
    : [parameters.get('client_id'), parameters.get('client_secret')]
  // No id of ours has a NUL, and the database cannot even look for one.
  if (!id || !secret || id.includes('\0'))
    throw new Refusal(401, 'invalid_client', 'Send client_id and client_secret, or both by HTTP Basic.')
  if (parameters.has('client_id') && parameters.get('client_id') !== id)
    throw new Refusal(
      400,
      'invalid_request',
      'client_id and the Authorization header name different clients.',
    )
  return { id: id.slice(0, 200), secret }
}

/** RFC 6749, section 2.3.1: id and secret are form-encoded before they become user and password. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/**
 * The scopes of the token: those asked for, or all that the client has when it asks for none of ours. Callers of
 * the compatible API send its scopes (openid, …), which mean nothing here and are passed over.
 */
function narrowed<S extends string>(asked: string | undefined, held: readonly S[]): readonly S[] {
  const ours = (asked ?? '').split(/[\s,]+/).filter(isScope)
  const lacking = ours.filter((scope) => !(held as readonly string[]).includes(scope))
  if (lacking.length > 0)
    throw new Refusal(400, 'invalid_scope', `The client does not have the scope ${lacking.join(', ')}.`)
  return ours.length === 0 ? held : held.filter((scope) => (ours as string[]).includes(scope))
}

function answerRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message, retryAfter } = refusalOf(error)
  if (status === 500) request.log.error({ err: error, method: request.method, path: pathOf(request) }, 'bug')
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  // RFC 6749 asks for the challenge of the scheme that the client used.
  if (status === 401 && request.headers.authorization)
    reply.header('www-authenticate', 'Basic realm="chappe"')
  return reply.code(status).send({ error: code, error_description: message })
}

function refusalOf(error: unknown): { status: number; code: string; message: string; retryAfter?: number } {
  if (error instanceof Refusal) return error
  const problem = problemOf(error)
  const { retryAfter } = problem.extra
  const code = codes[problem.status] ?? 'invalid_request'
  return {
    status: problem.status,
    code,
    message: problem.message,
    ...(typeof retryAfter === 'number' && { retryAfter }),
  }
}

const codes: Record<number, string> = {
  429: 'slow_down',
  500: 'server_error',
  503: 'temporarily_unavailable',
}
