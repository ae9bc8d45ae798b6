import type { AnyEndpoint } from '@chappe/core/api/endpoint'
import type { z } from 'zod'
import { ApiProblem } from './problem.ts'

type KeysNeeded<S extends z.ZodType> = {
  [K in keyof z.input<S>]-?: Record<never, never> extends Pick<z.input<S>, K>
    ? never
    : K extends keyof z.output<S>
      ? undefined extends z.output<S>[K]
        ? never
        : K
      : never
}[keyof z.input<S>]

/** What goes in the path and the query: the parsed values; those with a default may be left out. */
export type Values<S extends z.ZodType> = [z.output<S>] extends [undefined]
  ? undefined
  : Pick<z.output<S>, KeysNeeded<S> & keyof z.output<S>> & {
      [K in keyof z.output<S>]?: z.output<S>[K] | undefined
    }

type Part<Name extends string, T> = [T] extends [undefined]
  ? unknown
  : Record<never, never> extends T
    ? { [K in Name]?: T }
    : undefined extends T
      ? { [K in Name]?: T }
      : { [K in Name]: T }

/** The input of a call: `params`, `query` and `body`, each only where the endpoint has one. */
export type Input<E extends AnyEndpoint> = Part<'params', Values<E['params']>> &
  Part<'query', Values<E['query']>> &
  Part<'body', z.input<E['body']>>

export type Args<E extends AnyEndpoint> =
  Record<never, never> extends Input<E> ? [input?: Input<E>] : [input: Input<E>]

export type Reply<E extends AnyEndpoint> = z.output<E['reply']>

export interface LooseInput {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

let sandbox: string | undefined

/** The sandbox that the following calls are about. */
export const chooseSandbox = (name: string | undefined) => {
  sandbox = name
}

/** The address of a call: parameters in the path, lists in the query by repeating their name. */
export function addressOf(
  endpoint: Pick<AnyEndpoint, 'path'>,
  { params = {}, query = {} }: LooseInput,
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(name, String(one))
    }
  }
  return search.size > 0 ? `${path}?${search}` : path
}

/**
 * Asks the server, for what is no endpoint value: a file that comes or goes.
 * @throws ApiProblem for every answer that is not a success, and when the server is out of reach.
 */
export async function ask(
  address: string,
  {
    headers,
    signal = null,
    ...rest
  }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const answer = await fetch(address, {
    ...rest,
    signal,
    credentials: 'same-origin',
    headers: { ...(sandbox !== undefined && { 'x-sandbox-name': sandbox }), ...headers },
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw ApiProblem.unreachable()
  })
  if (!answer.ok) throw await ApiProblem.from(answer)
  return answer
}

/** Calls an endpoint of the server and answers its parsed reply. @throws ApiProblem as `ask` does. */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: Input<E>,
  signal: AbortSignal | null = null,
): Promise<Reply<E>> {
  const given = input as LooseInput
  const answer = await ask(addressOf(endpoint, given), {
    method: endpoint.method,
    signal,
    headers: {
      accept: 'application/json',
      ...(given.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
  })
  return endpoint.reply.parse(answer.status === 204 ? undefined : await answer.json()) as Reply<E>
}
