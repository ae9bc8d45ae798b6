import type { Ast, BinaryOperator, Each, Expression, Node, Path, Span } from './ast.ts'
import { isFieldBlock } from './fields.ts'
import { functions } from './functions.ts'
import { Bindings, fieldName, isNamespace, type Namespace, namespaces, systemNames } from './names.ts'
import { type ProblemCode, problem, type TemplateProblem } from './problems.ts'
import { suggest } from './suggest.ts'
import { type Evidence, mergeVariables, pathText, type Variable, type VariableType } from './variables.ts'

export interface AnalyzeOptions {
  /** Which part of the content this is, kept with each use. */
  readonly part?: string
  /** The profile's attributes as dotted paths; without them attributes are not checked. */
  readonly attributes?: readonly string[]
  /** A fragment's source: it may read `field`, and variables that come from or go to the message around it. */
  readonly inFragment?: boolean
}

export interface Analysis {
  readonly variables: readonly Variable[]
  readonly problems: readonly TemplateProblem[]
  /** The editable fields that a fragment reads, in order of appearance. */
  readonly fields: readonly string[]
}

/** What a template reads, and what is odd in it though it can be rendered. Nothing is thrown. */
export function analyze(ast: Ast, options: AnalyzeOptions = {}): Analysis {
  const walk = new Walk(options)
  walk.nodes(ast.nodes)
  walk.lets()
  return {
    variables: mergeVariables(walk.found),
    problems: walk.problems.sort((a, b) => a.offset - b.offset),
    fields: [...walk.fields],
  }
}

/** What a place wants from a value. */
interface Wanted {
  readonly evidence: Evidence
  readonly type: VariableType
  readonly defaulted?: boolean
}

const printed: Wanted = { evidence: 'printed', type: 'string' }
const tested: Wanted = { evidence: 'tested', type: 'boolean' }
const listed: Wanted = { evidence: 'list', type: 'array' }
const opened: Wanted = { evidence: 'object', type: 'object' }
const computed = (type: VariableType): Wanted => ({ evidence: 'computed', type })

/**
 * Where in a namespace a local name points. `depth` is how many conditions were around it then, `given` how
 * much of the path the block it comes from has answered for: an item is there when its list is looped over.
 */
interface Origin {
  readonly namespace: Namespace
  readonly path: readonly (string | number)[]
  readonly depth: number
  readonly given: number
}

/** What a name stands for: something of a namespace, the fields of a fragment, or nothing with a place (null). */
type Meaning = Origin | ReadonlyMap<string, Origin | null> | null

const loopMark = '@index'

class Walk {
  readonly found: Variable[] = []
  readonly problems: TemplateProblem[] = []
  readonly #options: AnalyzeOptions
  readonly fields = new Set<string>()
  readonly #bindings = new Bindings<Meaning>()
  readonly #lets = new Map<string, Span>()
  readonly #read = new Set<string>()
  /** Whether a fragment that has not been looked into may have set or may read a variable. */
  #mayShare: boolean
  #depth = 0
  #testing = false

  constructor(options: AnalyzeOptions) {
    this.#options = options
    this.#mayShare = options.inFragment === true
  }

  nodes(nodes: readonly Node[]): void {
    for (const node of nodes) this.#node(node)
  }

