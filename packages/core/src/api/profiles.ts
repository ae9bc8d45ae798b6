import { z } from 'zod'
import { Message } from '../message/schema.ts'
import { ProfileEvent } from '../profile/event.ts'
import { ProfileField } from '../profile/fields.ts'
import { Identity, Profile } from '../profile/schema.ts'
import { Consent, ConsentChange, ConsentInForce } from './consents.ts'
import { endpoint, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Profiles'

/** A profile of the list. */
export const ListedProfile = Profile.extend({ test: z.boolean() })
export type ListedProfile = z.infer<typeof ListedProfile>

export const findProfiles = endpoint({
  id: 'findProfiles',
  summary:
    'Profiles, newest first; or the one that an identity leads to, or those whose identity begins so, in its order',
  tag,
  method: 'GET',
  path: '/v1/profiles',
  access: 'profiles:read',
  query: z.object({
    ...paging,
    namespace: z.string().max(60).default('email'),
    identity: z.string().max(254).optional(),
    match: z.enum(['exact', 'prefix']).default('exact'),
    /** Only test profiles, or only the others; goes without an identity. */
    test: z.stringbool().optional(),
  }),
  reply: pageOf(ListedProfile),
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

const at = '/v1/profiles/:id'
const instant = z.iso.datetime({ offset: true })

export const PushToken = z.object({
  app: z.string().trim().min(1).max(200),
  token: z.string().trim().min(1).max(4_096),
  platform: z.enum(['ios', 'android', 'web']),
})
export type PushToken = z.infer<typeof PushToken>

/** A profile with what belongs to it. */
export const ProfileDetail = Profile.extend({
  /** Content is tried with it; it is in no audience that a rule makes. */
  test: z.boolean(),
  consents: z.array(Consent),
  /** What comes of them: on each channel, and for each topic that is offered there. */
  consentsInForce: z.array(ConsentInForce),
  /** Those of which it was a member when they were last evaluated. */
  audiences: z.array(z.object({ id: z.uuid(), name: z.string(), joinedAt: instant })),
  pushTokens: z.array(PushToken.extend({ createdAt: instant })),
})
export type ProfileDetail = z.infer<typeof ProfileDetail>

export const getProfile = endpoint({
  id: 'getProfile',
  summary: 'One profile: identities, attributes, consents, audiences, push tokens',
  tag,
  method: 'GET',
  path: at,
  access: 'profiles:read',
  params: one,
  reply: ProfileDetail,
})
export const changeProfile = endpoint({
  id: 'changeProfile',
  summary: 'Change the attributes of a profile: a merge patch (RFC 7396), null removes',
  tag,
  method: 'PATCH',
  path: at,
  access: 'profiles:write',
  params: one,
  body: z.object({ attributes: z.record(z.string(), z.unknown()) }),
  reply: ProfileDetail,
})
export const eraseProfile = endpoint({
  id: 'eraseProfile',
  summary:
    'Erase a person: everything that names them goes, also from calls and messages; the numbers in reports stay',
  tag,
  method: 'DELETE',
  path: at,
  access: 'profiles:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const exportProfile = endpoint({
  id: 'exportProfile',
  summary: 'Everything that is known of a person, as one document',
  tag,
  method: 'GET',
  path: `${at}/export`,
  access: 'profiles:read',
  params: one,
  reply: z.object({
    exportedAt: instant,
    profile: ProfileDetail,
    consentHistory: z.array(ConsentChange),
    events: z.array(ProfileEvent),
    messages: z.array(Message),
  }),
})
export const mergeProfiles = endpoint({
  id: 'mergeProfiles',
  summary:
    'Make two profiles one: this one gets the identities, consents, events, memberships and messages of the other, and keeps its own attributes where both have them',
  tag,
  method: 'POST',
  path: `${at}/merge`,
  access: 'profiles:write',
  params: one,
  body: z.object({ profileId: z.uuid() }),
  reply: ProfileDetail,
})
export const listProfileMessages = endpoint({
  id: 'listProfileMessages',
  summary: 'The messages of a person, newest first, each with its timeline and why it was or was not sent',
  tag,
  method: 'GET',
  path: `${at}/messages`,
  access: 'executions:read',
  params: one,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    before: z.uuid().optional(),
  }),
  reply: z.object({ items: z.array(Message) }),
})
export const putPushToken = endpoint({
  id: 'putPushToken',
  summary: 'Give a profile the push token of a device; one that another profile had moves',
  tag,
  method: 'PUT',
  path: `${at}/push-tokens`,
  access: 'profiles:write',
  params: one,
  body: PushToken,
  status: 204,
  reply: nothing,
})

export const addIdentity = endpoint({
  id: 'addIdentity',
  summary:
    'Give a profile one more identity; one that leads to another profile is refused and names that profile',
  tag,
  method: 'POST',
  path: `${at}/identities`,
  access: 'profiles:write',
  params: one,
  body: Identity,
  reply: ProfileDetail,
})
export const removeIdentity = endpoint({
  id: 'removeIdentity',
  summary: 'Take an identity off a profile; the last one stays, for nothing else leads to the profile',
  tag,
  method: 'DELETE',
  path: `${at}/identities`,
  access: 'profiles:write',
  params: one,
  query: Identity,
  reply: ProfileDetail,
})
