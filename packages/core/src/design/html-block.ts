import { tokenizeHtml } from '../template/html.ts'
import { type Replacement, rewrite } from '../template/links.ts'

const documentTags = new Set(['html', 'head', 'body', 'meta', 'base', 'link'])
const withContent = new Set(['script', 'title', 'noscript', 'template'])

/**
 * The HTML of a raw block as it may stand inside a message: without what belongs to a document's frame or
 * head, without MJML and without scripts. A whole document pasted into a block leaves what is in its body.
 */
export function blockHtml(html: string): string {
  const out: Replacement[] = []
  let skipUntil: string | null = null
  let from = 0
  const tokens = tokenizeHtml(html)
  for (const token of tokens) {
    const { offset, end } = token
    if (skipUntil !== null) {
      if (token.kind !== 'close' || token.name !== skipUntil) continue
      out.push({ offset: from, end, value: '' })
      skipUntil = null
    } else if (token.kind === 'comment' && /^<[!?](doctype|xml)/i.test(html.slice(offset, offset + 9))) {
      out.push({ offset, end, value: '' })
    } else if (token.kind === 'open' || token.kind === 'close') {
      if (token.kind === 'open' && withContent.has(token.name)) {
        skipUntil = token.name
        from = offset
      } else if (documentTags.has(token.name) || /^mj/.test(token.name)) {
        out.push({ offset, end, value: '' })
      }
    }
  }
  if (skipUntil !== null) out.push({ offset: from, end: html.length, value: '' })
  return rewrite(html, out).trim()
}
