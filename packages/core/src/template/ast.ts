/** Where something stands in the source. Line and column start at 1; offset and end count UTF-16 units. */
export interface Span {
  readonly line: number
  readonly column: number
  readonly offset: number
  readonly end: number
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or'
  | '?:'

export interface Literal {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null
  readonly at: Span
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly Expression[]
  readonly at: Span
}

/**
 * `profile.address[0].city`: a root name, then names and indexes. `../name` is `this.name` of the block `up`
 * blocks further out.
 */
export interface Path {
  readonly kind: 'path'
  readonly root: string
  readonly rest: readonly (string | number)[]
  readonly up?: number
  readonly at: Span
}

/** `@index`, `@key`, `@first`, `@last`: about the innermost loop. */
export interface LoopVariable {
  readonly kind: 'loop'
  readonly name: LoopName
  readonly at: Span
}

export const loopNames = ['index', 'key', 'first', 'last'] as const
export type LoopName = (typeof loopNames)[number]

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Expression[]
  readonly at: Span
}

export interface Unary {
  readonly kind: 'unary'
  readonly operator: '-' | 'not'
  readonly value: Expression
  readonly at: Span
}

export interface Binary {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  readonly at: Span
}

export type Expression = Literal | List | Path | LoopVariable | Call | Unary | Binary

export interface Text {
  readonly kind: 'text'
  readonly value: string
  readonly at: Span
}

export interface Comment {
  readonly kind: 'comment'
  readonly value: string
  readonly dashed: boolean
  readonly at: Span
}

/** `escaped` is `{{ }}`, `raw` is `{{{ }}}`, `expression` is `{%= %}` (escaped too). */
export interface Output {
  readonly kind: 'output'
  readonly form: 'escaped' | 'raw' | 'expression'
  readonly value: Expression
  readonly at: Span
}

export interface Let {
  readonly kind: 'let'
  readonly name: string
  readonly value: Expression
  readonly at: Span
}

export interface Branch {
  readonly test: Expression
  /** True for the first branch of `unless`. */
  readonly negated: boolean
  readonly body: readonly Node[]
}

/** How a block was written, so that it can be printed the same way. */
export type BlockStyle = '{{' | '{%'

export interface If {
  readonly kind: 'if'
  readonly style: BlockStyle
  readonly branches: readonly Branch[]
  readonly otherwise: readonly Node[] | null
  readonly at: Span
}

/** `each` and `with`; `alias` and `indexAlias` are the names between the bars. */
export interface Each {
  readonly kind: 'each' | 'with'
  readonly style: BlockStyle
  readonly value: Expression
  readonly alias: string | null
  readonly indexAlias: string | null
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[] | null
  readonly at: Span
}

export interface FragmentArg {
  readonly name: string
  readonly value: Expression
  readonly at: Span
}

/**
 * `{{ fragment id="…" title="Hello" }}`: stands for the source of a fragment, whose `field.title` is then the
 * value given here. `name` and `mode` are labels for people and editors.
 */
export interface FragmentRef {
  readonly kind: 'fragment'
  readonly id: string
  readonly name: string | null
  readonly mode: string | null
  readonly args: readonly FragmentArg[]
  readonly at: Span
}

export type Node = Text | Comment | Output | Let | If | Each | FragmentRef

export interface Ast {
  readonly nodes: readonly Node[]
}
