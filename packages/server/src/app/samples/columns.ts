type Json = Record<string, unknown>

/** Where a column's values go: `profile.person.name.firstName`, `context.items[0]['price']`. Undefined: no path. */
export function columnPath(column: string): (string | number)[] | undefined {
  const path: (string | number)[] = []
  const step = /\.?([^.[\]]+)|\[(?:(\d{1,3})|"([^"]*)"|'([^']*)')\]/y
  const text = column.trim()
  while (step.lastIndex < text.length) {
    const found = step.exec(text)
    if (!found) return undefined
    const [, name, index, double, single] = found
    path.push(index === undefined ? (name ?? double ?? single)!.trim() : Number(index))
  }
  return path.length > 0 && path[0] !== '' ? path : undefined
}

/** Puts a value where the path leads, making the objects and lists on the way; false where something else stands. */
export function put(into: Json, path: readonly (string | number)[], value: unknown): boolean {
  let at: unknown = into
  for (const [n, key] of path.entries()) {
    if (!holds(at, key)) return false
    const last = n === path.length - 1
    const known = Object.hasOwn(at as object, key) ? (at as Json)[key] : undefined
    if (last && known !== undefined) return false
    const next = last ? value : (known ?? (typeof path[n + 1] === 'number' ? [] : {}))
    // An own member, whatever its name: `__proto__` is a name like any other.
    Object.defineProperty(at, key, { value: next, writable: true, enumerable: true, configurable: true })
    at = next
  }
  return true
}

const holds = (at: unknown, key: string | number): boolean =>
  typeof key === 'number' ? Array.isArray(at) : typeof at === 'object' && at !== null && !Array.isArray(at)

/**
 * A cell as what it can only be: a number when it is written as JavaScript writes it, so that leading zeros, signs
 * of telephone numbers and digits after a price stay; `true` and `false`. Dates are texts, as in JSON.
 */
export function cellValue(cell: string): string | number | boolean {
  const text = cell.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d/.test(text) && String(Number(text)) === text && Number.isFinite(Number(text))
    ? Number(text)
    : cell
}

/** A list with holes is filled with null: that is what JSON makes of them. */
export const withoutHoles = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
