/** `escaped` is `{{ }}`, `raw` is `{{{ }}}`, `statement` is `{% %}`. */
export type TagForm = 'escaped' | 'raw' | 'statement'

export const delimiters: Record<TagForm, { readonly open: string; readonly close: string }> = {
  escaped: { open: '{{', close: '}}' },
  raw: { open: '{{{', close: '}}}' },
  statement: { open: '{%', close: '%}' },
}

/** A stretch of source; `from` and `to` bound what is inside the delimiters. */
export type Piece =
  | { readonly kind: 'text'; readonly offset: number; readonly end: number }
  | TagPiece
  | {
      readonly kind: 'comment'
      readonly dashed: boolean
      readonly offset: number
      readonly end: number
      readonly from: number
      readonly to: number
    }
  | { readonly kind: 'unclosed'; readonly form: TagForm; readonly offset: number; readonly end: number }

/** `{{~` and `~}}` drop the white space on that side of a tag. */
export interface TagPiece {
  readonly kind: 'tag'
  readonly trimsBefore: boolean
  readonly trimsAfter: boolean
  readonly form: TagForm
  readonly offset: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** Cuts a source into text, tags and comments, without looking into the tags further than their quotes. */
export function scan(source: string): Piece[] {
  const pieces: Piece[] = []
  const find = finder(source)
  let textFrom = 0
  let i = 0
  while ((i = nextOpener(source, i)) >= 0) {
    const piece = commentAt(source, i, find) ?? tagAt(source, i)
    if (i > textFrom) pieces.push({ kind: 'text', offset: textFrom, end: i })
    pieces.push(piece)
    i = textFrom = piece.end
  }
  if (textFrom < source.length) pieces.push({ kind: 'text', offset: textFrom, end: source.length })
  return pieces
}

/** In `{{%` the first brace is text: no expression starts with `%`. */
function nextOpener(source: string, from: number): number {
  for (let i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
    const next = source[i + 1]
    if (next === '%' || (next === '{' && source[i + 2] !== '%')) return i
  }
  return -1
}

type Find = (mark: string, from: number) => number

/** Like indexOf, for ascending places: what is not found once is not looked for again. */
function finder(source: string): Find {
  const absent = new Set<string>()
  return (mark, from) => {
    if (absent.has(mark)) return -1
    const found = source.indexOf(mark, from)
    if (found < 0) absent.add(mark)
    return found
  }
}

/** A comment may be written `{{~! … }}`: the `~` says nothing about what is not printed. */
function commentAt(source: string, offset: number, find: Find): Piece | undefined {
  const bang = source[offset + 2] === '~' ? offset + 3 : offset + 2
  if (source[bang] !== '!' || source[offset + 1] !== '{') return undefined
  if (source.startsWith('--', bang + 1)) {
    const to = find('--}}', bang + 1)
    if (to >= 0) {
      const from = bang + 3
      return { kind: 'comment', dashed: true, offset, end: to + 4, from, to: Math.max(from, to) }
    }
  }
  const to = find('}}', bang + 1)
  if (to < 0) return { kind: 'unclosed', form: 'escaped', offset, end: offset + 2 }
  return { kind: 'comment', dashed: false, offset, end: to + 2, from: bang + 1, to }
}

function tagAt(source: string, offset: number): Piece {
  const form: TagForm =
    source[offset + 1] === '%' ? 'statement' : source[offset + 2] === '{' ? 'raw' : 'escaped'
  const { open, close } = delimiters[form]
  const inside = offset + open.length
  const closing = closeOf(source, inside, close)
  if (closing < 0) return { kind: 'unclosed', form, offset, end: inside }
  const trimsBefore = source[inside] === '~'
  const from = trimsBefore ? inside + 1 : inside
  const trimsAfter = closing > from && source[closing - 1] === '~'
  const to = trimsAfter ? closing - 1 : closing
  return { kind: 'tag', form, trimsBefore, trimsAfter, offset, end: closing + close.length, from, to }
}

/** No expression contains a brace outside quotes, so another opener means that this tag was never closed. */
function closeOf(source: string, from: number, close: string): number {
  for (let i = from; i < source.length; i = afterQuoted(source, i)) {
    const char = source[i]
    if (char === close[0] && source.startsWith(close, i)) return i
    if (char === '{' && (source[i + 1] === '{' || source[i + 1] === '%')) return -1
  }
  return -1
}

function afterQuoted(source: string, at: number): number {
  const quote = source[at]
  if (quote !== '"' && quote !== "'" && quote !== '`') return at + 1
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === quote) return i + 1
    if (source[i] === '\\' && quote !== '`') i++
  }
  return at + 1
}
