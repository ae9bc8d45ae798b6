import type { Ast, FragmentRef, Path, Span } from './ast.ts'
import { Fault, TagReader } from './expression.ts'
import { readFragment, startsFragment } from './fragment-ref.ts'
import { Lines } from './lines.ts'
import { rewrite } from './links.ts'
import { fieldName } from './names.ts'
import { parse } from './parse.ts'
import { printExpression, printText } from './print.ts'
import { type ProblemCode, problem, type TemplateProblem } from './problems.ts'
import { scan } from './scan.ts'
import { expressionsOf, pathsOf, walk } from './walk.ts'

export interface FragmentSource {
  readonly name: string
  readonly content: string
}

export interface FragmentUse {
  readonly id: string
  readonly name?: string
  readonly at: Span
}

export type Expanded =
  | { readonly ok: true; readonly source: string }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] }

/** A fragment in a fragment in a fragment is as deep as it goes. */
export const maxFragmentDepth = 3
/** References in one text, those inside its fragments included. */
const maxFragments = 30

/** The fragments that a source refers to itself, in order. Reads what can be read of a broken source. */
export const fragmentRefs = (source: string): FragmentUse[] =>
  refsIn(source).map(({ id, name, at }) => ({ id, at, ...(name !== null && { name }) }))

/**
 * The source with each reference replaced by the fragment's own source, and so on inside: plain text for
 * whoever looks for links in it or compiles it. What a fragment reads as `field.x` comes from its reference,
 * never from the fragment around it; variables flow in and out as if the text had been written there.
 * Problems stand where the outermost source refers to the fragment they come from. A source that refers to
 * no fragment is given back unread.
 */
export function expandFragments(source: string, fragments: ReadonlyMap<string, FragmentSource>): Expanded {
  const expansion = new Expansion(fragments)
  const expanded = expansion.expand(source, [], null)
  return expansion.problems.length === 0
    ? { ok: true, source: expanded }
    : { ok: false, problems: expansion.problems }
}

/** What has to be expanded before the template can be compiled. */
export function unexpandedFragments(ast: Ast): TemplateProblem[] {
  const found: TemplateProblem[] = []
  walk(ast.nodes, (node) => {
    if (node.kind === 'fragment') found.push(told('unexpanded-fragment', node, node.at))
  })
  return found
}

/** The editable fields of a fragment: the names it reads under `field`, in order of appearance. */
export function fieldNames(source: string): string[] {
  const parsed = parse(source)
  if (!parsed.ok) return []
  const names = fieldPaths(parsed.ast).flatMap(({ rest: [first] }) =>
    first === undefined ? [] : [`${first}`],
  )
  return [...new Set(names)]
}

function fieldPaths({ nodes }: Ast): Path[] {
  const found: Path[] = []
  walk(nodes, (node) => {
    for (const expression of expressionsOf(node)) {
      found.push(...pathsOf(expression).filter(({ root }) => root === fieldName))
    }
  })
  return found
}

class Expansion {
  readonly problems: TemplateProblem[] = []
  readonly #fragments: ReadonlyMap<string, FragmentSource>
  readonly #readsFields = new Map<string, boolean>()
  #count = 0

  constructor(fragments: ReadonlyMap<string, FragmentSource>) {
    this.#fragments = fragments
  }

  expand(source: string, inside: readonly string[], outermost: Span | null): string {
    let passed = 0
    const replacements = refsIn(source).map((ref) => {
      const offset = Math.max(passed, ref.from)
      passed = ref.to
      return { offset, end: ref.to, value: this.#replacement(ref, inside, outermost ?? ref.at) }
    })
    return rewrite(source, replacements)
  }

  #replacement(ref: FragmentRef, inside: readonly string[], at: Span): string {
    const fragment = this.#fragments.get(ref.id)
    const refused = this.#refusal(ref, fragment, inside)
    if (refused || !fragment) {
      if (refused) this.#tell({ ...refused, ...place(at) })
      return ''
    }
    const body = this.expand(fragment.content, [...inside, ref.id], at)
    if (ref.args.length === 0 && !this.#reads(ref.id, fragment)) return body
    const fields = ref.args.map(({ name, value }) => `${printText(name)}, ${printExpression(value)}`)
    return `{{#with fields(${fields.join(', ')}) as |${fieldName}|}}${body}{{/with}}`
  }

  #refusal(
    ref: FragmentRef,
    fragment: FragmentSource | undefined,
    inside: readonly string[],
  ): TemplateProblem | undefined {
    if (!fragment) return told('unknown-fragment', ref, ref.at)
    const name = fragment.name
    if (inside.includes(ref.id)) return problem('fragment-cycle', ref.at, { name })
    if (inside.length >= maxFragmentDepth) {
      return problem('fragment-too-deep', ref.at, { limit: maxFragmentDepth })
    }
    if (++this.#count > maxFragments) return problem('too-many-fragments', ref.at, { limit: maxFragments })
    const parsed = parse(fragment.content)
    if (parsed.ok) return undefined
    const { line, column } = parsed.problems[0]!
    return problem('broken-fragment', ref.at, { name, line, column })
  }

  #reads(id: string, { content }: FragmentSource): boolean {
    const known = this.#readsFields.get(id)
    if (known !== undefined) return known
    const parsed = parse(content)
    const reads = parsed.ok && fieldPaths(parsed.ast).length > 0
    this.#readsFields.set(id, reads)
    return reads
  }

  /** Thirty references too many at one place are one problem. */
  #tell(found: TemplateProblem): void {
    const same = ({ code, offset, params }: TemplateProblem) =>
      code === found.code && offset === found.offset && params.name === found.params.name
    if (!this.problems.some(same)) this.problems.push(found)
  }
}

const place = ({ line, column, offset, end }: Span) => ({ line, column, offset, length: end - offset })

const told = (code: ProblemCode, { id, name }: FragmentRef, at: Span): TemplateProblem =>
  problem(code, at, { name: name ?? id, id })

/** A reference with the white space around it that its `~` drop. */
type Placed = FragmentRef & { readonly from: number; readonly to: number }

function refsIn(source: string): Placed[] {
  if (!source.includes('fragment')) return []
  const lines = new Lines(source)
  const refs: Placed[] = []
  for (const piece of scan(source)) {
    if (piece.kind !== 'tag' || piece.form !== 'escaped') continue
    try {
      const reader = new TagReader(source, piece, lines, () => {})
      if (!startsFragment(reader)) continue
      const from = piece.trimsBefore ? source.slice(0, piece.offset).trimEnd().length : piece.offset
      const to = piece.trimsAfter ? source.length - source.slice(piece.end).trimStart().length : piece.end
      refs.push({ ...readFragment(reader, lines.span(piece.offset, piece.end)), from, to })
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
  }
  return refs
}
