import type {
  Ast,
  BlockStyle,
  Branch,
  Comment,
  Each,
  Expression,
  If,
  Let,
  Node,
  Output,
  Span,
} from './ast.ts'
import { Fault, TagReader } from './expression.ts'
import { bringsFields } from './fields.ts'
import { readFragment, startsFragment } from './fragment-ref.ts'
import { Lines } from './lines.ts'
import { isReserved } from './names.ts'
import { type ProblemCode, problem, type TemplateProblem } from './problems.ts'
import { delimiters, type Piece, scan, type TagPiece } from './scan.ts'
import { suggest } from './suggest.ts'

export type Parsed =
  | { readonly ok: true; readonly ast: Ast }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] }

/** How deep blocks may stand inside each other. */
const maxBlockDepth = 32
const maxProblems = 50
const blockTags = ['if', 'unless', 'each', 'with'] as const
const statementTags = ['let', 'else', 'else if']

/**
 * Reads a template. All problems of the source are told together (at most 50), each with its place; nothing
 * is thrown. Functions are checked against the function table, names are not: see `analyze`.
 */
export function parse(source: string): Parsed {
  const { nodes, problems } = new Parser(source).run()
  if (problems.length === 0) return { ok: true, ast: { nodes } }
  return { ok: false, problems: problems.sort((a, b) => a.offset - b.offset).slice(0, maxProblems) }
}

type Tag = (typeof blockTags)[number]

/** A block whose end has not been met yet. `tag` may be unknown: its end is then still awaited. */
interface Open {
  readonly tag: string
  readonly style: BlockStyle
  readonly value: Expression
  readonly alias: string | null
  readonly indexAlias: string | null
  readonly at: Span
  readonly closed: Branch[]
  test: { expression: Expression; negated: boolean } | null
  body: Node[]
  before: Node[] | null
}

class Parser {
  readonly #source: string
  readonly #lines: Lines
  readonly #problems: TemplateProblem[] = []
  readonly #open: Open[] = []
  #nodes: Node[] = []

  constructor(source: string) {
    this.#source = source
    this.#lines = new Lines(source)
  }

  run(): { nodes: Node[]; problems: TemplateProblem[] } {
    const nodes = this.#nodes
    const pieces = scan(this.#source)
    for (const [i, piece] of pieces.entries()) {
      if (piece.kind === 'text') this.#text(piece, pieces[i - 1], pieces[i + 1])
      else this.#piece(piece)
      if (this.#problems.length >= maxProblems) return { nodes, problems: this.#problems }
    }
    for (const block of this.#open) this.#unclosed(block)
    return { nodes, problems: this.#problems }
  }

  #text({ offset, end }: Piece, before: Piece | undefined, after: Piece | undefined): void {
    let value = this.#source.slice(offset, end)
    if (before?.kind === 'tag' && before.trimsAfter) value = value.trimStart()
    if (after?.kind === 'tag' && after.trimsBefore) value = value.trimEnd()
    if (value !== '') this.#nodes.push({ kind: 'text', value, at: this.#lines.span(offset, end) })
  }

  #piece(piece: Exclude<Piece, { kind: 'text' }>): void {
    const at = this.#lines.span(piece.offset, piece.end)
    switch (piece.kind) {
      case 'comment': {
        const value = this.#source.slice(piece.from, piece.to)
        this.#nodes.push({ kind: 'comment', value, dashed: piece.dashed, at } satisfies Comment)
        return
      }
      case 'unclosed':
        this.#tell('unclosed-tag', at, delimiters[piece.form])
        return
      case 'tag':
        this.#tag(piece, at)
    }
  }

  #tag(piece: TagPiece, at: Span): void {
    try {
      const reader = new TagReader(this.#source, piece, this.#lines, (found) => this.#problems.push(found))
      if (reader.next.kind === 'end') throw reader.fault('empty-tag', at.offset, at.end, {})
      if (piece.form === 'raw') this.#output(reader, 'raw', at)
      else if (reader.take('#')) this.#blockStart(reader, piece.form === 'statement' ? '{%' : '{{', at)
      else if (reader.take('/')) this.#blockEnd(reader, at)
      else if (reader.take('else')) this.#else(reader, at)
      else if (piece.form === 'escaped' && startsFragment(reader)) {
        this.#nodes.push(readFragment(reader, at))
      } else if (piece.form === 'escaped' && reader.take('&')) this.#output(reader, 'raw', at)
      else if (piece.form === 'escaped') this.#output(reader, 'escaped', at)
      else if (reader.take('=')) this.#output(reader, 'expression', at)
      else if (reader.take('let')) this.#let(reader, at)
      else this.#unknownTag(reader, statementTags)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.#problems.push(error.problem)
    }
  }

  #output(reader: TagReader, form: Output['form'], at: Span): void {
    const value = reader.expression()
    reader.end()
    this.#nodes.push({ kind: 'output', form, value, at })
  }

  #let(reader: TagReader, at: Span): void {
    const name = this.#newName(reader)
    reader.expect('=')
    const value = reader.expression()
    reader.end()
    this.#nodes.push({ kind: 'let', name, value, at } satisfies Let)
  }

