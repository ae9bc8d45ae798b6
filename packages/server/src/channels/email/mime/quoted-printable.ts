const CR = 13
const LF = 10
const TAB = 9
const SPACE = 32
const DOT = 46
const EQUALS = 61
const F = 70
const hex = Buffer.from('0123456789ABCDEF')

/** Octets per line before the soft break's own `=`: RFC 2045 6.7 (5) allows 76 with it. */
const room = 75

/** Text encoded ahead: its octets, which begin a line, and the column after the last of them. */
export type Encoded = { readonly bytes: Uint8Array; readonly column: number }

/**
 * Writes one message into a buffer that is used again for the next: plain octets for headers,
 * quoted-printable (RFC 2045 6.7, UTF-8) for bodies. Line ends of the text (CRLF, LF or CR) become
 * CRLF, as RFC 2049 wants of text; everything else decodes to exactly what was written.
 *
 * No encoded line begins with a dot or with `From `: some relays would alter such lines.
 */
export class MimeWriter {
  private buffer: Buffer
  private length = 0
  private column = 0

  constructor(capacity = 65_536) {
    this.buffer = Buffer.allocUnsafeSlow(capacity)
  }

  reset(): void {
    this.length = 0
    this.column = 0
  }

  /** A copy of what was written, of exactly its size. */
  take(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length))
  }

  /** What was written as quoted-printable, to be written again many times with `encoded`. */
  takeEncoded(): Encoded {
    return { bytes: this.take(), column: this.column }
  }

  /** Header text, written as it is in UTF-8. */
  plain(text: string): void {
    this.reserve(text.length * 3)
    this.length += this.buffer.write(text, this.length)
    this.column = 0
  }

  octets(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
    this.column = 0
  }

  /** Text encoded ahead; a soft line break puts it where it was encoded for: at the start of a line. */
  encoded({ bytes, column }: Encoded): void {
    if (bytes.length === 0) return
    this.reserve(bytes.length + 3)
    if (this.column > 0) this.softBreak()
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
    this.column = column
  }

  /** Text encoded now. */
  text(text: string): void {
    // Worst case: nine octets per UTF-16 unit, and a soft break for each eight units.
    this.reserve(text.length * 10 + 6)
    const end = text.length
    for (let i = 0; i < end; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 32 && unit < 127 && unit !== EQUALS) {
        if (this.column >= room) this.softBreak()
        if (this.column === 0 && (unit === DOT || (unit === F && text.startsWith('From ', i))))
          this.escape(unit)
        else {
          this.buffer[this.length++] = unit
          this.column++
        }
      } else if (unit === SPACE || unit === TAB) {
        const next = i + 1 < end ? text.charCodeAt(i + 1) : 0
        if (next === CR || next === LF) this.escapeRoomily(unit)
        else {
          if (this.column >= room) this.softBreak()
          this.buffer[this.length++] = unit
          this.column++
        }
      } else if (unit === CR || unit === LF) {
        if (unit === CR && i + 1 < end && text.charCodeAt(i + 1) === LF) i++
        this.hardBreak()
      } else if (unit < 128) this.escapeRoomily(unit)
      else {
        const point = text.codePointAt(i)!
        if (point > 0xffff) i++
        this.escapePoint(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
      }
    }
  }

  /** Ends a body: white space at its very end would be dropped on the way, so it is encoded. */
  endText(): void {
    this.reserve(6)
    if (!this.endsInSpace()) return
    const last = this.buffer[--this.length]!
    this.softBreak()
    this.escape(last)
  }

  private endsInSpace(): boolean {
    const last = this.column > 0 ? this.buffer[this.length - 1] : 0
    return last === SPACE || last === TAB
  }

  private hardBreak(): void {
    if (this.endsInSpace()) this.softBreak()
    this.buffer[this.length++] = CR
    this.buffer[this.length++] = LF
    this.column = 0
  }

  private softBreak(): void {
    this.buffer[this.length++] = EQUALS
    this.buffer[this.length++] = CR
    this.buffer[this.length++] = LF
    this.column = 0
  }

  private escapeRoomily(octet: number): void {
    if (this.column + 3 > room) this.softBreak()
    this.escape(octet)
  }

  /** The octets of one character stay on one line: some readers decode line by line. */
  private escapePoint(point: number): void {
    const count = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (this.column + 3 * count > room) this.softBreak()
    if (count === 2) this.escape(0xc0 | (point >> 6))
    else {
      if (count === 3) this.escape(0xe0 | (point >> 12))
      else {
        this.escape(0xf0 | (point >> 18))
        this.escape(0x80 | ((point >> 12) & 0x3f))
      }
      this.escape(0x80 | ((point >> 6) & 0x3f))
    }
    this.escape(0x80 | (point & 0x3f))
  }

  private escape(octet: number): void {
    this.buffer[this.length++] = EQUALS
    this.buffer[this.length++] = hex[octet >> 4]!
    this.buffer[this.length++] = hex[octet & 15]!
    this.column += 3
  }

  private reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
  }
}

/** Encodes text that will be written many times. */
export function encodeAhead(text: string): Encoded {
  const writer = new MimeWriter(text.length * 2 + 64)
  writer.text(text)
  return writer.takeEncoded()
}
