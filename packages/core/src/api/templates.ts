import { z } from 'zod'
import { ContentTemplate, StarterTemplate, TemplateInput } from '../content/schema.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Content templates'
const at = '/v1/templates/:id'
export const contentSorts = ['name', 'createdAt', 'modifiedAt'] as const

export const listTemplates = endpoint({
  id: 'listTemplates',
  summary: 'Content templates',
  tag,
  method: 'GET',
  path: '/v1/templates',
  access: 'content:read',
  query: z.object({
    ...paging,
    search: z.string().max(200).optional(),
    tag: listParam(z.string().max(60)),
    sort: z.enum(contentSorts).default('modifiedAt'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  reply: pageOf(ContentTemplate.omit({ content: true }).extend({ subject: z.string() })),
})
export const listStarterTemplates = endpoint({
  id: 'listStarterTemplates',
  summary: 'The templates that come with the product',
  tag,
  method: 'GET',
  path: '/v1/starter-templates',
  access: 'content:read',
  query: z.object({ language: z.enum(['en', 'fr']).default('en') }),
  reply: z.object({ items: z.array(StarterTemplate) }),
})
export const createTemplate = endpoint({
  id: 'createTemplate',
  summary: 'Create a content template',
  tag,
  method: 'POST',
  path: '/v1/templates',
  access: 'content:write',
  status: 201,
  body: TemplateInput,
  reply: ContentTemplate,
})
export const getTemplate = endpoint({
  id: 'getTemplate',
  summary: 'One content template',
  tag,
  method: 'GET',
  path: at,
  access: 'content:read',
  params: one,
  reply: ContentTemplate,
})
export const saveTemplate = endpoint({
  id: 'saveTemplate',
  summary: 'Save a content template; refused when somebody saved since `revision`',
  tag,
  method: 'PUT',
  path: at,
  access: 'content:write',
  params: one,
  body: TemplateInput.extend({ revision: z.int32() }),
  reply: ContentTemplate,
})
export const duplicateTemplate = endpoint({
  id: 'duplicateTemplate',
  summary: 'Make a new content template from this one',
  tag,
  method: 'POST',
  path: `${at}/duplicate`,
  access: 'content:write',
  params: one,
  status: 201,
  reply: ContentTemplate,
})
export const deleteTemplate = endpoint({
  id: 'deleteTemplate',
  summary: 'Delete a content template; what was made from it stays',
  tag,
  method: 'DELETE',
  path: at,
  access: 'content:write',
  params: one,
  status: 204,
  reply: nothing,
})
