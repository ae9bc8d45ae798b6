import { z } from 'zod'
import { isScope, type Scope } from '../access/scopes.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call: anyone, anyone signed in, the holders of a scope, or of any one of several. */
export type Access = Scope | readonly Scope[] | 'public' | 'signed-in'

/** The scopes one of which a caller must hold; undefined where the endpoint asks for none. */
export const scopesFor = (access: Access): readonly Scope[] | undefined =>
  typeof access !== 'string' ? access : isScope(access) ? [access] : undefined

/**
 * The contract of one endpoint, as a value. The server makes the route from it, the web the typed call, and the
 * OpenAPI document its entry.
 */
export interface Endpoint<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  /** Unique; the operationId in OpenAPI. */
  readonly id: string
  readonly summary: string
  readonly tag: string
  readonly method: Method
  /** Path with `:name` parameters. */
  readonly path: string
  readonly access: Access
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly reply: R
  /** Status of success; 200 unless said otherwise. 204 goes with a reply of z.undefined(). */
  readonly status: number
  /** Most bytes that the body may have; without it the server's own limit. */
  readonly bodyLimit?: number
}

// biome-ignore lint/suspicious/noExplicitAny: an endpoint of any shape
export type AnyEndpoint = Endpoint<any, any, any, any>

export const nothing = z.undefined()

/** The parameters of an address that names one thing by its id. */
export const one = z.object({ id: z.uuid() })

interface Given {
  id: string
  summary: string
  tag: string
  method: Method
  path: string
  access: Access
  status?: number
  bodyLimit?: number
}

export function endpoint<
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(given: Given & { params?: P; query?: Q; body?: B; reply: R }): Endpoint<P, Q, B, R> {
  return {
    status: 200,
    params: nothing as unknown as P,
    query: nothing as unknown as Q,
    body: nothing as unknown as B,
    ...given,
  }
}

export type ParamsOf<E extends AnyEndpoint> = z.output<E['params']>
export type QueryOf<E extends AnyEndpoint> = z.output<E['query']>
export type BodyOf<E extends AnyEndpoint> = z.output<E['body']>
export type ReplyOf<E extends AnyEndpoint> = z.output<E['reply']>

/** A page of a list: `total` counts what the filter matches. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.int() })

/** Query parameters of a paged list. Lists in the query string repeat their name: `status=draft&status=live`. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

/** The number of a version in an address or a query; the database counts them in 32 bits. */
export const numberParam = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)

export const listParam = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).optional(),
  )
