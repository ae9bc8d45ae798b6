import { isUuid } from '@chappe/core/kit/ids'
import { fragmentRefs } from '@chappe/core/template/fragments'
import type { NamedKind, Names } from './names.ts'
import type { Path } from './places.ts'

interface Reference {
  /** Where it stands in a definition; `*` is any name or number. */
  readonly at: readonly string[]
  /** How a file calls that member; null: it is a member of a list. */
  readonly name: string | null
  readonly of: NamedKind
}

const references: readonly Reference[] = [
  { at: ['channelConfigurationId'], name: 'channelConfiguration', of: 'configurations' },
  { at: ['variants', '*', 'channelConfigurationId'], name: 'channelConfiguration', of: 'configurations' },
  { at: ['audience', 'id'], name: 'name', of: 'audiences' },
  { at: ['audience', 'exclude', '*'], name: null, of: 'audiences' },
  { at: ['waves', 'waves', '*', 'audienceId'], name: 'audience', of: 'audiences' },
  { at: ['languages', 'settingsId'], name: 'settings', of: 'languages' },
]

const inFile = ({ at, name }: Reference) => (name === null ? at : [...at.slice(0, -1), name])
const fits = (pattern: readonly string[], path: Path) =>
  pattern.length === path.length && pattern.every((step, i) => step === '*' || step === String(path[i]))

/** The reference that stands here in a definition. */
export const referenceAt = (path: Path) => references.find(({ at }) => fits(at, path))
/** The reference that stands here in a file. */
export const referenceInFile = (path: Path) => references.find((one) => fits(inFile(one), path))

/** The path in a file of what stands there in a definition. */
export const pathInFile = (path: Path): Path =>
  path.map((step, i) => referenceAt(path.slice(0, i + 1))?.name ?? step)

const renamed = (path: Path, name: string | null): Path =>
  name === null ? path : [...path.slice(0, -1), name]
export const pathOfReference = (path: Path): Path => {
  const reference = referenceInFile(path)
  return reference ? renamed(path, reference.name === null ? null : reference.at.at(-1)!) : path
}

const contents: readonly (readonly string[])[] = [
  ['content'],
  ['translations', '*'],
  ['variants', '*', 'content'],
  ['variants', '*', 'translations', '*'],
]
export const isContent = (path: Path): boolean => contents.some((pattern) => fits(pattern, path))

const marker = 'name:'
/** A name that can stand between the quotes of a tag as it is. */
const isPlain = (name: string) => !/["'\\{}\p{Cc}]/u.test(name)

/** Every text of a value, in lists and members too. */
function overTexts(
  value: unknown,
  change: (text: string, name: string | null) => string,
  name: string | null = null,
): unknown {
  if (typeof value === 'string') return change(value, name)
  if (Array.isArray(value)) return value.map((one) => overTexts(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, overTexts(one, change, key)]))
}

/** Fragments by their names: in the tags of texts as `id="name:Footer"`, in designs as `fragmentId: name:Footer`. */
export const namedFragments = (content: unknown, names: Names): unknown =>
  overTexts(content, (text, member) => {
    const nameOf = (id: string) => {
      const name = isUuid(id) ? names.nameOf('fragments', id) : undefined
      return name !== undefined && isPlain(name) ? marker + name : undefined
    }
    if (member === 'fragmentId') return nameOf(text) ?? text
    return overTags(text, (id) => nameOf(id) ?? id)
  })

/** The other way round; `tell` hears of names that lead to no fragment. */
export const identifiedFragments = (
  content: unknown,
  names: Names,
  tell: (mistake: string) => void,
): unknown =>
  overTexts(content, (text, member) => {
    const idOf = (id: string) => {
      if (!id.startsWith(marker)) return id
      const found = names.idOf('fragments', id.slice(marker.length))
      if ('id' in found) return found.id
      tell(found.mistake)
      return id
    }
    return member === 'fragmentId' ? idOf(text) : overTags(text, idOf)
  })

/** Changes the ids in the fragment tags of a template, and nothing else of it. */
function overTags(text: string, change: (id: string) => string): string {
  let changed = ''
  let passed = 0
  for (const { at } of fragmentRefs(text)) {
    changed += text.slice(passed, at.offset)
    changed += text
      .slice(at.offset, at.end)
      .replace(
        /(\bid\s*=\s*)(["'])((?:ajo:)?)([^"'\\]*)\2/,
        (_, label: string, quote: string, prefix: string, id: string) =>
          `${label}${quote}${prefix}${change(id)}${quote}`,
      )
    passed = at.end
  }
  return changed + text.slice(passed)
}
