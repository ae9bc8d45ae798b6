export interface Change {
  /** Names from the root, joined by points: `content.subject`. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What differs between two documents of JSON values, in the order of their names. Objects are entered; anything
 * else (texts, lists) is given whole, before and after. A member on one side only has `null` on the other.
 */
export function compare(before: unknown, after: unknown, path = ''): Change[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) =>
      compare(member(before, name), member(after, name), path === '' ? name : `${path}.${name}`),
    )
  }
  return same(before, after) ? [] : [{ path, before, after }]
}

const member = (object: Json, name: string): unknown =>
  (Object.hasOwn(object, name) ? object[name] : null) ?? null

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a)
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
    )
  }
  return a === b
}
