import { Ajv2020 } from 'ajv/dist/2020.js'

type Schema = Record<string, unknown>

const text = { type: 'string' }
const yes = { type: 'boolean' }
const integer = { type: 'integer' }
const texts = { type: 'array', items: text }
const free = { type: 'object', additionalProperties: true }
const mapOf = (values: Schema): Schema => ({ type: 'object', additionalProperties: values })
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$' }
const one = (...values: string[]) => ({ type: 'string', enum: values })
const list = (items: Schema) => ({ type: 'array', items })
/** Nothing may be there that the contract does not know. */
const object = (properties: Schema, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

const link = object({ href: text, type: text, templated: yes, method: text, title: text, hrefLang: text })
const links = mapOf(link)
const sourceTypes = one(
  'campaign',
  'journey',
  'ipWarmup',
  'journeyFragment',
  'orchestratedCampaign',
  'b2bAccountJourneys',
  'smbCampaign',
)
const schedule = object({
  startDate: instant,
  startDateEnabled: yes,
  endDate: instant,
  endDateEnabled: yes,
})
const tracking = object({ openTrackingEnabled: yes, clickTrackingEnabled: yes })
const frequency = object({
  type: one('daily', 'weekly', 'monthly'),
  hour: { type: 'integer', minimum: 1, maximum: 12 },
  minute: { type: 'integer', minimum: 0, maximum: 59 },
  midday: one('am', 'pm'),
  daysOfMonth: list({ type: 'integer', minimum: -1, maximum: 31 }),
  daysOfWeek: list(one('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday')),
  interval: integer,
})
const waves = object({
  distributionType: one('PERCENT', 'NUMBER'),
  customDistribution: yes,
  slices: list(object({ id: text, label: text, size: integer, scheduledAt: instant })),
  schedulingMode: one('SCHEDULED', 'INTERVAL'),
  interval: object({ days: integer, hours: integer, minutes: integer }, ['days', 'hours', 'minutes']),
})
const outboundTrigger = object({
  type: one('once', 'recurring', 'cron', 'now'),
  startAt: instant,
  endAt: instant,
  executeAt: instant,
  timezone: text,
  userTimezone: yes,
  expression: text,
  frequency,
  frequencies: list(frequency),
  waves,
  occurrences: integer,
})
const attributes = object({
  sendTimeOptimization: yes,
  burstSpeed: yes,
  ruleSetId: text,
  surface: object({ surfaceId: text, surfaceType: one('appConfigurationId', 'brandingPresetId', 'uri') }),
  trackingOptions: tracking,
  ipWarmup: yes,
  sendTimeFor: text,
  sendTimeWithin: integer,
  outboundTrigger,
})
const packageOf = object({
  packageId: text,
  packageName: text,
  status: one(
    'DRAFT',
    'PROCESSING',
    'SCHEDULED',
    'IN_PROGRESS',
    'LIVE',
    'DELETED',
    'COMPLETED',
    'STOPPED',
    'ARCHIVED',
    'FAILED',
  ),
  channel: text,
  channelContext: object({ channelId: text, channelVersion: text }),
  enabled: yes,
  languageSettingId: text,
  messages: list(object({ messageId: text, treatmentId: text })),
  attributes,
  _links: links,
  execution: object({
    executionId: text,
    resumeSpec: object({ executionId: text, resumableUntil: text }),
    type: one('IAS', 'SCHEDULER'),
  }),
})
const attribute = object({ name: text, messagePublicationIds: texts, personalization: yes })
const campaign = object(
  {
    campaignId: text,
    versionId: text,
    draftVersionId: text,
    liveVersionId: text,
    name: text,
    description: text,
    status: text,
    schedule,
    createdBy: text,
    createdByName: text,
    createdAt: instant,
    modifiedBy: text,
    modifiedByName: text,
    modifiedAt: instant,
    publishedBy: text,
    publishedByName: text,
    publishedAt: instant,
    firstPublishedAt: instant,
    completedAt: instant,
    displayStartDate: instant,
    displayEndDate: instant,
    labelObjects: list(object({ labelId: text, labelName: text, labelCategory: text })),
    tags: texts,
    parentFolderId: text,
    type: one('Marketing', 'Transactional'),
    campaignType: one('Scheduled', 'ApiTriggered', 'IpWarmup'),
    category: one('Marketing', 'Transactional'),
    highThroughputMode: yes,
    campaignClass: one('regular', 'inline'),
    enableWebhooks: yes,
    identityNamespace: text,
    audience: object({ audienceId: text, audienceType: one('all', 'external', 'targeted', 'batchJourney') }),
    createNewProfile: yes,
    objectives: list(one('email_click', 'email_open')),
    languageSettingId: text,
    priority: integer,
    throttleRatePerSec: integer,
    packages: list(packageOf),
    metadata: object({ sourceType: sourceTypes, isTestExecution: yes }, ['isTestExecution']),
    actions: list(
      object({
        actionType: one(
          'DUPLICATE',
          'CREATE_DRAFT',
          'MODIFY',
          'STOP',
          'PUBLISH',
          'ARCHIVE',
          'DELETE',
          'RESUME',
          'EDIT_TAGS',
        ),
        actionName: text,
        available: yes,
      }),
    ),
    attributes: object({ profile: list(attribute), context: list(attribute) }),
    _links: links,
  },
  ['campaignId', 'versionId', 'name', 'status', 'category', 'campaignType'],
)
const surface = object(
  {
    id: text,
    type: text,
    surfaceName: text,
    surfaceChannel: text,
    surfaceStatus: text,
    attributes: mapOf(free),
    createdAt: instant,
    modifiedAt: instant,
    appId: text,
    _links: links,
  },
  ['attributes'],
)
const notification = object({
  type: text,
  title: text,
  message: text,
  status: integer,
  report: object({
    tenantInfo: mapOf(text),
    additionalContext: object({
      source: text,
      sourceId: text,
      errorLevel: one('ERROR', 'WARNING'),
      variantId: text,
      channel: text,
      parameters: mapOf(free),
    }),
  }),
  'error-chain': list(
    object({ serviceId: text, errorCode: text, invokingServiceId: text, unixTimeStampMs: integer }),
  ),
  error: object({ code: text, message: text, detail: mapOf(free) }),
})
const page = (item: Schema) =>
  object(
    {
      data: list(item),
      _page: object({
        orderby: text,
        count: integer,
        page: integer,
        type: text,
        totalPages: integer,
        totalCount: integer,
        property: text,
        start: text,
        next: text,
        previous: text,
      }),
      _links: links,
    },
    ['data', '_page', '_links'],
  )
const html = object({ body: text, syncFromHtml: yes, description: text })
const emailVariant = object(
  { variantId: text, name: text, subject: text, html, text: html, editorContext: free, headers: free },
  ['variantId'],
)

/** The shapes of the published contract's answers, in our words. */
const schemas = {
  campaign,
  campaigns: page(campaign),
  package: packageOf,
  message: object({
    messageId: text,
    category: text,
    brandingPresetId: text,
    channels: object({ email: object({ variants: list(emailVariant) }) }),
    channel: text,
    surfaceId: text,
    surfaceType: text,
    identityNamespace: text,
    labels: texts,
    trackingOptions: tracking,
  }),
  variant: emailVariant,
  surface,
  surfaces: page(surface),
  validation: page(notification),
  workflow: object(
    {
      type: text,
      workflowId: text,
      runId: text,
      state: one('CREATED', 'PROCESSING', 'PROCESSED', 'FAILED'),
      domain: text,
      status: one('COMPLETED', 'FAILED', 'CANCELED', 'TERMINATED', 'CONTINUED_AS_NEW', 'TIMED_OUT'),
      createdBy: text,
      createdAt: instant,
      modifiedAt: instant,
      startTime: instant,
      executionTime: instant,
      closeTime: instant,
      duration: integer,
      errorMessage: text,
      _result: object({ type: text, id: text, ref: text }),
      sourceType: sourceTypes,
      _links: links,
    },
    ['workflowId', 'state'],
  ),
  error: { ...notification, required: ['type', 'title', 'message', 'status', 'error'] },
} satisfies Record<string, Schema>
export type Shape = keyof typeof schemas

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
const checks = new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]))

/** The mistakes of an answer, none when it is as the contract says. */
export function mistakesIn(name: Shape, value: unknown): string[] {
  const check = checks.get(name)!
  return check(value)
    ? []
    : check.errors!.map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      )
}
