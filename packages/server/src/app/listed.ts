import { Problem } from '@chappe/core/kit/problem'
import type { ListedType } from '@chappe/core/suppression/schema'
import type { House } from '../context.ts'

/**
 * A value in the form in which lists are compared with what is sent: NFC, lower case, the domain in its `xn--` form.
 * Undefined for what is no address, or no domain of two parts or more.
 */
export function listedValue(
  { mail }: Pick<House, 'mail'>,
  type: ListedType,
  text: string,
): string | undefined {
  const given = text.trim().normalize('NFC').toLowerCase()
  if (given.length > 254) return undefined
  if (type === 'address') {
    const address = mail.parseAddress(given)
    return address && `${address.local}@${address.domain}`.toLowerCase()
  }
  const domain = given.includes('@') ? undefined : mail.parseAddress(`a@${given}`)?.domain.toLowerCase()
  return domain?.includes('.') && !domain.startsWith('[') ? domain : undefined
}

/** Throws request/invalid for a value that is not what its type says. */
export function mustBeListed(house: Pick<House, 'mail'>, type: ListedType, text: string): string {
  const value = listedValue(house, type, text)
  if (value !== undefined) return value
  const noun = type === 'address' ? 'an address' : 'a domain'
  const detail = type === 'address' ? 'Write name@domain.' : 'Write a domain, like example.com.'
  throw new Problem('request/invalid', `${text.trim()} is not ${noun}.`, {
    errors: [{ pointer: '/value', detail }],
  })
}

/** What an entry is called in an address: what cannot be on a list is looked for as it is, and not found. */
export const namedValue = (house: Pick<House, 'mail'>, text: string): string =>
  listedValue(house, text.includes('@') ? 'address' : 'domain', text) ?? text.trim().toLowerCase()
