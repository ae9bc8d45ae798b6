import type { BinaryOperator, Call, Expression } from './ast.ts'
import { kindOf } from './functions/row.ts'
import { functionNamed } from './functions.ts'
import type { Evidence, VariableType } from './variables.ts'

/** What a place wants from a value. */
export interface Wanted {
  readonly evidence: Evidence
  readonly type: VariableType
  readonly defaulted?: boolean
}

export const printed: Wanted = { evidence: 'printed', type: 'string' }
export const tested: Wanted = { evidence: 'tested', type: 'boolean' }
export const listed: Wanted = { evidence: 'list', type: 'array' }
export const opened: Wanted = { evidence: 'object', type: 'object' }
export const computed = (type: VariableType): Wanted => ({ evidence: 'computed', type })

/** Take any value, but are about lists. */
const aboutLists = new Set(['count', 'countWithNull', 'countOnlyNull'])

/** What a call says about its argument number `index`. */
export function wantedByCall({ name }: Call, index: number): Wanted {
  const args = functionNamed(name)?.args ?? []
  const arg = args[index] ?? args.at(-1)
  if (!arg || aboutLists.has(name)) return arg ? listed : printed
  return wantedByKind[kindOf(arg)]
}

const wantedByKind = {
  string: computed('string'),
  number: computed('number'),
  date: computed('date'),
  list: listed,
  map: opened,
  any: printed,
} as const satisfies Record<ReturnType<typeof kindOf>, Wanted>

type Sides = (sides: { left: Expression; right: Expression }, wanted: Wanted) => [Wanted, Wanted]

const numbers: Sides = () => [computed('number'), computed('number')]
const conditions: Sides = () => [tested, tested]
const compared: Wanted = { evidence: 'tested', type: 'string' }
const alike: Sides = ({ left, right }) => [likeOf(right, compared), likeOf(left, compared)]

export const wantedByOperator: Readonly<Record<BinaryOperator, Sides>> = {
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

const loopTypes = { index: 'number', key: 'string', first: 'boolean', last: 'boolean' } as const
const scalars: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'date'])

/** What the other side of an operator says about this side. */
function likeOf(other: Expression, otherwise: Wanted): Wanted {
  if (other.kind === 'literal' && other.value !== null) return computed(typeof other.value as VariableType)
  if (other.kind === 'loop') return computed(loopTypes[other.name])
  if (other.kind === 'unary') return computed(other.operator === '-' ? 'number' : 'boolean')
  if (other.kind === 'binary' && '-*/%'.includes(other.operator)) return computed('number')
  if (other.kind === 'call') {
    const returns = functionNamed(other.name)?.returns
    if (returns && scalars.has(returns)) return computed(returns as VariableType)
  }
  return otherwise
}

/** What is joined to a text may be anything that prints. */
function addedTo(other: Expression): Wanted {
  const like = likeOf(other, printed)
  return like.type === 'number' ? like : printed
}
