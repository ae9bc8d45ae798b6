import type { Ast, Each, Expression, If, Node, Output, Span } from './ast.ts'
import { escapes, type Mode } from './escape.ts'
import { compileExpression, indexName, Slots } from './evaluate.ts'
import { isFieldBlock } from './fields.ts'
import { unexpandedFragments } from './fragments.ts'
import { defaultLimits, type Limits, Rendering, type Sink, TemplateLimit } from './limits.ts'
import { fieldName } from './names.ts'
import { parse } from './parse.ts'
import type { TemplateProblem } from './problems.ts'
import { isTrue, keysOf, property, toText } from './values.ts'

export interface CompileOptions {
  readonly mode: Mode
  readonly limits?: Partial<Limits>
}

export type Compiled =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] }

/**
 * A template ready to be rendered any number of times. `statics` are its literal parts, in blocks too: a
 * caller that encodes them once renders into a Sink and encodes only the values.
 */
export interface Template {
  readonly mode: Mode
  readonly statics: readonly string[]
  /** True when every rendering is the same text. */
  readonly constant: boolean
  /** Both throw TemplateLimit and nothing else, whatever the scope; `scope` is `{ profile, context, … }`. */
  render(scope: unknown): string
  renderTo(scope: unknown, sink: Sink): void
}

export function compile(source: string, options: CompileOptions): Compiled {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  const problems = unexpandedFragments(parsed.ast)
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, template: compileAst(parsed.ast, options) }
}

export function compileAst(ast: Ast, { mode, limits }: CompileOptions): Template {
  const compiler = new Compiler(mode)
  const emit = compiler.body(ast.nodes)
  const { statics } = compiler
  const slots = compiler.slots.count
  const allowed = { ...defaultLimits, ...limits }
  return {
    mode,
    statics,
    constant: ast.nodes.every(({ kind }) => kind === 'text' || kind === 'comment'),
    renderTo(scope, sink) {
      emit(new Rendering(scope, allowed, slots, statics, sink))
    },
    render(scope) {
      const rendering = new Rendering(scope, allowed, slots, statics, null)
      emit(rendering)
      return rendering.out
    },
  }
}

type Emit = (rendering: Rendering) => void

class Compiler {
  readonly statics: string[] = []
  readonly slots = new Slots()
  readonly #mode: Mode

  constructor(mode: Mode) {
    this.#mode = mode
  }

  /** One loop over what is dynamic, each preceded by the number of the static before it, or by -1. */
  body(nodes: readonly Node[]): Emit {
    const before: number[] = []
    const steps: Emit[] = []
    let length = 0
    let pending = -1
    const [first] = nodes
    for (const node of withJoinedTexts(nodes)) {
      if (node.kind === 'text') {
        pending = this.#static(node.value)
        length += this.statics[pending]!.length
      } else {
        before.push(pending)
        pending = -1
        steps.push(this.#node(node))
      }
    }
    if (!first) return () => {}
    const { at } = first
    const count = steps.length
    const last = pending
    return (rendering) => {
      rendering.chargeOutput(length, at)
      for (let i = 0; i < count; i++) {
        const index = before[i]!
        if (index >= 0) rendering.static(index)
        steps[i]!(rendering)
      }
      if (last >= 0) rendering.static(last)
    }
  }

  #static(value: string): number {
    return this.statics.push(this.#mode === 'header' ? escapes.header.raw(value) : value) - 1
  }

  #node(node: Exclude<Node, { kind: 'comment' | 'text' }>): Emit {
    switch (node.kind) {
      case 'output':
        return this.#output(node)
      case 'let': {
        const value = compileExpression(node.value, this.slots)
        const slot = this.slots.find(node.name) ?? this.slots.take()
        this.slots.assign(node.name, slot)
        return (rendering) => {
          rendering.locals[slot] = value(rendering)
        }
      }
      case 'if':
        return this.#if(node)
      case 'each':
        return this.#each(node)
      case 'with':
        return this.#with(node)
      case 'fragment':
        return () => {}
    }
  }

  #output({ form, value, at }: Output): Emit {
    const evaluate = compileExpression(value, this.slots)
    const kind = form === 'raw' ? 'raw' : 'escaped'
    const written = escapes[this.#mode][kind]
    const textIn = (rendering: Rendering): string => {
      const found = evaluate(rendering)
      if (typeof found === 'string') {
        rendering.charge(found.length >> 5, at)
        return written(found)
      }
      return written(textOf(found, rendering, at))
    }
    const { from, keys } = value.kind === 'path' ? this.slots.resolve(value) : { from: -1, keys: [] }
    if (from !== undefined) return (rendering) => rendering.text(textIn(rendering), at)
    // What comes from the scope is the same at each place of a message, such as the token in all its links.
    const slot = this.slots.keep(`${kind} ${JSON.stringify(keys)}`)
    return (rendering) => {
      const known = rendering.locals[slot] as string | null
      if (known !== null) return rendering.text(known, at)
      const text = textIn(rendering)
      rendering.locals[slot] = text
      rendering.text(text, at)
    }
  }