  lets(): void {
    if (this.#mayShare) return
    for (const [name, at] of this.#lets) {
      if (!this.#read.has(name)) this.#tell('unused-variable', at, { name })
    }
  }

  #node(node: Node): void {
    switch (node.kind) {
      case 'output':
        this.#expression(node.value, printed)
        return
      case 'let': {
        this.#expression(node.value, tested)
        if (!this.#lets.has(node.name)) this.#lets.set(node.name, node.at)
        this.#bindings.assign(node.name, this.#originOf(node.value))
        return
      }
      case 'if':
        for (const { test, body } of node.branches) {
          if (isConstant(test)) this.#tell('constant-condition', test.at)
          this.#test(test)
          this.#inside(() => this.nodes(body))
        }
        this.#inside(() => this.nodes(node.otherwise ?? []))
        return
      case 'each':
      case 'with':
        if (isFieldBlock(node)) this.#fieldBlock(node)
        else this.#block(node)
        return
      case 'fragment':
        for (const { value } of node.args) this.#expression(value, printed)
        this.#mayShare = true
    }
  }

  /** What a field is given is asked for where the fragment reads the field, and not at all when it does not. */
  #fieldBlock({ value, body }: Each): void {
    const args = value.kind === 'call' ? value.args : []
    const fields = new Map<string, Origin | null>()
    for (let i = 0; i + 1 < args.length; i += 2) {
      const [name, given] = [args[i]!, args[i + 1]!]
      const origin = this.#originOf(given)
      if (origin) this.#use(given)
      else this.#expression(given, printed)
      if (name.kind === 'literal') fields.set(String(name.value), origin)
    }
    this.#bindings.within(new Map([[fieldName, fields]]), 'outer', () => this.nodes(body))
  }

  #block({ kind, value, alias, indexAlias, body, otherwise }: Each): void {
    this.#expression(value, { ...(kind === 'each' ? listed : opened), defaulted: otherwise !== null })
    const origin = this.#originOf(value)
    this.#inside(() => {
      const path = origin && (kind === 'each' ? [...origin.path, 0] : origin.path)
      const item = origin && path && { ...origin, path, depth: this.#depth, given: path.length }
      const names = new Map<string, Meaning>([['this', item]])
      if (alias) names.set(alias, item)
      if (kind === 'each') names.set(loopMark, null)
      if (indexAlias) names.set(indexAlias, null)
      this.#bindings.within(names, alias ? 'none' : { value: item }, () => this.nodes(body))
    })
    this.#inside(() => this.nodes(otherwise ?? []))
  }

  #expression(expression: Expression, wanted: Wanted): void {
    switch (expression.kind) {
      case 'literal':
        return
      case 'list':
        for (const item of expression.items) this.#expression(item, printed)
        return
      case 'path':
        this.#path(expression, wanted)
        return
      case 'loop':
        if (this.#bindings.find(loopMark) === undefined) {
          this.#tell('loop-variable-outside-loop', expression.at, { name: expression.name })
        }
        return
      case 'call': {
        const kinds = functions.get(expression.name)?.args ?? []
        for (const [i, arg] of expression.args.entries()) {
          this.#expression(arg, wantedByArgument[kinds[i]?.replace(/[?*]/, '') ?? 'any'] ?? printed)
        }
        return
      }
      case 'unary':
        this.#expression(expression.value, expression.operator === 'not' ? tested : computed('number'))
        return
      case 'binary': {
        const [left, right] = wantedByOperator[expression.operator](expression, wanted)
        this.#expression(expression.left, left)
        const visit = () => this.#expression(expression.right, right)
        if (expression.operator === '?:') this.#inside(visit)
        else visit()
      }
    }
  }

  #path(path: Path, wanted: Wanted): void {
    const origin = this.#originOf(path)
    this.#use(path)
    if (!origin || origin.path.length === 0) return
    const at = path.at
    if (origin.namespace === 'system') this.#checkSystem(origin, at)
    if (origin.namespace === 'profile') this.#checkAttribute(origin, at)
    const use = { ...at, part: this.#options.part ?? '' }
    const { namespace } = origin
    const isTest = this.#testing || wanted.evidence === 'tested'
    const hasDefault = isTest || wanted.defaulted === true
    const always = this.#depth === origin.depth && !hasDefault
    for (let length = 1; length < origin.path.length; length++) {
      const key = origin.path[length]
      this.found.push({
        namespace,
        path: origin.path.slice(0, length),
        type: typeof key === 'number' ? 'array' : 'object',
        certain: true,
        required: always && length > origin.given,
        hasDefault,
        uses: [use],
      })
    }
    this.found.push({
      namespace,
      path: origin.path,
      type: wanted.type,
      certain: wanted.evidence !== 'tested' && wanted.evidence !== 'printed',
      required: always,
      hasDefault,
      uses: [use],
    })
  }

  /** Marks the name that a path starts with as read, or tells that there is no such name. */
  #use(path: Expression): void {
    if (path.kind !== 'path') return
    const { root, rest } = path
    if (this.#bindings.find(root) !== undefined) this.#read.add(root)
    else if (root === fieldName && this.#options.inFragment) {
      if (rest[0] !== undefined) this.fields.add(String(rest[0]))
    } else if (!this.#originOf(path) && this.#bindings.resolve(path).from === undefined) {
      this.#unknownRoot(path)
    }
  }

  #unknownRoot({ root, at }: Path): void {
    if (root === 'this') {
      if (!this.#options.inFragment) this.#tell('this-outside-block', at)
      return
    }
    const known = [...this.#bindings.visible(), ...namespaces].filter((name) => name !== loopMark)
    const suggestion = suggest(root, known)
    if (this.#mayShare && suggestion === undefined) return
    this.#tell('unknown-namespace', at, { name: root, suggestion })
  }

  #checkSystem({ path }: Origin, at: Span): void {
    const name = pathText(path)
    if ((systemNames as readonly string[]).includes(name)) return
    this.#tell('unknown-system-value', at, { name, suggestion: suggest(name, systemNames) })
  }

  /** An attribute is known when it is listed, or lies inside a listed one, or holds listed ones. */
  #checkAttribute({ path }: Origin, at: Span): void {
    const { attributes } = this.#options
    if (!attributes) return
    const name = path.filter((key) => typeof key === 'string').join('.')
    const isKnown = attributes.some(
      (known) => known === name || known.startsWith(`${name}.`) || name.startsWith(`${known}.`),
    )
    if (!isKnown) this.#tell('unknown-attribute', at, { name, suggestion: suggest(name, attributes) })
  }

  #originOf(expression: Expression): Origin | null {
    if (expression.kind !== 'path') return null
    const { from, keys } = this.#bindings.resolve(expression)
    const rest = keys.map((key) => (typeof key === 'number' ? 0 : key))
    if (from instanceof Map) {
      const [field, ...inside] = rest
      const given = (from as ReadonlyMap<string, Origin | null>).get(String(field)) ?? null
      return given && { ...given, path: [...given.path, ...inside] }
    }
    if (from !== undefined) return from && { ...(from as Origin), path: [...(from as Origin).path, ...rest] }
    const [namespace, ...path] = rest
    return typeof namespace === 'string' && isNamespace(namespace)
      ? { namespace, path, depth: 0, given: 0 }
      : null
  }

  /** What a condition reads may be missing: that is what conditions are for. */
  #test(expression: Expression): void {
    this.#testing = true
    this.#expression(expression, tested)
    this.#testing = false
  }

  #inside(visit: () => void): void {
    this.#depth++
    visit()
    this.#depth--
  }

  #tell(code: ProblemCode, at: Span, params: Record<string, string | undefined> = {}): void {
    this.problems.push(problem(code, at, params))
  }
}

