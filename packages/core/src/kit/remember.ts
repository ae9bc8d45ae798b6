/** Keeps a value under a name as the newest one; of more than `most` the oldest is forgotten. */
export function remember<T>(kept: Map<string, T>, name: string, value: T, most: number): void {
  kept.delete(name)
  kept.set(name, value)
  if (kept.size > most) kept.delete(kept.keys().next().value!)
}
