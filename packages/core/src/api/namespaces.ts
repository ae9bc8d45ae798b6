import { z } from 'zod'
import { IdentityNamespace, NamespaceKey, namespaceKinds } from '../profile/namespaces.ts'
import { endpoint, nothing } from './endpoint.ts'

const tag = 'Profiles'
const one = z.object({ key: NamespaceKey })
const name = z.string().trim().min(1).max(120)
const at = '/v1/identity-namespaces/:key'

export const IdentitySettings = z.object({
  /** Digits that telephone numbers without a country are completed with, like 33; null: they are refused. */
  defaultCallingCode: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'Write the digits of a calling code, like 33')
    .nullable(),
})
export type IdentitySettings = z.infer<typeof IdentitySettings>

export const listNamespaces = endpoint({
  id: 'listNamespaces',
  summary: 'Identity namespaces: the standard ones, then the sandbox’s own',
  tag,
  method: 'GET',
  path: '/v1/identity-namespaces',
  access: 'profiles:read',
  reply: z.object({ items: z.array(IdentityNamespace) }),
})
export const createNamespace = endpoint({
  id: 'createNamespace',
  summary: 'Declare an identity namespace of one’s own',
  tag,
  method: 'POST',
  path: '/v1/identity-namespaces',
  access: 'profiles:write',
  status: 201,
  body: z.object({ key: NamespaceKey, name, kind: z.enum(namespaceKinds) }),
  reply: IdentityNamespace,
})
export const renameNamespace = endpoint({
  id: 'renameNamespace',
  summary: 'Rename an identity namespace of the sandbox’s own',
  tag,
  method: 'PUT',
  path: at,
  access: 'profiles:write',
  params: one,
  body: z.object({ name }),
  reply: IdentityNamespace,
})
export const deleteNamespace = endpoint({
  id: 'deleteNamespace',
  summary: 'Delete an identity namespace that no profile uses',
  tag,
  method: 'DELETE',
  path: at,
  access: 'profiles:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const getIdentitySettings = endpoint({
  id: 'getIdentitySettings',
  summary: 'How identities are read',
  tag,
  method: 'GET',
  path: '/v1/identity-settings',
  access: 'profiles:read',
  reply: IdentitySettings,
})
export const saveIdentitySettings = endpoint({
  id: 'saveIdentitySettings',
  summary: 'Change how identities are read from now on',
  tag,
  method: 'PUT',
  path: '/v1/identity-settings',
  access: 'profiles:write',
  body: IdentitySettings,
  reply: IdentitySettings,
})
