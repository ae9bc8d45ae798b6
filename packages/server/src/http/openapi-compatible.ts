import { Accepted, ExecutionError, HighThroughputCall, UnitaryCall } from '@chappe/core/api/trigger'
import type { z } from 'zod'
import { callerHeaders, clientHeaders, refer } from './openapi-parts.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

const tag = 'Execution API'
const refusals: Record<string, string> = {
  400: 'The call is refused as a whole: malformed, not live, wrong kind, duplicate recipient, …',
  401: 'The access token is missing, not valid, or somebody else’s',
  403: 'The API client lacks the scope executions:write',
  404: 'There is no such sandbox or campaign',
  409: 'The requestId was used with another body',
  413: 'The body is too large',
  429: 'Too many messages are waiting; Retry-After says when to come back',
  503: 'The database is away; nothing was accepted',
}
const refused = Object.fromEntries(
  Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: refer('ExecutionError') } } },
  ]),
)

const trigger = (operationId: string, summary: string, description: string, body: string): Operation => ({
  operationId,
  summary,
  description: `${description} Answered once the call is durable. Needs the scope \`executions:write\`.`,
  tags: [tag],
  security: [{ token: [] }],
  parameters: [...callerHeaders],
  requestBody: { required: true, content: { 'application/json': { schema: refer(body) } } },
  responses: {
    202: {
      description: 'Accepted, or accepted before: the same requestId and body get the first answer again',
      content: { 'application/json': { schema: refer('Accepted') } },
    },
    ...refused,
  },
})

const answers = (name: string) => ({ 'application/json': { schema: refer(name) } })

/** The paths of the published execution API that we answer to, with its token endpoint. */
export const compatiblePaths: OpenApi['paths'] = {
  '/ims/token/v3': {
    post: {
      operationId: 'getAccessToken',
      summary: 'An access token for an API client, valid for a day (RFC 6749, client credentials)',
      description:
        'Parameters come in the form, in the query, or the credentials in HTTP Basic. Scopes that are not ours are passed over; without one of ours the token has all that the client has.',
      tags: [tag],
      security: [],
      requestBody: {
        required: true,
        content: { 'application/x-www-form-urlencoded': { schema: refer('TokenRequest') } },
      },
      responses: {
        200: { description: 'The access token', content: answers('AccessToken') },
        400: {
          description: 'A parameter is missing, doubled or not supported',
          content: answers('TokenError'),
        },
        401: { description: 'The client id or the secret is wrong', content: answers('TokenError') },
        429: {
          description: 'Too many attempts; Retry-After says when to come back',
          content: answers('TokenError'),
        },
      },
    },
  },
  '/ajo/im/executions/unitary': {
    post: trigger(
      'triggerUnitary',
      'Send a campaign’s message to 1 to 20 recipients',
      'Profiles are looked up.',
      'UnitaryCall',
    ),
  },
  '/ajo/im/executions/highthroughput': {
    post: trigger(
      'triggerHighThroughput',
      'Send to 1 to 20 recipients without reading the profile store',
      'Recipients are external.',
      'HighThroughputCall',
    ),
  },
  '/ajo/im/health': {
    get: {
      operationId: 'executionHealth',
      summary: 'Whether calls can be accepted',
      tags: [tag],
      security: [{ token: [] }],
      parameters: clientHeaders,
      responses: { 200: { description: 'They can' }, 401: refused[401]!, 503: refused[503]! },
    },
  },
}

const string = { type: 'string' }

export const compatibleSchemas = (
  schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Record<string, Json> => ({
  UnitaryCall: schemaOf(UnitaryCall, 'input'),
  HighThroughputCall: schemaOf(HighThroughputCall, 'input'),
  Accepted: schemaOf(Accepted, 'output'),
  ExecutionError: schemaOf(ExecutionError, 'output'),
  TokenRequest: {
    type: 'object',
    properties: {
      grant_type: { const: 'client_credentials' },
      client_id: string,
      client_secret: string,
      scope: { type: 'string', description: 'Parted by blanks or commas.' },
    },
    required: ['grant_type'],
  },
  AccessToken: {
    type: 'object',
    properties: {
      access_token: string,
      token_type: { const: 'bearer' },
      expires_in: { type: 'integer', description: 'Seconds.' },
    },
    required: ['access_token', 'token_type', 'expires_in'],
  },
  TokenError: {
    type: 'object',
    properties: { error: string, error_description: string },
    required: ['error', 'error_description'],
  },
})
