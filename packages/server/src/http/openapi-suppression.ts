import type { Scope } from '@chappe/core/access/scopes'
import type { z } from 'zod'
import { added } from '../app/compatible/suppression-schemas.ts'
import { suppressionBase } from './compatible/suppression.ts'
import { callerHeaders, inPath, inQuery, integer, json, list, refer, string } from './openapi-parts.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

const tag = 'Suppression API'
const listType = inQuery(
  'type',
  { enum: ['client', 'allowed'], default: 'client' },
  'The suppression list, or the allow list.',
)
const paging = (orderby: string) => [
  inQuery('orderby', { ...string, default: orderby }, 'What to sort by; `-` before it: descending.'),
  inQuery('limit', { ...integer, minimum: 1, maximum: 1000, default: 20 }, 'How many on a page.'),
  inQuery('start', string, '`_page.next` of the page before.'),
]
const property = inQuery(
  'property',
  list(string),
  'Filters that must all be met: `creationdate<1631739725150`, `channel==email`.',
)

const refusals: Record<number, string> = {
  400: 'A header is missing, or the request does not fit: every mistake is named',
  401: 'The access token is missing, not valid, or somebody else’s',
  403: 'The API client lacks the scope',
  404: 'There is no such entry, job or sandbox',
  413: 'The file is larger than 1 MB',
}
const refused = (...statuses: number[]): Operation['responses'] =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: refusals[status]!, content: json(refer('ContentError')) },
    ]),
  )

interface Given {
  readonly id: string
  readonly summary: string
  readonly scope: Scope
  readonly parameters?: Operation['parameters']
  readonly body?: Operation['requestBody']
  readonly responses: Operation['responses']
}
const operation = ({ id, summary, scope, parameters = [], body, responses }: Given): Operation => ({
  operationId: id,
  summary,
  description: `Needs the scope \`${scope}\`.`,
  tags: [tag],
  security: [{ token: [] }],
  parameters: [...parameters, ...callerHeaders],
  ...(body && { requestBody: body }),
  responses: { ...responses, ...refused(400, 401, 403) },
})

function pathsOf(kind: 'addresses' | 'domains'): OpenApi['paths'] {
  const noun = kind === 'addresses' ? 'Address' : 'Domain'
  const one = [inPath(noun.toLowerCase()), listType]
  const entity = refer('ListEntity')
  return {
    [`${suppressionBase}/${kind}`]: {
      get: operation({
        id: `get${noun}Entries`,
        summary: `A page of the ${kind} of a list`,
        scope: 'suppressions:read',
        parameters: [listType, ...paging('-creationdate'), property],
        responses: { 200: { description: 'The page', content: json(refer('ListEntityPage')) } },
      }),
      post: operation({
        id: `add${noun}Entries`,
        summary: `Add ${kind} to a list: all of them or none`,
        scope: 'suppressions:write',
        parameters: [listType],
        body: { required: true, content: json(refer(`Added${noun}`)) },
        responses: { 201: { description: 'What was added', content: json(list(entity)) } },
      }),
    },
    [`${suppressionBase}/${kind}/{${noun.toLowerCase()}}`]: {
      get: operation({
        id: `get${noun}Entry`,
        summary: `One of the ${kind} of a list`,
        scope: 'suppressions:read',
        parameters: one,
        responses: { 200: { description: 'The entry', content: json(entity) }, ...refused(404) },
      }),
      delete: operation({
        id: `delete${noun}Entry`,
        summary: `Take one of the ${kind} off a list`,
        scope: 'suppressions:write',
        parameters: one,
        responses: { 204: { description: 'Deleted' }, ...refused(404) },
      }),
    },
  }
}

const jobId = [inPath('jobId')]

