import type { Json } from './openapi-types.ts'

export const string = { type: 'string' }
export const integer = { type: 'integer' }
export const boolean = { type: 'boolean' }

export const refer = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
export const list = (items: Json): Json => ({ type: 'array', items })
/** A body of JSON of this schema. */
export const json = (schema: Json) => ({ 'application/json': { schema } })

export const inHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: string,
})
export const inPath = (name: string) => ({ name, in: 'path', required: true, schema: string })
export const inQuery = (name: string, schema: Json, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})

/** What goes with the access token of an API client. */
export const clientHeaders = [
  inHeader('x-api-key', 'The id of the API client that the access token was given to.'),
  inHeader('x-gw-ims-org-id', 'The id of the organization.'),
]
/** The same, and where. */
export const callerHeaders = [...clientHeaders, inHeader('x-sandbox-name', 'The name of the sandbox.')]
