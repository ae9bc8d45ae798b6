import type { BinaryOperator, Expression, LoopName, Span } from './ast.ts'
import { loopNames } from './ast.ts'
import { functionNamed, functions } from './functions.ts'
import { lex, type Token } from './lex.ts'
import type { Lines } from './lines.ts'
import { isKeyword } from './names.ts'
import { type ProblemCode, problem, type TemplateProblem } from './problems.ts'
import { suggest } from './suggest.ts'

/** From loosest to tightest. `not` stands between `and` and the comparisons, `-` and `!` below all. */
const levels: readonly (readonly string[])[] = [
  ['?:'],
  ['or', '||'],
  ['and', '&&'],
  ['=', '==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
]
const defaultLevel = 0
const comparisonLevel = 3
const spelling: Readonly<Record<string, BinaryOperator>> = { '||': 'or', '&&': 'and', '==': '=' }

/** What is under a key: a longer path, or a call of `get` when the key is computed or cannot be written in one. */
function keyed(of: Expression, key: Expression, at: Span): Expression {
  const literal = key.kind === 'literal' ? key.value : null
  const isIndex = typeof literal === 'number' && Number.isInteger(literal)
  const isName = typeof literal === 'string' && literal !== '' && !literal.includes('`')
  if (of.kind === 'path' && (isIndex || isName)) return { ...of, rest: [...of.rest, literal], at }
  return { kind: 'call', name: 'get', args: [of, key], at }
}

/** Where a tag stops being readable. It never leaves the parser. */
export class Fault extends Error {
  readonly problem: TemplateProblem

  constructor(problem: TemplateProblem) {
    super(problem.code)
    this.problem = problem
  }
}

/** Reads the words of one tag. Each method consumes what it names, or throws a Fault. */
export class TagReader {
  static readonly maxTokens = 2000
  static readonly maxDepth = 50

  readonly #tokens: readonly Token[]
  readonly #lines: Lines
  readonly #report: (problem: TemplateProblem) => void
  #at = 0
  #depth = 0

  constructor(
    source: string,
    range: { from: number; to: number },
    lines: Lines,
    report: (problem: TemplateProblem) => void,
  ) {
    this.#tokens = lex(source, range.from, range.to)
    this.#lines = lines
    this.#report = report
    if (this.#tokens.length > TagReader.maxTokens) {
      throw this.fault('tag-too-long', range.from, range.to, { limit: TagReader.maxTokens })
    }
  }

  get next(): Token {
    return this.#tokens[this.#at]!
  }

  /** A token further on, or the end. */
  ahead(by: number): Token {
    return this.#tokens[Math.min(this.#at + by, this.#tokens.length - 1)]!
  }

  /** Takes the next token if it is this sign or this plain word. */
  take(value: string): boolean {
    const { kind, value: found } = this.next
    if ((kind !== 'sign' && kind !== 'name') || found !== value) return false
    this.#at++
    return true
  }

  expect(value: string): void {
    if (!this.take(value)) throw this.unexpected(`"${value}"`)
  }

  name(expected: string): Token & { value: string } {
    const token = this.next
    if (token.kind !== 'name' && token.kind !== 'quoted') throw this.unexpected(expected)
    this.#at++
    return token
  }

  /** Takes a text in quotes. */
  text(): string {
    const token = this.next
    if (token.kind !== 'string') throw this.unexpected('a text in quotes')
    this.#at++
    return token.value
  }

  /** Where the last token taken ends. */
  get passed(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0
  }

  end(): void {
    if (this.next.kind !== 'end') throw this.unexpected()
  }

  unexpected(expected?: string): Fault {
    const { kind, value, offset, end } = this.next
    const found = String(value)
    if (this.next.kind === 'bad') return this.fault(this.next.code, offset, end, { found, name: found })
    if (kind === 'end') {
      return this.fault('unexpected-end', offset, end, { expected: expected ?? 'something' })
    }
    return expected === undefined
      ? this.fault('unexpected-token', offset, end, { found })
      : this.fault('expected-token', offset, end, { expected, found })
  }

  fault(code: ProblemCode, offset: number, end: number, params: Record<string, string | number>): Fault {
    return new Fault(problem(code, this.span(offset, end), params))
  }

  span(offset: number, end: number): Span {
    return this.#lines.span(offset, end)
  }

  expression(): Expression {
    return this.#binary(defaultLevel)
  }

  #binary(level: number): Expression {
    if (level === levels.length) return this.#unary()
    if (level === comparisonLevel && this.next.kind === 'name' && this.next.value === 'not') {
      const { offset } = this.next
      this.#at++
      return this.#nested(() => this.#negation('not', this.#binary(level), offset))
    }
    let left = this.#binary(level + 1)
    for (;;) {
      const found = levels[level]!.find((candidate) => this.take(candidate))
      if (!found) return left
      const operator = spelling[found] ?? (found as BinaryOperator)
      const right = level === defaultLevel ? this.#nested(() => this.#binary(level)) : this.#binary(level + 1)
      left = { kind: 'binary', operator, left, right, at: this.span(left.at.offset, right.at.end) }
    }
  }

  #unary(): Expression {
    const { offset } = this.next
    const operator = this.take('-') ? '-' : this.take('!') ? 'not' : null
    if (!operator) return this.#operand()
    return this.#nested(() => this.#negation(operator, this.#unary(), offset))
  }

  #negation(operator: '-' | 'not', value: Expression, from: number): Expression {
    return { kind: 'unary', operator, value, at: this.span(from, value.at.end) }
  }

  #operand(): Expression {
    const token = this.next
    const at = () => this.span(token.offset, token.end)
    switch (token.kind) {
      case 'string':
      case 'number':
        this.#at++
        return { kind: 'literal', value: token.value, at: at() }
      case 'quoted':
        return this.#path()
      case 'name':
        return this.#word(token.value)
      case 'sign':
        if (token.value === '(') return this.#parenthesized()
        if (token.value === '[') return this.#list()
        if (token.value === '@') return this.#loopVariable()
        if (token.value === '.') return this.#relative()
    }
    throw this.unexpected(token.kind === 'end' ? 'a value' : undefined)
  }

  #word(word: string): Expression {
    const { offset, end } = this.next
    const after = this.#tokens[this.#at + 1]!
    if (after.kind === 'sign' && after.value === '(') return this.#call(word)
    if (!isKeyword(word)) return this.#path()
    const values: Readonly<Record<string, boolean | null>> = {
      true: true,
      false: false,
      null: null,
      undefined: null,
    }
    const value = Object.hasOwn(values, word) ? values[word] : undefined
    if (value === undefined) throw this.unexpected()
    this.#at++
    return { kind: 'literal', value, at: this.span(offset, end) }
  }

  #path(): Expression {
    const first = this.name('a name')
    return this.#pathFrom(first.value, first.offset, first.end)
  }

  /** A root and the segments after it. */
  #pathFrom(root: string, offset: number, end: number, up = 0, rest: readonly string[] = []): Expression {
    let path: Expression = { kind: 'path', root, rest, ...(up > 0 && { up }), at: this.span(offset, end) }
    for (let key = this.#key(); key; key = this.#key()) {
      path = keyed(path, key, this.span(offset, this.passed))
    }
    return path
  }

  /** The next segment: `.name`, `[0]` or a call of `get`, whose key may be computed; null when the path ends. */
  #key(): Expression | null {
    if (this.take('[')) {
      const index = this.next
      if (index.kind !== 'number' || !index.whole) throw this.unexpected('an index such as 0')
      this.#at++
      this.expect(']')
      return { kind: 'literal', value: index.value, at: this.span(index.offset, index.end) }
    }
    if (!this.take('.')) return null
    if (this.next.kind === 'number') {
      const { offset, end, value } = this.next
      throw this.fault('quoted-segment-needed', offset, end, { name: String(value) })
    }
    const { kind, value, offset, end } = this.name('a name')
    if (kind !== 'name' || value !== 'get' || !this.take('(')) {
      return { kind: 'literal', value, at: this.span(offset, end) }
    }
    const key = this.#nested(() => this.expression())
    this.expect(')')
    return key
  }

  /** `@root.profile.x` is `profile.x`: no name can hide a namespace. */
  #loopVariable(): Expression {
    const from = this.next.offset
    this.expect('@')
    const { value, end } = this.name('index, key, first or last')
    if (value === 'root' && this.take('.')) {
      const { value: root, end } = this.name('a name')
      return this.#pathFrom(root, from, end)
    }
    const at = this.span(from, end)
    const name = loopNames.find((known) => known === value)
    if (!name) this.#unknown('unknown-loop-variable', value, [...loopNames, 'root'], at)
    return { kind: 'loop', name: name ?? ('index' satisfies LoopName), at }
  }

  /** As in Handlebars: `../name` is of the block around, `./name` and `.` of this one. */
  #relative(): Expression {
    const from = this.next.offset
    let up = 0
    while (this.next.value === '.' && this.ahead(1).value === '.') {
      this.#at += 2
      up++
      if (!this.take('/')) return this.#pathFrom('this', from, this.passed, up)
    }
    if (this.take('.') && !this.take('/')) return this.#pathFrom('this', from, this.passed, up)
    const { kind, value, end } = this.name('a name')
    const isThis = kind === 'name' && value === 'this'
    return this.#pathFrom('this', from, end, up, isThis ? [] : [value])
  }

  #parenthesized(): Expression {
    return this.#nested(() => {
      this.expect('(')
      const inner = this.expression()
      this.expect(')')
      return inner
    })
  }

  #list(): Expression {
    const { offset } = this.next
    this.expect('[')
    const items = this.#items(']')
    return { kind: 'list', items, at: this.span(offset, this.#tokens[this.#at - 1]!.end) }
  }

  #call(name: string): Expression {
    const { offset, end } = this.next
    this.#at++
    this.expect('(')
    const args = this.#items(')')
    const at = this.span(offset, this.#tokens[this.#at - 1]!.end)
    const called = functionNamed(name)
    if (!called) this.#unknown('unknown-function', name, functions.keys(), this.span(offset, end))
    else if (args.length < called.least || args.length > called.most) {
      const { least, most } = called
      const expected =
        most === Number.POSITIVE_INFINITY
          ? `${least} or more`
          : least === most
            ? `${least}`
            : `${least} to ${most}`
      this.#report(problem('wrong-arguments', at, { name, expected, given: args.length }))
    }
    return { kind: 'call', name, args, at }
  }

  #items(close: string): Expression[] {
    return this.#nested(() => {
      const items: Expression[] = []
      if (this.take(close)) return items
      do items.push(this.expression())
      while (this.take(','))
      this.expect(close)
      return items
    })
  }

  #unknown(code: ProblemCode, name: string, known: Iterable<string>, at: Span): void {
    this.#report(problem(code, at, { name, suggestion: suggest(name, known) }))
  }

  #nested<T>(read: () => T): T {
    const { offset, end } = this.next
    if (++this.#depth > TagReader.maxDepth) {
      throw this.fault('too-deep', offset, end, { limit: TagReader.maxDepth })
    }
    const result = read()
    this.#depth--
    return result
  }
}