/** The paths of the published suppression API that we answer to. */
export const suppressionPaths: OpenApi['paths'] = {
  ...pathsOf('addresses'),
  ...pathsOf('domains'),
  [`${suppressionBase}/uploads`]: {
    post: operation({
      id: 'uploadEntries',
      summary: 'Add what a CSV file names (TYPE,VALUE,COMMENT; at most 1 MB) to a list, in the background',
      scope: 'suppressions:write',
      parameters: [listType],
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              properties: { file: { type: 'string', format: 'binary' } },
              required: ['file'],
            },
          },
        },
      },
      responses: {
        201: { description: 'Accepted', content: json(refer('UploadAccepted')) },
        ...refused(413),
      },
    }),
    get: operation({
      id: 'getUploadJobs',
      summary: 'A page of the uploads of the last 90 days',
      scope: 'suppressions:read',
      parameters: paging('-createtime'),
      responses: { 200: { description: 'The page', content: json(refer('UploadJobPage')) } },
    }),
  },
  [`${suppressionBase}/uploads/{jobId}`]: {
    get: operation({
      id: 'getUploadJob',
      summary: 'One upload, with the lines that were left out',
      scope: 'suppressions:read',
      parameters: jobId,
      responses: {
        200: { description: 'The upload', content: json(refer('UploadJob')) },
        ...refused(404),
      },
    }),
    delete: operation({
      id: 'deleteUploadJob',
      summary: 'Forget an upload; what it added stays',
      scope: 'suppressions:write',
      parameters: jobId,
      responses: { 204: { description: 'Deleted' }, ...refused(404) },
    }),
  },
  [`${suppressionBase}/admin/{imsOrgId}/{sandboxId}`]: {
    delete: operation({
      id: 'deleteAllEntries',
      summary: 'Empty the suppression list of the sandbox of the call, in the background',
      scope: 'suppressions:write',
      parameters: [inPath('imsOrgId'), inPath('sandboxId')],
      responses: { 202: { description: 'Begun' }, ...refused(404) },
    }),
  },
}

const object = (properties: Record<string, Json>, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})
const link = object({ href: string })
const pageSchema = (item: string) =>
  object({
    _page: object({ orderby: string, next: string, count: integer }, ['orderby', 'count']),
    items: list(refer(item)),
    _links: object({ self: link, next: link }, ['self']),
  })
const job = {
  jobId: string,
  user: string,
  filename: string,
  createTime: integer,
  endTime: integer,
  status: { enum: ['ACCEPTED', 'PENDING', 'COMPLETE', 'ERROR'] },
  responseCode: integer,
  responseText: { type: ['string', 'null'] },
  recordCount: integer,
  handledCount: integer,
  failedCount: integer,
}

export const suppressionSchemas = (
  schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Record<string, Json> => ({
  AddedAddress: schemaOf(added('addresses'), 'input'),
  AddedDomain: schemaOf(added('domains'), 'input'),
  ListEntity: object(
    {
      id: { type: 'string', format: 'uuid' },
      entity: object({ type: { enum: ['email', 'domain'] }, entityValue: string }),
      suppressed: object({
        type: { enum: ['MANUAL', 'HARD', 'SOFT'] },
        user: string,
        comment: string,
        date: integer,
      }),
      creationDate: { ...integer, description: 'Milliseconds since 1970.' },
      lastModifiedDate: integer,
      status: { enum: ['active'] },
      listType: { enum: ['client', 'allowed'] },
      client: object({ imsOrgId: string, sandboxId: string }),
      bounceState: object({
        softCount: integer,
        bounceEvents: list(object({ messageId: string, date: string, message: string, bounceType: string })),
      }),
    },
    ['id', 'entity', 'suppressed', 'creationDate', 'lastModifiedDate', 'status', 'listType', 'client'],
  ),
  ListEntityPage: pageSchema('ListEntity'),
  UploadAccepted: object({ success: object({ jobId: string }) }),
  UploadJob: object(
    {
      ...job,
      imsOrgId: string,
      sandboxId: string,
      failedRecords: list(object({ type: string, value: string, comments: string, failureReason: string })),
    },
    Object.keys(job).filter((name) => name !== 'endTime'),
  ),
  UploadJobPage: pageSchema('UploadJob'),
})
