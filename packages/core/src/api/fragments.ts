import { z } from 'zod'
import { fragmentStatuses } from '../content/fragment-lifecycle.ts'
import { Fragment, FragmentInput, FragmentSummary, FragmentUse, fragmentKinds } from '../content/schema.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'
import { contentSorts } from './templates.ts'

const tag = 'Fragments'
const at = '/v1/fragments/:id'

export const listFragments = endpoint({
  id: 'listFragments',
  summary: 'Fragments',
  tag,
  method: 'GET',
  path: '/v1/fragments',
  access: 'content:read',
  query: z.object({
    ...paging,
    search: z.string().max(200).optional(),
    kind: listParam(z.enum(fragmentKinds)),
    status: listParam(z.enum(fragmentStatuses)),
    tag: listParam(z.string().max(60)),
    sort: z.enum([...contentSorts, 'status']).default('modifiedAt'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  reply: pageOf(FragmentSummary),
})
export const createFragment = endpoint({
  id: 'createFragment',
  summary: 'Create a fragment, as a draft',
  tag,
  method: 'POST',
  path: '/v1/fragments',
  access: 'content:write',
  status: 201,
  body: FragmentInput,
  reply: Fragment,
})
export const getFragment = endpoint({
  id: 'getFragment',
  summary: 'One fragment: what is live and what is being written',
  tag,
  method: 'GET',
  path: at,
  access: 'content:read',
  params: one,
  reply: Fragment,
})
export const saveFragment = endpoint({
  id: 'saveFragment',
  summary: 'Save a fragment’s draft (a live one gets a draft beside it); refused when somebody saved since',
  tag,
  method: 'PUT',
  path: at,
  access: 'content:write',
  params: one,
  body: FragmentInput.omit({ kind: true, format: true }).extend({ revision: z.int32() }),
  reply: Fragment,
})
export const discardFragmentDraft = endpoint({
  id: 'discardFragmentDraft',
  summary: 'Throw the draft of a live fragment away',
  tag,
  method: 'DELETE',
  path: `${at}/draft`,
  access: 'content:write',
  params: one,
  reply: Fragment,
})
export const publishFragment = endpoint({
  id: 'publishFragment',
  summary:
    'Publish the draft: every live or scheduled campaign that refers to it gets a new version with it. Goes on in the background; `publication` tells how far',
  tag,
  method: 'POST',
  path: `${at}/publish`,
  access: 'content:publish',
  params: one,
  body: z.object({ revision: z.int32().optional() }).default({}),
  status: 202,
  reply: Fragment,
})
export const archiveFragment = endpoint({
  id: 'archiveFragment',
  summary: 'Archive a fragment: nothing new can refer to it; what refers to it goes on',
  tag,
  method: 'POST',
  path: `${at}/archive`,
  access: 'content:write',
  params: one,
  reply: Fragment,
})
export const unarchiveFragment = endpoint({
  id: 'unarchiveFragment',
  summary: 'Take a fragment out of the archive, as a draft',
  tag,
  method: 'POST',
  path: `${at}/unarchive`,
  access: 'content:write',
  params: one,
  reply: Fragment,
})
export const duplicateFragment = endpoint({
  id: 'duplicateFragment',
  summary: 'Make a new draft fragment from this one',
  tag,
  method: 'POST',
  path: `${at}/duplicate`,
  access: 'content:write',
  params: one,
  status: 201,
  reply: Fragment,
})
export const deleteFragment = endpoint({
  id: 'deleteFragment',
  summary: 'Delete a fragment that was never published and that nothing refers to',
  tag,
  method: 'DELETE',
  path: at,
  access: 'content:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const listFragmentUses = endpoint({
  id: 'listFragmentUses',
  summary: 'The campaigns, templates and fragments that refer to a fragment',
  tag,
  method: 'GET',
  path: `${at}/uses`,
  access: 'content:read',
  params: one,
  reply: z.object({ items: z.array(FragmentUse) }),
})
