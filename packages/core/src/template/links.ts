import { decodeEntities } from './entities.ts'
import { type HtmlToken, tokenizeHtml } from './html.ts'
import { scan } from './scan.ts'

/** A link that clicks can be counted on. */
export interface Link {
  /** Bounds of the address in the source, without its quotes. */
  readonly offset: number
  readonly end: number
  /** The address with character references decoded; a template for mode `url` when `dynamic`. */
  readonly url: string
  readonly dynamic: boolean
  /** What the link says, or the text of its images; template tags as they are. */
  readonly label: string
}

/**
 * The links of `a` and `area` in order of appearance. Left out: addresses that are not http(s) (`mailto:`,
 * `tel:`, `#…`, relative ones), the engine's own (`{{system.…}}`) and links marked `data-track="false"`.
 */
export function extractLinks(html: string): Link[] {
  const tokens = tokenizeHtml(html)
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'open' || (token.name !== 'a' && token.name !== 'area')) return []
    const valueIn = (name: string) => {
      const attribute = token.attributes.find((candidate) => candidate.name === name)
      return attribute && html.slice(attribute.offset, attribute.end)
    }
    if (valueIn('data-track')?.toLowerCase() === 'false') return []
    const label = token.name === 'a' ? labelOf(html, tokens, i + 1) : decodeText(valueIn('alt') ?? '')
    return token.attributes
      .filter(({ name }) => name === 'href')
      .map(({ offset, end }) => {
        const url = decodeText(html.slice(offset, end)).trim()
        return { offset, end, url, dynamic: isDynamic(url), label }
      })
      .filter(isTrackable)
  })
}

export interface Replacement {
  readonly offset: number
  readonly end: number
  readonly value: string
}

/** The source with stretches of it replaced. Stretches may come in any order but must not overlap. */
export function rewrite(source: string, replacements: readonly Replacement[]): string {
  const ordered = replacements.toSorted((a, b) => a.offset - b.offset)
  let written = ''
  let from = 0
  for (const { offset, end, value } of ordered) {
    written += source.slice(from, offset) + value
    from = end
  }
  return written + source.slice(from)
}

const isDynamic = (url: string): boolean => scan(url).some(({ kind }) => kind === 'tag')

const isTrackable = ({ url, dynamic }: Link): boolean =>
  !isOwn(url) && (/^https?:\/\//i.test(url) || (dynamic && url.startsWith('{')))

const isOwn = (url: string): boolean =>
  scan(url).some(
    (piece) => piece.kind === 'tag' && /^[\s=]*system\s*\./.test(url.slice(piece.from, piece.to)),
  )

function labelOf(html: string, tokens: readonly HtmlToken[], from: number): string {
  let label = ''
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]!
    if ((token.kind === 'close' || token.kind === 'open') && token.name === 'a') break
    if (token.kind === 'text' || token.kind === 'template') label += html.slice(token.offset, token.end)
    if (token.kind === 'open') {
      const alt = token.attributes.find(({ name }) => name === 'alt')
      label += alt ? ` ${html.slice(alt.offset, alt.end)} ` : ' '
    }
  }
  return decodeText(label).replace(/\s+/g, ' ').trim()
}

/** Decodes what stands between template tags and leaves these alone. */
export const decodeText = (text: string): string =>
  scan(text)
    .map((piece) => {
      const part = text.slice(piece.offset, piece.end)
      return piece.kind === 'text' ? decodeEntities(part) : part
    })
    .join('')
