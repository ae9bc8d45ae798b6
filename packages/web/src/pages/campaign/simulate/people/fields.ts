/** Of a value that a person types for a sample. */
export type FieldType = 'string' | 'number' | 'boolean' | 'date' | 'json'
export type Root = 'profile' | 'context'
export type Values = Readonly<Record<string, unknown>>

export interface Field {
  readonly root: Root
  readonly path: readonly string[]
  readonly type: FieldType
  /** The value that the content proposes. */
  readonly proposed: unknown
}

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One field for each value that the content reads, typed by the value that is proposed for it. */
export function fieldsOf(proposed: Readonly<Record<Root, Values>>): Field[] {
  const fields: Field[] = []
  const visit = (root: Root, path: readonly string[], value: unknown) => {
    if (isObject(value) && Object.keys(value).length > 0)
      for (const [name, inner] of Object.entries(value)) visit(root, [...path, name], inner)
    else if (path.length > 0) fields.push({ root, path, type: typeOf(value), proposed: value })
  }
  visit('profile', [], proposed.profile)
  visit('context', [], proposed.context)
  return fields
}

function typeOf(value: unknown): FieldType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'date' : 'string'
  return 'json'
}

export function valueAt(values: Values | undefined, path: readonly string[]): unknown {
  let value: unknown = values
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

/** The values with another one at this path; undefined takes it out. */
export function withValue(values: Values, [name, ...rest]: readonly string[], value: unknown): Values {
  if (name === undefined) return values
  const { [name]: before, ...others } = values
  if (rest.length > 0) {
    const inner = withValue(isObject(before) ? before : {}, rest, value)
    return Object.keys(inner).length > 0 ? { ...values, [name]: inner } : others
  }
  return value === undefined ? others : { ...values, [name]: value }
}

export const asText = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value, null, 2)
        : String(value)

export type ReadField = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/** What was typed, as a value of its type. Nothing typed is no value, except for texts, where it is the empty one. */
export function readField(type: FieldType, text: string): ReadField {
  if (type === 'string') return { ok: true, value: text }
  if (text.trim() === '') return { ok: true, value: undefined }
  if (type === 'number') {
    const value = Number(text.trim().replace(',', '.'))
    return Number.isFinite(value) ? { ok: true, value } : { ok: false }
  }
  if (type === 'boolean') return { ok: true, value: text === 'true' }
  if (type === 'date') return { ok: true, value: text }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}
