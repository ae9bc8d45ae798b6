import { type ContentPart, contentParts } from '@chappe/core/campaign/content'
import { type Definition, EmailContent, type Languages } from '@chappe/core/campaign/schema'
import type { LanguageSetting } from '@chappe/core/content/schema'
import { shownOf } from '../variants/lens.ts'

const nothing: EmailContent = EmailContent.parse({})

/** What a locale says; null stands for a campaign without languages. */
export function contentOf(definition: Definition, locale: string | null): EmailContent {
  if (locale === null || locale === definition.languages?.defaultLocale) return definition.content
  return Object.hasOwn(definition.translations, locale) ? definition.translations[locale]! : nothing
}

/** The change that makes a locale say this. */
export function withContent(
  definition: Definition,
  locale: string | null,
  content: EmailContent,
): Partial<Definition> {
  if (locale === null || locale === definition.languages?.defaultLocale) return { content }
  return { translations: { ...definition.translations, [locale]: content } }
}

export interface Completeness {
  readonly state: 'complete' | 'partial' | 'empty'
  /** Parts that the default locale says and this one does not. */
  readonly lacks: readonly ContentPart[]
}

/** How much of what the default locale says a locale says too. */
export function completenessOf(definition: Definition, locale: string): Completeness {
  const content = contentOf(definition, locale)
  const isSaid = (part: ContentPart, by: EmailContent) => by[part].trim() !== ''
  const asked = contentParts.filter(
    (part) => isSaid(part, definition.content) || part === 'subject' || part === 'html',
  )
  // The text version is made from the HTML where nobody writes one.
  const lacks = asked.filter((part) => part !== 'text' && !isSaid(part, content))
  const saysAny = contentParts.some((part) => isSaid(part, content))
  return { state: lacks.length === 0 ? 'complete' : saysAny ? 'partial' : 'empty', lacks }
}

/** What is said in several locales: by the campaign itself, or by a variant. */
type Said = Pick<Definition, 'content' | 'translations'>

/** Copies what language settings say into a campaign. What it and its variants said in their locales stays. */
export function withLanguages(definition: Definition, setting: LanguageSetting): Partial<Definition> {
  const { id, attribute, locales, defaultLocale, fallbacks } = setting
  const languages: Languages = { settingsId: id, attribute, locales, defaultLocale, fallbacks }
  const saidNow = (said: Said): Said => {
    const { content, translations } = moved(said, definition.languages, defaultLocale)
    const kept = Object.entries(translations).filter(
      ([locale]) => locales.includes(locale) && locale !== defaultLocale,
    )
    return { content, translations: Object.fromEntries(kept) }
  }
  const variants = definition.variants.map((one) => ({ ...one, ...saidNow(one) }))
  return { languages, ...saidNow(definition), variants }
}

/** The contents, by where they belong once another locale is the default. */
function moved({ content, translations }: Said, languages: Languages | null, defaultLocale: string): Said {
  if (languages === null || languages.defaultLocale === defaultLocale) return { content, translations }
  const { [defaultLocale]: next, ...others } = translations
  return { content: next ?? content, translations: { ...others, [languages.defaultLocale]: content } }
}

/** Locales that are said and that these settings no longer have: their contents would go. */
export const lostBy = (definition: Definition, setting: LanguageSetting): string[] =>
  (definition.languages?.locales ?? []).filter(
    (locale) =>
      !setting.locales.includes(locale) &&
      [null, ...definition.variants.map(({ id }) => id)].some(
        (variant) => completenessOf(shownOf(definition, variant), locale).state !== 'empty',
      ),
  )

/** Takes a locale, other than the default one, and what is said in it out of a campaign and its variants. */
export function withoutLocale(definition: Definition, locale: string): Partial<Definition> {
  const { languages, translations, variants } = definition
  if (languages === null || languages.defaultLocale === locale) return {}
  const others = ({ [locale]: _gone, ...rest }: Definition['translations']) => rest
  const fallbacks = Object.entries(languages.fallbacks).filter(([, to]) => to !== locale)
  return {
    languages: {
      ...languages,
      locales: languages.locales.filter((one) => one !== locale),
      fallbacks: Object.fromEntries(fallbacks),
    },
    translations: others(translations),
    variants: variants.map((one) => ({ ...one, translations: others(one.translations) })),
  }
}

/** Back to one language for everybody: what is said in the default locale. */
export const withoutLanguages = ({ variants }: Definition): Partial<Definition> => ({
  languages: null,
  translations: {},
  variants: variants.map((one) => ({ ...one, translations: {} })),
})

/** Whether settings say something else than the campaign’s copy of them. */
export const isOutdated = (copy: Languages, setting: LanguageSetting): boolean =>
  copy.attribute !== setting.attribute ||
  copy.defaultLocale !== setting.defaultLocale ||
  sorted(copy.locales) !== sorted(setting.locales) ||
  sorted(Object.entries(copy.fallbacks).map(String)) !== sorted(Object.entries(setting.fallbacks).map(String))

const sorted = (list: readonly string[]) => JSON.stringify(list.toSorted())
