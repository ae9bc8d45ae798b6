import { isDeepStrictEqual } from 'node:util'
import type { Block, EmailDesign, RichNode } from '@chappe/core/design/schema'
import { scan } from '@chappe/core/template/scan'
import { translateHtml } from './html.ts'
import { counting, literal, translatePlain } from './plain.ts'
import type { Piece, Translate } from './unit.ts'

/** The texts of a design: rich texts by paragraph, labels, alternative texts, fields of fragments. */
export const translateDesign = (design: EmailDesign, translate: Translate): EmailDesign => ({
  ...design,
  sections: design.sections.map((section) =>
    section.kind === 'fragment'
      ? (translateBlock(section, translate) as typeof section)
      : {
          ...section,
          columns: section.columns.map((column) => ({
            ...column,
            blocks: column.blocks.map((block) => translateBlock(block, translate)),
          })),
        },
  ),
})

function translateBlock(block: Block, translate: Translate): Block {
  const id = `design/${block.id}`
  const plain = (source: string, name: string) => translatePlain(source, `${id}/${name}`, translate)
  const all = (blocks: readonly Block[]) => blocks.map((inner) => translateBlock(inner, translate))
  switch (block.kind) {
    case 'text':
      return { ...block, text: translateNode(block.text, counting(id), translate) }
    case 'image':
      return { ...block, alt: plain(block.alt, 'alt') }
    case 'button':
      return { ...block, label: plain(block.label, 'label') }
    case 'html':
      return { ...block, html: translateHtml(block.html, id, translate) }
    case 'fragment': {
      const fields = Object.entries(block.fields).map(([name, value]) => [name, plain(value, name)])
      return { ...block, fields: Object.fromEntries(fields) }
    }
    case 'conditional':
      return {
        ...block,
        branches: block.branches.map((branch) => ({ ...branch, blocks: all(branch.blocks) })),
        otherwise: all(block.otherwise),
      }
    default:
      return block
  }
}

const isInline = ({ type }: RichNode) => type === 'text' || type === 'token' || type === 'hardBreak'

function translateNode(node: RichNode, name: () => string, translate: Translate): RichNode {
  const { content } = node
  if (!content) return node
  if (!content.some(isInline))
    return { ...node, content: content.map((child) => translateNode(child, name, translate)) }
  const pieces = piecesIn(content)
  if (!pieces.some((piece) => typeof piece === 'string' && /\p{L}/u.test(piece))) return node
  const given = translate({ id: name(), pieces })
  return given ? { ...node, content: nodesOf(given) } : node
}

type Marks = NonNullable<RichNode['marks']>

/** A paragraph: words, with the marks around them and what stands between them as placeholders. */
function piecesIn(content: readonly RichNode[]): Piece[] {
  const pieces: Piece[] = []
  let id = 0
  let open: { id: string; marks: Marks } | undefined
  const close = () => {
    if (open) pieces.push({ id: String(++id), code: '</>', role: 'close', of: open.id })
    open = undefined
  }
  for (const node of content) {
    const marks = node.marks ?? []
    if (open && !isDeepStrictEqual(open.marks, marks)) close()
    if (!open && marks.length > 0) {
      open = { id: String(++id), marks }
      const code = `<${marks.map(({ type }) => type).join(' ')}>`
      pieces.push({ id: open.id, code, role: 'open', kept: marks })
    }
    const { marks: _marks, ...kept } = node
    if (node.type === 'hardBreak') pieces.push({ id: String(++id), code: '<br>', role: 'alone', kept })
    else if (node.type === 'token')
      pieces.push({ id: String(++id), code: `{{ ${node.attrs?.expression ?? ''} }}`, role: 'value', kept })
    else
      for (const piece of scan(node.text ?? '')) {
        const text = (node.text ?? '').slice(piece.offset, piece.end)
        if (piece.kind === 'text') pieces.push(text)
        else pieces.push({ id: String(++id), code: text, role: 'value', kept: { type: 'text', text } })
      }
  }
  close()
  return pieces
}

function nodesOf(pieces: readonly Piece[]): RichNode[] {
  const nodes: RichNode[] = []
  let marks: Marks = []
  for (const piece of pieces) {
    if (typeof piece !== 'string' && piece.role === 'open') marks = piece.kept as Marks
    else if (typeof piece !== 'string' && piece.role === 'close') marks = []
    else {
      const node = (
        typeof piece === 'string' ? { type: 'text', text: literal(piece, true) } : piece.kept
      ) as RichNode
      const last = nodes.at(-1)
      // Words and the tags between them are one text again.
      if (node.type === 'text' && last?.type === 'text' && isDeepStrictEqual(last.marks ?? [], marks))
        nodes[nodes.length - 1] = { ...last, text: `${last.text}${node.text}` }
      else nodes.push({ ...node, ...(marks.length > 0 && { marks }) })
    }
  }
  return nodes
}
