import { z } from 'zod'
import { beginningOfPhone, readPhone } from './phone.ts'
import { type Identity, normalizeIdentity } from './schema.ts'

/** What the values of a namespace are, which decides the form in which they are compared. */
export const namespaceKinds = ['email', 'phone', 'id', 'device'] as const
export type NamespaceKind = (typeof namespaceKinds)[number]

export const NamespaceKey = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9_.-]*$/, 'Write letters, digits, dots, dashes and underscores, a letter first')
  .max(60)

export const IdentityNamespace = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(namespaceKinds),
  /** In every sandbox, and not to be changed. */
  standard: z.boolean(),
})
export type IdentityNamespace = z.infer<typeof IdentityNamespace>

/** Known in every sandbox. A namespace that nobody declared holds ids. */
export const standardNamespaces: readonly IdentityNamespace[] = [
  { key: 'email', name: 'Email', kind: 'email', standard: true },
  { key: 'phone', name: 'Phone', kind: 'phone', standard: true },
  { key: 'ecid', name: 'ECID', kind: 'device', standard: true },
  { key: 'crmid', name: 'CRM ID', kind: 'id', standard: true },
]

/** How a sandbox reads identities. */
export interface IdentityRules {
  /** Kinds of the namespaces that the sandbox declared itself. */
  readonly kinds: ReadonlyMap<string, NamespaceKind>
  /** Digits that national telephone numbers are completed with; null: they are refused. */
  readonly callingCode: string | null
}

/**
 * An identity in the form in which it is stored and compared: ids and addresses trimmed, NFC, in lower case;
 * telephone numbers E.164. Or what is wrong with it.
 */
export function readIdentity(
  { kinds, callingCode }: IdentityRules,
  { namespace, value }: Identity,
): { ok: true; identity: Identity } | { ok: false; detail: string } {
  const identity = normalizeIdentity(namespace, value)
  if (!isPhone(kinds, identity.namespace)) return { ok: true, identity }
  const phone = readPhone(value, callingCode)
  return phone.ok ? { ok: true, identity: { ...identity, value: phone.value } } : phone
}

/** How identities are stored that begin as somebody typed it. */
export function readBeginning(
  { kinds, callingCode }: IdentityRules,
  { namespace, value }: Identity,
): Identity {
  const identity = normalizeIdentity(namespace, value)
  return isPhone(kinds, identity.namespace)
    ? { ...identity, value: beginningOfPhone(value, callingCode) }
    : identity
}

const isPhone = (kinds: IdentityRules['kinds'], namespace: string) =>
  namespace === 'phone' || kinds.get(namespace) === 'phone'
