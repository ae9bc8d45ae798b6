import { escapeHtml } from '../template/escape.ts'
import { parse } from '../template/parse.ts'
import { printText } from '../template/print.ts'
import { scan } from '../template/scan.ts'

// Two braces with nothing between: a tag that is wrong by itself and reaches nothing around it, so that the
// content's check finds it where the expression was.
const brokenOutput = '{{ }}'
const notAnExpression = /^\s*([#/!=&{>%]|(else|fragment)\b)/

/**
 * The tag that writes a chip's value, with a text for when it is empty. An expression that would not stay
 * inside its tag becomes `{{ }}`; one that is merely wrong is kept as it was written. Either is an error of
 * the content, told by `parse`.
 */
export function outputTag(expression: string, fallback: string | null = null): string {
  const value = expression.trim()
  if (notAnExpression.test(value)) return brokenOutput
  const tag = fallback ? `{{ ${value} ?: ${printText(fallback)} }}` : `{{ ${value} }}`
  return isOneTag(tag) ? tag : brokenOutput
}

/** The tag that begins or continues a condition, closed by `endIf`. */
export function conditionTag(word: '#if' | 'else if', condition: string): string {
  const tag = `{%${word} ${condition.trim()} %}`
  return isOneTag(tag) ? tag : `{%${word} %}`
}
export const otherwiseTag = '{%else%}'
export const endIfTag = '{%/if%}'

export interface FragmentReference {
  readonly fragmentId: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** The tag that stands for a fragment. A field's value is a text whose tags are put together as one expression. */
export function fragmentTag({ fragmentId, name, fields }: FragmentReference): string {
  const given = Object.entries(fields)
    .filter(([field]) => /^[a-z_]\w*$/i.test(field) && !['id', 'name', 'mode'].includes(field))
    .map(([field, value]) => ` ${field}=${expressionOf(value)}`)
  const label = name === '' ? '' : ` name=${printText(name)}`
  return `{{ fragment id=${printText(fragmentId)}${label}${given.join('')} }}`
}

/** `Hello {{ profile.name }}!` as an expression: `concat("Hello ", profile.name, "!")`. */
function expressionOf(template: string): string {
  const parts = scan(template).flatMap((piece) => {
    if (piece.kind === 'comment') return []
    if (piece.kind !== 'tag') return [printText(template.slice(piece.offset, piece.end))]
    const inside = template.slice(piece.from, piece.to).replace(/^\s*=/, '').trim()
    const isValue =
      piece.form !== 'statement' || template.slice(piece.from, piece.to).trimStart().startsWith('=')
    return isValue && isExpression(inside)
      ? [`(${inside})`]
      : [printText(template.slice(piece.offset, piece.end))]
  })
  const [first, ...more] = parts
  if (first === undefined) return '""'
  return more.length === 0 ? first : `concat(${parts.join(', ')})`
}

function isExpression(source: string): boolean {
  if (notAnExpression.test(source)) return false
  const parsed = parse(`{{ ${source} }}`)
  return parsed.ok && parsed.ast.nodes.length === 1 && parsed.ast.nodes[0]!.kind === 'output'
}

/** Whether this is a tag that ends where it does whatever follows: an open quote would end in the next attribute. */
const isClosed = (source: string): boolean =>
  ['"', "'", '`'].every((quote) => {
    const [first] = scan(source + quote)
    return first?.kind === 'tag' && first.end === source.length
  })

const isOneTag = (source: string): boolean => scan(source)[0]?.kind === 'tag' && isClosed(source)

/** Text as HTML, in an element or in a quoted attribute, with the language's own tags left as they are. */
export const escapeAround = (text: string): string =>
  scan(text)
    .map((piece) => {
      const part = text.slice(piece.offset, piece.end)
      if (piece.kind === 'comment' || (piece.kind === 'tag' && isClosed(part))) return part
      // An opener that nothing closes would reach into what follows.
      return piece.kind === 'text' ? escapeHtml(part) : escapeHtml(part).replaceAll('{', brace)
    })
    .join('')
    // With a chip after it, a last brace would make another tag of it.
    .replace(/\{$/, brace)

const brace = '&#123;'
