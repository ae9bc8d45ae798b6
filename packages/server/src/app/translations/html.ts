import { decodeEntities } from '@chappe/core/template/entities'
import { escapeHtml } from '@chappe/core/template/escape'
import { type HtmlToken, tokenizeHtml } from '@chappe/core/template/html'
import { type Replacement, rewrite } from '@chappe/core/template/links'
import { scan } from '@chappe/core/template/scan'
import { atomsOf, changesOf, counting, isValue } from './plain.ts'
import type { Atom, Translate } from './unit.ts'

/** Elements that stand in a sentence; every other one ends it. */
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
)
const alone = new Set(['br', 'wbr'])
const attributes = new Set(['alt', 'title', 'aria-label'])

/** The texts between the tags of an HTML template, its alternative texts and titles. */
export function translateHtml(source: string, id: string, translate: Translate): string {
  const name = counting(id)
  const tokens = tokenizeHtml(source)
  const changes: Replacement[] = []
  let atoms: Atom[] = []
  const flush = () => {
    changes.push(...changesOf(source, atoms, name, translate, element))
    atoms = []
  }
  for (const [n, token] of tokens.entries()) {
    const found = atomOf(source, token)
    if (found) {
      atoms.push(...found)
      continue
    }
    flush()
    if (token.kind !== 'open') continue
    for (const { name: attribute, offset, end } of token.attributes)
      if (attributes.has(attribute) && isQuoted(source, offset, end))
        changes.push(
          ...changesOf(
            source,
            atomsOf(source.slice(offset, end), offset, decodeEntities),
            name,
            translate,
            escaped,
          ),
        )
    if (token.name === 'title') {
      const end = tokens[n + 1]?.offset ?? source.length
      atoms = atomsOf(source.slice(token.end, end), token.end, shown)
      flush()
    }
  }
  flush()
  return rewrite(source, changes)
}

/** Undefined for what ends a run of text. */
function atomOf(source: string, token: HtmlToken): Atom[] | undefined {
  const { offset, end } = token
  const code = source.slice(offset, end)
  switch (token.kind) {
    case 'text':
      return [{ kind: 'text', raw: code, read: shown, offset, end }]
    case 'template': {
      const [piece] = scan(code)
      return piece?.kind === 'tag' && isValue(code, piece)
        ? [{ kind: 'code', role: 'value', code, offset, end }]
        : undefined
    }
    case 'comment':
      return undefined
    default: {
      const { name, kind } = token
      if (alone.has(name)) return [{ kind: 'code', role: 'alone', code, offset, end }]
      return inline.has(name) ? [{ kind: 'code', role: kind, name, code, offset, end }] : undefined
    }
  }
}

/** A run of white space is one space, as it is shown. */
const shown = (raw: string) => decodeEntities(raw.replace(/[ \t\r\n]+/g, ' '))

/** A value without quotes ends at the first space that a translation has. */
const isQuoted = (source: string, offset: number, end: number) =>
  (source[offset - 1] === '"' || source[offset - 1] === "'") && source[offset - 1] === source[end]

const element = (text: string, atEnd: boolean) =>
  braced(
    text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]!),
    atEnd,
  )
const escaped = (text: string, atEnd: boolean) => braced(escapeHtml(text), atEnd)

/** No tag comes of it, whatever stands after it. */
const braced = (text: string, atEnd: boolean) =>
  text.replace(atEnd ? /\{(?=[{%]|$)/g : /\{(?=[{%])/g, '&#123;')
