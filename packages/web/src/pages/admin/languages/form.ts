import { ContentName, type LanguageSetting } from '@chappe/core/content/schema'

/** Language settings as they stand in the form. */
export interface LanguageForm {
  readonly name: string
  readonly attribute: string
  readonly locales: readonly string[]
  readonly defaultLocale: string
  /** Who asks for the first gets the second. */
  readonly fallbacks: readonly (readonly [from: string, to: string])[]
}

export const emptyForm = (first: string): LanguageForm => ({
  name: '',
  attribute: 'preferredLanguage',
  locales: [first],
  defaultLocale: first,
  fallbacks: [],
})

export const formOf = (setting: LanguageSetting): LanguageForm => ({
  name: setting.name,
  attribute: setting.attribute,
  locales: setting.locales,
  defaultLocale: setting.defaultLocale,
  fallbacks: Object.entries(setting.fallbacks),
})

export const bodyOf = ({ name, attribute, locales, defaultLocale, fallbacks }: LanguageForm) => ({
  name: name.trim(),
  attribute: attribute.trim(),
  locales: [...locales],
  defaultLocale,
  fallbacks: Object.fromEntries(fallbacks.filter(([from, to]) => from !== '' && to !== '')),
})

/** The form without a locale: nothing else in it may go on naming it. */
export function without(form: LanguageForm, locale: string): LanguageForm {
  const locales = form.locales.filter((one) => one !== locale)
  return {
    ...form,
    locales,
    defaultLocale: form.defaultLocale === locale ? (locales[0] ?? '') : form.defaultLocale,
    fallbacks: form.fallbacks.filter(([, to]) => to !== locale),
  }
}

export const withLocale = (form: LanguageForm, locale: string): LanguageForm =>
  form.locales.includes(locale)
    ? form
    : {
        ...form,
        locales: [...form.locales, locale],
        defaultLocale: form.defaultLocale || locale,
        // What has a content of its own needs nothing to stand in for it.
        fallbacks: form.fallbacks.filter(([from]) => from !== locale),
      }

export type Fault = 'name' | 'attribute' | 'locales'

/** What is wrong in the form before the server is asked, by field. */
export function faultsIn({
  name,
  attribute,
  locales,
}: LanguageForm): Partial<Record<keyof LanguageForm, Fault>> {
  return {
    ...(!ContentName.safeParse(name).success && { name: 'name' as const }),
    ...(attribute.trim() === '' && { attribute: 'attribute' as const }),
    ...(locales.length === 0 && { locales: 'locales' as const }),
  }
}

export const isSame = (a: LanguageForm, b: LanguageForm): boolean =>
  JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b))
