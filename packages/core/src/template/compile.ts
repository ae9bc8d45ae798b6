import type { Ast, Each, Expression, If, Node, Output, Span } from './ast.ts'
import { escapes, type Mode } from './escape.ts'
import { compileExpression, indexName, type Slots } from './evaluate.ts'
import { isFieldBlock } from './fields.ts'
import { unexpandedFragments } from './fragments.ts'
import { defaultLimits, type Limits, Rendering, type Sink, TemplateLimit } from './limits.ts'
import { Bindings, fieldName } from './names.ts'
import { parse } from './parse.ts'
import type { TemplateProblem } from './problems.ts'
import { isTrue, toText } from './values.ts'

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
  const { statics, slotCount } = compiler
  const allowed = { ...defaultLimits, ...limits }
  const renderTo = (scope: unknown, sink: Sink) => emit(new Rendering(scope, sink, allowed, slotCount))
  return {
    mode,
    statics,
    constant: ast.nodes.every(({ kind }) => kind === 'text' || kind === 'comment'),
    renderTo,
    render(scope) {
      const sink = new TextSink(statics)
      renderTo(scope, sink)
      return sink.out
    },
  }
}

class TextSink implements Sink {
  readonly #statics: readonly string[]
  out = ''

  constructor(statics: readonly string[]) {
    this.#statics = statics
  }

  static(index: number): void {
    this.out += this.#statics[index]!
  }

  text(value: string): void {
    this.out += value
  }
}

type Emit = (rendering: Rendering) => void

class Compiler {
  readonly statics: string[] = []
  slotCount = 0
  readonly #mode: Mode
  readonly #slots: Slots = new Bindings<number>()

  constructor(mode: Mode) {
    this.#mode = mode
  }

  body(nodes: readonly Node[]): Emit {
    const emits = withJoinedTexts(nodes).map((node) => this.#node(node))
    const [only] = emits
    if (only && emits.length === 1) return only
    return (rendering) => {
      for (const emit of emits) emit(rendering)
    }
  }

  #node(node: Exclude<Node, { kind: 'comment' }>): Emit {
    switch (node.kind) {
      case 'text': {
        const text = this.#mode === 'header' ? escapes.header.raw(node.value) : node.value
        const index = this.statics.push(text) - 1
        return (rendering) => {
          rendering.sink.static(index)
          rendering.wrote(text.length, node.at)
        }
      }
      case 'output':
        return this.#output(node)
      case 'let': {
        const value = compileExpression(node.value, this.#slots)
        const slot = this.#slots.find(node.name) ?? this.slotCount++
        this.#slots.assign(node.name, slot)
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
    const evaluate = compileExpression(value, this.#slots)
    const written = escapes[this.#mode][form === 'raw' ? 'raw' : 'escaped']
    return (rendering) => {
      const found = evaluate(rendering)
      const text = written(typeof found === 'string' ? found : textOf(found, rendering, at))
      if (text === '') return
      rendering.wrote(text.length, at)
      rendering.sink.text(text)
    }
  }

  #if({ branches, otherwise }: If): Emit {
    const compiled = branches.map(({ test, negated, body }) => ({
      test: compileExpression(test, this.#slots),
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
    const evaluate = compileExpression(value, this.#slots)
    const slot = this.slotCount++
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
    const evaluate = compileExpression(value, this.#slots)
    const slot = this.slotCount
    this.slotCount += 3
    const index = new Map([[indexName, slot + 1]])
    if (indexAlias) index.set(indexAlias, slot + 1)
    const inner = this.#within(slot, alias, index, body)
    const rest = otherwise ? this.body(otherwise) : null
    const cost = costOf(body)
    return (rendering) => {
      const list = evaluate(rendering)
      if (!Array.isArray(list) || list.length === 0) return rest?.(rendering)
      const { locals, limits } = rendering
      if (list.length > limits.items) throw new TemplateLimit('limit-items', at, limits.items)
      locals[slot + 2] = list.length
      for (let i = 0; i < list.length; i++) {
        rendering.charge(cost, at)
        locals[slot] = list[i]
        locals[slot + 1] = i
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
    this.#slots.within(names, bare, () => {
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
