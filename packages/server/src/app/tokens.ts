import { createSecretKey } from 'node:crypto'
import { isScope, type Scope } from '@chappe/core/access/scopes'
import { Problem } from '@chappe/core/kit/problem'
import { remember } from '@chappe/core/kit/remember'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { House } from '../context.ts'
import * as clients from '../store/clients.ts'

/** Seconds that an access token lives; what callers of the compatible API are used to. */
export const tokenLifetime = 86_399

/** What a valid access token says (RFC 9068), checked against its client. */
export interface Bearer {
  readonly clientId: string
  readonly clientName: string
  readonly organizationId: string
  readonly scopes: readonly Scope[]
  /** Unix time in milliseconds. */
  readonly expiresAt: number
}

export interface AccessTokens {
  issue(client: { id: string; organizationId: string; scopes: readonly Scope[] }): Promise<string>
  /**
   * Answers whose token it is. Throws `auth/unauthenticated` when it is forged, expired, or its client is revoked
   * or gone. A revocation is seen within a second in every process: what is known of a client is read again when
   * it is older than that, once for all who wait.
   */
  verify(token: string): Promise<Bearer>
  /** Forgets what is known of a client, so that this process sees its revocation at once. */
  forget(clientId: string): void
}

interface Claims {
  clientId: string
  organizationId: string
  scopes: readonly Scope[]
  expiresAt: number
}

interface Known {
  client: Promise<clients.ApiClient | undefined>
  /** The same, once it is here. */
  here?: clients.ApiClient | undefined
  readAt: number
}

const issuer = 'chappe'
const audience = 'chappe-api'
const knownFor = 1_000
const touchEvery = 60_000

/** Opens the house's access tokens: JWT (RFC 7519), HS256, with a key of their own. One per process. */
export function openAccessTokens(house: House, options: { cached?: number } = {}): AccessTokens {
  const key = createSecretKey(house.secrets.derive('access-token'))
  const cached = options.cached ?? 2_000
  // Only tokens whose signature was good are here, so nobody can fill it with rubbish.
  const verified = new Map<string, Claims>()
  const known = new Map<string, Known>()

  async function claimsOf(token: string): Promise<Claims> {
    const seen = verified.get(token)
    if (seen) return seen
    const claims = await verifySignature(token, key, house.now())
    remember(verified, token, claims, cached)
    return claims
  }

  async function read(id: string, now: number): Promise<clients.ApiClient | undefined> {
    const client = await clients.find(house.db, id)
    const lastUsed = client?.lastUsedAt?.getTime() ?? 0
    if (client && !client.revokedAt && now - lastUsed >= touchEvery)
      await clients.touch(house.db, id, new Date(now), new Date(now - touchEvery))
    return client
  }

  function clientOf(
    id: string,
    now: number,
  ): clients.ApiClient | undefined | Promise<clients.ApiClient | undefined> {
    const entry = known.get(id)
    if (entry && now - entry.readAt < knownFor) return 'here' in entry ? entry.here : entry.client
    const fresh: Known = { readAt: now, client: read(id, now) }
    known.set(id, fresh)
    fresh.client.then(
      (client) => (fresh.here = client),
      () => known.get(id) === fresh && known.delete(id),
    )
    return fresh.client
  }

  return {
    issue: ({ id, organizationId, scopes }) => {
      const now = Math.floor(house.now().getTime() / 1000)
      return new SignJWT({ client_id: id, org: organizationId, scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(id)
        .setJti(house.newId())
        .setIssuedAt(now)
        .setExpirationTime(now + tokenLifetime)
        .sign(key)
    },

    async verify(token) {
      const claims = await claimsOf(token)
      const now = house.now().getTime()
      if (claims.expiresAt <= now) {
        verified.delete(token)
        throw expired()
      }
      const client = await clientOf(claims.clientId, now)
      if (!client || client.revokedAt || client.organizationId !== claims.organizationId)
        throw new Problem('auth/unauthenticated', 'The API client of this token is revoked or gone.')
      return {
        clientId: client.id,
        clientName: client.name,
        organizationId: client.organizationId,
        scopes: claims.scopes,
        expiresAt: claims.expiresAt,
      }
    },

    forget: (clientId) => void known.delete(clientId),
  }
}

const expired = () =>
  new Problem('auth/unauthenticated', 'The access token has expired. Get a new one at /ims/token/v3.')

async function verifySignature(
  token: string,
  key: Parameters<typeof jwtVerify>[1],
  now: Date,
): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: 'at+jwt',
      issuer,
      audience,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id', 'org', 'scope'],
    })
    return {
      clientId: String(payload.client_id),
      organizationId: String(payload.org),
      scopes: String(payload.scope).split(' ').filter(isScope),
      expiresAt: Number(payload.exp) * 1000,
    }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw expired()
    if (error instanceof errors.JOSEError)
      throw new Problem(
        'auth/unauthenticated',
        'The access token is not valid. Get a new one at /ims/token/v3.',
      )
    throw error
  }
}
