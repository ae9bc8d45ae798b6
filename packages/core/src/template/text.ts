import { type HtmlAttribute, type HtmlToken, tokenizeHtml } from './html.ts'
import { decodeText } from './links.ts'

/** Blank lines around an element: 2 leaves an empty line, 1 only begins a new one. */
const breaks: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, 2])),
  ...Object.fromEntries(['ul', 'ol', 'table', 'blockquote', 'pre'].map((name) => [name, 2])),
  ...Object.fromEntries(
    ['div', 'section', 'article', 'header', 'footer', 'main', 'nav'].map((name) => [name, 1]),
  ),
  ...Object.fromEntries(
    ['center', 'address', 'tr', 'li', 'dt', 'dd', 'caption', 'br'].map((name) => [name, 1]),
  ),
}
const dropped = new Set(['head', 'script', 'style', 'title', 'template', 'svg', 'noscript'])
const empty = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const invisible = /\u034f|[\u00ad\u200b-\u200d\u2060\ufeff]/g

/**
 * The text part of a message, made from the source of its HTML part. Template tags stay as they are, so the
 * result is the source of a template too, for mode `text`: links become `label (address)`, items `- item`,
 * table rows lines; what is not seen (head, styles, hidden preheader) goes.
 */
export function htmlToText(html: string): string {
  const writer = new Writer()
  const links: { url: string; from: number }[] = []
  let hidden: { name: string; depth: number } | null = null
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'comment') continue
    const source = html.slice(token.offset, token.end)
    if (hidden) {
      if (token.kind === 'open' && token.name === hidden.name) hidden.depth++
      else if (token.kind === 'close' && token.name === hidden.name && --hidden.depth === 0) hidden = null
      // A variable set where nothing is seen is still used where something is.
      else if (token.kind === 'template' && /^\{%~?\s*let\s/.test(source)) writer.control(source)
    } else if (token.kind === 'text') writer.text(decodeText(source))
    else if (token.kind === 'template') template(writer, source)
    else if (token.kind === 'close') close(writer, token.name, links)
    else if (isHidden(token, html)) {
      if (!empty.has(token.name)) hidden = { name: token.name, depth: 1 }
    } else open(writer, token, html, links)
  }
  return writer.finished()
}

type Open = Extract<HtmlToken, { kind: 'open' }>

function open(writer: Writer, token: Open, html: string, links: { url: string; from: number }[]): void {
  const { name } = token
  if (name === 'br') writer.newLine()
  else writer.atLeast(breaks[name] ?? 0)
  if (name === 'li') writer.bullet()
  if (name === 'td' || name === 'th') writer.text(' ')
  if (name === 'img') writer.text(decodeText(valueIn(token, 'alt', html)))
  if (name === 'a') links.push({ url: decodeText(valueIn(token, 'href', html)).trim(), from: writer.length })
  if (name === 'hr') {
    writer.atLeast(1)
    writer.mark('---')
    writer.atLeast(1)
  }
}

function close(writer: Writer, name: string, links: { url: string; from: number }[]): void {
  const link = name === 'a' ? links.pop() : undefined
  if (link && /^(https?:|\{)/i.test(link.url)) {
    const label = writer.since(link.from)
    if (label === '') writer.mark(link.url)
    else if (label !== link.url) writer.mark(` (${link.url})`)
  }
  writer.atLeast(breaks[name] ?? 0)
}

/** What only steers (`if`, `each`, `let` …) takes no place of its own on the line. */
function template(writer: Writer, source: string): void {
  if (/^\{\{~?!/.test(source)) return
  const [, word = ''] = /^\{[{%]~?\s*([#/]|else\b|let\b)?/.exec(source) ?? []
  if (word === '') writer.mark(source)
  else writer.control(source, word)
}

const valueIn = ({ attributes }: Open, name: string, html: string): string => {
  const found = attributes.find((attribute: HtmlAttribute) => attribute.name === name)
  return found ? html.slice(found.offset, found.end) : ''
}

const isHidden = (token: Open, html: string): boolean =>
  dropped.has(token.name) ||
  token.attributes.some(({ name }) => name === 'hidden') ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(valueIn(token, 'style', html))

/**
 * Writes lines. It counts the line ends at the end of what each way through the blocks has written, so that
 * a block shown or not shown leaves neither a hole nor two lines in one.
 */
class Writer {
  #out = ''
  /** Line ends that what was written ends with; many at the start, where none is ever wanted. */
  #ended = 2
  #wanted = 0
  #space = false
  readonly #blocks: { before: number; least: number | null }[] = []

  get length(): number {
    return this.#out.length
  }

  since(from: number): string {
    return this.#out.slice(from).trim()
  }

  atLeast(lineEnds: number): void {
    this.#wanted = Math.max(this.#wanted, lineEnds)
  }

  newLine(): void {
    this.#wanted = Math.max(this.#wanted, this.#ended) + 1
  }

  text(text: string): void {
    const words = text.replace(invisible, '').split(/\s+/)
    for (const [i, word] of words.entries()) {
      if (i > 0) this.#space = true
      if (word !== '') this.mark(word)
    }
  }

  mark(text: string): void {
    this.#flush()
    if (this.#space && this.#ended === 0) this.#out += ' '
    this.#out += text
    this.#space = false
    this.#ended = 0
  }

  /** What follows stands on the same line, be it a paragraph. */
  bullet(): void {
    this.mark('- ')
    this.#ended = 2
  }

  control(source: string, word = 'let'): void {
    this.#flush()
    if (this.#space && this.#ended === 0) {
      this.#out += ' '
      this.#space = false
    }
    this.#out += source
    if (word === '#') this.#blocks.push({ before: this.#ended, least: null })
    const block = this.#blocks.at(-1)
    if (!block || word === 'let' || word === '#') return
    const least = Math.min(block.least ?? this.#ended, this.#ended)
    if (word === '/') {
      this.#ended = block.least === null ? Math.min(least, block.before) : least
      this.#blocks.pop()
    } else {
      block.least = least
      this.#ended = block.before
    }
  }

  finished(): string {
    const lines = this.#out.split('\n').map((line) => line.trimEnd())
    return lines.join('\n').trim()
  }

  #flush(): void {
    if (this.#wanted > this.#ended) {
      this.#out += '\n'.repeat(this.#wanted - this.#ended)
      this.#ended = this.#wanted
    }
    this.#wanted = 0
    if (this.#ended > 0) this.#space = false
  }
}
