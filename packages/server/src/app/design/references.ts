import { decodeEntities } from '@chappe/core/template/entities'
import { type HtmlToken, tokenizeHtml } from '@chappe/core/template/html'
import { scan } from '@chappe/core/template/scan'

/** An address in HTML that leads to a file which is shown, or, of kind `link`, that somebody may follow. */
export interface Reference {
  readonly kind: 'image' | 'link'
  /** Bounds of the address in the source. */
  readonly offset: number
  readonly end: number
  /** Without character references. */
  readonly address: string
}

/** Every address of an image, in attributes, styles and conditional comments, and every link, in order. */
export function referencesIn(html: string): Reference[] {
  const tokens = tokenizeHtml(html)
  const found = tokens.flatMap((token, i): Reference[] => {
    if (token.kind === 'comment') {
      const inner = conditional(html, token)
      return inner ? shifted(referencesIn(html.slice(inner.offset, inner.end)), inner.offset) : []
    }
    if (token.kind !== 'open') return []
    const inStyle =
      token.name === 'style' ? urlsIn(html, token.end, tokens[i + 1]?.offset ?? html.length) : []
    return [...inAttributes(html, token), ...inStyle]
  })
  return found.filter(({ address }) => address !== '' && !scan(address).some(({ kind }) => kind === 'tag'))
}

/** Bounds of what a conditional comment (`<!--[if mso]> … <![endif]-->`) holds. */
export function conditional(
  html: string,
  { offset, end }: { offset: number; end: number },
): { offset: number; end: number } | undefined {
  const head = /^<!--\[if[^\]]*\]>/i.exec(html.slice(offset, Math.min(end, offset + 200)))
  const tail = html.lastIndexOf('<![endif]', end)
  if (!head || tail < offset + head[0].length) return undefined
  return { offset: offset + head[0].length, end: tail }
}

type Open = Extract<HtmlToken, { kind: 'open' }>

function inAttributes(html: string, { name: element, attributes }: Open): Reference[] {
  return attributes.flatMap(({ name, offset, end }): Reference[] => {
    const address = decodeEntities(html.slice(offset, end)).trim()
    if (name === 'style') return urlsIn(html, offset, end)
    if (name === 'srcset') return inSet(html, offset, end)
    if (name === 'background' || name === 'poster' || (name === 'src' && element !== 'script'))
      return [{ kind: 'image', offset, end, address }]
    if (name === 'href' && (element === 'a' || element === 'area'))
      return [{ kind: 'link', offset, end, address }]
    return []
  })
}

/** `a.png 1x, b.png 2x`: addresses end at white space or a comma that white space follows. */
function inSet(html: string, from: number, to: number): Reference[] {
  const list = html.slice(from, to)
  return [...list.matchAll(/(?:^|,\s+|,(?=\S+\s))\s*([^\s,]\S*?)(?=,?\s|,?$)/g)].map((match) => {
    const offset = from + match.index + match[0].lastIndexOf(match[1]!)
    return { kind: 'image', offset, end: offset + match[1]!.length, address: decodeEntities(match[1]!) }
  })
}

const quotes = /^(?:["']|&quot;|&#3[49];)|(?:["']|&quot;|&#3[49];)$/g

function urlsIn(html: string, from: number, to: number): Reference[] {
  return [...html.slice(from, to).matchAll(/url\(\s*([^)]*?)\s*\)/gi)].map((match) => {
    const written = match[1]!
    const offset = from + match.index + match[0].indexOf(written, 4)
    return {
      kind: 'image',
      offset,
      end: offset + written.length,
      address: decodeEntities(written.replace(quotes, '')),
    }
  })
}

const shifted = (references: Reference[], by: number): Reference[] =>
  references.map((one) => ({ ...one, offset: one.offset + by, end: one.end + by }))
