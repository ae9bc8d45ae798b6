import { md5 } from './md5.ts'
import { row, rowIn } from './row.ts'
import { utf8 } from './utf8.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: readonly number[]): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const letters = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]!)
    out += letters.map((letter, place) => (i + place > bytes.length ? '=' : letter)).join('')
  }
  return out
}

/** Lone halves of a surrogate pair make `encodeURIComponent` throw. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd')

/** Scheme, authority and path of a reference (RFC 3986, appendix B). */
const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)/

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

export const encodingFunctions = {
  urlEncode: row(
    ['string'],
    ['string', 'Made safe as one part of an address.', 'urlEncode("a b/c")', 'a%20b%2Fc'],
    (text) =>
      encodeURIComponent(wellFormed(text)).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
  ),
  urlDecode: row(
    ['string'],
    [
      'string',
      'The opposite of urlEncode; + is a space. What cannot be decoded stays.',
      'urlDecode("a%20b%2Fc")',
      'a b/c',
    ],
    decoded,
  ),
  getUrlProtocol: row(
    ['string'],
    [
      'string',
      'The scheme of an address; null without one.',
      'getUrlProtocol("https://example.com/a")',
      'https',
    ],
    (url) => parts.exec(url)?.[1] ?? null,
  ),
  getUrlHost: row(
    ['string'],
    [
      'string',
      'The host of an address; null without one.',
      'getUrlHost("https://example.com:81/a")',
      'example.com',
    ],
    (url) => parts.exec(url)?.[2]?.replace(/^.*@/s, '').replace(/:\d*$/, '') || null,
  ),
  getUrlPath: row(
    ['string'],
    ['string', 'The path of an address.', 'getUrlPath("https://example.com/a/b?c=1")', '/a/b'],
    (url) => parts.exec(url)?.[3] ?? '',
  ),
  encode64: rowIn(
    ['string'],
    ['string', 'The UTF-8 bytes of the text in base 64.', 'encode64("Hé")', 'SMOp'],
    (lent, text) => {
      lent.spend(text.length >> 2)
      return base64(utf8(text))
    },
  ),
  md5: rowIn(
    ['string'],
    [
      'string',
      'The MD5 of the text’s UTF-8 bytes: a fingerprint, no secret.',
      'md5("abc")',
      '900150983cd24fb0d6963f7d28e17f72',
    ],
    (lent, text) => {
      lent.spend(text.length >> 2)
      return md5(utf8(text))
    },
  ),
} as const
