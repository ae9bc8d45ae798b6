/** The attributes of a personalization chip. */
export interface Chip {
  readonly expression: string
  readonly fallback: string
}

const plainPath = /^(profile|context|system|field)\.([\w.[\]`]+)$/

/** What stands on a chip: the name without its namespace, or the expression as it is. */
export function chipLabel({ expression }: Pick<Chip, 'expression'>): string {
  const written = expression.trim()
  return plainPath.exec(written)?.[2]?.replaceAll('`', '') ?? written
}
