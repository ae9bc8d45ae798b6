import type { Scope } from '@chappe/core/access/scopes'
import { Problem } from '@chappe/core/kit/problem'
import type { Actor, Ctx, House } from '../context.ts'
import * as sandboxes from '../store/sandboxes.ts'

export const defaultSandbox = 'prod'

/** The context of somebody in a sandbox of their organization. Throws `sandbox/not-found`. */
export async function contextOf(
  house: House,
  who: { organizationId: string; actor: Actor },
  sandboxName: string = defaultSandbox,
): Promise<Ctx> {
  const sandboxId = await sandboxIdOf(house, who.organizationId, sandboxName)
  return { ...house, organizationId: who.organizationId, sandboxId, actor: who.actor }
}

/** The number of an organization's sandbox. Throws `sandbox/not-found`. */
export async function sandboxIdOf(house: House, organizationId: string, name: string): Promise<number> {
  const sandbox = await sandboxes.find(house.db, organizationId, name)
  if (!sandbox)
    throw new Problem('sandbox/not-found', 'Name one of your sandboxes in the header x-sandbox-name.')
  return sandbox.id
}

/** Throws `auth/forbidden` unless the actor holds the scope. */
export function mustHold(actor: Actor, ...anyOf: readonly Scope[]): void {
  if (anyOf.some((scope) => actor.scopes.includes(scope))) return
  const needed = anyOf.join(' or ')
  throw new Problem('auth/forbidden', `This needs the permission ${needed}.`, { needed })
}
