type Path = readonly PropertyKey[]

/** Levels of arrays and objects in one value. */
const deepest = 100

/**
 * What the database cannot keep in a text or a JSON value, with its place: the character U+0000, half a surrogate
 * pair, or a value nested so deep that nobody could read it again.
 */
export function* unstorable(value: unknown, path: Path = []): Generator<{ path: Path; detail: string }> {
  if (typeof value === 'string') {
    if (!isStorable(value)) yield { path, detail: character }
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (path.length >= deepest) {
    yield { path: path.slice(0, 3), detail: `Nested more than ${deepest} levels deep` }
    return
  }
  for (const [name, member] of Object.entries(value)) {
    if (!isStorable(name)) yield { path, detail: character }
    yield* unstorable(member, [...path, name])
  }
}

const character = 'Holds the character U+0000 or half a surrogate pair, which cannot be stored'
const isStorable = (text: string): boolean => !/\0|\p{Cs}/u.test(text)
