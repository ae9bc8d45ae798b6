import { type PageLanguage, PreferenceCentre } from '@chappe/core/consent/centre'

/** The languages of the pages in their order, as one choice. */
export const languageChoices = ['en-fr', 'fr-en', 'en', 'fr'] as const
export type LanguageChoice = (typeof languageChoices)[number]

export const nameOfLanguages = (languages: readonly PageLanguage[]): LanguageChoice =>
  languageChoices.find((one) => one === languages.join('-')) ?? 'en-fr'

export const languagesOf = (name: string): PageLanguage[] =>
  (languageChoices.find((one) => one === name) ?? 'en-fr').split('-') as PageLanguage[]

/** Whether the server would refuse this part of the brand. */
export const isFaulty = (centre: PreferenceCentre, part: keyof PreferenceCentre): boolean =>
  !PreferenceCentre.shape[part].safeParse(centre[part]).success
