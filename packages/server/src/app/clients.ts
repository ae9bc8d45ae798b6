import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Scope } from '@chappe/core/access/scopes'
import type { ApiClient } from '@chappe/core/api/clients'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx, House } from '../context.ts'
import * as store from '../store/clients.ts'
import { attempt, forClientAt, forPlace } from './attempts.ts'

/** A client id as callers of the compatible API know it: 32 hex digits. */
export const newClientId = (): string => randomBytes(16).toString('hex')
/** A client secret: 256 random bits in base64url. */
export const newClientSecret = (): string => randomBytes(32).toString('base64url')
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export async function list(ctx: Ctx): Promise<{ items: ApiClient[] }> {
  return { items: (await store.list(ctx.db, ctx.organizationId)).map(shown) }
}

/** Creates a client. Nobody can give a client what they may not do themselves: `auth/forbidden`. */
export async function create(
  ctx: Ctx,
  { name, scopes }: { name: string; scopes: readonly Scope[] },
): Promise<ApiClient & { secret: string }> {
  mustHoldAll(ctx, scopes)
  const secret = newClientSecret()
  const client = await store.create(ctx.db, {
    id: newClientId(),
    organizationId: ctx.organizationId,
    name,
    secretHash: hashOfSecret(secret),
    scopes: [...new Set(scopes)],
    createdAt: ctx.now(),
    createdBy: ctx.actor.name,
  })
  return { ...shown(client), secret }
}

/**
 * Replaces the secret: the old one gets no token any more. Who learns a secret may do what its client may, so that
 * must be nothing they may not do themselves: `auth/forbidden`. Throws `client/not-found`, also for a revoked client.
 */
export async function rotate(ctx: Ctx, id: string): Promise<ApiClient & { secret: string }> {
  const before = await store.find(ctx.db, id)
  if (before?.organizationId === ctx.organizationId) mustHoldAll(ctx, before.scopes)
  const secret = newClientSecret()
  const client = await store.changeSecret(ctx.db, ctx.organizationId, id, hashOfSecret(secret))
  if (!client) throw notFound(id)
  return { ...shown(client), secret }
}

/** Revokes the client and every token it holds, for good. Throws `client/not-found`. */
export async function revoke(ctx: Ctx, id: string): Promise<ApiClient> {
  const client = await store.revoke(ctx.db, ctx.organizationId, id, ctx.now())
  if (!client) throw notFound(id)
  return shown(client)
}

/**
 * The client whose id and secret these are; undefined when they are wrong or it is revoked.
 * Throws `auth/too-many-attempts` per client and place, and per place.
 */
export const authenticate = (
  house: House,
  { id, secret, ip }: { id: string; secret: string; ip: string },
): Promise<store.ApiClient | undefined> =>
  attempt(house, [forClientAt(id, ip), forPlace(ip)], async () => {
    const client = await store.find(house.db, id)
    const right = timingSafeEqual(hashOfSecret(secret), client?.secretHash ?? Buffer.alloc(32))
    return right && !client?.revokedAt ? client : undefined
  })

function mustHoldAll(ctx: Ctx, scopes: readonly Scope[]): void {
  const lacking = scopes.filter((scope) => !ctx.actor.scopes.includes(scope))
  if (lacking.length > 0)
    throw new Problem(
      'auth/forbidden',
      `You cannot give a client scopes that you do not have: ${lacking.join(', ')}.`,
      { lacking },
    )
}

const notFound = (id: string) =>
  new Problem('client/not-found', `There is no API client ${id} that is in force.`)

const shown = (client: store.ApiClient): ApiClient => ({
  id: client.id,
  name: client.name,
  scopes: client.scopes,
  createdAt: client.createdAt.toISOString(),
  createdBy: client.createdBy,
  lastUsedAt: client.lastUsedAt?.toISOString() ?? null,
  revokedAt: client.revokedAt?.toISOString() ?? null,
})
