import type { ProfileDetail } from '@chappe/core/api/profiles'

/** What becomes of the attributes when another profile becomes part of this one. */
export interface Merging {
  /** Both have a value, and not the same: this one's stays. */
  readonly kept: readonly { readonly path: string; readonly own: unknown; readonly other: unknown }[]
  /** Paths that only the other has: they come. */
  readonly gained: readonly string[]
}

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function mergingOf(
  own: Pick<ProfileDetail, 'attributes'>,
  other: Pick<ProfileDetail, 'attributes'>,
): Merging {
  const kept: Merging['kept'][number][] = []
  const gained: string[] = []
  const walk = (mine: Json, theirs: Json, prefix: string) => {
    for (const [name, value] of Object.entries(theirs)) {
      const path = prefix + name
      const had = Object.hasOwn(mine, name) ? mine[name] : undefined
      const isEmpty = had === undefined || had === null
      if (isObject(value) && (isEmpty || isObject(had))) walk(isEmpty ? {} : (had as Json), value, `${path}.`)
      else if (isEmpty) gained.push(path)
      else if (JSON.stringify(had) !== JSON.stringify(value)) kept.push({ path, own: had, other: value })
    }
  }
  walk(own.attributes, other.attributes, '')
  return { kept, gained }
}
