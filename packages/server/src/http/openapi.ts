import { scopes } from '@chappe/core/access/scopes'
import { type AnyEndpoint, nothing, scopesFor } from '@chappe/core/api/endpoint'
import { endpoints } from '@chappe/core/api/index'
import { type ProblemType, problems } from '@chappe/core/kit/problem'
import { z } from 'zod'
import { compatiblePaths, compatibleSchemas } from './openapi-compatible.ts'
import { contentPaths, contentSchemas } from './openapi-content.ts'
import { inputNames, replyNames } from './openapi-names.ts'
import { retrievePaths, retrieveSchemas } from './openapi-retrieve.ts'
import { simulationPaths, simulationSchemas } from './openapi-simulations.ts'
import { suppressionPaths, suppressionSchemas } from './openapi-suppression.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

/** The OpenAPI 3.1 document of everything that this installation answers to. */
export function openApi({ publicUrl, version }: { publicUrl: string; version: string }): OpenApi {
  const replies = new Named(replyNames, 'Reply')
  const bodies = new Named(inputNames, 'Body')
  const paths: OpenApi['paths'] = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, replies, bodies) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chappe',
      version,
      description:
        'Campaigns, and what happens to their messages. Paths under /v1 are our own and can do all that the UI can; ' +
        'those under /ims, /ajo and /journey are compatible with the Journey Optimizer execution, content, simulation, suppression and campaign retrieval APIs. Errors are ' +
        'problem documents (RFC 9457) whose type leads to its explanation.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: [
      ...new Set(endpoints.map(({ tag }) => tag)),
      'Execution API',
      'Content API',
      'Simulation API',
      'Suppression API',
    ].map((name) => ({
      name,
    })),
    paths: {
      ...paths,
      ...compatiblePaths,
      ...contentPaths,
      ...simulationPaths,
      ...suppressionPaths,
      ...retrievePaths,
    },
    components: {
      schemas: {
        ...replies.schemas('output'),
        ...bodies.schemas('input'),
        ...compatibleSchemas(schemaOf),
        ...contentSchemas(schemaOf),
        ...simulationSchemas(schemaOf),
        ...suppressionSchemas(schemaOf),
        ...retrieveSchemas,
        Problem: schemaOf(problemDocument, 'output'),
      },
      responses: { Problem: problemResponse('A problem document') },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `An access token from /ims/token/v3. Scopes: ${scopes.join(', ')}.`,
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'chappe_session',
          description: 'A person who is signed in.',
        },
      },
    },
  }
}

function operation(endpoint: AnyEndpoint, replies: Named, bodies: Named): Operation {
  const { id, summary, tag, access, status } = endpoint
  const needed = scopesFor(access)
  const body = endpoint.body === nothing ? undefined : bodies.refer(endpoint.body, id)
  const reply = endpoint.reply === nothing ? undefined : replies.refer(endpoint.reply, id)
  return {
    operationId: id,
    summary,
    ...(needed && { description: `Needs the scope ${needed.map((one) => `\`${one}\``).join(' or ')}.` }),
    tags: [tag],
    security: needed ? [{ token: [] }, { session: [] }] : access === 'public' ? [] : [{ session: [] }],
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(access === 'public' ? [] : [sandboxParameter]),
    ],
    ...(body && {
      requestBody: {
        required: !endpoint.body.safeParse(undefined).success,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done' : 'Success',
        ...(reply && { content: { 'application/json': { schema: reply } } }),
      },
      ...problemResponses(endpoint),
    },
  }
}

const sandboxParameter = {
  name: 'x-sandbox-name',
  in: 'header',
  required: false,
  description: 'The sandbox to work in.',
  schema: { type: 'string', default: 'prod' },
}

/** What every endpoint of a kind may answer; a use case may have problems of its own besides, see `default`. */
function problemResponses({ access, params, query, body, method }: AnyEndpoint): Operation['responses'] {
  const has = (schema: unknown) => schema !== nothing
  const list: ProblemType[] = []
  if (has(params) || has(query) || has(body)) list.push('request/invalid')
  list.push(access === 'public' ? 'auth/invalid-credentials' : 'auth/unauthenticated')
  if (access !== 'public') list.push('auth/forbidden')
  if (access === 'public') list.push('auth/too-many-attempts')
  if (has(body)) list.push('request/too-large', 'request/unsupported-media-type')
  if (has(params) || method === 'GET') list.push('request/not-found')
  const responses = Object.fromEntries(
    list.map((type) => [problems[type].status, problemResponse(problems[type].title)]),
  )
  return { ...responses, default: problemResponse('Any other problem') }
}

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const problemDocument = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  reason: z
    .string()
    .optional()
    .describe('Of a type that has several causes, which it is: docs/generated/problems.md'),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): NonNullable<Operation['parameters']> {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || !value.safeParse(undefined).success,
    schema: schemaOf(value, 'output'),
  }))
}

const without = ({ jsonSchema }: { jsonSchema: Json }) => {
  // We may add a member to an answer one day, and pass over those that we do not know.
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}
const options = { unrepresentable: 'any', override: without } as const

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { ...options, io }) as Json
  return json
}

/** Schemas that stand under a name in the document, so that what is the same is said once. */
class Named {
  private readonly registry = z.registry<{ id: string }>()
  private readonly suffix: string

  constructor(names: Record<string, z.ZodType>, suffix: string) {
    for (const [id, schema] of Object.entries(names)) this.registry.add(schema, { id })
    this.suffix = suffix
  }

  /** A reference to the schema, named after its endpoint unless it has a name of its own. */
  refer(schema: z.ZodType, endpointId: string): Json {
    const id =
      this.registry.get(schema)?.id ?? endpointId.charAt(0).toUpperCase() + endpointId.slice(1) + this.suffix
    if (!this.registry.has(schema)) this.registry.add(schema, { id })
    return { $ref: uri(id) }
  }

  schemas(io: 'input' | 'output'): Record<string, Json> {
    const { schemas } = z.toJSONSchema(this.registry, { ...options, uri, io })
    const { __shared: shared, ...named } = this.hoisted(schemas)
    return Object.fromEntries(
      Object.entries({ ...named, ...(shared?.$defs as Record<string, Json> | undefined) }).map(
        ([id, { $schema: _, $id: __, ...json }]) => [id, json],
      ),
    )
  }

  /** What refers to itself has no name of its own: it gets one here, for a reference leads to a schema only. */
  private hoisted(schemas: Record<string, unknown>): Record<string, Json> {
    const text = JSON.stringify(schemas)
      .replaceAll(
        /#\/components\/schemas\/__shared#\/\$defs\/schema(\d+)/g,
        `#/components/schemas/Part$1${this.suffix}`,
      )
      .replaceAll(/"schema(\d+)":\{/g, `"Part$1${this.suffix}":{`)
    return JSON.parse(text) as Record<string, Json>
  }
}

const uri = (id: string) => `#/components/schemas/${id}`
