import { tokenizeHtml } from '../template/html.ts'
import { Lines } from '../template/lines.ts'

/** Both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Whether an address is that of the page where people unsubscribe, and nothing else. */
export const isUnsubscribe = (href: string) => /^\{\{\{?\s*system\s*\.\s*unsubscribeUrl\s*\}?\}\}$/.test(href)

/** The addresses of `a` and `area` as they stand in the source; one without `href` is no link. */
export function linksIn(html: string): { href: string; place: Place }[] {
  const lines = new Lines(html)
  return tokenizeHtml(html).flatMap((token) => {
    if (token.kind !== 'open' || (token.name !== 'a' && token.name !== 'area')) return []
    return token.attributes
      .filter(({ name }) => name === 'href')
      .map(({ offset, end }) => ({
        href: html.slice(offset, end).trim(),
        place: lines.span(token.offset, token.end),
      }))
  })
}
