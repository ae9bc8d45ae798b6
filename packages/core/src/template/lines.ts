import type { Span } from './ast.ts'

/** Finds line and column of an offset. Lines end with LF, CRLF or CR. */
export class Lines {
  readonly #starts: number[] = [0]

  constructor(source: string) {
    for (const match of source.matchAll(/\r\n|\r|\n/g)) this.#starts.push(match.index + match[0].length)
  }

  span(offset: number, end: number): Span {
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1, offset, end }
  }
}
