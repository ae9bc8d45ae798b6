import type { Ast, Call, Each, Expression, If, Node, Path, Span } from './ast.ts'
import { isFieldBlock } from './fields.ts'
import { functionNamed } from './functions.ts'
import { callProblems, conditionProblems, operandProblems, usesKey } from './lint.ts'
import { Bindings, fieldName, isNamespace, type Namespace, namespaces, systemNames } from './names.ts'
import { printExpression } from './print.ts'
import { type ProblemCode, problem, type TemplateProblem } from './problems.ts'
import { suggest } from './suggest.ts'
import { mergeVariables, pathText, type Variable } from './variables.ts'
import { pathsOf } from './walk.ts'
import {
  computed,
  listed,
  opened,
  printed,
  tested,
  type Wanted,
  wantedByCall,
  wantedByOperator,
} from './wanted.ts'

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
  /** The audiences whose membership is read, in order of appearance. */
  readonly audiences: readonly AudienceUse[]
}

/** `profile.segmentMembership.get("ups").get("…")`, or (of the namespace `enrichment`) `profile.audienceEnrichment.get("…")`. */
export interface AudienceUse {
  readonly namespace: string
  readonly id: string
  readonly at: Span
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
    audiences: walk.audiences,
  }
}

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
  readonly fields = new Set<string>()
  readonly audiences: AudienceUse[] = []
  readonly #options: AnalyzeOptions
  readonly #bindings = new Bindings<Meaning>()
  readonly #lets = new Map<string, Span>()
  readonly #read = new Set<string>()
  /** Whether a fragment that has not been looked into may have set or may read a variable. */
  #mayShare: boolean
  /** What conditions around have asked about: it is there, or its absence was thought of. */
  readonly #askedFor: Origin[] = []
  #depth = 0
  #testing = false
  /** Whether nothing of a value is seen, or something else when it is missing. */
  #isHidden = false

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
        this.#hidden(() => this.#expression(node.value, tested))
        if (!this.#lets.has(node.name)) this.#lets.set(node.name, node.at)
        this.#bindings.assign(node.name, this.#originOf(node.value))
        return
      }
      case 'if':
        this.#if(node)
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

  #if({ branches, otherwise }: If): void {
    const asked = this.#askedFor.length
    for (const { test, body } of branches) {
      this.problems.push(...conditionProblems(test))
      this.#test(test)
      for (const path of pathsOf(test)) {
        const origin = this.#originOf(path)
        if (origin) this.#askedFor.push(origin)
      }
      this.#inside(() => this.nodes(body))
    }
    this.#inside(() => this.nodes(otherwise ?? []))
    this.#askedFor.length = asked
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
    const overMap = kind === 'each' && usesKey(body)
    const wanted = kind === 'each' && !overMap ? listed : opened
    this.#hidden(() => this.#expression(value, { ...wanted, defaulted: otherwise !== null }))
    const origin = overMap ? null : this.#originOf(value)
    if (origin) this.#askedFor.push(origin)
    this.#inside(() => {
      const path = origin && (kind === 'each' ? [...origin.path, 0] : origin.path)
      const item = origin && path && { ...origin, path, depth: this.#depth, given: path.length }
      const names = new Map<string, Meaning>([['this', item]])
      if (alias) names.set(alias, item)
      if (kind === 'each') names.set(loopMark, null)
      if (indexAlias) names.set(indexAlias, null)
      this.#bindings.within(names, alias ? 'none' : { value: item }, () => this.nodes(body))
    })
    if (origin) this.#askedFor.pop()
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
      case 'call':
        this.#call(expression)
        return
      case 'unary':
        this.problems.push(...operandProblems(expression))
        this.#expression(expression.value, expression.operator === 'not' ? tested : computed('number'))
        return
      case 'binary': {
        this.problems.push(...operandProblems(expression))
        const [left, right] = wantedByOperator[expression.operator](expression, wanted)
        if (expression.operator !== '?:') {
          const visit = () => {
            this.#expression(expression.left, left)
            this.#expression(expression.right, right)
          }
          if ('+-*/%'.includes(expression.operator)) visit()
          else this.#hidden(visit)
          return
        }
        this.#hidden(() => this.#expression(expression.left, left))
        this.#inside(() => this.#expression(expression.right, right))
      }
    }
  }

  #call(call: Call): void {
    this.problems.push(...callProblems(call))
    const visit = () => {
      for (const [i, arg] of call.args.entries()) this.#expression(arg, wantedByCall(call, i))
    }
    if (functionNamed(call.name)?.returns === 'boolean') this.#hidden(visit)
    else visit()
  }

  #path(path: Path, wanted: Wanted): void {
    const origin = this.#originOf(path)
    this.#use(path)
    if (!origin || origin.path.length === 0) return
    const at = path.at
    if (origin.namespace === 'system') this.#checkSystem(origin, at)
    if (origin.namespace === 'profile' && !this.#isAudience(origin, at)) {
      if (this.#isEnrichment(origin, at) || this.#checkAttribute(origin, at))
        this.#checkDefault(origin, path, wanted)
    }
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
  #checkAttribute({ path }: Origin, at: Span): boolean {
    const { attributes } = this.#options
    if (!attributes) return true
    const name = path.filter((key) => typeof key === 'string').join('.')
    const isKnown = attributes.some(
      (known) => known === name || known.startsWith(`${name}.`) || name.startsWith(`${known}.`),
    )
    if (!isKnown) this.#tell('unknown-attribute', at, { name, suggestion: suggest(name, attributes) })
    return isKnown
  }

  #isAudience({ path: [map, namespace, id] }: Origin, at: Span): boolean {
    if (map !== 'segmentMembership') return false
    if (typeof namespace === 'string' && typeof id === 'string') this.audiences.push({ namespace, id, at })
    return true
  }

  /** Columns of uploaded lists: there for their members only, so a default is asked for. */
  #isEnrichment({ path: [map, id] }: Origin, at: Span): boolean {
    if (map !== 'audienceEnrichment') return false
    if (typeof id === 'string') this.audiences.push({ namespace: 'enrichment', id, at })
    return true
  }

  /** An attribute may be missing from a profile; of a list that is there, items are taken to be whole. */
  #checkDefault({ path: keys }: Origin, path: Path, { evidence, defaulted }: Wanted): void {
    const isPrinted = (evidence === 'printed' || evidence === 'computed') && !defaulted
    if (!isPrinted || this.#testing || this.#isHidden || keys.includes(0)) return
    const asked = this.#askedFor.some(
      (one) => one.namespace === 'profile' && one.path.every((key, i) => keys[i] === key),
    )
    if (asked) return
    const name = printExpression(path)
    this.#tell('missing-default', path.at, { name, example: `${name} ?: "…"` })
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

  #hidden(visit: () => void): void {
    const before = this.#isHidden
    this.#isHidden = true
    visit()
    this.#isHidden = before
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
