import { domainToASCII } from 'node:url'

export type Address = {
  readonly local: string
  /** Always ASCII: an internationalised domain in its `xn--` form. */
  readonly domain: string
  /** True when the local part is not ASCII, which only a relay with SMTPUTF8 may be given (RFC 6531). */
  readonly utf8: boolean
}

const atoms = /^[\w!#$%&'*+\-/=?^`{|}~\u{80}-\u{10ffff}]+(\.[\w!#$%&'*+\-/=?^`{|}~\u{80}-\u{10ffff}]+)*$/u
const quoted = /^"([^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u
const hostname = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i
const literal = /^\[[0-9a-f:.]+\]$|^\[IPv6:[0-9a-f:.]+\]$/i
const ascii = /^[ -~]*$/
// C1 controls and the separators that some mail programs take for line ends.
const hidden = /[\u0080-\u00a0\u2028\u2029\ufeff\ud800-\udfff]/u

/**
 * Reads an address (`local@domain`, no display name) and answers undefined for anything that may
 * not stand in an envelope or a header: spaces, line ends, angle brackets, impossible domains.
 * Limits of RFC 5321 4.5.3.1: 64 octets for the local part, 255 for the domain.
 */
export function parseAddress(text: string): Address | undefined {
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64 || text.length > 320) return undefined
  const local = text.slice(0, at)
  if (!(atoms.test(local) || quoted.test(local)) || hidden.test(local)) return undefined
  const utf8 = !ascii.test(local)
  if (utf8 && Buffer.byteLength(local) > 64) return undefined
  const domain = asciiDomain(text.slice(at + 1))
  return domain === undefined ? undefined : { local, domain, utf8 }
}

function asciiDomain(domain: string): string | undefined {
  if (literal.test(domain)) return domain
  // domainToASCII reads its argument as the start of a URL and drops what follows a delimiter.
  const name = ascii.test(domain)
    ? domain
    : /[\s/?#@:\\[\]%\p{Cc}]/u.test(domain)
      ? ''
      : domainToASCII(domain)
  if (name.length === 0 || name.length > 255 || !hostname.test(name)) return undefined
  return name.split('.').every((label) => label.length <= 63) ? name : undefined
}

/** The address as it stands in an envelope or between angle brackets. */
export const spell = ({ local, domain }: Address): string => `${local}@${domain}`