const wantedByArgument: Readonly<Record<string, Wanted>> = {
  string: computed('string'),
  number: computed('number'),
  any: printed,
}

type Sides = (sides: { left: Expression; right: Expression }, wanted: Wanted) => [Wanted, Wanted]

const numbers: Sides = () => [computed('number'), computed('number')]
const conditions: Sides = () => [tested, tested]
const compared: Wanted = { evidence: 'tested', type: 'string' }
const alike: Sides = ({ left, right }) => [likeOf(right, compared), likeOf(left, compared)]

const wantedByOperator: Readonly<Record<BinaryOperator, Sides>> = {
  '+': ({ left, right }) => [addedTo(right), addedTo(left)],
  '-': numbers,
  '*': numbers,
  '/': numbers,
  '%': numbers,
  '=': alike,
  '!=': alike,
  '<': alike,
  '<=': alike,
  '>': alike,
  '>=': alike,
  and: conditions,
  or: conditions,
  '?:': ({ right }, wanted) => {
    const like = likeOf(right, wanted)
    return [{ ...(like.type === 'string' ? wanted : like), defaulted: true }, wanted]
  },
}

/** What the other side of an operator says about this side. */
function likeOf(other: Expression, otherwise: Wanted): Wanted {
  if (other.kind === 'literal' && other.value !== null) return computed(typeof other.value as VariableType)
  if (other.kind === 'loop') return computed(other.name === 'index' ? 'number' : 'boolean')
  if (other.kind === 'unary') return computed(other.operator === '-' ? 'number' : 'boolean')
  if (other.kind === 'binary' && '-*/%'.includes(other.operator)) return computed('number')
  if (other.kind === 'call') {
    const returns = functions.get(other.name)?.returns
    if (returns === 'string' || returns === 'number' || returns === 'boolean') return computed(returns)
  }
  return otherwise
}

/** What is joined to a text may be anything that prints. */
function addedTo(other: Expression): Wanted {
  const like = likeOf(other, printed)
  return like.type === 'number' ? like : printed
}

function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return true
    case 'path':
    case 'loop':
      return false
    case 'list':
      return expression.items.every(isConstant)
    case 'call':
      return expression.args.every(isConstant)
    case 'unary':
      return isConstant(expression.value)
    case 'binary':
      return isConstant(expression.left) && isConstant(expression.right)
  }
}
