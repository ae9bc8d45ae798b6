import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { ProfileField } from '@chappe/core/profile/fields'
import { type IdentityRules, type NamespaceKind, readIdentity } from '@chappe/core/profile/namespaces'
import type { Identity } from '@chappe/core/profile/schema'
import type { Ctx } from '../../context.ts'
import * as namespaces from '../../store/namespaces.ts'
import * as fields from '../../store/profile-fields.ts'
import * as settings from '../../store/sandbox-settings.ts'

/** What a sandbox demands of profiles, at this moment. */
export interface ProfileRules extends IdentityRules {
  readonly fields: readonly ProfileField[]
}

export async function rulesOf({ db, sandboxId }: Pick<Ctx, 'db' | 'sandboxId'>): Promise<ProfileRules> {
  const [declared, own, code] = await Promise.all([
    fields.list(db, sandboxId),
    namespaces.list(db, sandboxId),
    settings.get(db, sandboxId, 'default_calling_code'),
  ])
  return {
    fields: declared,
    kinds: new Map<string, NamespaceKind>(own.map(({ key, kind }) => [key, kind])),
    callingCode: typeof code === 'string' ? code : null,
  }
}

/**
 * Identities as they are stored: each once, and sorted, so that everybody takes locks in the same order. What cannot be
 * read goes into `mistakes`, with a pointer that begins with `pointer`.
 */
export function readIdentities(
  rules: IdentityRules,
  given: readonly Identity[],
  mistakes: Mistake[],
  pointer = '/identities',
): Identity[] {
  const known = new Map<string, Identity>()
  for (const [index, one] of given.entries()) {
    const read = readIdentity(rules, one)
    if (read.ok) known.set(keyOf(read.identity), read.identity)
    else mistakes.push({ pointer: `${pointer}/${index}/value`, detail: read.detail })
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identity]) => identity)
}

export const keyOf = ({ namespace, value }: Identity): string => `${namespace}\n${value}`

/** Throws request/invalid when there are mistakes. */
export function refuse(mistakes: readonly Mistake[]): void {
  const [first] = mistakes
  if (!first) return
  const more = mistakes.length > 1 ? ` And ${mistakes.length - 1} more: see errors.` : ''
  throw new Problem('request/invalid', `${first.pointer}: ${first.detail}.${more}`, { errors: mistakes })
}
