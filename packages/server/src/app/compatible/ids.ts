import { createHash } from 'node:crypto'

/** An id for what has none of its own, made of the names that say what it is (RFC 9562, 5.8). */
export function namedId(...names: readonly (string | number)[]): string {
  const octets = createHash('sha256')
    .update(['chappe', ...names].join('\n'))
    .digest()
    .subarray(0, 16)
  octets[6] = (octets[6]! & 0x0f) | 0x80
  octets[8] = (octets[8]! & 0x3f) | 0x80
  const hex = octets.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A version's message: the campaign's own content, or one of its variants, in all locales. */
export const messageIdOf = (campaignId: string, version: number, variant: string | null = null): string =>
  namedId('message', campaignId, version, ...(variant === null ? [] : [variant]))

/** One locale of a message. */
export const variantIdOf = (
  campaignId: string,
  version: number,
  locale: string | null,
  variant: string | null = null,
): string => namedId('variant', campaignId, version, locale ?? '', ...(variant === null ? [] : [variant]))
