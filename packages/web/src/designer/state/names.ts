import { everyNode, richText } from '@chappe/core/design/text'
import type { Words } from '../../text.ts'
import { chipLabel } from '../text/chip.ts'
import type { Entry, Item } from '../tree/index-of.ts'

const most = 40
const short = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line
}

/** What tells a block from others of its kind: its first words. */
function essence(t: Words, node: Item): string {
  switch (node.kind) {
    case 'text':
      return richText(node.text).replace(/\{\{ (.*?) \}\}/g, (_, expression: string) =>
        chipLabel({ expression }),
      )
    case 'button':
      return node.label
    case 'image':
      return node.alt || (node.src.split('/').at(-1) ?? '')
    case 'fragment':
      return node.name
    case 'social':
      return node.links.map(({ network }) => t(`designer.network.${network}`)).join(', ')
    case 'conditional':
      return node.branches[0]?.label || node.branches[0]?.condition || ''
    default:
      return ''
  }
}

/** A part of the design by its kind alone: “Text”, “Column 2”, “Otherwise”. */
export function kindOf(t: Words, entry: Entry): string {
  if (entry.what === 'column') return t('designer.column', { number: entry.index + 1 })
  if (entry.what === 'branch')
    return entry.node ? t('designer.branch', { number: entry.index + 1 }) : t('designer.otherwise')
  if (entry.node.kind === 'section') return t('designer.section', { number: entry.index + 1 })
  return t(`designer.kind.${entry.node.kind}`)
}

/** A part of the design for people: its kind, and its first words where it has any. */
export function nameOf(t: Words, entry: Entry): string {
  const kind = kindOf(t, entry)
  const more =
    entry.what === 'item' ? essence(t, entry.node) : entry.what === 'branch' ? (entry.node?.label ?? '') : ''
  const words = short(more)
  return words === '' ? kind : t('designer.named', { kind, words })
}

/** Whether a text block has nothing in it: its place is held by a hint. */
export const isBlank = (node: Extract<Item, { kind: 'text' }>): boolean =>
  ![...everyNode(node.text)].some(({ type, text }) => type === 'token' || (text ?? '').trim() !== '')
