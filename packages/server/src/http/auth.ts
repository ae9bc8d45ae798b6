import type { IncomingHttpHeaders } from 'node:http'
import { scopesOf } from '@chappe/core/access/scopes'
import { Problem } from '@chappe/core/kit/problem'
import { type Resumed, resume } from '../app/session.ts'
import type { AccessTokens, Bearer } from '../app/tokens.ts'
import type { Actor, House } from '../context.ts'
import { readCookie, sessionCookie } from './cookie.ts'

/** Who calls: somebody signed in, or an API client with a token. */
export interface Caller {
  readonly organizationId: string
  readonly actor: Actor
  /** Only of people: the session that the cookie named. */
  readonly session?: Resumed
}

interface Heard {
  readonly method?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/**
 * Finds out who calls, in this order: a Bearer token, then the session cookie. Throws `auth/unauthenticated`, and
 * `request/foreign-origin` when another site makes a browser send its cookie.
 */
export async function callerOf(house: House, tokens: AccessTokens, request: Heard): Promise<Caller> {
  const token = bearerToken(request.headers)
  if (token !== undefined) {
    const bearer = await tokens.verify(token)
    mustAgree(bearer, request.headers)
    return {
      organizationId: bearer.organizationId,
      actor: { id: bearer.clientId, name: bearer.clientName, scopes: bearer.scopes },
    }
  }
  const cookie = readCookie(request.headers.cookie, sessionCookie)
  const session = cookie ? await resume(house, cookie) : undefined
  if (!session)
    throw new Problem(
      'auth/unauthenticated',
      'Sign in, or send the header Authorization: Bearer <access token>.',
    )
  mustBeOurOwnSite(house, request)
  return {
    organizationId: session.organizationId,
    actor: { id: session.personId, name: session.personName, scopes: scopesOf[session.role] },
    session,
  }
}

/** The token of `Authorization: Bearer …` (RFC 6750); undefined when the header is not there or not of that kind. */
export const bearerToken = (headers: IncomingHttpHeaders): string | undefined =>
  /^Bearer +([\w.~+/=-]+) *$/i.exec(headers.authorization ?? '')?.[1]

/** `x-api-key` and `x-gw-ims-org-id` may be left out, but not name somebody else than the token does. */
export function mustAgree(bearer: Bearer, headers: IncomingHttpHeaders): void {
  const key = headers['x-api-key']
  if (key !== undefined && key !== bearer.clientId)
    throw new Problem('auth/unauthenticated', 'x-api-key names another client than the access token.')
  const organization = headers['x-gw-ims-org-id']
  if (organization !== undefined && organization !== bearer.organizationId)
    throw new Problem(
      'auth/unauthenticated',
      'x-gw-ims-org-id names another organization than the access token.',
    )
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what changes something and was sent by a page of another origin. Browsers say so in Sec-Fetch-Site
 * (Fetch Metadata), older ones in Origin; a request with neither comes from no browser, so nobody's cookie was
 * borrowed for it.
 */
export function mustBeOurOwnSite(house: House, { method = 'GET', headers }: Heard): void {
  if (safe.has(method)) return
  const site = headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const { origin } = headers
  if (site === undefined && (origin === undefined || isOurs(house, origin, headers.host))) return
  throw new Problem(
    'request/foreign-origin',
    'Only pages of this installation may do this for the person signed in.',
  )
}

function isOurs(house: House, origin: string, host: string | undefined): boolean {
  if (origin === new URL(house.publicUrl).origin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
