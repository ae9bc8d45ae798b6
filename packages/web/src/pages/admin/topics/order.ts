export type Direction = 'up' | 'down'

/** The keys with this one a place further up or down; the same keys where there is none further. */
export function stepped(keys: readonly string[], key: string, direction: Direction): readonly string[] {
  const at = keys.indexOf(key)
  const to = direction === 'up' ? at - 1 : at + 1
  if (at < 0 || to < 0 || to >= keys.length) return keys
  return dropped(keys, key, { key: keys[to]!, side: direction === 'up' ? 'before' : 'after' })
}

/** The keys with this one dropped before or after another. */
export function dropped(
  keys: readonly string[],
  key: string,
  { key: beside, side }: { readonly key: string; readonly side: 'before' | 'after' },
): readonly string[] {
  if (key === beside || !keys.includes(beside)) return keys
  const others = keys.filter((one) => one !== key)
  const at = others.indexOf(beside) + (side === 'after' ? 1 : 0)
  return [...others.slice(0, at), key, ...others.slice(at)]
}

/** The items in the order of these keys; those without a key in it follow as they stood. */
export function inOrder<T extends { readonly key: string }>(
  items: readonly T[],
  keys: readonly string[],
): T[] {
  const named = keys.flatMap((key) => items.find((one) => one.key === key) ?? [])
  return [...named, ...items.filter((one) => !named.includes(one))]
}
