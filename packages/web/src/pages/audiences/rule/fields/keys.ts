export interface NamedKey {
  readonly key: string
  readonly name: string
  readonly about?: string | undefined
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** The items whose name or key has what is typed in it, whatever its case and accents; all while nothing is typed. */
export function matching(items: readonly NamedKey[], typed: string | undefined): readonly NamedKey[] {
  const words = folded(typed ?? '')
  if (words === '') return items
  return items.filter(({ key, name }) => folded(key).includes(words) || folded(name).includes(words))
}

/** The key that is meant by what is typed: by itself, or by its name where only one has it. */
export function keyIn(items: readonly NamedKey[], typed: string): string | undefined {
  const words = folded(typed)
  const exact =
    items.find(({ key }) => key === typed.trim()) ?? items.find(({ key }) => folded(key) === words)
  if (exact) return exact.key
  const named = items.filter(({ name }) => folded(name) === words)
  return named.length === 1 ? named[0]!.key : undefined
}
