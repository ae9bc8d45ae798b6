type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The merge patch (RFC 7396) that makes `to` of `from`. Members of objects that are null cannot be said by one. */
export function patchBetween(from: Json, to: Json): Record<string, unknown> {
  const patch: [string, unknown][] = []
  for (const name of Object.keys(from)) if (!Object.hasOwn(to, name)) patch.push([name, null])
  for (const [name, value] of Object.entries(to)) {
    const was = Object.hasOwn(from, name) ? from[name] : undefined
    if (isSame(was, value)) continue
    patch.push([name, isObject(was) && isObject(value) ? patchBetween(was, value) : value])
  }
  return Object.fromEntries(patch)
}

/** The same document with this value at the path, or without it where it is undefined; what it empties goes too. */
export function withValue(document: Json, [name, ...rest]: readonly string[], value: unknown): Json {
  if (name === undefined) return document
  const { [name]: was, ...others } = document
  const inner = rest.length === 0 ? value : withValue(isObject(was) ? was : {}, rest, value)
  const isGone =
    inner === undefined || (rest.length > 0 && isObject(inner) && Object.keys(inner).length === 0)
  if (isGone) return others
  return Object.hasOwn(document, name) ? { ...document, [name]: inner } : { ...others, [name]: inner }
}
