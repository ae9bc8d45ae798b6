import type { Scope } from '@chappe/core/access/scopes'
import type { z } from 'zod'
import {
  CompatibleFragment,
  CompatibleTemplate,
  Patch,
  PublicationRequest,
} from '../app/compatible/content-schemas.ts'
import { contentBase, mediaTypes } from './compatible/content.ts'
import { callerHeaders, inHeader, inQuery, refer, string } from './openapi-parts.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

const tag = 'Content API'
const body = (type: string, name: string) => ({
  required: true,
  content: { [type]: { schema: refer(name) } },
})
const answers = (type: string, name: string) => ({ content: { [type]: { schema: refer(name) } } })

const ifMatch = inHeader('If-Match', 'The etag of what was read; refused with 409 when it changed since.')
const paging = [
  inQuery(
    'orderBy',
    { ...string, default: '-modifiedAt' },
    '`modifiedAt`, `createdAt` or `name`; `+` before it: ascending.',
  ),
  inQuery('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 20 }, 'How many on a page.'),
  inQuery('start', string, '`_page.next` of the page before.'),
  inQuery(
    'property',
    { type: 'array', items: string },
    'Filters that must all be met: `id==…`, `name~^…`, `name.contains(…)`, `createdAt>=…`, with `!=`, `<`, `<=`, `>`.',
  ),
]

const refusals: Record<number, string> = {
  400: 'A header is missing, or the request does not fit: every mistake is named',
  401: 'The access token is missing, not valid, or somebody else’s',
  403: 'The API client lacks the scope',
  404: 'There is no such thing in this sandbox',
  409: 'It changed since it was read, or cannot do that now',
}
const refused = (...statuses: number[]): Operation['responses'] =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: refusals[status]!, ...answers('application/json', 'ContentError') },
    ]),
  )

interface Given extends Partial<Pick<Operation, 'parameters' | 'requestBody' | 'description'>> {
  readonly id: string
  readonly summary: string
  readonly scope: Scope
  readonly responses: Operation['responses']
}

const operation = ({
  id,
  summary,
  scope,
  description,
  parameters = [],
  responses,
  ...given
}: Given): Operation => ({
  operationId: id,
  summary,
  description: `${description ? `${description} ` : ''}Needs the scope \`${scope}\`.`,
  tags: [tag],
  security: [{ token: [] }],
  parameters: [...parameters, ...callerHeaders],
  responses: { ...responses, ...refused(400, 401, 403) },
  ...given,
})

interface Noun {
  readonly name: 'Template' | 'Fragment'
  readonly path: '/templates' | '/fragments'
  readonly parameter: string
  readonly type: string
  readonly listType: string
}

function pathsOf({ name, path, parameter, type, listType }: Noun): OpenApi['paths'] {
  const noun = name === 'Template' ? 'content template' : 'fragment'
  const one = [{ name: parameter, in: 'path', required: true, schema: string }]
  const sent = body(type, `Compatible${name}`)
  return {
    [contentBase + path]: {
      get: operation({
        id: `get${name}sCompatible`,
        summary: `A page of ${noun}s, without their contents`,
        scope: 'content:read',
        parameters: paging,
        responses: { 200: { description: 'The page', ...answers(listType, 'ContentPage') } },
      }),
      post: operation({
        id: `post${name}Compatible`,
        summary: `Create a ${noun}`,
        scope: 'content:write',
        requestBody: sent,
        responses: { 201: { description: 'Created: see Location, x-resource-id and etag' } },
      }),
    },
    [`${contentBase}${path}/{${parameter}}`]: {
      get: operation({
        id: `get${name}Compatible`,
        summary: `One ${noun}, with its etag`,
        scope: 'content:read',
        parameters: one,
        responses: {
          200: { description: `The ${noun}`, ...answers(type, `Compatible${name}`) },
          ...refused(404),
        },
      }),
      put: operation({
        id: `put${name}Compatible`,
        summary: `Replace a ${noun}`,
        scope: 'content:write',
        parameters: [...one, ifMatch],
        requestBody: sent,
        responses: { 204: { description: 'Saved: see etag' }, ...refused(404, 409) },
      }),
      patch: operation({
        id: `patch${name}Compatible`,
        summary: `Change the name, the description or the folder of a ${noun} (RFC 6902)`,
        scope: 'content:write',
        parameters: [...one, ifMatch],
        requestBody: body(mediaTypes.patch, 'ContentPatch'),
        responses: {
          ...(name === 'Template'
            ? {
                200: { description: 'Saved: see etag', ...answers('application/json', 'CompatibleTemplate') },
              }
            : { 204: { description: 'Saved: see etag' } }),
          ...refused(404, 409),
        },
      }),
    },
  }
}

