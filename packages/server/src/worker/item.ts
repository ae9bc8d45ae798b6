import { normalizeIdentity } from '@chappe/core/profile/schema'
import { parseAddress, spell } from '../channels/email/address.ts'
import type { CallRecipient } from '../store/messages.ts'
import type { Lease } from './leases.ts'

/** One message on its way through a worker. */
export interface Item {
  readonly id: string
  readonly lease: Lease
  readonly ordinal: number
  /** Null when the call that it came from is gone: then it can only fail. */
  readonly recipient: CallRecipient | null
  readonly address: Address
  readonly attributes: Record<string, unknown>
  profileId: string | null
  /** Whom an occurrence meant, and which; null for the messages of calls. */
  readonly recipientId: string | null
  readonly occurrenceId: string | null
  readonly attempts: number
  readonly resends: number
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly reply: string | null
}

/** Where a message goes: a usable address, or why there is none. */
export type Address =
  | {
      readonly ok: true
      readonly text: string
      /** Form in which addresses are compared, suppressed and counted. */
      readonly key: string
      readonly domain: string
    }
  | { readonly ok: false; readonly text: string | null; readonly reason: 'no-address' | 'malformed-address' }

export function readAddress(text: string | null | undefined): Address {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '') return { ok: false, text: null, reason: 'no-address' }
  const parsed = parseAddress(trimmed)
  if (!parsed) {
    // It is written down all the same, and PostgreSQL holds no NUL.
    const shown = trimmed.replaceAll('\0', '\ufffd').slice(0, 320)
    return { ok: false, text: shown, reason: 'malformed-address' }
  }
  const key = normalizeIdentity('email', spell(parsed)).value
  return { ok: true, text: spell(parsed), key, domain: key.slice(key.lastIndexOf('@') + 1) }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text at a dotted path of the profile. */
export function textAt(profile: Record<string, unknown>, path: string): string | undefined {
  let value: unknown = profile
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return typeof value === 'string' ? value : undefined
}

/**
 * The address that a recipient is written to: the call's own; then the profile's at the execution field (the
 * call's overrides before what is stored); then an email identity.
 */
export function addressOf(
  recipient: CallRecipient,
  attributes: Record<string, unknown>,
  executionField: string,
  emailIdentity: string | undefined,
): Address {
  const given = recipient.channelData?.emailAddress?.trim()
  if (given) return readAddress(given)
  const field = executionField || 'personalEmail.address'
  const known = (recipient.profile && textAt(recipient.profile, field)) || textAt(attributes, field)
  if (known?.trim()) return readAddress(known)
  const { namespace, value } = normalizeIdentity(recipient.namespace, recipient.userId)
  return readAddress(namespace === 'email' ? value : emailIdentity)
}
