import { scan } from '@chappe/core/template/scan'

/** A name that blocks and `let` bring: a loop's item, what stands in a variable. */
export interface Local {
  readonly name: string
  readonly kind: 'item' | 'index' | 'variable'
  /** What it stands for, from a namespace down, items of lists as `[]`; empty when it is computed. */
  readonly path: string
}

export interface Around {
  readonly locals: readonly Local[]
  /** Tags of the blocks that are still open, outermost first. */
  readonly open: readonly string[]
}

interface Block {
  readonly tag: string
  readonly locals: Local[]
}

const opening = /^#\s*(\w+)\s*([\s\S]*)$/
const alias = /^([\s\S]*?)\s+as\s*\|\s*([^\s|,]+)(?:[\s,]+([^\s|]+))?\s*\|?\s*$/
const assignment = /^let\s+([^\s=]+)\s*=\s*([\s\S]*)$/
const path = /^[\p{L}_][\p{L}\p{N}_.-]*$/u

/** The names that hold at the end of this text, and the blocks that it leaves open. Nothing is thrown. */
export function around(source: string): Around {
  const variables = new Map<string, Local>()
  const open: Block[] = []
  const seen = () => [...variables.values(), ...open.flatMap(({ locals }) => locals)]
  for (const piece of scan(source)) {
    if (piece.kind !== 'tag') continue
    const inside = source.slice(piece.from, piece.to).trim()
    const [, tag, rest = ''] = opening.exec(inside) ?? []
    const [, name, value = ''] = assignment.exec(inside) ?? []
    if (tag !== undefined) open.push({ tag, locals: blockLocals(tag, rest, seen()) })
    else if (inside.startsWith('/')) open.pop()
    else if (name !== undefined)
      variables.set(name, { name, kind: 'variable', path: resolved(value.trim(), seen()) })
  }
  return { locals: seen(), open: open.map(({ tag }) => tag) }
}

function blockLocals(tag: string, rest: string, seen: readonly Local[]): Local[] {
  if (tag !== 'each' && tag !== 'with') return []
  const [, value = rest, name = 'this', index] = alias.exec(rest) ?? []
  const within = resolved(value.trim(), seen)
  const item: Local = { name, kind: 'item', path: within && tag === 'each' ? `${within}[]` : within }
  if (tag === 'with') return [item]
  const counters = ['@index', '@first', '@last', ...(index === undefined ? [] : [index])]
  return [item, ...counters.map((counter): Local => ({ name: counter, kind: 'index', path: '' }))]
}

/** The path from a namespace down, when what is written is a path at all. */
function resolved(written: string, seen: readonly Local[]): string {
  if (!path.test(written)) return ''
  const [root = '', ...rest] = written.split('.')
  const from = seen.findLast(({ name }) => name === root)
  if (!from) return written
  return from.path === '' ? '' : [from.path, ...rest].join('.')
}
