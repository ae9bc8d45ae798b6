import { safeAddress } from './address.ts'
import type { RichNode } from './schema.ts'
import { escapeAround, outputTag } from './tags.ts'

export interface TextStyle {
  /** Pixels. */
  readonly fontSize: number
  readonly linkColor: string
}

/** How much larger than the text around it a heading is, by level. */
const headingScale = { 1: 1.75, 2: 1.375, 3: 1.125 } as const
export const headingSize = (level: unknown, fontSize: number): number =>
  Math.round(fontSize * headingScale[headingLevel(level)])

/**
 * Rich text as HTML with inline styles. Only the nodes and marks of the schema come out, whatever goes in;
 * texts are escaped, chips become tags of the personalization language, addresses that may run something go.
 */
export const richHtml = (node: RichNode, style: TextStyle): string => blocks(node.content, style)

/** Rich text as plain text, for outlines and summaries: a line per block, chips as they are written. */
export function richText(node: RichNode): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'token') return outputTag(text(node.attrs?.expression))
  const inside = (node.content ?? []).map(richText)
  return inside.join(node.type === 'paragraph' || node.type === 'heading' ? '' : '\n')
}

/** Every node of a rich text, outer ones first. */
export function* everyNode(node: RichNode): Generator<RichNode> {
  yield node
  for (const child of node.content ?? []) yield* everyNode(child)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const headingLevel = (level: unknown): 1 | 2 | 3 => (level === 1 || level === 2 ? level : 3)
const aligned = (node: RichNode): string => {
  const { textAlign } = node.attrs ?? {}
  return textAlign === 'left' || textAlign === 'center' || textAlign === 'right'
    ? `text-align:${textAlign};`
    : ''
}

function blocks(nodes: readonly RichNode[] = [], style: TextStyle, gap = true): string {
  return nodes.map((node, i) => block(node, style, gap && i < nodes.length - 1)).join('')
}

function block(node: RichNode, style: TextStyle, gapAfter: boolean): string {
  const margin = `margin:0${gapAfter ? ` 0 ${Math.round(style.fontSize * 0.75)}px` : ''};`
  switch (node.type) {
    case 'paragraph':
      return `<p style="${margin}${aligned(node)}">${inline(node.content, style)}</p>`
    case 'heading': {
      const level = headingLevel(node.attrs?.level)
      const size = headingSize(level, style.fontSize)
      const look = `${margin}font-size:${size}px;line-height:1.25;font-weight:bold;${aligned(node)}`
      return `<h${level} style="${look}">${inline(node.content, { ...style, fontSize: size })}</h${level}>`
    }
    case 'bulletList':
      return `<ul style="${margin}padding:0 0 0 ${listIndent}px;">${blocks(node.content, style, false)}</ul>`
    case 'orderedList':
      return `<ol style="${margin}padding:0 0 0 ${listIndent}px;">${blocks(node.content, style, false)}</ol>`
    case 'listItem':
      return `<li style="margin:0 0 4px;">${blocks(node.content, style, false)}</li>`
    default:
      return `<p style="${margin}">${inline([node], style)}</p>`
  }
}

const listIndent = 24

function inline(nodes: readonly RichNode[] = [], style: TextStyle): string {
  // A paragraph with nothing in it is an empty line that somebody made.
  return nodes.length === 0 ? '&nbsp;' : nodes.map((node) => piece(node, style)).join('')
}

function piece(node: RichNode, style: TextStyle): string {
  switch (node.type) {
    case 'text':
      return marked(escapeAround(node.text ?? ''), node, style)
    case 'token':
      return marked(outputTag(text(node.attrs?.expression), text(node.attrs?.fallback)), node, style)
    case 'hardBreak':
      return '<br>'
    default:
      return (node.content ?? []).map((child) => piece(child, style)).join('')
  }
}

const elements = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const

function marked(html: string, { marks = [] }: RichNode, { linkColor }: TextStyle): string {
  let result = html
  const rest = marks.filter(({ type }) => type !== 'link')
  for (const { type, attrs } of rest) {
    if (type === 'color') {
      const color = text(attrs?.color)
      if (/^#[0-9a-f]{6}$/i.test(color)) result = `<span style="color:${color};">${result}</span>`
    } else if (type !== 'link') result = `<${elements[type]}>${result}</${elements[type]}>`
  }
  // The link goes around everything else, so that a color of its own wins over the color of links.
  const link = marks.find(({ type }) => type === 'link')
  const href = link && safeAddress(text(link.attrs?.href), 'link')
  return href
    ? `<a href="${escapeAround(href)}" target="_blank" style="color:${linkColor};text-decoration:underline;">${result}</a>`
    : result
}
