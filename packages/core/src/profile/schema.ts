import { z } from 'zod'
import { readPhone } from './phone.ts'

/** Identities are compared case-insensitively and trimmed; `email` is the namespace of e-mail addresses. */
export const Identity = z.object({
  namespace: z.string().trim().toLowerCase().min(1).max(60),
  value: z.string().trim().min(1).max(254),
})
export type Identity = z.infer<typeof Identity>

/**
 * The form in which an identity is stored and looked up. A telephone number that cannot be read without the sandbox's
 * calling code stays as it is and leads nowhere; `readIdentity` completes or refuses it.
 */
export function normalizeIdentity(namespace: string, value: string): Identity {
  const key = namespace.trim().toLowerCase()
  const folded = value.trim().normalize('NFC').toLowerCase()
  if (key !== 'phone') return { namespace: key, value: folded }
  const phone = readPhone(folded)
  return { namespace: key, value: phone.ok ? phone.value : folded }
}

export const Profile = z.object({
  id: z.uuid(),
  identities: z.array(Identity),
  attributes: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime({ offset: true }),
  modifiedAt: z.iso.datetime({ offset: true }),
})
export type Profile = z.infer<typeof Profile>

/** Profile attributes that every installation knows (spec section 7.3), with a type for samples and checks. */
export const standardAttributes: Readonly<Record<string, 'string' | 'number' | 'boolean'>> = {
  'person.name.firstName': 'string',
  'person.name.lastName': 'string',
  'person.name.fullName': 'string',
  'person.birthDate': 'string',
  'person.gender': 'string',
  'personalEmail.address': 'string',
  'mobilePhone.number': 'string',
  'homeAddress.street1': 'string',
  'homeAddress.city': 'string',
  'homeAddress.postalCode': 'string',
  'homeAddress.country': 'string',
  'loyalty.tier': 'string',
  'loyalty.points': 'number',
  preferredLanguage: 'string',
  timeZone: 'string',
}