  #newName(reader: TagReader): string {
    const { value, offset, end } = reader.name('a name')
    if (isReserved(value)) throw reader.fault('reserved-name', offset, end, { name: value })
    return value
  }

  /** A block is opened even when its first tag is wrong, so that its end is not wrong as well. */
  #blockStart(reader: TagReader, style: BlockStyle, at: Span): void {
    const { value: tag, offset, end } = reader.name('a block name')
    const value: Expression = { kind: 'literal', value: null, at }
    let head = { value, alias: null, indexAlias: null } as Pick<Open, 'value' | 'alias' | 'indexAlias'>
    try {
      if (this.#open.length >= maxBlockDepth) {
        throw reader.fault('too-deep', offset, end, { limit: maxBlockDepth })
      }
      if (!isBlockTag(tag)) {
        this.#tell('unknown-tag', this.#lines.span(offset, end), {
          name: tag,
          suggestion: suggest(tag, blockTags),
        })
      } else head = this.#head(reader, tag)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.#problems.push(error.problem)
    }
    const test =
      tag === 'if' || tag === 'unless' ? { expression: head.value, negated: tag === 'unless' } : null
    this.#open.push({ tag, style, ...head, at, closed: [], test, body: [], before: this.#nodes })
    this.#nodes = this.#open.at(-1)!.body
  }

  #head(reader: TagReader, tag: Tag): Pick<Open, 'value' | 'alias' | 'indexAlias'> {
    const value = reader.expression()
    let alias: string | null = null
    let indexAlias: string | null = null
    if ((tag === 'each' || tag === 'with') && reader.take('as')) {
      reader.expect('|')
      alias = tag === 'with' && bringsFields(value) ? reader.name('a name').value : this.#newName(reader)
      if (tag === 'each' && reader.next.kind !== 'sign') indexAlias = this.#newName(reader)
      reader.expect('|')
    }
    reader.end()
    return { value, alias, indexAlias }
  }

  #else(reader: TagReader, at: Span): void {
    const block = this.#open.at(-1)
    const follows = reader.take('if')
    if (!block || (block.test === null && (follows || block.closed.length > 0))) {
      this.#tell('unexpected-else', at)
      return
    }
    const test: Expression = block.test?.expression ?? block.value
    block.closed.push({ test, negated: block.test?.negated ?? false, body: block.body })
    block.body = []
    this.#nodes = block.body
    block.test = null
    if (!follows) {
      reader.end()
      return
    }
    block.test = { expression: { kind: 'literal', value: null, at }, negated: false }
    const expression = reader.expression()
    block.test = { expression, negated: false }
    reader.end()
  }

  #blockEnd(reader: TagReader, at: Span): void {
    const { value: name } = reader.name('a block name')
    reader.end()
    const depth = this.#open.findLastIndex(({ tag }) => tag === name)
    if (depth < 0) {
      this.#tell('unexpected-close', at, { name })
      return
    }
    for (const inner of this.#open.splice(depth + 1)) this.#unclosed(inner)
    const block = this.#open.pop()!
    this.#nodes = block.before!
    this.#nodes.push(finished(block, this.#lines.span(block.at.offset, at.end)))
  }

  #unknownTag(reader: TagReader, known: readonly string[]): void {
    const { value, offset, end } = reader.next
    const name = String(value)
    this.#tell('unknown-tag', this.#lines.span(offset, end), { name, suggestion: suggest(name, known) })
  }

  #unclosed({ tag, at }: Open): void {
    this.#tell('unclosed-block', at, { tag })
  }

  #tell(code: ProblemCode, at: Span, params: Record<string, string | number | undefined> = {}): void {
    this.#problems.push(problem(code, at, params))
  }
}

const isBlockTag = (tag: string): tag is Tag => (blockTags as readonly string[]).includes(tag)

function finished(block: Open, at: Span): If | Each {
  const { tag, style, value, alias, indexAlias, closed, test, body } = block
  if (tag === 'each' || tag === 'with') {
    const [first] = closed
    return first
      ? { kind: tag, style, value, alias, indexAlias, body: first.body, otherwise: body, at }
      : { kind: tag, style, value, alias, indexAlias, body, otherwise: null, at }
  }
  if (!test) return { kind: 'if', style, branches: closed, otherwise: body, at }
  const branches = [...closed, { test: test.expression, negated: test.negated, body }]
  return { kind: 'if', style, branches, otherwise: null, at }
}
