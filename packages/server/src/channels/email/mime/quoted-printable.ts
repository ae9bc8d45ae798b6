const CR = 13
const LF = 10
const TAB = 9
const SPACE = 32
const DOT = 46
const EQUALS = 61
const F = 70
const softBreak = Buffer.from('=\r\n')
const hex = Buffer.from('0123456789ABCDEF')

/** Octets per line before the soft break's own `=`: RFC 2045 6.7 (5) allows 76 with it. */
const room = 75

/** By octet: 1 when it stands for itself inside a line. A space is among them and is looked at again at a line end. */
const literal = Uint8Array.from({ length: 128 }, (_, octet) =>
  octet === TAB || (octet >= SPACE && octet < 127 && octet !== EQUALS) ? 1 : 0,
)

/** Messages share pieces of memory of this size; a message that is kept keeps its piece. */
const pieceSize = 262_144

/** Text encoded ahead: a soft line break, then its octets, which begin a line; and the column after the last. */
export type Encoded = { readonly broken: Uint8Array; readonly bytes: Uint8Array; readonly column: number }

/**
 * Writes messages one after the other: plain octets for headers, quoted-printable (RFC 2045 6.7, UTF-8) for bodies.
 * Line ends of the text (CRLF, LF or CR) become CRLF, as RFC 2049 wants of text; everything else decodes to exactly
 * what was written. Each message is written where it stays: taking it copies nothing.
 *
 * No encoded line begins with a dot or with `From `: some relays would alter such lines.
 */
export class MimeWriter {
  private buffer: Buffer
  private start = 0
  private length = 0
  private column = 0

  constructor(capacity = pieceSize) {
    this.buffer = Buffer.allocUnsafeSlow(capacity)
  }

  /** Begins a message, and forgets one that was begun and not taken. */
  reset(): void {
    this.length = this.start
    this.column = 0
  }

  /** What was written since the last time. Nobody writes there again. */
  take(): Buffer {
    const taken = this.buffer.subarray(this.start, this.length)
    this.start = this.length
    this.column = 0
    return taken
  }

  /** The text as quoted-printable, to be written many times with `encoded`; it is no part of a message. */
  ahead(text: string): Encoded {
    this.reset()
    this.text(text)
    const broken = Buffer.concat([softBreak, this.buffer.subarray(this.start, this.length)])
    return { broken, bytes: broken.subarray(softBreak.length), column: this.column }
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
  encoded({ broken, bytes, column }: Encoded): void {
    if (bytes.length === 0) return
    const added = this.column > 0 ? broken : bytes
    this.reserve(added.length)
    this.buffer.set(added, this.length)
    this.length += added.length
    this.column = column
  }

  /** Text encoded now. */
  text(text: string): void {
    // Worst case: nine octets per UTF-16 unit, and a soft break for each eight units.
    this.reserve(text.length * 10 + 6)
    const { buffer } = this
    const end = text.length
    for (let i = 0; i < end; ) {
      if (this.column > 0) {
        const stop = Math.min(end, i + room - this.column)
        const shift = this.length - i
        const from = i
        for (; i < stop; i++) {
          const unit = text.charCodeAt(i)
          if (unit >= 128 || literal[unit] === 0) break
          buffer[shift + i] = unit
        }
        this.length += i - from
        this.column += i - from
      }
      if (i < end) i += this.awkward(text, i)
    }
  }

  /** Writes what stands at the edge of a line or not for itself; returns how many units of the text that were. */
  private awkward(text: string, at: number): number {
    const unit = text.charCodeAt(at)
    if (unit === CR || unit === LF) {
      this.hardBreak()
      return unit === CR && text.charCodeAt(at + 1) === LF ? 2 : 1
    }
    if (unit < 128 && literal[unit] === 1) {
      if (this.column >= room) this.softBreak()
      if (this.column === 0 && (unit === DOT || (unit === F && text.startsWith('From ', at))))
        this.escape(unit)
      else {
        this.buffer[this.length++] = unit
        this.column++
      }
      return 1
    }
    if (unit < 128) {
      this.escapeRoomily(unit)
      return 1
    }
    const point = text.codePointAt(at)!
    this.escapePoint(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
    return point > 0xffff ? 2 : 1
  }

  /** Ends a body. */
  endText(): void {
    this.reserve(6)
    this.escapeLastSpace()
  }

  /** White space at the end of a line would be dropped on the way, so it is encoded. */
  private escapeLastSpace(): void {
    const last = this.column > 0 ? this.buffer[this.length - 1] : 0
    if (last !== SPACE && last !== TAB) return
    this.length--
    this.column--
    this.escapeRoomily(last)
  }

  private hardBreak(): void {
    this.escapeLastSpace()
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
    if (this.length + more <= this.buffer.length) return
    const begun = this.buffer.subarray(this.start, this.length)
    const larger = Buffer.allocUnsafeSlow(Math.max(pieceSize, (begun.length + more) * 2))
    larger.set(begun)
    this.buffer = larger
    this.start = 0
    this.length = begun.length
  }
}

const writerAhead = new MimeWriter()

/** Encodes text that will be written many times. */
export const encodeAhead = (text: string): Encoded => writerAhead.ahead(text)
