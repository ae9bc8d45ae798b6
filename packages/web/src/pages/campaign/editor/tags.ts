/** The tags with one more, unless it is empty or there already: case makes no difference. */
export function withTag(tags: readonly string[], tag: string): string[] {
  const clean = tag.trim()
  const isThere = tags.some((one) => one.toLowerCase() === clean.toLowerCase())
  return clean === '' || isThere ? [...tags] : [...tags, clean]
}
