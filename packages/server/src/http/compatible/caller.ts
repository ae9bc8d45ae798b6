import type { Scope } from '@chappe/core/access/scopes'
import { Problem } from '@chappe/core/kit/problem'
import type { FastifyRequest } from 'fastify'
import { contextOf, mustHold } from '../../app/context.ts'
import type { Ctx } from '../../context.ts'
import { bearerToken, mustAgree } from '../auth.ts'
import type { Room } from '../routes.ts'

const required = ['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name'] as const

/**
 * Who calls the compatible API and in which sandbox, from the headers of the published contract: a token of an API
 * client, and the three headers that go with it. Throws auth/unauthenticated, request/missing-header, auth/forbidden
 * and sandbox/not-found.
 */
export async function compatibleCaller(
  { house, accessTokens }: Room,
  request: FastifyRequest,
  scope: Scope,
): Promise<Ctx> {
  const { headers } = request
  const token = bearerToken(headers)
  if (token === undefined)
    throw new Problem('auth/unauthenticated', 'Send the header Authorization: Bearer <access token>.')
  const bearer = await accessTokens.verify(token)
  for (const name of required)
    if (!headers[name])
      throw new Problem('request/missing-header', `Send the header ${name}.`, {
        errors: [{ pointer: name, detail: 'This header is required' }],
      })
  mustAgree(bearer, headers)
  const actor = { id: bearer.clientId, name: bearer.clientName, scopes: bearer.scopes }
  mustHold(actor, scope)
  return contextOf(house, { organizationId: bearer.organizationId, actor }, String(headers['x-sandbox-name']))
}