  #if({ branches, otherwise }: If): Emit {
    const compiled = branches.map(({ test, negated, body }) => ({
      test: compileExpression(test, this.slots),
      holds: !negated,
      body: this.body(body),
    }))
    const rest = otherwise ? this.body(otherwise) : null
    return (rendering) => {
      for (const { test, holds, body } of compiled) {
        if (isTrue(test(rendering)) === holds) return body(rendering)
      }
      rest?.(rendering)
    }
  }

  #with(node: Each): Emit {
    const { value, alias, body, otherwise, at } = node
    const evaluate = compileExpression(value, this.slots)
    const slot = this.slots.take()
    const inner = isFieldBlock(node)
      ? this.#inNames(new Map([[fieldName, slot]]), 'outer', body)
      : this.#within(slot, alias, new Map(), body)
    const rest = otherwise ? this.body(otherwise) : null
    return (rendering) => {
      const found = evaluate(rendering)
      rendering.charge(1, at)
      if (!isTrue(found)) return rest?.(rendering)
      rendering.locals[slot] = found
      inner(rendering)
    }
  }

  #each({ value, alias, indexAlias, body, otherwise, at }: Each): Emit {
    const evaluate = compileExpression(value, this.slots)
    const slot = this.slots.take(4)
    const index = new Map([[indexName, slot + 1]])
    if (indexAlias) index.set(indexAlias, slot + 1)
    const inner = this.#within(slot, alias, index, body)
    const rest = otherwise ? this.body(otherwise) : null
    const cost = costOf(body)
    return (rendering) => {
      const found = evaluate(rendering)
      const keys = Array.isArray(found) ? null : keysOf(found)
      const list = keys ? keys.map((key) => property(found, key)) : (found as unknown[])
      if (list.length === 0) return rest?.(rendering)
      const { locals, limits } = rendering
      if (list.length > limits.items) throw new TemplateLimit('limit-items', at, limits.items)
      locals[slot + 2] = list.length
      for (let i = 0; i < list.length; i++) {
        rendering.charge(cost, at)
        locals[slot] = list[i]
        locals[slot + 1] = i
        locals[slot + 3] = keys ? keys[i] : i
        inner(rendering)
      }
    }
  }

  #within(slot: number, alias: string | null, more: Map<string, number>, nodes: readonly Node[]): Emit {
    const names = new Map([['this', slot], ...more])
    if (alias) names.set(alias, slot)
    return this.#inNames(names, alias ? 'none' : { value: slot }, nodes)
  }

  #inNames(names: Map<string, number>, bare: Parameters<Slots['within']>[1], nodes: readonly Node[]): Emit {
    let emit!: Emit
    this.slots.within(names, bare, () => {
      emit = this.body(nodes)
    })
    return emit
  }
}

type Visible = Exclude<Node, { kind: 'comment' }>

function textOf(value: unknown, rendering: Rendering, at: Span): string {
  if (!Array.isArray(value)) return toText(value)
  rendering.chargeFor(value, at)
  return rendering.making(() => toText(value), at)
}

/** Without comments, and with the texts around them made one. */
function withJoinedTexts(nodes: readonly Node[]): Visible[] {
  const joined: Visible[] = []
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.kind === 'comment') continue
    if (node.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { ...last, value: last.value + node.value }
    } else joined.push(node)
  }
  return joined
}

/** Steps that one pass takes at most, not counting passes of the loops inside, which count themselves. */
function costOf(nodes: readonly Node[]): number {
  let cost = 1
  for (const node of nodes) {
    cost++
    if (node.kind === 'output' || node.kind === 'let') cost += costOfExpression(node.value)
    if (node.kind === 'if') {
      for (const { test, body } of node.branches) cost += costOfExpression(test) + costOf(body)
    }
    if (node.kind === 'each' || node.kind === 'with') cost += costOfExpression(node.value)
    if (node.kind === 'with') cost += costOf(node.body)
    if ('otherwise' in node && node.otherwise) cost += costOf(node.otherwise)
  }
  return cost
}

/** Its length stands for the work in it: 16 characters are about one path or operation. */
const costOfExpression = ({ at }: Expression): number => (at.end - at.offset) >> 4
