import { scan } from '../template/scan.ts'

export type AddressProblem = 'empty' | 'invalid' | 'insecure'

const linkSchemes = /^(https?|mailto|tel|sms):/i
const imageSchemes = /^https?:/i

/**
 * What is wrong with an address as it is written, or null. One that begins with personalization is known only
 * in the message, and taken.
 */
export function addressProblem(address: string, kind: 'link' | 'image'): AddressProblem | null {
  const written = address.trim()
  if (written === '') return 'empty'
  if (beginsWithTag(written)) return null
  if (kind === 'link' && written.startsWith('#')) return null
  if (!(kind === 'link' ? linkSchemes : imageSchemes).test(written)) return 'invalid'
  if (/^https?:/i.test(written) && !/^https?:\/\/[^\s/?#]/i.test(written)) return 'invalid'
  return kind === 'image' && /^http:/i.test(written) ? 'insecure' : null
}

/** The address if it may stand in a message; else an empty one: no script hides in a link. */
export const safeAddress = (address: string, kind: 'link' | 'image'): string => {
  const found = addressProblem(address, kind)
  return found === 'empty' || found === 'invalid' ? '' : address.trim()
}

const beginsWithTag = (address: string): boolean => {
  const first = scan(address).find((piece) => piece.kind !== 'comment')
  return first?.kind === 'tag'
}
