import { toNumber, toText } from '../values.ts'
import { type Moment, momentOf } from './moment.ts'

/** What an argument or a result is. A date is a text such as `2026-03-29` or `2026-03-29T10:00:00+02:00`. */
export type ValueType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'date' | 'any'

interface KindValues {
  string: string
  number: number
  list: readonly unknown[]
  date: Moment
  map: object
  any: unknown
}
export type Kind = keyof KindValues

/** `?` marks an argument that may be left out, `any*` takes all the rest as one list. */
export type ArgKind = Kind | `${Kind}?` | 'any*'

type ValueOf<K> = K extends 'any*'
  ? readonly unknown[]
  : K extends `${infer O extends Kind}?`
    ? KindValues[O] | undefined
    : K extends Kind
      ? KindValues[K]
      : never
type Values<A extends readonly ArgKind[]> = { [I in keyof A]: ValueOf<A[I]> }

/** What a rendering lends to the few functions that need more than their arguments. */
export interface Environment {
  /** The instant of the message in milliseconds since 1970; null when the caller of the rendering gave none. */
  readonly now: number | null
  /** The next number of the message's own sequence, from 0 up to 1. */
  random(): number
  /** Pays for work in steps of the rendering; throws TemplateLimit when there is no more to spend. */
  spend(steps: number): void
}

export interface TemplateFunction {
  readonly args: readonly ArgKind[]
  readonly returns: ValueType
  /** One English sentence. */
  readonly about: string
  /** A call, and what it prints. */
  readonly example: readonly [call: string, result: string]
  readonly least: number
  readonly most: number
  /**
   * The given values as the kinds of `args`, or null when one of them cannot be had: a null where a value is
   * asked for, a text that does not read as a number.
   */
  readonly prepare: (given: readonly unknown[]) => unknown[] | null
  /** Takes prepared values. Throws a RangeError when a text would get too long, and nothing else. */
  readonly evaluate: (environment: Environment, values: readonly unknown[]) => unknown
  readonly needsEnvironment: boolean
  /** Steps of a rendering that a call with these values costs, besides those for looking through each once. */
  readonly cost: (values: readonly unknown[]) => number
}

const readAs: Readonly<Record<Kind, (value: unknown) => unknown>> = {
  string: toText,
  number: toNumber,
  list: (value) => (Array.isArray(value) ? value : null),
  date: momentOf,
  map: (value) => (typeof value === 'object' && !(value instanceof Date) ? value : null),
  any: (value) => value,
}

type Described = readonly [returns: ValueType, about: string, call: string, result: string]

/** A function of its arguments alone. */
export const row = <const A extends readonly ArgKind[]>(
  args: A,
  described: Described,
  evaluate: (...values: Values<A>) => unknown,
): TemplateFunction => built(args, described, false, (_, values) => evaluate(...(values as Values<A>)))

/** A function that also needs the clock, the dice or the purse of the rendering. */
export const rowIn = <const A extends readonly ArgKind[]>(
  args: A,
  described: Described,
  evaluate: (environment: Environment, ...values: Values<A>) => unknown,
): TemplateFunction =>
  built(args, described, true, (lent, values) => evaluate(lent, ...(values as Values<A>)))

/** A function that does more with its values than to look through them. */
export const costing = (cost: (...values: never[]) => number, of: TemplateFunction): TemplateFunction => ({
  ...of,
  cost: (values) => Math.ceil(of.cost(values) + cost(...(values as never[]))),
})

/** Asking Intl about a time zone takes a while. */
const costOfDates = 20

function built(
  args: readonly ArgKind[],
  [returns, about, call, result]: Described,
  needsEnvironment: boolean,
  evaluate: TemplateFunction['evaluate'],
): TemplateFunction {
  const rest = args.at(-1) === 'any*'
  const single = rest ? args.slice(0, -1) : args
  const kinds = single.map((arg) => ({
    read: readAs[kindOf(arg)],
    any: kindOf(arg) === 'any',
    optional: arg.endsWith('?'),
  }))
  const cost = returns === 'date' || args.some((arg) => kindOf(arg) === 'date') ? costOfDates : 0
  return {
    args,
    returns,
    about,
    example: [call, result],
    least: kinds.filter(({ optional }) => !optional).length,
    most: rest ? Number.POSITIVE_INFINITY : args.length,
    needsEnvironment,
    cost: () => cost,
    evaluate,
    prepare(given) {
      const values: unknown[] = []
      for (const [i, { read, any, optional }] of kinds.entries()) {
        const value = given[i]
        const isMissing = value === null || value === undefined
        const turned = any ? value : isMissing ? null : read(value)
        if (turned === null && !any && !(optional && isMissing)) return null
        values.push(turned ?? (any ? value : undefined))
      }
      if (rest) values.push(given.slice(single.length))
      return values
    },
  }
}

/** The kind behind `number?`. */
export const kindOf = (arg: ArgKind): Kind => arg.replace(/[?*]$/, '') as Kind
