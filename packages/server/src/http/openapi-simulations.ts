import type { Scope } from '@chappe/core/access/scopes'
import type { z } from 'zod'
import { CompatiblePreviews, CompatibleProofs } from '../app/compatible/simulation-schemas.ts'
import { simulationsBase } from './compatible/simulations.ts'
import { callerHeaders, inPath, integer, json, list, refer, string } from './openapi-parts.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

const tag = 'Simulation API'
const content = (name: string) => json(refer(name))

const refusals: Record<number, string> = {
  400: 'A header is missing, the request does not fit, or the content cannot be used as it is',
  401: 'The access token is missing, not valid, or somebody else’s',
  403: 'The API client lacks the scope',
  404: 'There is no such campaign, job or profile in this sandbox',
}
const refused = Object.fromEntries(
  Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: content('ContentError') },
  ]),
)

const operation = (
  operationId: string,
  summary: string,
  scope: Scope,
  given: { path: readonly string[]; body?: string; answer: string; description?: string },
): Operation => ({
  operationId,
  summary,
  description: `${given.description ? `${given.description} ` : ''}Needs the scope \`${scope}\`.`,
  tags: [tag],
  security: [{ token: [] }],
  parameters: [...given.path.map(inPath), ...callerHeaders],
  ...(given.body && { requestBody: { required: true, content: content(given.body) } }),
  responses: { 200: { description: 'Success', content: content(given.answer) }, ...refused },
})

/** The paths of the published simulation API that we answer to. */
export const simulationPaths: OpenApi['paths'] = {
  [`${simulationsBase}/campaigns/{campaignId}/proofs`]: {
    post: operation('triggerCampaignProof', 'Send proofs of a campaign', 'campaigns:write', {
      path: ['campaignId'],
      body: 'CompatibleProofs',
      answer: 'CompatibleProofJob',
      description: 'Goes on in the background. Of the draft version, else of the live one, in every locale.',
    }),
  },
  [`${simulationsBase}/campaigns/{campaignId}/proofs/{proofJobId}`]: {
    get: operation('getCampaignProofStatus', 'What became of proofs', 'campaigns:read', {
      path: ['campaignId', 'proofJobId'],
      answer: 'CompatibleProofJob',
    }),
  },
  [`${simulationsBase}/campaigns/{campaignId}/previews`]: {
    post: operation('createCampaignPreview', 'Render a campaign for several people', 'campaigns:read', {
      path: ['campaignId'],
      body: 'CompatiblePreviews',
      answer: 'CompatiblePreview',
      description: 'Each item in each locale.',
    }),
  },
}

const object = (properties: Record<string, Json>, required: string[] = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})
const jobStatuses = ['CREATED', 'PROCESSING', 'SUBMITTED', 'PARTIALLY_FAILED', 'FAILED']

export const simulationSchemas = (
  schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Record<string, Json> => ({
  CompatibleProofs: schemaOf(CompatibleProofs, 'input'),
  CompatiblePreviews: schemaOf(CompatiblePreviews, 'input'),
  CompatibleProofJob: object({
    proofJobId: string,
    status: { enum: jobStatuses },
    proofs: list(
      object({
        messageId: string,
        variantId: string,
        startDate: string,
        targeted: integer,
        submitted: integer,
        status: { enum: jobStatuses.filter((status) => status !== 'PARTIALLY_FAILED') },
        proofFailureReasons: list(
          object({
            profileIds: list(string),
            failureReasons: list(
              object({ type: string, title: string, status: integer, report: object({}) }),
            ),
          }),
        ),
      }),
    ),
    _links: object({ self: object({ href: string }) }),
  }),
  CompatiblePreview: object({
    previews: list(
      object({
        profileId: string,
        variantId: string,
        messageId: string,
        channel: { enum: ['email'] },
        subject: string,
        html: object({ body: string }),
      }),
    ),
  }),
})
