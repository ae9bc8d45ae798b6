import type { Binary, BinaryOperator, Call, Expression, Path, Span } from './ast.ts'
import { environmentOf, noEnvironment } from './environment.ts'
import { functionNamed } from './functions.ts'
import type { Rendering } from './limits.ts'
import { Bindings } from './names.ts'
import { add, arithmetic, compare, isEmpty, isEqual, isTrue, property, tidy, toNumber } from './values.ts'

export type Evaluate = (rendering: Rendering) => unknown

/** Slots of `Rendering.locals` are given out while compiling: a name costs nothing at rendering time. */
export class Slots extends Bindings<number> {
  count = 0
  readonly #kept = new Map<string, number>()

  take(count = 1): number {
    this.count += count
    return this.count - count
  }

  /** One slot for whatever has this key, which is null in it until it is known. */
  keep(key: string): number {
    const slot = this.#kept.get(key) ?? this.take()
    this.#kept.set(key, slot)
    return slot
  }
}

/** In a loop, the slot of the index has this name; the number of items and the key are in the next slots. */
export const indexName = '@index'

type Operate = (left: unknown, right: unknown, rendering: Rendering, at: Span) => unknown

const operators: Readonly<Record<Exclude<BinaryOperator, 'and' | 'or' | '?:'>, Operate>> = {
  '+': (a, b, rendering, at) => {
    const sum = rendering.making(() => add(a, b), at)
    rendering.made(sum, at)
    return sum
  },
  '-': (a, b) => arithmetic(a, b, (x, y) => x - y),
  '*': (a, b) => arithmetic(a, b, (x, y) => x * y),
  '/': (a, b) => arithmetic(a, b, (x, y) => x / y),
  '%': (a, b) => arithmetic(a, b, (x, y) => x % y),
  '=': isEqual,
  '!=': (a, b) => !isEqual(a, b),
  '<': (a, b) => compared(a, b, (order) => order < 0),
  '<=': (a, b) => compared(a, b, (order) => order <= 0),
  '>': (a, b) => compared(a, b, (order) => order > 0),
  '>=': (a, b) => compared(a, b, (order) => order >= 0),
}

function compared(a: unknown, b: unknown, holds: (order: number) => boolean): boolean {
  const order = compare(a, b)
  return order !== null && holds(order)
}

/** Turns an expression into a closure. Evaluating it throws nothing but TemplateLimit. */
export function compileExpression(expression: Expression, slots: Slots): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression
      return () => value
    }
    case 'list': {
      const items = expression.items.map((item) => compileExpression(item, slots))
      return (rendering) => items.map((item) => item(rendering))
    }
    case 'path':
      return compilePath(expression, slots)
    case 'loop': {
      const slot = slots.find(indexName)
      if (slot === undefined) return () => null
      if (expression.name === 'index') return ({ locals }) => locals[slot]
      if (expression.name === 'key') return ({ locals }) => locals[slot + 2]
      if (expression.name === 'first') return ({ locals }) => locals[slot] === 0
      return ({ locals }) => locals[slot] === (locals[slot + 1] as number) - 1
    }
    case 'call':
      return compileCall(expression, slots)
    case 'unary': {
      const value = compileExpression(expression.value, slots)
      if (expression.operator === 'not') return (rendering) => !isTrue(value(rendering))
      return (rendering) => {
        const number = toNumber(value(rendering))
        return number === null ? null : tidy(-number)
      }
    }
    case 'binary':
      return compileBinary(expression, slots)
  }
}

function compilePath(path: Path, slots: Slots): Evaluate {
  const { from: slot, keys } = slots.resolve(path)
  const [first, second] = keys
  if (slot !== undefined) {
    if (first === undefined) return ({ locals }) => locals[slot]
    if (second === undefined) return ({ locals }) => property(locals[slot], first)
    return ({ locals }) => follow(locals[slot], keys)
  }
  if (second === undefined) return ({ scope }) => property(scope, first!)
  const last = keys.at(-1)!
  const holder = compileHolder(keys.slice(0, -1), slots)
  return (rendering) => property(holder(rendering), last)
}

/** What paths of the scope have in common is looked up once per rendering: no template can change it. */
function compileHolder(keys: readonly (string | number)[], slots: Slots): Evaluate {
  const slot = slots.keep(`holder ${JSON.stringify(keys)}`)
  const last = keys.at(-1)!
  const holder = keys.length === 1 ? null : compileHolder(keys.slice(0, -1), slots)
  return (rendering) => {
    const { locals, scope } = rendering
    const known = locals[slot]
    if (known !== null) return known
    const found = property(holder === null ? scope : holder(rendering), last)
    locals[slot] = found
    return found
  }
}

function follow(from: unknown, keys: readonly (string | number)[]): unknown {
  let value = from
  for (const key of keys) value = property(value, key)
  return value
}

function compileBinary({ operator, left, right, at }: Binary, slots: Slots): Evaluate {
  const a = compileExpression(left, slots)
  const b = compileExpression(right, slots)
  switch (operator) {
    case 'and':
      return (rendering) => isTrue(a(rendering)) && isTrue(b(rendering))
    case 'or':
      return (rendering) => isTrue(a(rendering)) || isTrue(b(rendering))
    case '?:':
      return (rendering) => {
        const value = a(rendering)
        return isEmpty(value) ? b(rendering) : value
      }
  }
  const operate = operators[operator]
  return (rendering) => {
    const x = a(rendering)
    const y = b(rendering)
    rendering.chargeFor(x, at)
    rendering.chargeFor(y, at)
    return operate(x, y, rendering, at)
  }
}

/** A call of a function that is not in the table (which `parse` does not let through) is null. */
function compileCall({ name, args, at }: Call, slots: Slots): Evaluate {
  const called = functionNamed(name)
  if (!called) return () => null
  const compiled = args.map((arg) => compileExpression(arg, slots))
  return (rendering) => {
    const given = compiled.map((arg) => arg(rendering))
    const result = rendering.making(() => {
      const values = called.prepare(given)
      if (!values) return null
      rendering.charge(1 + called.cost(values), at)
      for (const value of values) rendering.chargeFor(value, at)
      return called.evaluate(called.needsEnvironment ? environmentOf(rendering, at) : noEnvironment, values)
    }, at)
    rendering.made(result, at)
    return result
  }
}
