export type Json = Record<string, unknown>

/** One operation, as far as the readable page shows it. */
export interface Operation extends Json {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Json }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Json }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>
}

export interface OpenApi extends Json {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json> } & Json
}
