import { type Piece, scan } from './scan.ts'

export interface HtmlAttribute {
  /** In lower case. */
  readonly name: string
  /** Bounds of the value in the source, without quotes; empty for an attribute without value. */
  readonly offset: number
  readonly end: number
}

/** `template` is a tag or comment of the language; it stands in text as a token, in an HTML tag as part of it. */
export type HtmlToken = { readonly offset: number; readonly end: number } & (
  | { readonly kind: 'text' }
  | { readonly kind: 'template' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'open'; readonly name: string; readonly attributes: readonly HtmlAttribute[] }
  | { readonly kind: 'close'; readonly name: string }
)

const rawText = new Set(['script', 'style', 'textarea', 'title', 'xmp'])

/**
 * Cuts HTML that holds template tags into tokens, in order and without gaps but the content of `script`,
 * `style` and their like. Anything is accepted: what is not markup is text.
 */
export function tokenizeHtml(source: string): HtmlToken[] {
  return new Tokenizer(source).run()
}

class Tokenizer {
  readonly #source: string
  /** Where template tags start, and where they end. */
  readonly #template: Map<number, number>
  readonly #tokens: HtmlToken[] = []
  #at = 0

  constructor(source: string) {
    this.#source = source
    const isTag = ({ kind }: Piece) => kind === 'tag' || kind === 'comment'
    this.#template = new Map(
      scan(source)
        .filter(isTag)
        .map(({ offset, end }) => [offset, end]),
    )
  }

  run(): HtmlToken[] {
    let textFrom = 0
    while (this.#at < this.#source.length) {
      const offset = this.#at
      const token = this.#token(offset)
      if (!token) {
        this.#at++
        continue
      }
      if (offset > textFrom) this.#tokens.push({ kind: 'text', offset: textFrom, end: offset })
      this.#tokens.push(token)
      this.#at = textFrom = token.end
      if (token.kind === 'open' && rawText.has(token.name)) this.#at = textFrom = this.#closeOf(token.name)
    }
    if (textFrom < this.#at) this.#tokens.push({ kind: 'text', offset: textFrom, end: this.#at })
    return this.#tokens
  }

  #token(offset: number): HtmlToken | null {
    const source = this.#source
    const templateEnd = this.#template.get(offset)
    if (templateEnd !== undefined) return { kind: 'template', offset, end: templateEnd }
    if (source[offset] !== '<') return null
    if (source.startsWith('<!--', offset)) {
      return { kind: 'comment', offset, end: this.#after('-->', offset + 4) }
    }
    const next = source[offset + 1] ?? ''
    if (next === '!' || next === '?') return { kind: 'comment', offset, end: this.#after('>', offset) }
    if (next === '/') {
      const name = this.#nameAt(offset + 2)
      return name ? { kind: 'close', name, offset, end: this.#after('>', offset) } : null
    }
    const name = this.#nameAt(offset + 1)
    if (!name) return null
    this.#at = offset + 1 + name.length
    const attributes = this.#attributes()
    return { kind: 'open', name, attributes, offset, end: this.#at }
  }

  #nameAt(at: number): string {
    const [name = ''] = /^[a-z][^\s/>{]*/i.exec(this.#source.slice(at, at + 64)) ?? []
    return name.toLowerCase()
  }

  #after(mark: string, from: number): number {
    const found = this.#source.indexOf(mark, from)
    return found < 0 ? this.#source.length : found + mark.length
  }

  #closeOf(name: string): number {
    const close = new RegExp(`</${name}`, 'gi')
    close.lastIndex = this.#at
    return close.exec(this.#source)?.index ?? this.#source.length
  }

  /** Leaves `#at` behind the closing bracket. */
  #attributes(): HtmlAttribute[] {
    const source = this.#source
    const attributes: HtmlAttribute[] = []
    while (this.#at < source.length) {
      const char = source[this.#at]!
      if (char === '>') {
        this.#at++
        break
      }
      const templateEnd = this.#template.get(this.#at)
      if (templateEnd !== undefined) this.#at = templateEnd
      else if (/[\s/=]/.test(char)) this.#at++
      else attributes.push(this.#attribute())
    }
    return attributes
  }

  #attribute(): HtmlAttribute {
    const source = this.#source
    const nameEnd = this.#skip(/[\s/>=]/)
    const name = source.slice(this.#at, nameEnd).toLowerCase()
    this.#at = nameEnd
    const [equals] = /^\s*=\s*/.exec(source.slice(nameEnd, nameEnd + 256)) ?? []
    if (equals === undefined) return { name, offset: nameEnd, end: nameEnd }
    this.#at += equals.length
    const quote = source[this.#at]
    if (quote !== '"' && quote !== "'") {
      const offset = this.#at
      this.#at = this.#skip(/[\s>]/)
      return { name, offset, end: this.#at }
    }
    const offset = ++this.#at
    const end = this.#skip(quote === '"' ? /"/ : /'/)
    this.#at = Math.min(end + 1, source.length)
    return { name, offset, end }
  }

  /** The next place with such a character outside template tags; at least one character is passed over. */
  #skip(until: RegExp): number {
    let i = this.#at
    while (i < this.#source.length) {
      const templateEnd = this.#template.get(i)
      if (templateEnd !== undefined) i = templateEnd
      else if (until.test(this.#source[i]!)) break
      else i++
    }
    return i
  }
}
