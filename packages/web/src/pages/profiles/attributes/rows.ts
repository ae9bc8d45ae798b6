import type { Attribute, Attributes } from '../../../parts/attributes.ts'

/** A value of a profile, or the place of one that its sandbox declared. */
export interface AttributeRow {
  readonly segments: readonly string[]
  readonly path: string
  /** Undefined: the profile has none. */
  readonly value: unknown
  readonly attribute: Attribute | undefined
}

export interface RowGroup {
  /** The first name of the paths; empty for those that have one name only. */
  readonly name: string
  readonly rows: readonly AttributeRow[]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Every value that a profile has and every attribute that was declared for it, by the first name of their paths.
 * Objects are opened down to their values, unless they are declared as objects.
 */
export function groupsOf(attributes: Readonly<Record<string, unknown>>, known: Attributes): RowGroup[] {
  const rows = valuesOf(attributes, [], known)
  const there = new Set(rows.map(({ path }) => path))
  const missing = known.items
    .filter(({ origin, path }) => origin === 'declared' && !there.has(path) && !holdsMore(path, there))
    .map((attribute) => ({
      segments: attribute.path.split('.'),
      path: attribute.path,
      value: undefined,
      attribute,
    }))
  const groups = new Map<string, AttributeRow[]>([['', []]])
  for (const row of [...rows, ...missing].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = row.segments.length > 1 ? row.segments[0]! : ''
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return [...groups].flatMap(([name, found]) => (found.length > 0 ? [{ name, rows: found }] : []))
}

const holdsMore = (path: string, there: ReadonlySet<string>) =>
  [...there].some((one) => one.startsWith(`${path}.`))

function valuesOf(value: unknown, segments: readonly string[], known: Attributes): AttributeRow[] {
  const path = segments.join('.')
  // A name with a point in it is no path.
  const attribute = segments.every((name) => !name.includes('.')) ? known.of(path) : undefined
  const isOpened = isObject(value) && Object.keys(value).length > 0 && attribute?.type !== 'object'
  if (segments.length > 0 && !isOpened) return [{ segments, path, value, attribute }]
  return Object.entries(value as object).flatMap(([name, inner]) =>
    valuesOf(inner, [...segments, name], known),
  )
}
