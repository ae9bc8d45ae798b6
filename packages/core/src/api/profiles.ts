import { z } from 'zod'
import { Identity, Profile } from '../profile/schema.ts'
import { endpoint, nothing, pageOf, paging } from './endpoint.ts'

const tag = 'Profiles'

export const findProfiles = endpoint({
  id: 'findProfiles',
  summary: 'Profiles, newest first, or the one that an identity leads to',
  tag,
  method: 'GET',
  path: '/v1/profiles',
  access: 'profiles:read',
  query: z.object({
    ...paging,
    namespace: z.string().max(60).default('email'),
    identity: z.string().max(254).optional(),
  }),
  reply: pageOf(Profile),
})
export const saveProfile = endpoint({
  id: 'saveProfile',
  summary: 'Create or change the profile that these identities lead to; attributes are merged (RFC 7396)',
  tag,
  method: 'POST',
  path: '/v1/profiles',
  access: 'profiles:write',
  body: z.object({
    identities: z.array(Identity).min(1).max(20),
    attributes: z.record(z.string(), z.unknown()).default({}),
  }),
  reply: Profile,
})
export const listAttributes = endpoint({
  id: 'listAttributes',
  summary: 'The profile attributes that content may use: the standard ones and those seen in profiles',
  tag,
  method: 'GET',
  path: '/v1/profile-attributes',
  access: 'campaigns:read',
  reply: z.object({ items: z.array(z.object({ path: z.string(), type: z.string() })) }),
})

export const Suppression = z.object({
  value: z.string(),
  type: z.enum(['address', 'domain']),
  category: z.enum(['hard', 'soft', 'manual']),
  reason: z.string(),
  comment: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
})
export type Suppression = z.infer<typeof Suppression>

export const listSuppressions = endpoint({
  id: 'listSuppressions',
  summary: 'Addresses and domains that nothing is sent to',
  tag: 'Suppression list',
  method: 'GET',
  path: '/v1/suppressions',
  access: 'suppressions:read',
  query: z.object({ ...paging, search: z.string().max(254).optional() }),
  reply: pageOf(Suppression),
})
export const addSuppression = endpoint({
  id: 'addSuppression',
  summary: 'Put an address or a domain on the suppression list',
  tag: 'Suppression list',
  method: 'POST',
  path: '/v1/suppressions',
  access: 'suppressions:write',
  status: 201,
  body: z.object({
    value: z.string().trim().toLowerCase().min(3).max(254),
    type: z.enum(['address', 'domain']),
    comment: z.string().max(500).default(''),
  }),
  reply: Suppression,
})
export const removeSuppression = endpoint({
  id: 'removeSuppression',
  summary: 'Take an address or a domain off the suppression list',
  tag: 'Suppression list',
  method: 'DELETE',
  path: '/v1/suppressions/:value',
  access: 'suppressions:write',
  params: z.object({ value: z.string().max(254) }),
  status: 204,
  reply: nothing,
})
