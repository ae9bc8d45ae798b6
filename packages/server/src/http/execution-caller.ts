import type { IncomingMessage } from 'node:http'
import { Problem } from '@chappe/core/kit/problem'
import { sandboxIdOf } from '../app/context.ts'
import type { Caller } from '../app/executions.ts'
import type { AccessTokens } from '../app/tokens.ts'
import type { House } from '../context.ts'
import { bearerToken, mustAgree } from './auth.ts'

/** The headers that every call of the execution API carries; `health` needs no sandbox. */
const required = ['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name'] as const

/**
 * Finds out who calls the execution API, from the headers of the published contract. Sandboxes are remembered: one
 * never changes its number.
 */
export function executionCaller(house: House, tokens: AccessTokens) {
  const sandboxes = new Map<string, number>()

  return async function callerOf(request: IncomingMessage): Promise<Caller> {
    const { headers } = request
    const token = bearerToken(headers)
    if (token === undefined) {
      throw new Problem('auth/unauthenticated', 'Send the header Authorization: Bearer <access token>.')
    }
    const bearer = await tokens.verify(token)
    for (const name of required) {
      if (!headers[name] && !(name === 'x-sandbox-name' && request.method === 'GET')) {
        throw new Problem('request/missing-header', `Send the header ${name}.`, {
          errors: [{ pointer: name, detail: 'This header is required' }],
        })
      }
    }
    mustAgree(bearer, headers)
    if (!bearer.scopes.includes('executions:write')) {
      throw new Problem('auth/forbidden', 'The API client needs the permission executions:write.')
    }
    const name = String(headers['x-sandbox-name'] ?? 'prod')
    const key = `${bearer.organizationId}\n${name}`
    let sandboxId = sandboxes.get(key)
    if (sandboxId === undefined) {
      sandboxId = await sandboxIdOf(house, bearer.organizationId, name)
      if (sandboxes.size >= 1_000) sandboxes.clear()
      sandboxes.set(key, sandboxId)
    }
    return { clientId: bearer.clientId, sandboxId }
  }
}