const templatePaths = pathsOf({
  name: 'Template',
  path: '/templates',
  parameter: 'templateId',
  type: mediaTypes.template,
  listType: mediaTypes.templateList,
})
const template = `${contentBase}/templates/{templateId}`
const fragmentId = [{ name: 'fragmentId', in: 'path', required: true, schema: string }]

/** The paths of the published content API that we answer to. */
export const contentPaths: OpenApi['paths'] = {
  ...templatePaths,
  [template]: {
    ...templatePaths[template],
    delete: operation({
      id: 'deleteTemplateCompatible',
      summary: 'Delete a content template; what was made from it stays',
      scope: 'content:write',
      parameters: [{ name: 'templateId', in: 'path', required: true, schema: string }],
      responses: { 204: { description: 'Deleted' }, ...refused(404) },
    }),
  },
  ...pathsOf({
    name: 'Fragment',
    path: '/fragments',
    parameter: 'fragmentId',
    type: mediaTypes.fragment,
    listType: mediaTypes.fragmentList,
  }),
  [`${contentBase}/fragments/publications`]: {
    post: operation({
      id: 'publishFragmentCompatible',
      summary: 'Publish a fragment',
      description: 'Goes on in the background: Location says where to ask, Retry-After when.',
      scope: 'content:publish',
      requestBody: body(mediaTypes.publicationRequest, 'PublicationRequest'),
      responses: { 202: { description: 'Begun: see Location and Retry-After' } },
    }),
  },
  [`${contentBase}/fragments/{fragmentId}/liveFragment`]: {
    get: operation({
      id: 'getLiveFragmentCompatible',
      summary: 'What is live of a fragment',
      scope: 'content:read',
      parameters: fragmentId,
      responses: {
        200: { description: 'The content', ...answers(mediaTypes.publication, 'LiveFragment') },
        ...refused(404),
      },
    }),
  },
  [`${contentBase}/fragments/{fragmentId}/lastPublicationStatus`]: {
    get: operation({
      id: 'getLastPublicationCompatible',
      summary: 'How the last publication of a fragment goes or went',
      scope: 'content:read',
      parameters: fragmentId,
      responses: {
        200: { description: 'Its status', ...answers(mediaTypes.publication, 'PublicationStatus') },
        ...refused(404),
      },
    }),
  },
}

const object = (properties: Record<string, Json>, required: string[]): Json => ({
  type: 'object',
  properties,
  required,
})
const link = object({ href: string }, ['href'])

export const contentSchemas = (
  schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Record<string, Json> => ({
  CompatibleTemplate: schemaOf(CompatibleTemplate, 'output'),
  CompatibleFragment: schemaOf(CompatibleFragment, 'output'),
  ContentPatch: schemaOf(Patch, 'output'),
  PublicationRequest: schemaOf(PublicationRequest, 'output'),
  ContentPage: object(
    {
      _page: object({ orderBy: string, start: string, next: string, count: { type: 'integer' } }, [
        'orderBy',
        'count',
      ]),
      items: { type: 'array', items: { type: 'object' } },
      _links: object({ self: link, next: link, page: link }, ['self']),
    },
    ['_page', 'items', '_links'],
  ),
  LiveFragment: object({ type: { enum: ['html', 'expression'] }, fragment: { type: 'object' } }, [
    'type',
    'fragment',
  ]),
  PublicationStatus: object(
    {
      status: { enum: ['complete', 'inProgress', 'error'] },
      errors: { type: 'array', items: refer('ContentError') },
    },
    ['status'],
  ),
  ContentError: object(
    {
      path: string,
      'request-id': { type: 'array', items: string },
      type: string,
      title: string,
      status: { type: 'integer' },
      report: { type: 'object' },
      'error-chain': { type: 'array', items: { type: 'object' } },
    },
    ['path', 'type', 'title', 'status', 'report'],
  ),
})
