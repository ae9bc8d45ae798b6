import { z } from 'zod'
import { audienceStatuses } from '../audience/lifecycle.ts'
import {
  Audience,
  AudienceDefinition,
  AudienceInput,
  audienceKinds,
  PersonSummary,
} from '../audience/schema.ts'
import {
  AudienceUpload,
  AudienceUploadInput,
  ListMember,
  uploadModes,
  uploadRows,
} from '../audience/upload.ts'
import { campaignStatuses } from '../campaign/lifecycle.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Audiences'
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
  body: AudienceInput.extend({ revision: z.int32() }),
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
    /** How many people were looked at; null: everybody. */
    looked: z.int().nullable(),
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
  summary: 'The audiences that are made of this one, and the campaigns that name it, over or not',
  tag,
  method: 'GET',
  path: `${at}/uses`,
  access: read,
  params: one,
  reply: z.object({
    items: z.array(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('audience'),
          id: z.uuid(),
          name: z.string(),
          status: z.enum(audienceStatuses),
        }),
        z.object({
          kind: z.literal('campaign'),
          id: z.uuid(),
          name: z.string(),
          status: z.enum(campaignStatuses),
        }),
      ]),
    ),
  }),
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
    mode: z.enum(uploadModes).default('add'),
    namespace: z.string().min(1).max(60).default('email'),
    members: z.array(ListMember).max(uploadRows),
  }),
  reply: z.object({ added: z.int(), updated: z.int(), removed: z.int(), created: z.int() }),
})
const uploads = `${at}/uploads`
const upload = z.object({ id: z.uuid(), uploadId: z.uuid() })

export const createAudienceUpload = endpoint({
  id: 'createAudienceUpload',
  summary:
    'Begin to upload people to a list, in as many requests as it takes; the list changes when it is finished',
  tag,
  method: 'POST',
  path: uploads,
  access: write,
  params: one,
  status: 201,
  body: AudienceUploadInput,
  reply: AudienceUpload,
})
export const listAudienceUploads = endpoint({
  id: 'listAudienceUploads',
  summary: 'What was uploaded to a list and what became of it, newest first (the last 20)',
  tag,
  method: 'GET',
  path: uploads,
  access: read,
  params: one,
  reply: z.object({ items: z.array(AudienceUpload) }),
})
export const getAudienceUpload = endpoint({
  id: 'getAudienceUpload',
  summary: 'One upload and how far it is',
  tag,
  method: 'GET',
  path: `${uploads}/:uploadId`,
  access: read,
  params: upload,
  reply: AudienceUpload,
})
export const sendAudienceRows = endpoint({
  id: 'sendAudienceRows',
  summary:
    'Send the next rows of an upload. Unknown identities become profiles; what was sent before is passed over, so a request may be repeated',
  tag,
  method: 'POST',
  path: `${uploads}/:uploadId/rows`,
  access: write,
  params: upload,
  body: z.object({
    /** How many rows of the upload stand before these. */
    from: z.int().min(0),
    members: z.array(ListMember).min(1).max(uploadRows),
  }),
  reply: AudienceUpload.extend({
    /** Rows of this request whose identity cannot be read, by their place in the upload (the first 100). */
    mistakes: z.array(z.object({ row: z.int(), detail: z.string() })),
  }),
})
export const finishAudienceUpload = endpoint({
  id: 'finishAudienceUpload',
  summary:
    'Put everybody of an upload on the list, all at once; an upload that is finished already stays as it is',
  tag,
  method: 'POST',
  path: `${uploads}/:uploadId/finish`,
  access: write,
  params: upload,
  reply: AudienceUpload,
})
export const cancelAudienceUpload = endpoint({
  id: 'cancelAudienceUpload',
  summary:
    'Give up an upload; the list stays as it was. Uploads that nothing came to for a day are given up by themselves',
  tag,
  method: 'POST',
  path: `${uploads}/:uploadId/cancel`,
  access: write,
  params: upload,
  reply: AudienceUpload,
})
export const archiveAudience = endpoint({
  id: 'archiveAudience',
  summary:
    'Archive an audience that no live audience is made of and no scheduled or live campaign names; it is not evaluated any more',
  tag,
  method: 'POST',
  path: `${at}/archive`,
  access: write,
  params: one,
  reply: Audience,
})
export const restoreAudience = endpoint({
  id: 'restoreAudience',
  summary: 'Take an audience out of the archive; refused while one that it is made of is archived',
  tag,
  method: 'POST',
  path: `${at}/restore`,
  access: write,
  params: one,
  reply: Audience,
})
export const deleteAudience = endpoint({
  id: 'deleteAudience',
  summary: 'Delete an audience that nothing is made of and no campaign names that is not over',
  tag,
  method: 'DELETE',
  path: at,
  access: write,
  params: one,
  status: 204,
  reply: nothing,
})
