import { z } from 'zod'
import { endpoint, nothing } from './endpoint.ts'

const tag = 'Feedback sources'
const instant = z.iso.datetime({ offset: true })
const one = z.object({ id: z.uuid() })
const at = '/v1/feedback-sources/:id'

export const webhookKinds = ['ses', 'sendgrid', 'mailgun', 'postmark'] as const
export type WebhookKind = (typeof webhookKinds)[number]

/** What a source of each kind is set up with; the secret ones are never told again. */
export const sourceFields: Record<WebhookKind, readonly { name: string; secret: boolean }[]> = {
  ses: [{ name: 'topicArn', secret: false }],
  sendgrid: [{ name: 'publicKey', secret: false }],
  mailgun: [{ name: 'signingKey', secret: true }],
  postmark: [
    { name: 'username', secret: false },
    { name: 'password', secret: true },
  ],
}

export const FeedbackSource = z.object({
  id: z.uuid(),
  kind: z.enum(webhookKinds),
  name: z.string(),
  config: z.record(z.string(), z.string()),
  active: z.boolean(),
  /** Where the provider has to post to. */
  url: z.string(),
  /** When something last came in, and what was wrong with it; null: nothing. */
  lastAt: instant.nullable(),
  problem: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
})
export type FeedbackSource = z.infer<typeof FeedbackSource>

export const FeedbackNotice = z.object({
  id: z.uuid(),
  /** `complaint`, or what the bounce meant and why: `hard:invalid-recipient`. */
  kind: z.string(),
  messageId: z.uuid().nullable(),
  address: z.string().nullable(),
  detail: z.string(),
  receivedAt: instant,
})
export type FeedbackNotice = z.infer<typeof FeedbackNotice>

export const listFeedbackSources = endpoint({
  id: 'listFeedbackSources',
  summary: 'Where bounces and complaints come from besides the relay’s answers, by name',
  tag,
  method: 'GET',
  path: '/v1/feedback-sources',
  access: 'configurations:read',
  reply: z.object({ items: z.array(FeedbackSource) }),
})
export const createFeedbackSource = endpoint({
  id: 'createFeedbackSource',
  summary: 'Make an address for the webhook of a provider',
  tag,
  method: 'POST',
  path: '/v1/feedback-sources',
  access: 'configurations:write',
  status: 201,
  body: z.object({
    kind: z.enum(webhookKinds),
    name: z.string().trim().min(1).max(100),
    config: z.record(z.string(), z.string().trim().min(1).max(2_000)),
  }),
  reply: FeedbackSource,
})
export const switchFeedbackSource = endpoint({
  id: 'switchFeedbackSource',
  summary: 'Let a source in, or turn it away',
  tag,
  method: 'PATCH',
  path: at,
  access: 'configurations:write',
  params: one,
  body: z.object({ active: z.boolean() }),
  reply: FeedbackSource,
})
export const deleteFeedbackSource = endpoint({
  id: 'deleteFeedbackSource',
  summary: 'Delete a source; what it told stays',
  tag,
  method: 'DELETE',
  path: at,
  access: 'configurations:write',
  params: one,
  status: 204,
  reply: nothing,
})
export const listFeedback = endpoint({
  id: 'listFeedback',
  summary: 'The last fifty things that a source told, newest first',
  tag,
  method: 'GET',
  path: `${at}/notices`,
  access: 'configurations:read',
  params: one,
  reply: z.object({ items: z.array(FeedbackNotice) }),
})
