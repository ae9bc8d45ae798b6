import { FieldPath } from '@chappe/core/profile/fields'
import type { Choice, Group } from './useTargets.ts'

/** Letters as one types them in haste: no accents, no capitals. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The choices whose name or key has every word; groups that have none go. */
export function found(groups: readonly Group[], typed: string): Group[] {
  const words = folded(typed).split(/\s+/).filter(Boolean)
  const fits = ({ name, about = '' }: Choice) => {
    const text = folded(`${name} ${about}`)
    return words.every((word) => text.includes(word))
  }
  return groups
    .map((group) => ({ ...group, choices: group.choices.filter(fits) }))
    .filter(({ choices }) => choices.length > 0)
}

/** The target that what is typed would make: an attribute that nobody knows yet. */
export function newAttribute(groups: readonly Group[], typed: string): string | undefined {
  const path = typed.trim()
  const target = `attribute:${path}`
  const isKnown = groups.some(({ choices }) => choices.some(({ id }) => id === target))
  return !isKnown && FieldPath.safeParse(path).success ? target : undefined
}
