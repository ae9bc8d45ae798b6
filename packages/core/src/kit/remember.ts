/** Keeps a value under a name as the newest one; of more than `most` the oldest is forgotten, and answered. */
export function remember<T>(kept: Map<string, T>, name: string, value: T, most: number): T | undefined {
  kept.delete(name)
  kept.set(name, value)
  if (kept.size <= most) return undefined
  const [oldest, forgotten] = kept.entries().next().value!
  kept.delete(oldest)
  return forgotten
}
