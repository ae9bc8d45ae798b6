import { isEmpty, join, maxTextLength, tidy, toNumber, toText } from './values.ts'

export type ValueType = 'string' | 'number' | 'boolean' | 'array' | 'any'

/** `?` marks an argument that may be left out, `any*` takes all the rest as one list. */
type ArgKind = 'string' | 'number' | 'any' | 'string?' | 'number?' | 'any*'

interface ArgValues {
  string: string
  number: number
  any: unknown
  'string?': string | undefined
  'number?': number | undefined
  'any*': readonly unknown[]
}
type Values<A extends readonly ArgKind[]> = { [I in keyof A]: ArgValues[A[I]] }

export interface TemplateFunction {
  readonly args: readonly ArgKind[]
  readonly returns: ValueType
  readonly least: number
  readonly most: number
  /** Takes arguments already turned into their kinds. Throws a RangeError when a text would get too long. */
  readonly evaluate: (...values: never[]) => unknown
}

function row<const A extends readonly ArgKind[]>(
  args: A,
  returns: ValueType,
  evaluate: (...values: Values<A>) => unknown,
): TemplateFunction {
  const least = args.filter((kind) => !kind.endsWith('?') && !kind.endsWith('*')).length
  const most = args.some((kind) => kind.endsWith('*')) ? Number.POSITIVE_INFINITY : args.length
  return { args, returns, least, most, evaluate: evaluate as TemplateFunction['evaluate'] }
}

/**
 * The functions of the language, one row each. A null, or a value that cannot be turned into the kind asked
 * for, makes the result null without the function being called; only `any` arguments see nulls.
 */
const table = {
  upperCase: row(['string'], 'string', (text) => text.toUpperCase()),
  lowerCase: row(['string'], 'string', (text) => text.toLowerCase()),
  titleCase: row(['string'], 'string', (text) =>
    text.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu, (word) => {
      const [first] = word
      return first!.toUpperCase() + word.slice(first!.length).toLowerCase()
    }),
  ),
  trim: row(['string'], 'string', (text) => text.trim()),
  leftTrim: row(['string'], 'string', (text) => text.trimStart()),
  rightTrim: row(['string'], 'string', (text) => text.trimEnd()),
  concat: row(['any*'], 'string', (values) => join(values.map(toText), '')),
  replace: row(['string', 'string', 'string'], 'string', (text, search, by) => {
    if (search === '') return text
    const parts = text.split(search)
    if (text.length + (parts.length - 1) * by.length > maxTextLength) throw new RangeError('text too long')
    return parts.join(by)
  }),
  substring: row(['string', 'number', 'number?'], 'string', (text, start, end) => text.substring(start, end)),
  contains: row(['string', 'string'], 'boolean', (text, part) => text.includes(part)),
  startsWith: row(['string', 'string'], 'boolean', (text, part) => text.startsWith(part)),
  endsWith: row(['string', 'string'], 'boolean', (text, part) => text.endsWith(part)),
  equalsIgnoreCase: row(
    ['string', 'string'],
    'boolean',
    (text, other) => text.toLowerCase() === other.toLowerCase(),
  ),
  urlEncode: row(['string'], 'string', (text) =>
    encodeURIComponent(wellFormed(text)).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  ),
  toString: row(['any'], 'string', toText),
  length: row(['any'], 'number', (value) =>
    Array.isArray(value) || typeof value === 'string' ? value.length : null,
  ),
  count: row(['any'], 'number', (value) =>
    Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined).length : 0,
  ),
  isEmpty: row(['any'], 'boolean', isEmpty),
  isNotEmpty: row(['any'], 'boolean', (value) => !isEmpty(value)),
  isNull: row(['any'], 'boolean', (value) => value === null || value === undefined),
  isNotNull: row(['any'], 'boolean', (value) => value !== null && value !== undefined),
  toNumber: row(['any'], 'number', toNumber),
  absolute: row(['number'], 'number', Math.abs),
  round: row(['number', 'number?'], 'number', (value, digits = 0) => rounded(value, digits, Math.round)),
  roundUp: row(['number', 'number?'], 'number', (value, digits = 0) => rounded(value, digits, Math.ceil)),
  roundDown: row(['number', 'number?'], 'number', (value, digits = 0) => rounded(value, digits, Math.floor)),
} satisfies Record<string, TemplateFunction>

export type FunctionName = keyof typeof table

/** A Map, so that `constructor` and other names of Object are unknown functions like any other. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map(Object.entries(table))

/** What the engine itself writes into expanded sources: nothing for authors, completion or docs. */
const internal: ReadonlyMap<string, TemplateFunction> = new Map([
  [
    // `{{#with fields("title", …) as |field|}}`: names and values in turn.
    'fields',
    row(['any*'], 'any', (values) => {
      const pairs = values.flatMap((value, i) =>
        i % 2 === 0 ? [[toText(value), values[i + 1]] as const] : [],
      )
      return Object.fromEntries(pairs)
    }),
  ],
])

/** The function that a call means. */
export const functionNamed = (name: string): TemplateFunction | undefined =>
  functions.get(name) ?? internal.get(name)

/** Lone halves of a surrogate pair make `encodeURIComponent` throw. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd')

function rounded(value: number, digits: number, round: (value: number) => number): number | null {
  const scale = 10 ** Math.min(15, Math.max(0, Math.trunc(digits)))
  const scaled = tidy(Math.abs(value) * scale)
  if (scaled === null) return value
  // Half goes away from zero, as people round; up and down keep their direction for negatives.
  if (round === Math.round) return tidy((Math.sign(value) * Math.round(scaled)) / scale)
  return tidy(round(Math.sign(value) * scaled) / scale)
}
