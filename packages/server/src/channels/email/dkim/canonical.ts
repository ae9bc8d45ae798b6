const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32

/** The body in the "relaxed" form of RFC 6376 3.4.4. Lines end with CRLF. */
export function relaxedBody(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 2)
  let length = 0
  let lineStart = 0
  let space = false
  // Where the last line that is not empty ends; what follows it is left out.
  let end = 0
  for (let i = 0; i < body.length; i++) {
    const octet = body[i]!
    if (octet === SPACE || octet === TAB) space = true
    else if (octet === CR && body[i + 1] === LF) {
      const empty = length === lineStart
      out[length++] = CR
      out[length++] = LF
      if (!empty) end = length
      lineStart = length
      space = false
      i++
    } else {
      if (space) out[length++] = SPACE
      space = false
      out[length++] = octet
    }
  }
  if (length > lineStart) {
    out[length++] = CR
    out[length++] = LF
    end = length
  }
  return out.subarray(0, end)
}

/** One header field, given with its line ends, in the "relaxed" form of RFC 6376 3.4.2, without the last CRLF. */
export function relaxedField(field: string): string {
  const colon = field.indexOf(':')
  const name = field.slice(0, colon).trim().toLowerCase()
  const value = field
    .slice(colon + 1)
    .replace(/\r\n(?=[ \t])/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${name}:${value.replace(/\r\n$/, '').trim()}`
}

/** Divides a message into its header fields (each with its line ends) and its body. */
export function divide(raw: Uint8Array): { fields: string[]; body: Uint8Array } {
  const message = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  const gap = message.indexOf('\r\n\r\n')
  const head = (gap < 0 ? message : message.subarray(0, gap + 2)).toString()
  return {
    fields: head.split(/(?<=\r\n)(?![ \t])/),
    body: gap < 0 ? new Uint8Array() : message.subarray(gap + 4),
  }
}
