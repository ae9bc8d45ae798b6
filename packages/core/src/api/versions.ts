import { z } from 'zod'
import { Alert, Variable } from '../campaign/review.ts'
import { CampaignVersion, ContextSchema, Definition } from '../campaign/schema.ts'
import { campaignAt } from './campaigns.ts'
import { endpoint, nothing, numberParam, one } from './endpoint.ts'

const tag = 'Campaigns'
const oneVersion = z.object({ id: z.uuid(), number: numberParam })
const read = 'campaigns:read' as const
const write = 'campaigns:write' as const

export const listVersions = endpoint({
  id: 'listVersions',
  summary: 'Every version of a campaign, newest first',
  tag,
  method: 'GET',
  path: `${campaignAt}/versions`,
  access: read,
  params: one,
  reply: z.object({ items: z.array(CampaignVersion) }),
})
export const getVersion = endpoint({
  id: 'getVersion',
  summary: 'One version of a campaign',
  tag,
  method: 'GET',
  path: `${campaignAt}/versions/:number`,
  access: read,
  params: oneVersion,
  reply: CampaignVersion,
})
export const compareVersions = endpoint({
  id: 'compareVersions',
  summary: 'What differs between two versions, field by field',
  tag,
  method: 'GET',
  path: `${campaignAt}/comparison`,
  access: read,
  params: one,
  query: z.object({ from: numberParam, to: numberParam }),
  reply: z.object({
    from: z.int(),
    to: z.int(),
    changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
  }),
})
export const saveDraft = endpoint({
  id: 'saveDraft',
  summary: 'Save the draft version; refused when somebody saved since `revision`',
  tag,
  method: 'PUT',
  path: `${campaignAt}/draft`,
  access: write,
  params: one,
  body: z.object({ revision: z.int32(), definition: Definition }),
  reply: CampaignVersion,
})
export const createDraft = endpoint({
  id: 'createDraft',
  summary: 'Begin a draft version beside the live one, or answer the one that is there',
  tag,
  method: 'POST',
  path: `${campaignAt}/draft`,
  access: write,
  params: one,
  reply: CampaignVersion,
})
export const discardDraft = endpoint({
  id: 'discardDraft',
  summary: 'Throw the draft version away; the live version stays',
  tag,
  method: 'DELETE',
  path: `${campaignAt}/draft`,
  access: write,
  params: one,
  status: 204,
  reply: nothing,
})
export const reviewCampaign = endpoint({
  id: 'reviewCampaign',
  summary: 'Everything wrong or doubtful in the draft, and the variables that its content uses',
  tag,
  method: 'GET',
  path: `${campaignAt}/review`,
  access: read,
  params: one,
  reply: z.object({
    version: z.int(),
    ready: z.boolean(),
    alerts: z.array(Alert),
    variables: z.array(Variable),
    contextSchema: ContextSchema,
  }),
})
