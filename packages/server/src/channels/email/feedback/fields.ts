/** Fields of a header or of one group of a report (RFC 822 syntax), by lower-case name; folded lines joined. */
export type Fields = ReadonlyMap<string, readonly string[]>

/** Reads groups of fields that blank lines part (RFC 3464, section 2.1); what is no field is passed over. */
export function groupsOf(text: string): Fields[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
    .filter((fields) => fields.size > 0)
}

/** Reads one group: everything up to the first blank line. */
export function fieldsOf(text: string): Fields {
  const fields = new Map<string, string[]>()
  const head =
    text
      .replaceAll('\r\n', '\n')
      .replace(/^\n+/, '')
      .split(/\n[ \t]*\n/, 1)[0] ?? ''
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) continue
    const key = name.toLowerCase()
    fields.set(key, [...(fields.get(key) ?? []), value.trim()])
  }
  return fields
}

export const first = (fields: Fields, name: string): string | undefined => fields.get(name)?.[0]

/** The value of a typed field, `rfc822; jane@example.net`, without its type and angle brackets. */
export const untyped = (value: string | undefined): string | undefined =>
  value
    ?.replace(/^[\w.-]+[ \t]*;/, '')
    .trim()
    .replace(/^<(.*)>$/, '$1') || undefined
