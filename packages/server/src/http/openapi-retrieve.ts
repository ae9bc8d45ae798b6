import type { Scope } from '@chappe/core/access/scopes'
import { retrieveBase } from './compatible/campaigns.ts'
import {
  boolean,
  callerHeaders,
  inPath,
  inQuery,
  integer,
  json,
  list,
  refer,
  string,
} from './openapi-parts.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

const tag = 'Campaign retrieval API'
const content = (name: string) => json(refer(name))

const paging = (orderby: string) => [
  inQuery('count', { ...integer, minimum: 1, maximum: 1000, default: 50 }, 'How many on a page.'),
  inQuery('page', { ...integer, minimum: 0, default: 0 }, 'Counted from 0.'),
  inQuery('orderby', { ...string, default: orderby }, 'A property; `-` before it turns the order round.'),
  inQuery('property', string, 'A filter such as `status=in=(LIVE,DRAFT);name=like="spring"`.'),
]
const shown = [
  inQuery('full', { ...boolean, default: false }, 'With packages.'),
  inQuery('actions', { ...boolean, default: true }, 'With what can be done.'),
]
const type = inQuery('type', string, 'The kind of id.')

const refused = Object.fromEntries(
  Object.entries({
    400: 'A header is missing, or a parameter cannot be understood',
    401: 'The access token is missing, not valid, or somebody else’s',
    403: 'The API client lacks the scope',
    404: 'There is nothing of this id in this sandbox',
  }).map(([status, description]) => [status, { description, content: content('RetrieveNotification') }]),
)

const operation = (
  operationId: string,
  summary: string,
  answer: string,
  query: readonly object[] = [],
  scope: Scope = 'campaigns:read',
): Operation => ({
  operationId,
  summary,
  description: `Needs the scope \`${scope}\`.`,
  tags: [tag],
  security: [{ token: [] }],
  parameters: [...query, ...callerHeaders] as NonNullable<Operation['parameters']>,
  responses: { 200: { description: 'Success', content: content(answer) }, ...refused },
})

const named = (paths: Record<string, Operation>): OpenApi['paths'] =>
  Object.fromEntries(
    Object.entries(paths).map(([path, get]) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => inPath(name!))
      return [retrieveBase + path, { get: { ...get, parameters: [...names, ...(get.parameters ?? [])] } }]
    }),
  )

const one = '/service/campaigns/{campaignId}'
const surface = 'configurations:read'

/** The paths of the published API for retrieving campaigns that we answer to. */
export const retrievePaths = named({
  '/service/campaigns': operation('getCampaigns', 'Campaigns', 'RetrievePage', [...paging('name'), ...shown]),
  [one]: operation('getCampaignDetails', 'One campaign', 'RetrieveCampaign'),
  [`${one}/versions`]: operation('getCampaignVersions', 'Versions of a campaign', 'RetrievePage', [
    ...paging('name'),
    ...shown,
  ]),
  [`${one}/publish/validation`]: operation(
    'getCampaignPublishingNotifications',
    'What stands against activating a campaign',
    'RetrievePage',
    paging('type'),
  ),
  [`${one}/packages/{packageId}`]: operation(
    'getCampaignPackage',
    'One action of a campaign',
    'RetrievePackage',
  ),
  [`${one}/messages/{messageId}`]: operation(
    'getCampaignMessage',
    'What an action says, in every locale',
    'RetrieveMessage',
  ),
  [`${one}/messages/{messageId}/{channel}/variants/{variantId}`]: operation(
    'getCampaignMessageVariant',
    'What an action says in one locale',
    'RetrieveVariant',
  ),
  '/service/workflows/{workflowId}': operation(
    'getWorkflow',
    'An occurrence of a campaign',
    'RetrieveWorkflow',
  ),
  '/service/metadata/surfaces': operation(
    'getSurfaces',
    'Channel configurations',
    'RetrievePage',
    [
      ...paging('surfaceName'),
      inQuery('channel', { ...string, default: 'inapp' }, '`email`; other channels have none.'),
      type,
    ],
    surface,
  ),
  '/service/metadata/surfaces/{channel}/{surfaceId}': operation(
    'getSurface',
    'One channel configuration',
    'RetrieveSurface',
    [type],
    surface,
  ),
})

