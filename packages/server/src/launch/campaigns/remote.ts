import { listAudiences } from '@chappe/core/api/audiences'
import { listConfigurations } from '@chappe/core/api/configurations'
import type { AnyEndpoint, ReplyOf } from '@chappe/core/api/endpoint'
import { listFragments } from '@chappe/core/api/fragments'
import { listLanguageSettings } from '@chappe/core/api/languages'
import { Problem, type ProblemDocument, type ProblemType, problems } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { type Named, type NamedKind, Names, namedKinds } from './names.ts'

export interface RemoteSettings {
  /** Origin of the installation, without a slash at its end. */
  readonly url: string
  readonly sandbox: string | undefined
  readonly token: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
}

/** A Chappe that is reached over its API. */
export interface Remote {
  /** Throws the Problem that it answers, or a Refusal when nothing of use answers. */
  call<E extends AnyEndpoint>(
    endpoint: E,
    given?: {
      params?: z.input<E['params']>
      query?: z.input<E['query']>
      body?: z.input<E['body']>
    },
  ): Promise<ReplyOf<E>>
}

/** Takes the token as it is, or one for the API client. Throws a Refusal. */
export async function openRemote(settings: RemoteSettings): Promise<Remote> {
  const { url, sandbox } = settings
  const token = settings.token ?? (await tokenFor(settings))
  const headers = {
    authorization: `Bearer ${token}`,
    ...(sandbox !== undefined && { 'x-sandbox-name': sandbox }),
  }
  return {
    async call(endpoint, { params, query, body } = {}) {
      const response = await ask(url, url + addressOf(endpoint.path, params, query), {
        method: endpoint.method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const answer = await jsonOf(url, response)
      if (response.ok) return answer as ReplyOf<typeof endpoint>
      throw problemOf(url, response, answer)
    },
  }
}

async function tokenFor({ url, clientId, clientSecret }: RemoteSettings): Promise<string> {
  if (clientId === undefined || clientSecret === undefined)
    throw new Refusal(
      'Say who you are: CHAPPE_TOKEN (on the machine of the installation: CHAPPE_TOKEN=$(chappe token)), or CHAPPE_CLIENT_ID and CHAPPE_CLIENT_SECRET of an API client.',
    )
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const response = await ask(url, `${url}/ims/token/v3`, { method: 'POST', body: new URLSearchParams(form) })
  const answer = (await jsonOf(url, response)) as { access_token?: string; error_description?: string }
  if (response.ok && answer.access_token !== undefined) return answer.access_token
  throw new Refusal(`${url} gives no token: ${answer.error_description ?? `it answers ${response.status}`}`)
}

async function ask(url: string, address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(120_000) })
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error }
    throw new Refusal(
      `${url} does not answer: ${cause?.message || message}. Set CHAPPE_URL, or start Chappe.`,
    )
  }
}

async function jsonOf(url: string, response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new Refusal(`${url} answers ${response.status} with something else than JSON: is it Chappe?`)
  }
}

const isProblem = (type: string): type is ProblemType => Object.hasOwn(problems, type)

function problemOf(url: string, { status }: Response, answer: unknown): Error {
  const {
    type = '',
    title: _,
    status: __,
    detail,
    instance: ___,
    ...extra
  } = (answer ?? {}) as Partial<ProblemDocument>
  const name = type.replace(/^.*\/problems\//, '')
  return isProblem(name)
    ? new Problem(name, detail ?? problems[name].title, extra)
    : new Refusal(`${url} answers ${status}: ${detail ?? 'it does not say why'}`)
}

/** Fills a path's `:name` parameters; lists in the query repeat their name. */
function addressOf(path: string, params: unknown, query: unknown): string {
  const given = (params ?? {}) as Record<string, unknown>
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(given[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of [value].flat()) if (one !== undefined) search.append(name, String(one))
  return search.size === 0 ? filled : `${filled}?${search}`
}

interface Page {
  readonly items: readonly Named[]
  readonly total: number
}
const most = 200

/** Everything of a paged list. */
export async function all<T>(
  page: (at: { limit: number; offset: number }) => Promise<{ items: readonly T[]; total: number }>,
): Promise<T[]> {
  const items: T[] = []
  for (;;) {
    const next = await page({ limit: most, offset: items.length })
    items.push(...next.items)
    if (next.items.length === 0 || items.length >= next.total) return items
  }
}

/** The names of the sandbox, and the kinds that this client may not read: nothing is known of those. */
export async function namesOf({ call }: Remote): Promise<{ names: Names; unread: NamedKind[] }> {
  const read: Record<NamedKind, () => Promise<readonly Named[]>> = {
    configurations: () => all((query): Promise<Page> => call(listConfigurations, { query })),
    audiences: () => all((query): Promise<Page> => call(listAudiences, { query })),
    languages: async () => (await call(listLanguageSettings)).items,
    fragments: () => all((query): Promise<Page> => call(listFragments, { query })),
  }
  const unread: NamedKind[] = []
  const named = {} as Record<NamedKind, readonly Named[]>
  for (const kind of namedKinds)
    named[kind] = await read[kind]().catch((error: unknown) => {
      if (!(error instanceof Problem) || error.type !== 'auth/forbidden') throw error
      unread.push(kind)
      return []
    })
  return { names: new Names(named), unread }
}
