/** The UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const char of text) {
    const found = char.codePointAt(0)!
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found
    const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f)
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(0))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(6), tail(0))
    else bytes.push(0xf0 | (code >> 18), tail(12), tail(6), tail(0))
  }
  return bytes
}
