import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from 'yaml'

export type Path = readonly (string | number)[]

/** Where something stands; lines and columns are counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}
export interface Misplaced extends Place {
  readonly detail: string
}

export const spoken = ({ file, line, column, detail }: Misplaced): string =>
  `${file}:${line}:${column}: ${detail}`

/** From the beginning of a file to its end. */
export const inOrder = (mistakes: readonly Misplaced[]): Misplaced[] =>
  [...mistakes].sort((a, b) => a.line - b.line || a.column - b.column)

/** One document of a file: its value, and where each part of it stands. */
export interface Source {
  readonly value: unknown
  /** The part that the path leads to, or the nearest one around it that there is. */
  at(path: Path): Place
  /** The name of the part, where it has one. */
  atName(path: Path): Place
}

/** The documents of a file, or every mistake that keeps it from being read as YAML 1.2. Empty documents are left out. */
export function readDocuments(
  file: string,
  text: string,
): { documents: readonly Source[]; mistakes: readonly Misplaced[] } {
  const lines = new LineCounter()
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' })
  // A file without any document is an empty list that says so.
  if (!Array.isArray(parsed)) return { documents: [], mistakes: [] }
  const documents: Source[] = []
  const mistakes: Misplaced[] = []
  for (const document of parsed) {
    const wrong = [...document.errors, ...document.warnings]
    mistakes.push(...wrong.map(({ message, pos }) => ({ ...place(pos[0]), detail: message })))
    if (wrong.length > 0 || document.contents === null) continue
    try {
      documents.push(sourceOf(document, place))
    } catch (error) {
      // Aliases that grow beyond measure.
      mistakes.push({ ...place(document.range[0]), detail: (error as Error).message })
    }
  }
  return { documents, mistakes }
}

function sourceOf(document: Document.Parsed, place: (offset: number) => Place): Source {
  const resolved = (node: unknown): Node | undefined => {
    const found = isAlias(node) ? node.resolve(document) : node
    return isNode(found) ? found : undefined
  }
  const pairOf = (node: Node | undefined, name: string | number): Pair | undefined =>
    isMap(node)
      ? node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(name))
      : undefined
  const startOf = (node: unknown): number | undefined =>
    isNode(node) && node.range ? node.range[0] : undefined

  const walk = (path: Path) => {
    let node: Node | undefined = resolved(document.contents)
    let offset = startOf(document.contents) ?? 0
    let name: number | undefined
    for (const step of path) {
      const pair = pairOf(node, step)
      const next = pair ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined
      if (!pair && next === undefined) return { offset, name: undefined }
      name = pair ? startOf(pair.key) : undefined
      offset = startOf(next) ?? name ?? offset
      node = resolved(next)
    }
    return { offset, name }
  }
  return {
    value: document.toJS({ maxAliasCount: 100 }),
    at: (path) => place(walk(path).offset),
    atName(path) {
      const { name, offset } = walk(path)
      return place(name ?? offset)
    },
  }
}
