import { z } from 'zod'
import { scopes } from '../access/scopes.ts'
import { endpoint } from './endpoint.ts'

const tag = 'API clients'
const one = z.object({ id: z.string().min(1).max(100) })
const instant = z.iso.datetime({ offset: true })

export const ApiClient = z.object({
  /** The client id: `client_id` of the token endpoint and `x-api-key` of every call. */
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: instant,
  createdBy: z.string(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export type ApiClient = z.infer<typeof ApiClient>

/** The only answers that ever hold the secret. */
export const ApiClientWithSecret = ApiClient.extend({ secret: z.string() })

export const listClients = endpoint({
  id: 'listClients',
  summary: 'API clients of the organization',
  tag,
  method: 'GET',
  path: '/v1/api-clients',
  access: 'clients:read',
  reply: z.object({ items: z.array(ApiClient) }),
})
export const createClient = endpoint({
  id: 'createClient',
  summary: 'Create an API client; its secret is in this answer and nowhere else',
  tag,
  method: 'POST',
  path: '/v1/api-clients',
  access: 'clients:write',
  status: 201,
  body: z.object({ name: z.string().trim().min(1).max(100), scopes: z.array(z.enum(scopes)).min(1) }),
  reply: ApiClientWithSecret,
})
export const rotateClientSecret = endpoint({
  id: 'rotateClientSecret',
  summary: 'Replace the secret; the old one stops at once, tokens already given live on until they expire',
  tag,
  method: 'POST',
  path: '/v1/api-clients/:id/rotate',
  access: 'clients:write',
  params: one,
  reply: ApiClientWithSecret,
})
export const revokeClient = endpoint({
  id: 'revokeClient',
  summary: 'Revoke the client and every token it holds, at once and for good',
  tag,
  method: 'POST',
  path: '/v1/api-clients/:id/revoke',
  access: 'clients:write',
  params: one,
  reply: ApiClient,
})
