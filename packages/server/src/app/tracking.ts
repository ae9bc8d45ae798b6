import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../context.ts'
import { type ReturnMarks, returnMarks, type Tracked } from './return-path.ts'

export type { Tracked }

/**
 * Tokens of the links in messages. They hold the message's id and its sandbox's number, signed, so that no row is
 * needed per link and nobody can make one up:
 *
 *   message id 16 bytes · sandbox 4 · HMAC-SHA-256 of both, cut to 16      48 characters of base64url
 */
export interface TrackingTokens extends ReturnMarks {
  of(message: Tracked): string
  /** Undefined for anything that this installation did not sign. */
  read(token: string): Tracked | undefined
  /** Signs a destination that only one message has, for it to travel in the link's query. */
  sign(token: string, link: number, url: string): string
  verify(token: string, link: number, url: string, signature: string): boolean
}

const sizes = { id: 16, sandbox: 4, mac: 16, url: 12 } as const
const body = sizes.id + sizes.sandbox
const form = /^[\w-]{48}$/

export function trackingTokens(secrets: Secrets): TrackingTokens {
  const key = secrets.derive('tracking')
  const urlKey = secrets.derive('tracking-url')

  const mac = (signed: Buffer) => createHmac('sha256', key).update(signed).digest().subarray(0, sizes.mac)
  const urlMac = (token: string, link: number, url: string) =>
    createHmac('sha256', urlKey).update(`${token}/${link}/${url}`).digest().subarray(0, sizes.url)

  return {
    ...returnMarks(secrets),

    of({ messageId, sandboxId }) {
      const token = Buffer.allocUnsafe(body + sizes.mac)
      token.write(messageId.replaceAll('-', ''), 0, 'hex')
      token.writeUInt32BE(sandboxId, sizes.id)
      mac(token.subarray(0, body)).copy(token, body)
      return token.toString('base64url')
    },

    read(token) {
      if (!form.test(token)) return undefined
      const bytes = Buffer.from(token, 'base64url')
      if (!timingSafeEqual(bytes.subarray(body), mac(bytes.subarray(0, body)))) return undefined
      const hex = bytes.toString('hex', 0, sizes.id)
      const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
      return { messageId: parts.join('-'), sandboxId: bytes.readUInt32BE(sizes.id) }
    },

    sign: (token, link, url) => urlMac(token, link, url).toString('base64url'),

    verify(token, link, url, signature) {
      const given = Buffer.from(signature, 'base64url')
      return given.length === sizes.url && timingSafeEqual(given, urlMac(token, link, url))
    },
  }
}

/** Where the links of one message lead, under the origin of its channel configuration. */
export const trackingPaths = {
  open: (origin: string, token: string) => `${origin}/t/o/${token}.gif`,
  click: (origin: string, token: string, link: number) => `${origin}/t/c/${token}/${link}`,
  unsubscribe: (origin: string, token: string) => `${origin}/t/u/${token}`,
  preferences: (origin: string, token: string) => `${origin}/p/${token}`,
  confirm: (origin: string, token: string) => `${origin}/p/confirm/${token}`,
  mirror: (origin: string, token: string) => `${origin}/t/m/${token}`,
}

/** The mail by which the recipient of a message unsubscribes (RFC 2369, section 3.2; RFC 6068). */
export const unsubscribeMailto = (mailbox: string, token: string): string =>
  `mailto:${mailbox}?subject=${encodeURIComponent(`unsubscribe ${token}`)}`

/** The tokens that a subject may hold, whatever a mail program put around them. */
export const tokensIn = (subject: string): string[] => subject.match(/(?<![\w-])[\w-]{48}(?![\w-])/g) ?? []
