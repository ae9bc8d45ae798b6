import { Locale } from '@chappe/core/content/schema'

/** Languages and regions that are offered to choose from; any other tag can be typed. */
const offered =
  `ar ar-AE ar-EG ar-MA ar-SA bg bg-BG ca ca-ES cs cs-CZ da da-DK de de-AT de-BE de-CH de-DE de-LU el el-CY
el-GR en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG en-US en-ZA es es-419 es-AR es-CL es-CO es-ES es-MX es-PE es-US et
et-EE eu-ES fi fi-FI fr fr-BE fr-CA fr-CH fr-FR fr-LU fr-MA fr-SN ga-IE gl-ES he he-IL hi hi-IN hr hr-HR hu hu-HU id
id-ID is is-IS it it-CH it-IT ja ja-JP ko ko-KR lb-LU lt lt-LT lv lv-LV ms ms-MY mt-MT nb nb-NO nl nl-BE nl-NL pl pl-PL
pt pt-BR pt-PT ro ro-RO ru ru-RU sk sk-SK sl sl-SI sr sr-RS sv sv-FI sv-SE th th-TH tr tr-TR uk uk-UA vi vi-VN zh-Hans
zh-Hans-CN zh-Hans-SG zh-Hant zh-Hant-HK zh-Hant-TW`.split(/\s+/)

/** The name of a locale in a language of the interface: `français (Canada)`; the tag itself where there is none. */
export function localeName(locale: string, inLanguage: string): string {
  try {
    return (
      new Intl.DisplayNames(inLanguage, { type: 'language', languageDisplay: 'standard' }).of(locale) ??
      locale
    )
  } catch {
    return locale
  }
}

export interface LocaleOption {
  readonly id: string
  readonly name: string
}

/** The locales to choose from, by their names in a language. */
export function localeOptions(inLanguage: string, but: readonly string[] = []): LocaleOption[] {
  const { compare } = new Intl.Collator(inLanguage)
  return offered
    .filter((id) => !but.includes(id))
    .map((id) => ({ id, name: localeName(id, inLanguage) }))
    .sort((a, b) => compare(a.name, b.name))
}

/** What was typed as a locale in its usual form (`FR_ca` is `fr-CA`), or undefined. */
export function localeFrom(typed: string): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(typed.trim().replaceAll('_', '-'))
    return tag !== undefined && Locale.safeParse(tag).success ? tag : undefined
  } catch {
    return undefined
  }
}
