import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../context.ts'

/** Whose link or return address it is. */
export interface Tracked {
  readonly messageId: string
  readonly sandboxId: number
}

/**
 * Marks that lead a mail back to the message that it is about, although it names nothing else: they stand in the
 * return address of each message (its envelope's sender), `bounces+<mark>@example.com`. A mark holds the message's id
 * and its sandbox's number, signed, so that no row is needed for it and nobody can make one up:
 *
 *   message id 16 bytes · sandbox 4 · HMAC-SHA-256 of both, cut to 10      48 characters of base32 (RFC 4648, section 6)
 *
 * In lower case, because on the way somebody may change the case of an address (RFC 5321, section 2.4).
 */
export interface ReturnMarks {
  /** The return address of a message: the mailbox with the message's mark. */
  returnPath(mailbox: string, message: Tracked): string
  /** What an address to which a mail came says; undefined for no address at all. */
  readReturnPath(address: string): ReturnPath | undefined
}

export interface ReturnPath {
  /** The address without its mark, in lower case. */
  readonly mailbox: string
  /** Null without a mark; `forged` for one that this installation did not make. */
  readonly message: Tracked | 'forged' | null
}

const sizes = { id: 16, sandbox: 4, mac: 10 } as const
const body = sizes.id + sizes.sandbox
const marked = /^([^\s@<>]+)\+([a-z2-7]{48})(@[^\s@<>]+)$/
const plain = /^[^\s@<>]+@[^\s@<>]+$/

export function returnMarks(secrets: Secrets): ReturnMarks {
  const key = secrets.derive('return-path')
  const mac = (signed: Buffer) => createHmac('sha256', key).update(signed).digest().subarray(0, sizes.mac)

  function read(mark: string): Tracked | 'forged' {
    const bytes = fromBase32(mark)
    if (!timingSafeEqual(bytes.subarray(body), mac(bytes.subarray(0, body)))) return 'forged'
    const hex = bytes.toString('hex', 0, sizes.id)
    const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    return { messageId: parts.join('-'), sandboxId: bytes.readUInt32BE(sizes.id) }
  }

  return {
    returnPath(mailbox, { messageId, sandboxId }) {
      const bytes = Buffer.allocUnsafe(body + sizes.mac)
      bytes.write(messageId.replaceAll('-', ''), 0, 'hex')
      bytes.writeUInt32BE(sandboxId, sizes.id)
      mac(bytes.subarray(0, body)).copy(bytes, body)
      const at = mailbox.lastIndexOf('@')
      return `${mailbox.slice(0, at)}+${toBase32(bytes)}${mailbox.slice(at)}`
    },
    readReturnPath(address) {
      const lower = address.toLowerCase()
      const [, local, mark, domain] = marked.exec(lower) ?? []
      if (mark !== undefined) return { mailbox: `${local}${domain}`, message: read(mark) }
      return plain.test(lower) ? { mailbox: lower, message: null } : undefined
    },
  }
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Of whole groups of five bytes, which need no padding. */
function toBase32(bytes: Buffer): string {
  let text = ''
  for (let n = 0; n < bytes.length; n += 5) {
    const group = bytes.readUIntBE(n, 5)
    for (let power = 32 ** 7; power >= 1; power /= 32) text += alphabet[Math.floor(group / power) % 32]
  }
  return text
}

function fromBase32(text: string): Buffer {
  const bytes = Buffer.allocUnsafe((text.length * 5) / 8)
  for (let n = 0; n < text.length; n += 8) {
    let group = 0
    for (const letter of text.slice(n, n + 8)) group = group * 32 + alphabet.indexOf(letter)
    bytes.writeUIntBE(group, (n * 5) / 8, 5)
  }
  return bytes
}
