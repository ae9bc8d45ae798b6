import { XMLParser } from 'fast-xml-parser'
import { clean, type ReadTranslation, type TranslationFile, UnreadableTranslation } from './file.ts'
import type { Piece } from './unit.ts'

// XLIFF 1.2 (OASIS, 2008) and not 2.x: every translation tool reads and writes it.
const namespace = 'urn:oasis:names:tc:xliff:document:1.2'

/** Placeholders are `<x/>` (section 2.4): `equiv-text` shows what stands there. */
export const writeXliff = ({ campaignId, source, target, units }: TranslationFile): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="${namespace}">
  <file original="campaign/${attribute(campaignId)}" source-language="${attribute(source)}" target-language="${attribute(target)}" datatype="html">
    <header><tool tool-id="chappe" tool-name="Chappe"/></header>
    <body>
${units
  .map(
    ({ id, unit, target }) => `      <trans-unit id="${attribute(id)}" xml:space="preserve">
        <source>${inline(unit.pieces)}</source>
        <target${target ? ' state="translated"' : ' state="new"'}>${target ? inline(target) : ''}</target>
      </trans-unit>
`,
  )
  .join('')}    </body>
  </file>
</xliff>
`

const element = (text: string) =>
  text.replace(/[&<>\r]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' })[char]!)
const attribute = (text: string) =>
  element(text).replace(/["\n\t]/g, (char) => ({ '"': '&quot;', '\n': '&#10;', '\t': '&#9;' })[char]!)

const kinds = { value: 'x-value', open: 'x-open', close: 'x-close', alone: 'lb' } as const
const inline = (pieces: readonly Piece[]) =>
  pieces
    .map((piece) =>
      typeof piece === 'string'
        ? element(piece)
        : `<x id="${piece.id}" ctype="${kinds[piece.role]}" equiv-text="${attribute(piece.code)}"/>`,
    )
    .join('')

/** As the parser gives an element: its children under its name, its attributes under `:@`. */
type Node = { readonly [name: string]: unknown }

// Entities are left to `decoded`: no declaration of one can make a text longer than it is.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  htmlEntities: false,
  cdataPropName: '#cdata',
  removeNSPrefix: true,
  maxNestedTags: 40,
})

/** Throws UnreadableTranslation. Takes what tools make of `<x/>` and of the text around it as well. */
export function readXliff(text: string): ReadTranslation {
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new UnreadableTranslation('The file declares entities, which are not read.')
  let root: Node[]
  try {
    root = parser.parse(text.replace(/^\ufeff/, '')) as Node[]
  } catch (error) {
    throw new UnreadableTranslation(`The file is not XML: ${(error as Error).message}`)
  }
  const xliff = root.find((node) => 'xliff' in node)
  if (!xliff) throw new UnreadableTranslation('The file is not XLIFF.')
  const version = attributesOf(xliff).version ?? ''
  if (!version.startsWith('1.'))
    throw new UnreadableTranslation(`XLIFF 1.2 is read, not ${version || 'this'}.`)
  const targets: ReadTranslation['targets'][number][] = []
  let language: string | null = null
  const visit = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if ('file' in node) language ??= attributesOf(node)['target-language'] ?? null
      if ('trans-unit' in node) {
        const id = attributesOf(node).id
        const target = childrenOf(node, 'trans-unit').find((child) => 'target' in child)
        if (id !== undefined)
          targets.push({ id, text: target ? clean(flat(childrenOf(target, 'target'))) : '' })
      } else for (const name of Object.keys(node)) if (Array.isArray(node[name])) visit(node[name] as Node[])
    }
  }
  visit(childrenOf(xliff, 'xliff'))
  return { target: language, targets }
}

const childrenOf = (node: Node, name: string): Node[] => (node[name] ?? []) as Node[]
const attributesOf = (node: Node): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries((node[':@'] ?? {}) as Record<string, string>).map(([name, value]) => [
      name,
      decoded(value),
    ]),
  )

const placeholders = new Set(['x', 'ph', 'bx', 'ex', 'bpt', 'ept', 'it'])

/** The text of a target: tools wrap parts of it (`mrk`, `g`), which are looked through. */
const flat = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => {
      if ('#text' in node) return decoded(String(node['#text']))
      if ('#cdata' in node) return flatCdata(node['#cdata'] as Node[])
      const [name = ''] = Object.keys(node).filter((key) => key !== ':@')
      if (placeholders.has(name)) return `{{${attributesOf(node).id?.replace(/\D/g, '') ?? ''}}}`
      return flat(childrenOf(node, name))
    })
    .join('')

const flatCdata = (nodes: readonly Node[]) => nodes.map((node) => String(node['#text'] ?? '')).join('')

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities of XML and character references (XML 1.0, 4.1 and 4.6); any other stays as it is written. */
const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return named[name] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0x10ffff ? '' : String.fromCodePoint(code)
  })