const object = (properties: Record<string, Json>, required: string[] = []): Json => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
})
const free = { type: 'object', additionalProperties: true }
const texts = list(string)

export const retrieveSchemas: Record<string, Json> = {
  RetrieveCampaign: object(
    {
      campaignId: string,
      versionId: string,
      draftVersionId: string,
      liveVersionId: string,
      name: string,
      description: string,
      status: string,
      schedule: object({
        startDate: string,
        startDateEnabled: boolean,
        endDate: string,
        endDateEnabled: boolean,
      }),
      createdBy: string,
      createdByName: string,
      createdAt: string,
      modifiedBy: string,
      modifiedByName: string,
      modifiedAt: string,
      publishedBy: string,
      publishedAt: string,
      firstPublishedAt: string,
      completedAt: string,
      displayStartDate: string,
      displayEndDate: string,
      tags: texts,
      parentFolderId: string,
      campaignType: { enum: ['Scheduled', 'ApiTriggered'] },
      category: { enum: ['Marketing', 'Transactional'] },
      campaignClass: { const: 'regular' },
      highThroughputMode: boolean,
      identityNamespace: string,
      audience: object({ audienceId: string, audienceType: string }),
      createNewProfile: boolean,
      objectives: texts,
      languageSettingId: string,
      throttleRatePerSec: integer,
      packages: list(refer('RetrievePackage')),
      metadata: free,
      actions: list(object({ actionType: string, actionName: string, available: boolean })),
      attributes: free,
      _links: free,
    },
    ['campaignId', 'versionId', 'name', 'status'],
  ),
  RetrievePackage: object({
    packageId: string,
    packageName: string,
    status: string,
    channel: string,
    enabled: boolean,
    languageSettingId: string,
    messages: list(object({ messageId: string })),
    attributes: object({
      surface: object({ surfaceId: string, surfaceType: string }),
      trackingOptions: free,
      ipWarmup: boolean,
      outboundTrigger: free,
    }),
    execution: object({ executionId: string, resumeSpec: free, type: string }),
    _links: free,
  }),
  RetrieveMessage: object({
    messageId: string,
    category: string,
    channel: string,
    surfaceId: string,
    channels: object({ email: object({ variants: list(refer('RetrieveVariant')) }) }),
  }),
  RetrieveVariant: object({
    variantId: string,
    name: string,
    subject: string,
    html: object({ body: string }),
    text: object({ body: string, syncFromHtml: boolean }),
    editorContext: free,
  }),
  RetrieveSurface: object({
    id: string,
    type: string,
    surfaceName: string,
    surfaceChannel: string,
    surfaceStatus: string,
    attributes: free,
    createdAt: string,
    modifiedAt: string,
    _links: free,
  }),
  RetrieveWorkflow: object({
    workflowId: string,
    state: { enum: ['CREATED', 'PROCESSING', 'PROCESSED', 'FAILED'] },
    status: { enum: ['COMPLETED', 'CANCELED', 'FAILED'] },
    createdAt: string,
    startTime: string,
    executionTime: string,
    closeTime: string,
    duration: integer,
    errorMessage: string,
    _result: free,
    _links: free,
  }),
  RetrieveNotification: object({
    type: string,
    title: string,
    message: string,
    status: integer,
    report: object({ tenantInfo: free, additionalContext: free }),
    'error-chain': list(free),
    error: object({ code: string, message: string, detail: free }),
  }),
  RetrievePage: object({
    data: list(free),
    _page: object({
      orderby: string,
      count: integer,
      page: integer,
      totalPages: integer,
      totalCount: integer,
      property: string,
      next: string,
      previous: string,
    }),
    _links: free,
  }),
}
