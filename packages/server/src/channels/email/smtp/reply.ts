import type { Reply } from '../classify.ts'

/** A relay that never ends its answer must not fill our memory. */
const longest = 65_536

const LF = 10
const CR = 13
const DASH = 45
const none = Buffer.alloc(0)

/** Cuts what a relay says into replies (RFC 5321 4.2), however the octets arrive. */
export class ReplyReader {
  private rest: Buffer = none
  private lines = ''

  /** True when a reply has begun and not ended. */
  get unfinished(): boolean {
    return this.rest.length > 0 || this.lines !== ''
  }

  /**
   * Calls `tell` for each reply that these octets complete.
   * @throws SyntaxError when they are not SMTP
   */
  feed(octets: Buffer, tell: (reply: Reply) => void): void {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, octets]) : octets
    this.rest = none
    let start = 0
    for (let end = all.indexOf(LF); end >= 0; end = all.indexOf(LF, start)) {
      const stop = end > start && all[end - 1] === CR ? end - 1 : end
      this.line(all, start, stop, tell)
      start = end + 1
    }
    if (start < all.length) this.rest = start === 0 ? all : all.subarray(start)
    if (this.rest.length + this.lines.length > longest) throw new SyntaxError('an answer without end')
  }

  private line(all: Buffer, start: number, stop: number, tell: (reply: Reply) => void): void {
    const text = all.toString('utf8', start, stop)
    const code = stop - start >= 3 ? Number(text.slice(0, 3)) : Number.NaN
    const sign = text[3]
    if (!(code >= 200 && code <= 599) || !(sign === undefined || sign === ' ' || sign === '-'))
      throw new SyntaxError(`not an SMTP answer: ${text.slice(0, 200)}`)
    const lines = this.lines === '' ? text : `${this.lines}\n${text}`
    if (all[start + 3] === DASH && stop - start > 3) {
      this.lines = lines
      return
    }
    this.lines = ''
    tell({ code, text: lines })
  }
}
