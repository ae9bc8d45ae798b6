import { momentOf } from './functions/moment.ts'

/**
 * What values mean to the language. A scope is JSON; anything else (functions, symbols) counts as missing.
 * Nothing here throws, whatever the value, but a RangeError when a text would get too long.
 */

/** The longest text an expression may make, in UTF-16 units. What would be longer is a RangeError. */
export const maxTextLength = 1_000_000

const hasOwn = Object.prototype.hasOwnProperty

/**
 * The own property of an object or the item of an array. Prototypes cannot be reached: they count as missing, and
 * so does an array's `length`, which is no data. (An enumerable property would say the same in half the speed.)
 */
export function property(of: unknown, key: string | number): unknown {
  if (typeof of !== 'object' || of === null || !hasOwn.call(of, key)) return undefined
  return key === 'length' && Array.isArray(of) ? undefined : (of as Record<string | number, unknown>)[key]
}

/** How much there is to look through, in characters: an item of a list counts as eight and its own. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (!Array.isArray(value)) return 0
  let size = 0
  for (const item of value) size += 8 + (typeof item === 'string' ? item.length : 0)
  return size
}

/** The keys of a map: no list, no Date. */
export const keysOf = (value: unknown): string[] =>
  typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date
    ? []
    : Object.keys(value)

/** As text: missing values, objects, NaN and infinities are empty, lists are their scalars with ", " between. */
export function toText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return Number.isFinite(value) ? String(value) : ''
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'object':
      if (value === null) return ''
      if (Array.isArray(value)) return join(value.filter(isPrintable).map(toText), ', ')
      return value instanceof Date && Number.isFinite(+value) ? value.toISOString() : ''
    default:
      return ''
  }
}

export function join(parts: readonly string[], separator: string): string {
  let length = 0
  for (const part of parts) length += part.length + separator.length
  if (length > maxTextLength) throw new RangeError('text too long')
  return parts.join(separator)
}

const isPrintable = (value: unknown) =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  (typeof value === 'number' && Number.isFinite(value))

/** A number, or a text that reads as a decimal number; else null. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.length > 40) return null
  if (!/^\s*[-+]?\d+(\.\d+)?([eE][-+]?\d+)?\s*$/.test(value)) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Null, "" and [] are empty; 0 and false are not. This is what `?:` replaces. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** What a condition takes for true: all but the empty, false, 0 and NaN. */
export const isTrue = (value: unknown): boolean =>
  Boolean(value) && !(Array.isArray(value) && value.length === 0)

/** A number equals the text that reads as it, a boolean equals the text "true" or "false". */
export function isEqual(left: unknown, right: unknown): boolean {
  const a = left ?? null
  const b = right ?? null
  if (a === b) return true
  if (typeof a === 'number' && typeof b === 'string') return toNumber(b) === a
  if (typeof a === 'string' && typeof b === 'number') return toNumber(a) === b
  if (typeof a === 'boolean' && typeof b === 'string') return String(a) === b
  if (typeof a === 'string' && typeof b === 'boolean') return a === String(b)
  return false
}

/**
 * Negative, 0 or positive: as numbers when both read as numbers, as instants when both are date-times, else as
 * text; null when not comparable.
 */
export function compare(a: unknown, b: unknown): number | null {
  const x = toNumber(a)
  const y = toNumber(b)
  if (x !== null && y !== null) return x - y
  const instants = hasTime(a) && hasTime(b) ? [momentOf(a), momentOf(b)] : []
  if (instants[0] && instants[1]) return instants[0].instant - instants[1].instant
  if (typeof a !== 'string' || typeof b !== 'string') return null
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether it has the looks of a date-time; days, as text, have the right order already. */
const hasTime = (value: unknown): boolean =>
  value instanceof Date || (typeof value === 'string' && /^\d{4}-\d\d-\d\d[Tt ]\d/.test(value))

/** Two texts are joined, what reads as numbers is added, a text and anything else are joined. */
export function add(a: unknown, b: unknown): string | number | null {
  if (typeof a === 'string' && typeof b === 'string') return a + b
  const x = toNumber(a)
  const y = toNumber(b)
  if (x !== null && y !== null) return tidy(x + y)
  return typeof a === 'string' || typeof b === 'string' ? toText(a) + toText(b) : null
}

export function arithmetic(a: unknown, b: unknown, operate: (x: number, y: number) => number): number | null {
  const x = toNumber(a)
  const y = toNumber(b)
  return x === null || y === null ? null : tidy(operate(x, y))
}

/** 0.1 + 0.2 is 0.3: nobody wants the sixteenth digit of a binary fraction in a message. */
export function tidy(value: number): number | null {
  if (!Number.isFinite(value)) return null
  return Number.isInteger(value) ? value + 0 : Number(value.toPrecision(15))
}
