import { z } from 'zod'
import { campaignAt } from './campaigns.ts'
import { endpoint, numberParam, one } from './endpoint.ts'

const tag = 'Campaigns'

export const getSampleRequest = endpoint({
  id: 'getSampleRequest',
  summary: 'A call that triggers the campaign, with a sample value for every variable of its content',
  tag,
  method: 'GET',
  path: `${campaignAt}/sample-request`,
  access: 'campaigns:read',
  params: one,
  query: z.object({ version: numberParam.optional() }),
  reply: z.object({
    url: z.string(),
    body: z.unknown(),
    /** Ready to run once $CHAPPE_TOKEN holds an access token; `token` shows how to get one. */
    samples: z.object({ curl: z.string(), httpie: z.string(), javascript: z.string(), python: z.string() }),
    token: z.string(),
  }),
})
export const previewCampaign = endpoint({
  id: 'previewCampaign',
  summary: 'The message as a recipient would get it, rendered by the engine that sends',
  tag,
  method: 'POST',
  path: `${campaignAt}/preview`,
  access: 'campaigns:read',
  params: one,
  body: z.object({
    version: z.int32().min(1).optional(),
    profile: z.record(z.string(), z.unknown()).optional(),
    context: z.record(z.string(), z.unknown()).optional(),
    /** Instead of the one that the profile asks for. */
    locale: z.string().max(20).optional(),
    /** One of the version's variants; absent: the campaign's own content. */
    variant: z.string().max(40).optional(),
  }),
  reply: z.object({
    locale: z.string().nullable(),
    from: z.string(),
    subject: z.string(),
    preheader: z.string(),
    html: z.string(),
    text: z.string(),
    profile: z.record(z.string(), z.unknown()),
    context: z.record(z.string(), z.unknown()),
    missing: z.array(z.string()),
  }),
})
export const sendCampaignTest = endpoint({
  id: 'sendCampaignTest',
  summary: 'Send the draft to one address with sample or given values; not counted in reports',
  tag,
  method: 'POST',
  path: `${campaignAt}/test`,
  access: 'campaigns:write',
  params: one,
  body: z.object({
    to: z.email().max(254),
    profile: z.record(z.string(), z.unknown()).optional(),
    context: z.record(z.string(), z.unknown()).optional(),
    locale: z.string().max(20).optional(),
    variant: z.string().max(40).optional(),
  }),
  reply: z.object({ outcome: z.string(), reply: z.string(), transcript: z.array(z.string()) }),
})
