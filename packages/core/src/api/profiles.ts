import { z } from 'zod'
import { ProfileField } from '../profile/fields.ts'
import { Identity, Profile } from '../profile/schema.ts'
import { endpoint, pageOf, paging } from './endpoint.ts'

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
  summary:
    'The profile attributes that content may use: the standard ones, those that the sandbox declared, and those seen in profiles',
  tag,
  method: 'GET',
  path: '/v1/profile-attributes',
  access: 'campaigns:read',
  reply: z.object({
    items: z.array(
      ProfileField.extend({
        /** What a declaration says, otherwise what values of it were: string, number, boolean, array. */
        type: z.string(),
        origin: z.enum(['standard', 'declared', 'seen']),
      }),
    ),
  }),
})
