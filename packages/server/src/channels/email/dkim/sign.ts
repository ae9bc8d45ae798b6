import { createHash, type KeyObject, sign as signBytes } from 'node:crypto'
import { divide, relaxedBody, relaxedField } from './canonical.ts'

export type DkimKey = { readonly domain: string; readonly selector: string; readonly key: KeyObject }

// RFC 6376 5.4.1: what the reader sees and what acts for him; RFC 8058 4 demands the last two.
const signedFields = [
  'from',
  'reply-to',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'list-unsubscribe',
  'list-unsubscribe-post',
]

/**
 * DKIM-Signature fields for a message, one per key, to stand before it (RFC 6376; Ed25519: RFC 8463).
 * From is named once more than it occurs, so that a second From added on the way breaks the signature.
 * @param time when it is signed
 */
export function signatures(raw: Uint8Array, keys: readonly DkimKey[], time: Date): string {
  const { fields, body } = divide(raw)
  const bodyHash = createHash('sha256').update(relaxedBody(body)).digest('base64')
  const canonical = new Map(
    fields.map((field) => [field.slice(0, field.indexOf(':')).trim().toLowerCase(), relaxedField(field)]),
  )
  const present = signedFields.filter((name) => canonical.has(name))
  const signed = present.map((name) => `${canonical.get(name)}\r\n`).join('')
  return keys.map((key) => signature(key, ['from', ...present], signed, bodyHash, time)).join('')
}

function signature(
  { domain, selector, key }: DkimKey,
  names: readonly string[],
  signed: string,
  bodyHash: string,
  time: Date,
): string {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256'
  const unsigned =
    `DKIM-Signature: v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain};\r\n` +
    ` s=${selector}; t=${Math.floor(time.getTime() / 1000)};\r\n` +
    ` h=${folded(names)};\r\n` +
    ` bh=${bodyHash};\r\n b=`
  const data = Buffer.from(signed + relaxedField(unsigned))
  const made =
    algorithm === 'rsa-sha256'
      ? signBytes('sha256', data, key)
      : signBytes(null, createHash('sha256').update(data).digest(), key)
  return `${unsigned}${made.toString('base64').replace(/.{72}(?=.)/g, '$&\r\n  ')}\r\n`
}

function folded(names: readonly string[]): string {
  let line = ''
  let out = ''
  for (const [i, name] of names.entries()) {
    const part = i === 0 ? name : `:${name}`
    if (line.length + part.length > 68) {
      out += `${line}\r\n  `
      line = ''
    }
    line += part
  }
  return out + line
}
