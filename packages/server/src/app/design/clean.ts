import { decodeEntities } from '@chappe/core/template/entities'
import { type HtmlAttribute, type HtmlToken, tokenizeHtml } from '@chappe/core/template/html'
import { type Replacement, rewrite } from '@chappe/core/template/links'
import { conditional } from './references.ts'

/** What an email must not bring along, by the code of the remark that tells it. */
export type Removed = 'script' | 'handler' | 'frame' | 'form' | 'address' | 'head'

const withContent: Readonly<Record<string, Removed>> = {
  script: 'script',
  iframe: 'frame',
  frameset: 'frame',
  object: 'frame',
  applet: 'frame',
}
const alone: Readonly<Record<string, Removed>> = { embed: 'frame', frame: 'frame', base: 'head' }
/** Their content is what somebody without scripts is to see: that is everybody. */
const onlyTags = new Set(['noscript'])
const sends = new Set(['action', 'formaction', 'ping'])
const leads = new Set(['href', 'src', 'background', 'poster', 'xlink:href', 'data'])

/** The HTML without what runs, embeds or sends anything, and how often each was there. All else stays as it is. */
export function cleaned(html: string): { html: string; removed: Map<Removed, number> } {
  const removed = new Map<Removed, number>()
  const clean = (source: string): string => {
    const cuts: Replacement[] = []
    const tokens = tokenizeHtml(source)
    const cut = (offset: number, end: number, what: Removed | null, value = '') => {
      cuts.push({ offset, end, value })
      if (what) removed.set(what, (removed.get(what) ?? 0) + 1)
    }
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!
      if (token.kind === 'comment') {
        const inner = conditional(source, token)
        if (!inner) continue
        const part = source.slice(inner.offset, inner.end)
        const kept = clean(part)
        if (kept !== part) cuts.push({ ...inner, value: kept })
      } else if (token.kind === 'close') {
        if (onlyTags.has(token.name)) cut(token.offset, token.end, null)
        else if (withContent[token.name]) cut(token.offset, token.end, null)
      } else if (token.kind === 'open') {
        const what = withContent[token.name]
        if (what) {
          const last = closing(tokens, i)
          const end = last ? tokens[last]!.end : token.name === 'script' ? source.length : token.end
          cut(token.offset, end, what)
          while (i + 1 < tokens.length && tokens[i + 1]!.offset < end) i++
        } else if (alone[token.name]) cut(token.offset, token.end, alone[token.name]!)
        else if (onlyTags.has(token.name)) cut(token.offset, token.end, null)
        else if (isRefresh(source, token)) cut(token.offset, token.end, 'head')
        else for (const attribute of token.attributes) cleanAttribute(source, token, attribute, cut)
      }
    }
    return rewrite(source, cuts)
  }
  return { html: clean(html), removed }
}

type Open = Extract<HtmlToken, { kind: 'open' }>
type Cut = (offset: number, end: number, what: Removed | null, value?: string) => void

/** Index of the token that closes the element which token `from` opens. */
function closing(tokens: readonly HtmlToken[], from: number): number | undefined {
  const { name } = tokens[from] as Open
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.kind === 'open' && token.name === name) depth++
    if (token.kind === 'close' && token.name === name && --depth === 0) return i
  }
  return undefined
}

function cleanAttribute(source: string, token: Open, attribute: HtmlAttribute, cut: Cut): void {
  const { name, offset, end } = attribute
  if (/^on[a-z]/.test(name)) cut(...whole(source, token, attribute), 'handler')
  else if (sends.has(name)) cut(...whole(source, token, attribute), 'form')
  else if (name === 'srcdoc') cut(...whole(source, token, attribute), 'frame')
  else if (leads.has(name) && isActive(source.slice(offset, end)))
    cut(offset, end, 'address', name === 'href' ? '#' : '')
}

/** Bounds of an attribute with its name and quotes. */
function whole(source: string, token: Open, { name, offset, end }: HtmlAttribute): [number, number] {
  if (offset === end && !/=\s*["']?$/.test(source.slice(token.offset, offset)))
    return [end - name.length, end]
  const [written = ''] = /[^\s"'/>=]+\s*=\s*["']?$/.exec(source.slice(token.offset, offset)) ?? []
  const quote = /["']$/.exec(written)?.[0]
  return [offset - written.length, quote && source[end] === quote ? end + 1 : end]
}

/** Browsers ignore white space and control characters in a scheme. */
const isActive = (value: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not hide a scheme.
  /^(javascript|vbscript|data:(?!image\/))/i.test(decodeEntities(value).replace(/[\u0000-\u0020\u00a0]/g, ''))

const isRefresh = (source: string, { name, attributes }: Open): boolean =>
  name === 'meta' &&
  attributes.some(
    (one) => one.name === 'http-equiv' && /^\s*refresh\s*$/i.test(source.slice(one.offset, one.end)),
  )
