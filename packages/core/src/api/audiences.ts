import { z } from 'zod'
import {
  Audience,
  AudienceDefinition,
  AudienceInput,
  audienceKinds,
  audienceStatuses,
  PersonSummary,
} from '../audience/schema.ts'
import { endpoint, listParam, nothing, pageOf, paging } from './endpoint.ts'

const tag = 'Audiences'
const one = z.object({ id: z.uuid() })
const at = '/v1/audiences/:id'
const read = 'audiences:read' as const
const write = 'audiences:write' as const

export const listAudiences = endpoint({
  id: 'listAudiences',
  summary: 'Audiences',
  tag,
  method: 'GET',
  path: '/v1/audiences',
  access: read,
  query: z.object({
    ...paging,
    search: z.string().max(200).optional(),
    kind: listParam(z.enum(audienceKinds)),
    status: listParam(z.enum(audienceStatuses)),
    tag: listParam(z.string().max(60)),
    sort: z.enum(['name', 'members', 'evaluatedAt', 'createdAt', 'modifiedAt']).default('modifiedAt'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  reply: pageOf(Audience),
})
export const createAudience = endpoint({
  id: 'createAudience',
  summary: 'Create an audience',
  tag,
  method: 'POST',
  path: '/v1/audiences',
  access: write,
  status: 201,
  body: AudienceInput,
  reply: Audience,
})
export const getAudience = endpoint({
  id: 'getAudience',
  summary: 'One audience',
  tag,
  method: 'GET',
  path: at,
  access: read,
  params: one,
  reply: Audience,
})
export const saveAudience = endpoint({
  id: 'saveAudience',
  summary:
    'Change an audience; refused when somebody saved since `revision`, or when it would contain itself',
  tag,
  method: 'PUT',
  path: at,
  access: write,
  params: one,
  body: AudienceInput.extend({ revision: z.int() }),
  reply: Audience,
})
export const estimateAudience = endpoint({
  id: 'estimateAudience',
  summary: 'How many people a definition finds now, with some of them; nothing is stored',
  tag,
  method: 'POST',
  path: '/v1/audience-estimates',
  access: read,
  body: z.object({ definition: AudienceDefinition }),
  reply: z.object({
    count: z.int(),
    /** False: counted on a sample of the people, because there are many. */
    exact: z.boolean(),
    /** Everybody in the sandbox. */
    total: z.int(),
    people: z.array(PersonSummary),
  }),
})
export const evaluateAudience = endpoint({
  id: 'evaluateAudience',
  summary: 'Evaluate an audience now, those that it is made of first; answers when it is done',
  tag,
  method: 'POST',
  path: `${at}/evaluate`,
  access: write,
  params: one,
  reply: Audience,
})
export const listAudienceMembers = endpoint({
  id: 'listAudienceMembers',
  summary: 'The members of an audience as of its last evaluation',
  tag,
  method: 'GET',
  path: `${at}/members`,
  access: 'profiles:read',
  params: one,
  query: z.object({ limit: paging.limit, after: z.uuid().optional() }),
  reply: z.object({
    items: z.array(
      PersonSummary.extend({
        joinedAt: z.iso.datetime({ offset: true }),
        enrichment: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
})
export const listAudienceChanges = endpoint({
  id: 'listAudienceChanges',
  summary: 'How many joined and left at each evaluation, newest first (the last 200)',
  tag,
  method: 'GET',
  path: `${at}/changes`,
  access: read,
  params: one,
  reply: z.object({
    items: z.array(
      z.object({
        at: z.iso.datetime({ offset: true }),
        members: z.int(),
        joined: z.int(),
        departed: z.int(),
      }),
    ),
  }),
})
export const listAudienceUses = endpoint({
  id: 'listAudienceUses',
  summary: 'The audiences that are made of this one',
  tag,
  method: 'GET',
  path: `${at}/uses`,
  access: read,
  params: one,
  reply: z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
})
export const putAudienceMembers = endpoint({
  id: 'putAudienceMembers',
  summary:
    'Put people on a list by an identity, with columns of their own. Unknown identities become profiles; the same identity twice is one member',
  tag,
  method: 'POST',
  path: `${at}/members`,
  access: write,
  params: one,
  body: z.object({
    /** `replace`: those who are not named leave the list. */
    mode: z.enum(['add', 'replace']).default('add'),
    namespace: z.string().min(1).max(60).default('email'),
    members: z
      .array(
        z.object({
          value: z.string().trim().min(1).max(254),
          enrichment: z
            .record(z.string().max(60), z.union([z.string().max(2_000), z.number(), z.boolean()]))
            .default({}),
        }),
      )
      .max(50_000),
  }),
  reply: z.object({ added: z.int(), updated: z.int(), removed: z.int(), created: z.int() }),
})
export const archiveAudience = endpoint({
  id: 'archiveAudience',
  summary: 'Archive an audience that nothing is made of; it is not evaluated any more',
  tag,
  method: 'POST',
  path: `${at}/archive`,
  access: write,
  params: one,
  reply: Audience,
})
export const deleteAudience = endpoint({
  id: 'deleteAudience',
  summary: 'Delete an audience that nothing is made of',
  tag,
  method: 'DELETE',
  path: at,
  access: write,
  params: one,
  status: 204,
  reply: nothing,
})
