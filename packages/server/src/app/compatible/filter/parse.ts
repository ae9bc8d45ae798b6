/** `name`, `schedule.startDate`: what a filter speaks of. */
export interface Comparison {
  readonly kind: 'comparison'
  readonly selector: string
  readonly operator: FilterOperator
  /** One, but for `=in=` and `=out=`. */
  readonly values: readonly string[]
}
export type Filter = Comparison | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }

export const filterOperators = ['==', '!=', '<', '<=', '>', '>=', 'like', 'in', 'out'] as const
export type FilterOperator = (typeof filterOperators)[number]

/** What could not be understood, and where: counted from 1. */
export class FilterMistake extends Error {
  readonly column: number
  constructor(message: string, offset: number) {
    super(message)
    this.column = offset + 1
  }
}

export const filterLimits = { length: 4_000, comparisons: 50, depth: 10 } as const

const spellings: Readonly<Record<string, FilterOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '=lt=': '<',
  '=le=': '<=',
  '=gt=': '>',
  '=ge=': '>=',
  '=like=': 'like',
  '=in=': 'in',
  '=out=': 'out',
}

/**
 * Reads a filter of the compatible API, a small RSQL: `campaignClass!=inline;name=like="my campaign"`.
 *
 *     or         = and *( "," and )
 *     and        = primary *( ";" primary )
 *     primary    = "(" or ")" / selector operator argument
 *     selector   = name *( "." name )
 *     operator   = "==" / "!=" / "<" / "<=" / ">" / ">=" / "=" 1*letter "="
 *     argument   = value / "(" value *( "," value ) ")"        ; the list with =in= and =out=
 *     value      = quoted / 1*( any but quotes, blanks and ( ) ; , )
 *     quoted     = a text in ' or ", where \ makes the next character ordinary
 *
 * Throws a FilterMistake.
 */
export function parseFilter(text: string): Filter {
  if (text.length > filterLimits.length)
    throw new FilterMistake(`A filter has ${filterLimits.length} characters at most`, filterLimits.length)
  return new Reader(text).whole()
}

class Reader {
  private readonly text: string
  private at = 0
  private comparisons = 0

  constructor(text: string) {
    this.text = text
  }

  whole(): Filter {
    const filter = this.either(0)
    if (this.at < this.text.length) throw this.mistake(`There is no place for ${this.next()} here`)
    return filter
  }

  private either(depth: number): Filter {
    return this.chain('or', ',', () => this.chain('and', ';', () => this.primary(depth)))
  }

  private chain(kind: 'and' | 'or', sign: string, part: () => Filter): Filter {
    const of = [part()]
    while (this.take(sign)) of.push(part())
    return of.length === 1 ? of[0]! : { kind, of }
  }

  private primary(depth: number): Filter {
    if (!this.take('(')) return this.comparison()
    if (depth === filterLimits.depth) throw this.mistake('Parentheses are nested too deeply')
    const inside = this.either(depth + 1)
    if (!this.take(')')) throw this.mistake('A parenthesis is not closed')
    return inside
  }

  private comparison(): Comparison {
    if (++this.comparisons > filterLimits.comparisons)
      throw this.mistake(`A filter has ${filterLimits.comparisons} comparisons at most`)
    const selector = this.match(/[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/y)
    if (selector === undefined) throw this.mistake('Write a property, a comparison and a value')
    this.blanks()
    const from = this.at
    const sign = this.match(/=[A-Za-z]*=|!=|[<>]=?/y)
    const operator = sign === undefined ? undefined : spellings[sign.toLowerCase()]
    if (operator === undefined)
      throw new FilterMistake(
        `Compare ${selector} with one of ${Object.keys(spellings).join(' ')}`,
        sign === undefined ? this.at : from,
      )
    return { kind: 'comparison', selector, operator, values: this.argument(operator) }
  }

  private argument(operator: FilterOperator): string[] {
    if (operator !== 'in' && operator !== 'out') return [this.value()]
    if (!this.take('(')) throw this.mistake(`=${operator}= takes a list in parentheses`)
    const values = [this.value()]
    while (this.take(',')) values.push(this.value())
    if (!this.take(')')) throw this.mistake('A list is not closed')
    return values
  }

  private value(): string {
    this.blanks()
    const quoted = this.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy)
    if (quoted !== undefined) return quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1')
    const plain = this.match(/[^\s"'();,]+/y)
    if (plain !== undefined) return plain
    throw this.mistake(/["']/.test(this.text[this.at] ?? '') ? 'A quote is not closed' : 'A value is missing')
  }

  private take(sign: string): boolean {
    this.blanks()
    if (this.text[this.at] !== sign) return false
    this.at++
    return true
  }

  private blanks(): void {
    this.match(/\s+/y)
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const [found] = pattern.exec(this.text) ?? []
    this.at += found?.length ?? 0
    return found
  }

  private next = (): string => this.text.slice(this.at, this.at + 1)

  private mistake = (message: string): FilterMistake => new FilterMistake(message, this.at)
}
