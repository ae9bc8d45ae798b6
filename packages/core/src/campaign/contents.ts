import { z } from 'zod'
import { resolveLocale } from '../content/locales.ts'
import { expandFragments, type FragmentSource, fragmentRefs } from '../template/fragments.ts'
import type { TemplateProblem } from '../template/problems.ts'
import { type ContentPart, contentParts } from './parts.ts'
import type { Definition, EmailContent, Languages } from './schema.ts'

/** The fragments that a version uses, as they were when it was activated: by id. */
export const FragmentSnapshot = z.record(
  z.string(),
  z.object({ number: z.int(), name: z.string(), content: z.string() }),
)
export type FragmentSnapshot = z.infer<typeof FragmentSnapshot>

export type Fragments = ReadonlyMap<string, FragmentSource>
export const noFragments: Fragments = new Map()
export const fragmentsOf = (snapshot: FragmentSnapshot): Fragments => new Map(Object.entries(snapshot))

/** What one locale says. */
export interface LocaleContent {
  /** The variant's id; null: the campaign's own content. */
  readonly variant: string | null
  /** Null without languages. */
  readonly locale: string | null
  /** Fragments stand in their places; in a part that has problems they do not, and it cannot be compiled. */
  readonly content: EmailContent
  /** Where the author wrote, before anything was put in its place. */
  readonly source: EmailContent
  readonly problems: readonly (TemplateProblem & { readonly part: ContentPart })[]
}

/**
 * Everything that a definition says: its own content, then its variants in their order; of each the default locale
 * first, then the others in the order of its settings. A locale without a translation is left out. Links are numbered
 * through all of it in this order. What only a variant says, or only the campaign itself, is of `withVariant`.
 */
export const contentsOf = (definition: Definition, fragments: Fragments = noFragments): LocaleContent[] =>
  sourcesOf(definition).map((one) => ({ ...one, ...expanded(one.source, fragments) }))

interface Source {
  readonly variant: string | null
  readonly locale: string | null
  readonly source: EmailContent
}

const sourcesOf = (definition: Definition): Source[] => {
  const { languages, variants } = definition
  return [
    ...localesOf(null, definition, languages),
    ...variants.flatMap((variant) => localesOf(variant.id, variant, languages)),
  ]
}

const localesOf = (
  variant: string | null,
  { content, translations }: Pick<Definition, 'content' | 'translations'>,
  languages: Languages | null,
): Source[] => [
  { variant, locale: languages?.defaultLocale ?? null, source: content },
  ...othersOf(languages).flatMap((locale) => {
    const source = Object.hasOwn(translations, locale) ? translations[locale]! : undefined
    return source && !isBlank(source) ? [{ variant, locale, source }] : []
  }),
]

const othersOf = (languages: Languages | null): string[] =>
  languages ? [...new Set(languages.locales)].filter((locale) => locale !== languages.defaultLocale) : []

const isBlank = ({ subject, html, text }: EmailContent) => `${subject}${html}${text}`.trim() === ''

/** Locales that a definition names and its own content says nothing in: their people read what stands in for it. */
export function untranslated(definition: Definition): string[] {
  const told = new Set(localesOf(null, definition, definition.languages).map(({ locale }) => locale))
  return othersOf(definition.languages).filter((locale) => !told.has(locale))
}

function expanded(source: EmailContent, fragments: Fragments) {
  const content = { ...source }
  const problems: LocaleContent['problems'][number][] = []
  for (const part of contentParts) {
    const result = expandFragments(source[part], fragments)
    if (result.ok) content[part] = result.source
    else problems.push(...result.problems.map((problem) => ({ ...problem, part })))
  }
  return { content, problems }
}

/** The ids of the fragments that a definition refers to itself, each once. */
export const fragmentIdsOf = (definition: Definition): string[] => [
  ...new Set(
    sourcesOf(definition).flatMap(({ source }) =>
      contentParts.flatMap((part) => fragmentRefs(source[part]).map(({ id }) => id)),
    ),
  ),
]

/** The locale, of those that have content, that somebody with this profile reads; null without languages. */
export function localeFor(
  languages: Languages | null,
  locales: readonly (string | null)[],
  profile: unknown,
): string | null {
  if (languages === null) return null
  const told = locales.filter((locale) => locale !== null)
  return resolveLocale(valueAt(profile, languages.attribute), { ...languages, locales: told })
}

function valueAt(profile: unknown, path: string): unknown {
  let value = profile
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}
