import type { ProblemCode } from './problems.ts'

export type Token = { readonly offset: number; readonly end: number } & (
  | { readonly kind: 'name' | 'quoted' | 'string' | 'sign'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number; readonly whole: boolean }
  | { readonly kind: 'bad'; readonly value: string; readonly code: ProblemCode }
  | { readonly kind: 'end'; readonly value: '' }
)

const signs = ['&&', '||', '?:', '==', '!=', '<=', '>=', ...'=<>+-*/%!()[],.|@#&'] as const
const notInNames = /[\s!"#%&'()*+,./;<=>@[\\\]^`{|}~]/
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

/** The words and signs of one tag, closed by an `end`. What cannot be read becomes a `bad` token. */
export function lex(source: string, from: number, to: number): Token[] {
  const tokens: Token[] = []
  let i = from
  while (i < to) {
    if (/\s/.test(source[i]!)) {
      i++
      continue
    }
    const token = tokenAt(source, i, to)
    tokens.push(token)
    i = token.end
  }
  const end = tokens.at(-1)?.end ?? to
  tokens.push({ kind: 'end', value: '', offset: end, end })
  return tokens
}

/** Whether a path segment can be written without backticks. */
export const isPlainName = (name: string): boolean =>
  name !== '' && !/^\d/.test(name) && nameEnd(name, 0, name.length) === name.length

function tokenAt(source: string, offset: number, to: number): Token {
  const char = source[offset]!
  if (char === '"' || char === "'") return stringAt(source, offset, to)
  if (char === '`') return quotedAt(source, offset, to)
  if (/\d/.test(char)) return numberAt(source, offset, to)
  const sign = signs.find((candidate) => source.startsWith(candidate, offset))
  if (sign) return { kind: 'sign', value: sign, offset, end: offset + sign.length }
  const end = nameEnd(source, offset, to)
  if (end > offset) return { kind: 'name', value: source.slice(offset, end), offset, end }
  const whole = String.fromCodePoint(source.codePointAt(offset)!)
  return { kind: 'bad', value: whole, code: 'unexpected-token', offset, end: offset + whole.length }
}

/**
 * A name may hold `-`, `?` and `:`, as in `order-number`, but does not start with one, does not end with `-`,
 * and stops before `?:`.
 */
function nameEnd(source: string, from: number, to: number): number {
  let i = from
  while (i < to && !notInNames.test(source[i]!)) {
    const next = i + 1 < to ? source[i + 1]! : ''
    if (i === from && /[-?:]/.test(source[i]!)) break
    if (source[i] === '?' && next === ':') break
    if (source[i] === '-' && (next === '' || notInNames.test(next))) break
    i++
  }
  return i
}

function numberAt(source: string, offset: number, to: number): Token {
  const [text, whole, , fraction = ''] = /^(\d+)(\.(\d+))?/.exec(
    source.slice(offset, Math.min(to, offset + 64)),
  )!
  const end = offset + text.length
  const wordEnd = wordFrom(source, end, to)
  const word = source.slice(offset, wordEnd)
  if (whole!.length > 15 || fraction.length > 15) {
    return { kind: 'bad', value: text, code: 'number-too-long', offset, end }
  }
  if (wordEnd > end) return { kind: 'bad', value: word, code: 'quoted-segment-needed', offset, end: wordEnd }
  return { kind: 'number', value: Number(text), whole: fraction === '', offset, end }
}

/** `5-3` is a subtraction and `5?:3` a default, `5th` is a name that needs backticks. */
const wordFrom = (source: string, from: number, to: number): number =>
  from < to && /[-?:]/.test(source[from]!) ? from : nameEnd(source, from, to)

function quotedAt(source: string, offset: number, to: number): Token {
  const close = source.indexOf('`', offset + 1)
  if (close < 0 || close >= to) return { kind: 'bad', value: '`', code: 'unclosed-string', offset, end: to }
  const value = source.slice(offset + 1, close)
  if (value === '') return { kind: 'bad', value: '``', code: 'unexpected-token', offset, end: close + 1 }
  return { kind: 'quoted', value, offset, end: close + 1 }
}

/** A backslash that escapes nothing stands for itself. */
function stringAt(source: string, offset: number, to: number): Token {
  const quote = source[offset]!
  let value = ''
  for (let i = offset + 1; i < to; i++) {
    const char = source[i]!
    if (char === quote) return { kind: 'string', value, offset, end: i + 1 }
    const escaped = char === '\\' && i + 1 < to ? escapes[source[i + 1]!] : undefined
    if (escaped === undefined) value += char
    else {
      value += escaped
      i++
    }
  }
  return { kind: 'bad', value: quote, code: 'unclosed-string', offset, end: to }
}
