import { campaignLimits } from '@chappe/core/campaign/schema'
import { ContentName, contentLimits } from '@chappe/core/content/schema'
import { z } from 'zod'

const free = z.record(z.string(), z.unknown())
/** The published contract has a list in requests and a text in answers: both are taken. */
const channel = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(z.string()).length(1),
)
const common = {
  name: ContentName,
  description: z.string().max(contentLimits.description).optional(),
  channels: channel,
  source: z
    .object({ origin: z.enum(['ajo', 'aem', 'external']), metadata: free.optional() })
    .nullable()
    .optional(),
  labels: z.array(z.string().max(200)).max(100).optional(),
  parentFolderId: z.string().max(200).nullable().optional(),
}

const html = z.string().max(campaignLimits.html)
const body = z.object({ body: html })

export const htmlTypes = ['html', 'html_primary_page', 'html_sub_page'] as const

const HtmlTemplate = z.object({
  ...common,
  templateType: z.enum(htmlTypes),
  subType: z.enum(['HTML', 'JSON']).optional(),
  template: z.object({ html, editorContext: free.optional() }),
})
const EmailTemplate = z.object({
  ...common,
  templateType: z.literal('content'),
  subType: z.enum(['HTML', 'JSON']).optional(),
  template: z.strictObject({
    subject: z.string().max(campaignLimits.subject),
    html: body,
    'x-amp-html': body.optional(),
    text: z
      .object({ body: z.string().max(campaignLimits.text), syncFromHtml: z.boolean().optional() })
      .optional(),
    editorContext: free.optional(),
    headers: free.optional(),
  }),
})
/** A template as callers of the compatible API send it. */
export const CompatibleTemplate = z.discriminatedUnion('templateType', [HtmlTemplate, EmailTemplate])
export type CompatibleTemplate = z.infer<typeof CompatibleTemplate>

const source = z.string().max(contentLimits.expressionFragment)
const HtmlFragment = z.object({
  ...common,
  type: z.literal('html'),
  fragment: z.object({ content: source, editorContext: free.optional() }),
})
const ExpressionFragment = z.object({
  ...common,
  type: z.literal('expression'),
  subType: z.enum(['TEXT', 'HTML', 'JSON']),
  fragment: z.object({ expression: source }),
})
/** A fragment as callers of the compatible API send it. */
export const CompatibleFragment = z.discriminatedUnion('type', [HtmlFragment, ExpressionFragment])
export type CompatibleFragment = z.infer<typeof CompatibleFragment>

export const PublicationRequest = z.object({ fragmentId: z.string() })

/** JSON Patch (RFC 6902), as far as it goes here. */
export const Patch = z
  .array(
    z.object({
      op: z.enum(['add', 'remove', 'replace']),
      path: z.enum(['/name', '/description', '/parentFolderId']),
      value: z.string().nullable().optional(),
    }),
  )
  .max(20)
export type Patch = z.infer<typeof Patch>

/** Parameters of the lists. */
export const ListQuery = z.object({
  orderBy: z
    .string()
    .regex(
      /^[-+ ]?(modifiedAt|createdAt|name)$/,
      'Must be modifiedAt, createdAt or name, with - or + before it',
    )
    .default('-modifiedAt'),
  limit: z.coerce.number().int().min(1).max(1000).default(20),
  start: z.string().max(2_000).optional(),
  property: z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(z.string().max(500)).max(20).default([]),
  ),
})
export type ListQuery = z.infer<typeof ListQuery>
